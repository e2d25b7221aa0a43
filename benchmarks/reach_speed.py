"""What the reach of a reader adds to the time of a list: 1,000,000 findings, 400 units, 400 posts.

The same list is asked with the reader's reach and without any, turn by turn in one run: the first page and page 1,000
(or the reader's last, where they have fewer), each as a person asks for it: the whole answer of /ledger/, with finding
out what the reach is, rows, total and page. "Adds" is the median with reach over the median without; the bar is 1.2 for
every reader and page. A narrow reader's list is another, shorter list; what counts is that nobody waits longer because
of their reach. The count is a part of the page, and SQLite counts a whole table without looking at its rows; so what
reach adds to the count is held against the page: at most a fifth of it. The queries of the first page alone (reach,
rows, total) are printed too, for those who want to know; there is no bar on them.

Run: ``python benchmarks/reach_speed.py [FINDINGS]``; LIANDU_DATABASE chooses PostgreSQL.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
_HOME = tempfile.TemporaryDirectory(prefix="liandu-bench-")
os.environ["LIANDU_HOME"] = _HOME.name
(Path(_HOME.name) / "static").mkdir()  # whitenoise warns of a folder that is not there
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django  # noqa: E402 - the settings must be chosen first

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402
from django.utils import timezone  # noqa: E402

from liandu.access.commands import add_area, add_member, form_team, give_post  # noqa: E402
from liandu.access.models import Post  # noqa: E402
from liandu.access.queries import standings_of, unit_keys_within  # noqa: E402
from liandu.access.roles import Act  # noqa: E402
from liandu.accounts.models import User  # noqa: E402
from liandu.findings.models import Finding  # noqa: E402
from liandu.inspections.models import Round, Term  # noqa: E402
from liandu.ledgers.paging import token_of  # noqa: E402
from liandu.ledgers.queries import PAGE, View, ledger_for, page_of  # noqa: E402
from liandu.ledgers.queries.findings import total_for  # noqa: E402
from liandu.orgs.commands import add_unit, assign_oversight  # noqa: E402
from liandu.orgs.models import Unit  # noqa: E402
from tests.people import SINCE, build_city  # noqa: E402

BAR = 1.2
UNITS, POSTS, ROUNDS = 400, 400, 20
SECTORS = ("district", "department", "soe", "university")
TURNS = 25
DEEP = 1_000


def make_units(city: Any) -> list[Unit]:
    """Add units up to 400 with a sector: thirty universities, thirty districts, the rest departments and companies."""
    made = []
    for n in range(UNITS):
        sector = "university" if n % 13 == 0 else "district" if n % 13 == 1 else SECTORS[1 + n % 2]
        made.append(add_unit(name=f"单位{n}", code=f"7{n:03d}", parent=city.units.root, by=None, sector=sector))
    return made


def make_posts(city: Any, units: list[Unit]) -> None:
    """Write posts up to 400, ten units to an office and an officer or a head to each unit."""
    there = Post.objects.count()
    people = User.objects.bulk_create([User(username=f"p{n}", display_name=f"人{n}") for n in range(POSTS - there)])
    rooms = [add_unit(name=f"第{n}室", code=f"8{n:03d}", parent=city.units.root, by=None, party="discipline")
             for n in range(40)]  # fmt: skip
    for n, unit in enumerate(units):
        assign_oversight(office=rooms[n % 40], unit=unit, since=SINCE, by=None)
    posts = [
        Post(user=person, role="supervision_officer", unit=rooms[n % 40], since=SINCE, sectors=[])
        if n % 2
        else Post(user=person, role="unit_head", unit=units[n % UNITS], since=SINCE, sectors=[])
        for n, person in enumerate(people)
    ]
    Post.objects.bulk_create(posts)


def make_findings(city: Any, units: list[Unit], count: int) -> None:
    """Write the findings with one statement: rounds after one another, in each round unit after unit."""
    term = Term.objects.create(number=9, name="第九届", since=SINCE)
    rounds = [Round.objects.create(term=term, number=n, name=f"第{n}轮", since=SINCE) for n in range(1, ROUNDS + 1)]
    each = count // (ROUNDS * UNITS)
    first_round, first_unit = rounds[0].pk, units[0].pk
    values = {
        "round": f"{first_round} + n / {each * UNITS}",
        "unit": f"{first_unit} + (n / {each}) %% {UNITS}",
        "number": "{0}",
    }
    numbering = (
        "'9-' || substr('0' || (1 + n / {r}), -2) || '-7' || substr('00' || ((n / {e}) %% {u}), -3)"
        " || '-' || substr('000' || (n %% {e}), -4)"
    )
    if connection.vendor == "postgresql":
        numbering = (
            "'9-' || lpad((1 + n / {r})::text, 2, '0') || '-7' || lpad(((n / {e}) %% {u})::text, 3, '0')"
            " || '-' || lpad((n %% {e})::text, 4, '0')"
        )
        series = f"generate_series(0, {count - 1}) AS s(n)"
    else:
        counting = "(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {last}) SELECT n FROM s)"
        series = counting.format(last=count - 1)
    number = numbering.format(r=each * UNITS, e=each, u=UNITS)
    false = "false" if connection.vendor == "postgresql" else "0"
    statement = (
        "INSERT INTO findings_finding (number, round_id, unit_id, aspect, problem, title, category, category_confirmed,"  # noqa: S608 - numbers of ours
        " item, theme_confirmed, stated, rectification, quote, state, confirmed_at, confirmed_by_id, source,"
        " source_number) SELECT "
        f"{number}, {values['round']}, {values['unit']}, '落实第' || (n %% 60) || '项部署方面', '第' || (n %% 900) ||"
        " '类工作推进不力', '第' || n || '号事项责任不清、推进缓慢，项目超期未完成，资金沉淀', 'A' || (1 + n %% 4),"
        f" {false}, 0, {false}, '{{}}', '', '', 'confirmed', %s, %s, '', '' FROM {series}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [timezone.now(), city.people.clerk.pk])
        cursor.execute("VACUUM ANALYZE findings_finding" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


def make_readers(city: Any, units: list[Unit]) -> dict[str, User]:
    """Return the four readers: the whole city, ten units overseen, one unit, three teams."""
    spread = units[:: UNITS // 10][:10]
    for unit in spread:
        assign_oversight(office=city.units.fourth_room, unit=unit, since=SINCE, by=None)
    overseer, head, member = (User.objects.create(username=name, display_name=name) for name in ("o", "h", "m"))
    give_post(user=overseer, role="supervision_officer", unit=city.units.fourth_room, since=SINCE, by=None)
    give_post(user=head, role="unit_head", unit=units[-1], since=SINCE, by=None)
    give_post(user=member, role="supervision_officer", unit=city.units.case_office, since=SINCE, by=None)
    areas = [[(units[5], ""), (units[250], "")], [(unit, "") for unit in units[300:310]],
             [(city.units.root, "university")]]  # fmt: skip
    for n, area in enumerate(areas):
        team = form_team(name=f"组{n}", kind="other", office=city.units.third_room, purpose="x", since=SINCE,
                         by=city.people.director)  # fmt: skip
        add_member(team=team, user=member, office=city.units.case_office, since=SINCE, by=city.people.director)
        for unit, sector in area:
            add_area(team=team, unit=unit, sector=sector, since=SINCE, by=city.people.director)
    return {"whole city": city.people.clerk, "ten units": overseer, "one unit": head, "three teams": member}


def deep_view(reader: User) -> View:
    """Return the view of page 1,000, or of the reader's last page."""
    rows = ledger_for(reader, View()).order_by("number").values_list("number")
    skipped = min((DEEP - 1) * PAGE, max(rows.count() - PAGE, 1))
    return View(after=token_of(rows[skipped - 1]))


