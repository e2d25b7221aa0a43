"""How the ledger of items stands with a year of history: ten balances and ten journal entries an item.

For each number of items: queries and time of today's first page, of the first page as of the middle of the year, of the
comparison of two days a month apart, of the workbench and its neighbours (the leader's view, the calendar, a unit at a
glance), and of the numbers of other pages (totals, grouped counts), each as a person asks for it or as a page calls it.
At the end a table of all sizes. Beside them the totals of the past day by looking through the whole history, which is
what the filing of balances by their days saves (docs/design/algorithms/as_of.md).

Bars: a first page, of today or of a past day, asks at most 10 times; up to 100,000 items the one of the past day takes
at most 3 times the one of today, beyond that the ratio is told. The export takes at most 1.2 times XlsxWriter writing
the same cells from memory, within 64 MB.

Run: ``python benchmarks/items_speed.py [ITEMS...]``; LIANDU_DATABASE chooses PostgreSQL. Without numbers: 10,000,
100,000 and 1,000,000, of which the last takes about a quarter of an hour to fill.
"""

import argparse
import math
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
_HOME = tempfile.TemporaryDirectory(prefix="liandu-bench-")
os.environ["LIANDU_HOME"] = _HOME.name
(Path(_HOME.name) / "static").mkdir()  # whitenoise warns of a folder that is not there
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django  # noqa: E402 - the settings must be chosen first

django.setup()

from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    override_settings,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from benchmarks.filling.items import MIDDLE, fill  # noqa: E402
from benchmarks.filling.writing import bare_seconds, peak_memory  # noqa: E402
from liandu.accounts.models import User  # noqa: E402
from liandu.ledgers.exports import write_xlsx  # noqa: E402
from liandu.ledgers.item_view import ItemView  # noqa: E402
from liandu.ledgers.queries import all_item_rows, numbers_for  # noqa: E402
from liandu.ledgers.queries.totals import counts  # noqa: E402
from liandu.rectification.models import Balance, Item  # noqa: E402
from tests.people import build_city  # noqa: E402

MOST_QUERIES, RATIO, EXPORT_RATIO, EXPORT_MB = 10, 3.0, 1.2, 64
TURNS = 15
LEDGER = "/ledger/items/"
MONTH_BEFORE = date(2026, 5, 1)
AS_OF_BAR = 100_000  # items
EXPORTED = 100_000  # of more rows the export is not measured again: it takes what they take


def measured(act: Callable[[], Any], *, turns: int = TURNS) -> tuple[int, float]:
    """Return the queries of one run and the median of the others in milliseconds."""
    act()
    with override_settings(DEBUG=True):
        reset_queries()
        act()
        queries = len(connection.queries)
    spent = []
    for _turn in range(turns):
        started = time.perf_counter()
        act()
        spent.append((time.perf_counter() - started) * 1000)
    return queries, statistics.median(spent)


def anew(person: User) -> User:
    """Return the person as a new request has them: nothing about their reach is known yet."""
    return User(**{field.attname: getattr(person, field.attname) for field in User._meta.concrete_fields})


def opened(client: Client, address: str) -> None:
    """Ask for a page and look at the answer."""
    answer = client.get(address)
    assert answer.status_code == 200, answer
    assert len(answer.context["lines"]) > 0, address


def looked_through(day: date) -> None:
    """Count the totals of a past day as one would without the filing: by every balance's two days."""
    assert counts([Balance.objects.filter(since__lte=day, until__gt=day)], day=day)


