"""Run in a process of its own: makes the home and uploads the 22 opinions of the demo's ninth round, unread.

Prints how many documents wait and, by file name, how many problems an undisturbed reading finds.
"""

import json
import tempfile
from datetime import date
from pathlib import Path

import django

from liandu.config.place import make_home

make_home()
django.setup()

from django.core.management import call_command  # noqa: E402 - after setup()

from liandu.access.commands import give_post  # noqa: E402
from liandu.accounts.commands import open_account  # noqa: E402
from liandu.demo import city  # noqa: E402
from liandu.demo.papers.material import build_material  # noqa: E402
from liandu.demo.papers.texts import ROUND_NINE  # noqa: E402
from liandu.inspections.commands import open_inspection, open_round, open_term  # noqa: E402
from liandu.intake.commands import receive_upload  # noqa: E402
from liandu.intake.models import Document  # noqa: E402
from liandu.intake.reading_room import read_and_understand  # noqa: E402
from liandu.kernel.secrecy import Grade  # noqa: E402
from liandu.orgs.commands import add_unit  # noqa: E402

SINCE = date(2024, 1, 1)


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    root = add_unit(name="中共云州市委员会", code="000", parent=None, by=None)
    director = open_account(username="zhouxunshi", display_name="周巡视", password=None, by=None)
    give_post(user=director, role="inspection_director", unit=root, since=SINCE, by=None)
    term = open_term(number=5, name="第五届", since=SINCE, by=director)
    ninth = open_round(term=term, number=9, name="第九轮", since=SINCE, by=director)
    names = {unit.key: unit.name for unit in city.UNITS}
    inspections = {}
    leaves = {}
    with tempfile.TemporaryDirectory() as folder:
        files = [file for file in build_material(Path(folder)) if file.round == ROUND_NINE][:22]
        for number, file in enumerate(files):
            unit = add_unit(name=names[file.unit], code=f"1{number:02d}", parent=root, by=None, sector="department")
            inspections[file.unit] = open_inspection(round=ninth, unit=unit, team="第一组", by=director)
        hints = tuple(names[file.unit] for file in files)
        for file in files:
            receive_upload(
                round=ninth,
                inspection=inspections[file.unit],
                chunks=[file.path.read_bytes()],
                name=file.path.name,
                kind=file.kind,
                grade=Grade(file.classification),
                by=director,
            )
            _paper, understanding = read_and_understand(file.path, file.path.name, hints)
            leaves[file.path.name] = sum(problem.leaf for problem in understanding.problems)
    print(json.dumps({"documents": Document.objects.count(), "leaves": leaves}))  # noqa: T201 - its result


main()