def compare(with_reach: Callable[[], Any], without: Callable[[], Any]) -> tuple[float, float]:
    """Return the medians in milliseconds, asked turn by turn so that both meet the same machine."""
    with_reach(), without()
    spent: tuple[list[float], list[float]] = ([], [])
    for _turn in range(TURNS):
        for act, times in ((with_reach, spent[0]), (without, spent[1])):
            started = time.perf_counter()
            act()
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent[0]), statistics.median(spent[1])


def anew(person: User) -> User:
    """Return the person as a new request has them: where they stand is read at its door, for the journal."""
    asking = User(**{field.attname: getattr(person, field.attname) for field in User._meta.concrete_fields})
    standings_of(asking)
    return asking


def everything() -> Any:
    """Let the ledger know no reach inside the block."""
    return patch.multiple(
        "liandu.ledgers.queries.findings",
        findings_for=lambda _reader: Finding.objects.all(),
        unit_keys_within=lambda _reader, _act: None,
    )


def opened(client: Client, view: View) -> None:
    """Ask for a page of the ledger and look at the answer."""
    answer = client.get(f"/ledger/?{view.address(after=view.after)}")
    assert answer.status_code == 200
    assert len(answer.context["lines"]) > 0


def measure(readers: dict[str, User]) -> bool:
    """Print every reader and question; return whether the bar holds everywhere."""
    good = True
    whole = readers["whole city"]
    with everything():
        deep_whole = deep_view(anew(whole))

    def without(client: Client, view: View) -> None:
        with everything():
            opened(client, view)

    for name, reader in readers.items():
        client = Client()
        client.force_login(reader)
        keys = unit_keys_within(anew(reader), Act.FINDING_VIEW)
        deep = deep_view(anew(reader))
        first = 0.0
        for question, view, bare in (("first page", View(), View()), ("deep page", deep, deep_whole)):
            ours, theirs = compare(partial(opened, client, view), partial(without, client, bare))
            first = first or theirs
            good = good and ours / theirs <= BAR
            told(name, keys, question, (ours, theirs), ours / theirs)
        ours, theirs = compare(lambda r=reader: page_of(anew(r), View()), lambda r=reader: bare_page(r))
        told(name, keys, "(queries)", (ours, theirs), 0)
        ours, theirs = compare(lambda r=reader: counted(r), lambda r=reader: counted_without(r))
        good = good and ours - theirs <= first * (BAR - 1)
        told(name, keys, "count", (ours, theirs), 1 + (ours - theirs) / first)
    return good


