"""How fast a sealed journal is checked: everything (content, coverage, Merkle roots, SM3, chain, signatures, index).

Bar: at least 100,000 entries a second of a core's time, over half a million entries or more. The time of this process,
which does one thing at a time, and that of PostgreSQL's process for it count; what the clock says stands beside them.
Run: ``PYTHONPATH=src python benchmarks/journal_verify.py [ENTRIES]``; LIANDU_DATABASE chooses PostgreSQL.
"""

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
_HOME = tempfile.TemporaryDirectory(prefix="liandu-bench-")
os.environ["LIANDU_HOME"] = _HOME.name
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django  # noqa: E402 - the settings must be chosen first

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from liandu.journal import sealing  # noqa: E402
from liandu.journal.appending import append  # noqa: E402
from liandu.journal.models import Entry  # noqa: E402
from liandu.journal.verification import verify  # noqa: E402

BAR = 100_000
# What a day of an office writes: act, label, how often, facts. Titles are as long as those of findings.
KINDS: list[tuple[str, str, int, dict[str, Any]]] = [
    ("session.opened", "accounts.user", 4, {}),
    ("material.received", "inspections.material", 3, {"title": "关于巡察云州大学党委的反馈意见", "kind": "report"}),
    ("document.read", "intake.document", 3, {"proposals": 34, "blocks": 212}),
    ("finding.raised", "findings.finding", 20, {
        "number": "5-09-101-0012", "title": "落实立德树人根本任务不到位，思政课教师配备不足，32个编制长期空缺",
    }),
    ("finding.category_confirmed", "findings.finding", 10, {"before": "A1", "category": "B3"}),
    ("finding.amended", "findings.finding", 3, {
        "before": "津补贴发放不规范", "title": "违规发放津补贴三笔，涉及资金12.6万元，整改不到位",
    }),
    ("access.denied", "findings.finding", 1, {"tried": "finding.withdraw", "code": "access.denied"}),
    ("ledger.exported", "orgs.unit", 1, {"rows": 1832, "view": "sort=unit&round=9"}),
]  # fmt: skip
PEOPLE = [("liuwen", "刘文"), ("zhouxunshi", "周巡视"), ("wangzhuren", "王主任"), ("", "")]


def entries(count: int) -> Iterator[Entry]:
    """Yield ``count`` entries as offices write them."""
    chance = random.Random(5)  # noqa: S311 - plausible variety, no secret
    bag = [kind for kind in KINDS for _ in range(kind[2])]
    at = datetime(2026, 3, 1, tzinfo=UTC)
    for n in range(count):
        act, label, _often, facts = chance.choice(bag)
        name, called = chance.choice(PEOPLE)
        at += timedelta(microseconds=chance.randrange(1, 400_000))
        entry = Entry(
            at=at, act=act, subject=f"{label}:{chance.randrange(1, 90_000)}", actor=name, actor_name=called,
            office="市委巡察工作领导小组办公室" if name else "", channel="web" if name else "command line",
            request_id=f"{n:08x}-53a5-4d38-a5f7-{chance.getrandbits(48):012x}" if name else "",
            reason="按更正文件修改" if act == "finding.amended" else "", facts=facts,
        )  # fmt: skip
        entry.digest = entry.compute_digest()
        yield entry


def fill(count: int, *, at_once: int) -> None:
    """Write the entries and seal them, ``at_once`` a seal: what is written in three busy seconds."""
    batch: list[tuple[Any, ...]] = []
    for entry in entries(count):
        batch.append(entry.as_row())
        if len(batch) == at_once:
            _seal(batch)
            batch = []
    _seal(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _seal(batch: list[tuple[Any, ...]]) -> None:
    if batch:
        with transaction.atomic():
            append(batch)
        sealing.seal_tail()


def server() -> float:
    """Return the CPU seconds of PostgreSQL's process for this connection, 0 where there is none on this machine."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    try:
        spent = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return spent.user + spent.system


def main() -> int:
    """Measure and print; return 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("entries", nargs="?", type=int, default=500_000)
    parser.add_argument("--seal", type=int, default=1_000, help="entries a seal")
    options = parser.parse_args()
    setup_test_environment()
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        print(
            f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        fill(options.entries, at_once=options.seal)
        speeds = []
        for _turn in range(3):
            before = server()
            memory, wall, cpu = psutil.Process().memory_info().rss, time.perf_counter(), time.process_time()
            result = verify()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            assert result.fault is None, result.fault
            assert result.entries == options.entries, result
            grown = (psutil.Process().memory_info().rss - memory) / 2**20
            spent = server() - before
            speeds.append(result.entries / (cpu + spent))
            print(
                f"{connection.vendor}: {result.entries} entries under {result.seals} seals in {cpu:.2f} s of a core, "
                f"{spent:.2f} s of the server: {speeds[-1]:,.0f} a second; by the clock {wall:.2f} s; +{grown:.0f} MB"
            )
        return 0 if statistics.median(speeds) >= BAR else 1
    finally:
        teardown_databases(kept, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
