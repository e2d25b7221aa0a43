"""Memory and speed of exchange packages: 2,000 documents need no more memory than 200, packing and opening.

Each measurement runs in a process of its own with homes of its own, as `python benchmarks/exchange_memory.py`.
"""

import argparse
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

FEW, MANY, BYTES = 200, 2_000, 64 * 1024
MOST_GROWTH = 1.2
ROOT = Path(__file__).resolve().parents[1]


def peak() -> float:
    """Return the largest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def found(home: Path) -> Any:
    """Found a site in ``home`` with a director who also keeps the keys in this measurement; return the director."""
    # Inside, as Django has to be set up first.
    from django.core.management import call_command

    # The same.
    from liandu.access.commands import give_post
    from liandu.accounts.commands import open_account
    from liandu.orgs.commands import add_unit

    (home / "incoming").mkdir(exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    root = add_unit(name="本级", code="000", parent=None, by=None)
    add_unit(name="云州大学", code="101", parent=root, sector="university", by=None)
    for username, role in (("zhuren", "inspection_director"), ("anquan", "security_admin")):
        user = open_account(username=username, display_name=username, password=None, by=None)
        give_post(user=user, role=role, unit=root, since=date(2024, 1, 1), by=None)
    return user


def fill(count: int) -> None:
    """Receive ``count`` documents of BYTES bytes for one inspection."""
    # Inside, as Django has to be set up first.
    from django.db import transaction

    # The same.
    from liandu.accounts.models import User
    from liandu.files.incoming import taking_in
    from liandu.inspections.commands import open_inspection, open_round, open_term
    from liandu.intake.commands import receive_document
    from liandu.kernel.secrecy import Grade
    from liandu.orgs.models import Unit

    by, unit = User.objects.get(username="zhuren"), Unit.objects.get(code="101")
    term = open_term(number=5, name="第五届", since=date(2024, 1, 1), by=by)
    row = open_round(term=term, number=9, name="第九轮", since=date(2026, 3, 1), by=by)
    visit = open_inspection(round=row, unit=unit, team="第一组", by=by)
    with transaction.atomic():
        for n in range(count):
            text = f"第{n}份\n".encode() + secrets.token_hex(BYTES // 2 - 16).encode()
            with taking_in([text], name=f"{n}.txt", most=BYTES * 2) as incoming:
                receive_document(
                    round=row, inspection=visit, incoming=incoming, kind="other", title=f"第{n}份",
                    grade=Grade.INTERNAL, marking=None, format="text", pages=None, by=by,
                )  # fmt: skip


def step(options: argparse.Namespace) -> None:
    """Do one step in this process and print its seconds and peak memory as JSON."""
    # Inside: only the steps need it.
    # Here: Django starts only in the process of a step, with the home of that step.
    import django

    django.setup()
    home = Path(os.environ["LIANDU_HOME"])
    if options.step == "found":
        found(home)
        if options.count:
            fill(options.count)
        return
    # Inside, as Django has to be set up first.
    # Here: Django starts only in the process of a step, with the home of that step.
    from liandu.config.cli import main

    begin = time.perf_counter()
    code = main(options.rest)
    print(json.dumps({"seconds": time.perf_counter() - begin, "peak": peak(), "code": code}), file=sys.stderr)


def run(home: Path, *arguments: str) -> dict[str, float]:
    """Run a step in a process of its own and return what it measured."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LIANDU_")}
    environment |= {
        "LIANDU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liandu.config.settings", "LIANDU_EXCHANGE_MB": "4096",
        "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, __file__, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    said = [line for line in done.stderr.splitlines() if line.startswith('{"seconds"')]
    result = json.loads(said[-1]) if said else {"code": 0}
    assert result["code"] == 0, done.stderr
    return result


def measured(count: int, folder: Path) -> tuple[dict[str, float], dict[str, float], float]:
    """Pack and open ``count`` documents between two fresh sites; return both measurements and the megabytes."""
    homes = {"sender": folder / "sender", "receiver": folder / "receiver"}
    for name, home in homes.items():
        home.mkdir(parents=True)
        run(home, "found", "--count", str(count if name == "sender" else 0))
        run(home, "do", "exchange", "keygen", "--as", "anquan", "--name", name, "--out", str(folder / f"{name}.card"))
    for name, other in (("sender", "receiver"), ("receiver", "sender")):
        run(homes[name], "do", "exchange", "peer", "--as", "anquan", "--compared", "add", str(folder / f"{other}.card"))
    file = folder / "package"
    about = ("--to", "receiver", "--round", "5-09", "--with", "material", "--out", str(file))
    packing = run(homes["sender"], "do", "exchange", "pack", "--as", "zhuren", *about)
    receipt = str(folder / "receipt")
    opening = run(homes["receiver"], "do", "exchange", "open", "--as", "zhuren", str(file), "--receipt", receipt)
    assert packing["code"] == opening["code"] == 0, (packing, opening)
    noted = run(homes["sender"], "do", "exchange", "receipt", "--as", "zhuren", receipt)
    assert noted["code"] == 0, noted
    return packing, opening, file.stat().st_size / 1024 / 1024


def main() -> int:
    """Measure FEW and MANY documents, print, and return 1 when memory grows with the package."""
    parser = argparse.ArgumentParser()
    parser.add_argument("step", nargs="?", default="")
    parser.add_argument("--count", type=int, default=0)
    options, rest = parser.parse_known_args()
    options.rest = rest
    if options.step:
        step(options)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        few = measured(FEW, Path(folder, "few"))
        many = measured(MANY, Path(folder, "many"))
    print(f"{'':<10}{'documents':>10}{'MB':>8}{'seconds':>9}{'MB/s':>7}{'peak MB':>9}")
    growth = []
    for place, name in enumerate(("packing", "opening")):
        for count, result in ((FEW, few), (MANY, many)):
            seconds, size = result[place]["seconds"], result[2]
            print(
                f"{name:<10}{count:>10}{size:>8.1f}{seconds:>9.1f}{size / seconds:>7.1f}{result[place]['peak']:>9.1f}"
            )
        growth.append(many[place]["peak"] / few[place]["peak"])
        print(f"{name:<10}peak memory grows by x{growth[-1]:.2f} (at most x{MOST_GROWTH})")
    return int(max(growth) > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
