"""What the journal costs eight people who write at once on PostgreSQL: real commands with it and without, by turns.

Each writer is a process of its own and does what a request does: load the person with the posts, load the thing within
reach, run the command. Rounds with the journal and without alternate within one run; while it is on, a sealer seals as
in the worker. Bar: the throughput with the journal is at least nine tenths of that without. On
a machine that others use too the clock says little, so the time on a core that an act needs, here and in the server, is
printed as well.
Run: ``PYTHONPATH=src LIANDU_DATABASE=postgresql://… python benchmarks/journal_writers.py [ROUNDS]``.
Rounds differ by a third from each other: eight told .865 and .982 within minutes, so 24 are the default.
"""

import argparse
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
_HOME = tempfile.TemporaryDirectory(prefix="liandu-bench-")
os.environ["LIANDU_HOME"] = _HOME.name
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django  # noqa: E402 - the settings must be chosen first
import psutil  # noqa: E402

django.setup()

from django.db import connection, connections  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402
from django.utils import timezone  # noqa: E402

from liandu.accounts.models import User  # noqa: E402
from liandu.findings.commands import confirm_category  # noqa: E402
from liandu.findings.models import Finding  # noqa: E402
from liandu.findings.queries import findings_for  # noqa: E402
from liandu.inspections.commands import give_feedback, open_inspection, open_round  # noqa: E402
from liandu.inspections.models import Inspection, Round  # noqa: E402
from liandu.inspections.queries import inspections_for  # noqa: E402
from liandu.journal import commands as journal  # noqa: E402
from liandu.journal.models import Entry  # noqa: E402
from liandu.journal.sealing import EVERY, seal_tail  # noqa: E402
from liandu.journal.verification import verify  # noqa: E402
from liandu.orgs.commands import add_unit  # noqa: E402
from tests.people import build_city  # noqa: E402

WRITERS = 8
SECONDS = 4.0  # a round
BAR = 0.9
FORK = multiprocessing.get_context("fork")
PLAN = "ccfcofcfcc"  # what one after another is done: category, feedback, open an inspection


class Writer:
    """One person at work on units of their own; only the round is shared."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.mine = list(Finding.objects.order_by("pk").values_list("pk", flat=True))[place::WRITERS]
        self.inspections = list(Inspection.objects.order_by("pk").values_list("pk", flat=True))[place::WRITERS]
        self.units = [inspection.unit for inspection in Inspection.objects.select_related("unit")][place::WRITERS]
        self.rounds = list(Round.objects.order_by("pk"))
        self.turn = 0

    def act(self) -> None:
        """Do what one request does."""
        self.turn += 1
        person = User.objects.get(username="liuwen")
        kind = PLAN[self.turn % len(PLAN)]
        if kind == "c":
            finding = findings_for(person).get(pk=self.mine[self.turn % len(self.mine)])
            confirm_category(finding=finding, category="ABC"[self.turn % 3] + "1", by=person)
        elif kind == "f":
            inspection = inspections_for(person).get(pk=self.inspections[self.turn % len(self.inspections)])
            give_feedback(inspection=inspection, feedback_on=date(2026, 6, 1) + timedelta(self.turn % 90), by=person)
        else:
            unit, opened = self.units[self.turn % len(self.units)], self.turn // len(PLAN) % len(self.rounds)
            if not Inspection.objects.filter(unit=unit, round=self.rounds[opened]).exists():
                open_inspection(round=self.rounds[opened], unit=unit, team="市委第一巡察组", by=person)


def write(place: int, barrier: Any, on: Any, counts: Any, spent: Any) -> None:
    """Work round after round, with the journal or without, and say how much was done."""
    writer = Writer(place)
    recorders = [module for module in sys.modules.values() if getattr(module, "record", None) is journal.record]
    kept = journal.record
    while True:
        barrier.wait()
        if on.value < 0:
            return
        for module in recorders:
            module.record = kept if on.value else _nothing  # type: ignore[attr-defined]
        done, until, before = 0, time.perf_counter() + SECONDS, core_seconds()
        while time.perf_counter() < until:
            writer.act()
            done += 1
        counts[place], spent[place] = done, core_seconds() - before
        barrier.wait()


def core_seconds() -> float:
    """Return the time on a core of this process and of the server's process for it, when that is on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    try:
        server = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return time.process_time()
    return time.process_time() + server.user + server.system