def bare_page(reader: User) -> None:
    """Ask for rows and total of the whole ledger's first page, without the page around them."""
    asking = anew(reader)
    with everything():
        page_of(asking, View())


def counted(reader: User) -> int:
    """Return the total of the reader's ledger, as a new request asks for it."""
    return total_for(anew(reader), View())


def counted_without(reader: User) -> int:
    """Return the total of the whole ledger."""
    asking = anew(reader)
    with everything():
        return total_for(asking, View())


def told(name: str, keys: frozenset[int] | None, question: str, times: tuple[float, float], ratio: float) -> None:
    """Print one line."""
    reached, missed = "all" if keys is None else len(keys), "" if ratio <= BAR else "  MISSED"
    print(
        f"{name:12} {reached!s:>4} units  {question:10}  with reach {times[0]:7.1f} ms  without {times[1]:7.1f} ms"
        + (f"  ratio {ratio:5.2f}{missed}" if ratio else "")
    )


def main() -> int:
    """Measure and print; return 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("findings", nargs="?", type=int, default=1_000_000)
    count = parser.parse_args().findings
    setup_test_environment()
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        city = build_city()
        units = make_units(city)
        readers = make_readers(city, units)
        make_posts(city, units)
        make_findings(city, units, count)
        print(f"{platform.machine()}, {os.cpu_count()} cores, {connection.vendor}, {platform.python_version()}")
        print(f"{Finding.objects.count()} findings, {Unit.objects.exclude(sector='').count()} units,"
              f" {Post.objects.count()} posts, {date.today().isoformat()}")  # noqa: DTZ011 # fmt: skip
        return 0 if measure(readers) else 1
    finally:
        teardown_databases(kept, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