def measure(count: int) -> tuple[bool, dict[str, tuple[int, float]]]:
    """Fill a city with ``count`` items and print a line for each question.

    Return whether the bars hold, and the queries and milliseconds of each question.
    """
    city = build_city()
    started = time.perf_counter()
    fill(city, count)
    print(f"{count} items, {count * 10} balances and entries, filled in {time.perf_counter() - started:.0f} s")
    client = Client()
    client.force_login(city.people.clerk)
    reader, past = city.people.clerk, ItemView(on=MIDDLE)
    unit = Item.objects.values_list("unit", flat=True).first()

    def desk(address: str) -> None:
        assert client.get(address).status_code == 200, address

    questions: dict[str, Callable[[], Any]] = {
        "today, first page": lambda: opened(client, LEDGER),
        "as of, first page": lambda: opened(client, f"{LEDGER}?on={MIDDLE}"),
        "today, by unit": lambda: opened(client, f"{LEDGER}?group=unit"),
        "as of, by unit": lambda: opened(client, f"{LEDGER}?group=unit&on={MIDDLE}"),
        "today, by deadline": lambda: opened(client, f"{LEDGER}?sort=due"),
        "as of, by deadline": lambda: opened(client, f"{LEDGER}?sort=due&on={MIDDLE}"),
        "compare a month": lambda: opened(client, f"{LEDGER}compare/?first={MONTH_BEFORE}&last={MIDDLE}"),
        "workbench": lambda: desk("/"),
        "leader's view": lambda: desk("/overview/"),
        "calendar": lambda: desk("/calendar/"),
        "a unit at a glance": lambda: desk(f"/units/{unit}/"),
        "totals": lambda: numbers_for(anew(reader)),
        "totals as of": lambda: numbers_for(anew(reader), view=past),
        "by sector": lambda: numbers_for(anew(reader), by=("unit__sector",)),
        "by sector as of": lambda: numbers_for(anew(reader), by=("unit__sector",), view=past),
        "(totals, whole history)": lambda: looked_through(MIDDLE),
    }
    found: dict[str, tuple[int, float]] = {}
    for name, ask in questions.items():
        found[name] = measured(ask, turns=5 if name.startswith("compare") else TURNS)
        print(f"  {name:24} queries {found[name][0]:3}  {found[name][1]:9.1f} ms", flush=True)
    good = bars(found, ratio=RATIO if count <= AS_OF_BAR else math.inf)
    return (export(city) and good if count <= EXPORTED else good), found


def table(measured_at: dict[int, dict[str, tuple[int, float]]]) -> None:
    """Print the questions of all sizes: queries of the first, milliseconds of each."""
    sizes = list(measured_at)
    print(f"\n{connection.vendor:26}queries" + "".join(f"{f'{size:,}':>14}" for size in sizes) + "   (ms)")
    for name, (queries, _spent) in measured_at[sizes[0]].items():
        print(f"{name:26}{queries:7}" + "".join(f"{measured_at[size][name][1]:14.1f}" for size in sizes))


def bars(found: dict[str, tuple[int, float]], *, ratio: float) -> bool:
    """Print how the past day stands to today, and return whether the bars hold."""
    good = True
    for kind in ("first page", "by unit", "by deadline"):
        today, past = found[f"today, {kind}"], found[f"as of, {kind}"]
        found_ratio = past[1] / today[1]
        missed = found_ratio > ratio or max(today[0], past[0]) > MOST_QUERIES
        good = good and not missed
        print(f"  as of / today, {kind:12} {found_ratio:.2f}{'  MISSED' if missed else ''}", flush=True)
    return good


def export(city: Any) -> bool:
    """Print what the export takes beside bare XlsxWriter, and return whether the bar holds."""
    view = ItemView()
    with tempfile.TemporaryFile() as out, peak_memory() as memory:
        started = time.process_time()
        rows = all_item_rows(city.people.clerk, view)
        count = write_xlsx(out, title="t", note="n", columns=view.listed(), rows=rows, group="")
        ours = time.process_time() - started
    bare = bare_seconds([row.values for row in all_item_rows(city.people.clerk, view)])
    missed = ours / bare > EXPORT_RATIO or memory["grown"] > EXPORT_MB
    print(
        f"  export {count} rows: {ours:.1f} s, bare XlsxWriter {bare:.1f} s, ratio {ours / bare:.2f},"
        f" +{memory['grown']:.0f} MB{'  MISSED' if missed else ''}"
    )
    return not missed


def main() -> int:
    """Measure and print; return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("items", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    sizes = parser.parse_args().items
    setup_test_environment()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {connection.vendor}, {platform.python_version()}")
    if connection.vendor == "sqlite":  # as it is used: in a file, not in the memory of the process
        connection.settings_dict["TEST"]["NAME"] = str(Path(_HOME.name) / "items.sqlite3")
    good = True
    measured_at: dict[int, dict[str, tuple[int, float]]] = {}
    for count in sizes:
        kept = setup_databases(verbosity=0, interactive=False)
        try:
            held, measured_at[count] = measure(count)
            good = good and held
        finally:
            teardown_databases(kept, verbosity=0)
    table(measured_at)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