def _nothing(**_what: Any) -> None:
    """Stand where record() stood."""


def seal(stop: Any) -> None:
    """Seal as the worker does."""
    while not stop.wait(EVERY):
        seal_tail()


def fill() -> None:
    """Give every writer units, an inspection of each, findings, and rounds to open inspections in."""
    city = build_city()
    now = timezone.now()
    for n in range(WRITERS * 10):
        unit = add_unit(
            name=f"云州市第{n}单位", code=f"{n + 400}", parent=city.units.root, by=None, sector="department"
        )
        inspection = open_inspection(round=city.round, unit=unit, team="市委第一巡察组", by=city.people.clerk)
        Finding.objects.bulk_create(
            Finding(
                number=f"5-09-{unit.code}-{k:04d}", round=city.round, inspection=inspection, unit=unit,
                title=f"第{k}号事项责任不清、推进缓慢", stated={}, confirmed_at=now, confirmed_by=city.people.clerk,
            )
            for k in range(40)
        )  # fmt: skip
    for number in range(10, 40):
        open_round(
            term=city.round.term, number=number, name=f"第{number}轮", since=date(2026, 3, 1), by=city.people.director
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def rounds(count: int) -> list[tuple[int, int]]:
    """Run the rounds, first with, then without, then the other way round; return (with, without) of each pair."""
    barrier, on, counts = FORK.Barrier(WRITERS + 1), FORK.Value("i", 0), FORK.Array("i", WRITERS)
    spent, costs = FORK.Array("d", WRITERS), {0: 0.0, 1: 0.0}
    stop = FORK.Event()
    connections.close_all()
    connection.close_pool()
    people = [FORK.Process(target=write, args=(place, barrier, on, counts, spent)) for place in range(WRITERS)]
    people.append(FORK.Process(target=seal, args=(stop,)))
    for process in people:
        process.start()
    pairs = []
    for turn in range(-1, count):  # the first one warms up
        pair = {}
        for with_it in (1, 0) if turn % 2 else (0, 1):
            on.value = with_it
            barrier.wait()
            barrier.wait()
            pair[with_it] = sum(counts)
            costs[with_it] += sum(spent) if turn >= 0 else 0
        if turn >= 0:
            pairs.append((pair[1], pair[0]))
            print(f"round {turn + 1}: with {pair[1] / SECONDS:.0f} a second, without {pair[0] / SECONDS:.0f}")
    on.value = -1
    barrier.wait()
    stop.set()
    for process in people:
        process.join()
    per_act = {key: costs[key] / sum(pair[1 - key] for pair in pairs) * 1000 for key in costs}
    print(
        f"on a core: {per_act[1]:.2f} ms an act with the journal, {per_act[0]:.2f} without: "
        f"ratio {per_act[0] / per_act[1]:.3f}"
    )
    return pairs


def main() -> int:
    """Measure and print; return 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rounds", nargs="?", type=int, default=24)
    options = parser.parse_args()
    if connection.vendor != "postgresql":
        print("LIANDU_DATABASE must name a PostgreSQL database")
        return 2
    setup_test_environment()
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        print(
            f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        fill()
        pairs = rounds(options.rounds)
        ratio = statistics.median(on / off for on, off in pairs)
        seal_tail()
        result = verify()
        assert result.fault is None, result.fault
        assert result.entries == Entry.objects.count()
        print(f"{WRITERS} writers: throughput with the journal {ratio:.3f} of that without; {result.entries} entries")
        return 0 if ratio >= BAR else 1
    finally:
        connection.close_pool()
        teardown_databases(kept, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
