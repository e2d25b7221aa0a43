"""How the ledger stands at 100,000 findings: queries and time of page 1 and page 1,000, and the export.

Bars: at most 6 queries a page (9 in the ledger of a theme); page 1,000 at most 1.5 times page 1; the export at most 1.2
times XlsxWriter writing the same cells from memory, within 64 MB of additional memory. Run:
``python benchmarks/ledger_speed.py [FINDINGS]``; LIANDU_DATABASE chooses PostgreSQL.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandu.config.settings")
_HOME = tempfile.TemporaryDirectory(prefix="liandu-bench-")
os.environ["LIANDU_HOME"] = _HOME.name
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
from django.utils import timezone  # noqa: E402

from benchmarks.filling.writing import bare_seconds, peak_memory  # noqa: E402
from liandu.findings.models import Finding  # noqa: E402
from liandu.inspections.commands import adopt_default_themes  # noqa: E402
from liandu.inspections.models import Inspection, Theme  # noqa: E402
from liandu.ledgers.exports import write_xlsx  # noqa: E402
from liandu.ledgers.paging import token_of  # noqa: E402
from liandu.ledgers.queries import ORDERS, View, all_rows, ledger_for  # noqa: E402
from tests.people import build_city  # noqa: E402

PAGES = 1_000


def fill(city: Any, count: int) -> None:
    """Write ``count`` findings over the city's three inspections."""
    inspections = list(Inspection.objects.select_related("unit", "round"))
    theme = adopt_default_themes(by=city.people.director)[0]
    now = timezone.now()

    def rows() -> Iterator[Finding]:
        for n in range(count):
            inspection = inspections[n % len(inspections)]
            yield Finding(
                number=f"5-09-{inspection.unit.code}-{n:06d}", round=inspection.round, inspection=inspection,
                unit=inspection.unit, aspect=f"落实第{n % 60}项部署方面", problem=f"第{n % 900}类工作推进不力",
                title=f"第{n}号事项责任不清、推进缓慢，{n % 31}个项目超期未完成，资金{n % 977}.{n % 10}万元沉淀",
                category=f"{'ABC'[n % 3]}{n % 4 + 1}", stated={}, theme=theme, item=n % 12 + 1,
                feedback_on=date(2026, 1, 1) + timedelta(days=n % 300),
                confirmed_at=now - timedelta(seconds=n), confirmed_by=city.people.clerk,
            )  # fmt: skip

    batch = []
    for row in rows():
        batch.append(row)
        if len(batch) == 2_000:
            Finding.objects.bulk_create(batch)
            batch = []
    Finding.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(act: Callable[[], Any], times: int = 7) -> float:
    """Return the median of ``times`` runs in milliseconds."""
    spent = []
    for _turn in range(times):
        started = time.perf_counter()
        act()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def page_thousand(city: Any, sort: str, theme: str) -> str:
    """Return the address of page 1,000 (or the last but one) in this order, found by walking half the rows at once."""
    order = ORDERS[sort]
    rows = ledger_for(city.people.clerk, View(sort=sort, theme=theme)).order_by(*order).values_list(*order)
    skipped = min(PAGES * 50, rows.count() - 100)
    return f"/ledger/?sort={sort}&theme={theme}&after={token_of(rows[skipped - 1])}"


def export_ratio(city: Any) -> tuple[float, float, float, int]:
    """Return seconds of our export, of bare XlsxWriter for the same cells, our growth in MB, and the rows."""
    view = View()
    columns = view.listed()
    with tempfile.TemporaryFile() as out, peak_memory() as memory:
        started = time.process_time()
        count = write_xlsx(out, title="t", note="n", columns=columns, rows=all_rows(city.people.clerk, view), group="")
        ours = time.process_time() - started
    values = [row.values for row in all_rows(city.people.clerk, view)]
    return ours, bare_seconds(values), memory["grown"], count


def main() -> int:
    """Measure and print; return 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("findings", nargs="?", type=int, default=100_000)
    count = parser.parse_args().findings
    setup_test_environment()
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        city = build_city()
        fill(city, count)
        client = Client()
        client.force_login(city.people.clerk)
        good = pages(city, client)
        ours, bare, grown, rows = export_ratio(city)
        print(
            f"export {rows} rows: {ours:.1f} s, bare XlsxWriter {bare:.1f} s, ratio {ours / bare:.2f}, +{grown:.0f} MB"
        )
        return 0 if good and ours / bare <= 1.2 and grown <= 64 else 1
    finally:
        teardown_databases(kept, verbosity=0)


def pages(city: Any, client: Client) -> bool:
    """Print queries and times of the first and the thousandth page in each order; return whether the bars hold."""
    good = True
    personnel = str(Theme.objects.get(code="personnel").pk)
    # Once a minute a request notes in its session when the browser was last used (three statements); these are not the
    # ledger's, so the first page of all is not counted.
    client.get("/ledger/")
    for sort, theme, most in (*((sort, "", 6) for sort in ORDERS if sort != "item"), ("item", personnel, 9)):
        near, deep = f"/ledger/?sort={sort}&theme={theme}", page_thousand(city, sort, theme)
        with override_settings(DEBUG=True):
            reset_queries()
            answer = client.get(near)
            assert answer.status_code == 200, answer
            queries = len(connection.queries)
        first, thousandth = timed(lambda n=near: client.get(n)), timed(lambda d=deep: client.get(d))
        ratio = thousandth / first
        good = good and queries <= most and ratio <= 1.5
        print(
            f"{sort:10} queries {queries}  first page {first:6.1f} ms  "
            f"page 1,000 {thousandth:6.1f} ms  ratio {ratio:.2f}"
        )
    return good


if __name__ == "__main__":
    sys.exit(main())
