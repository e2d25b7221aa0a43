"""How long the pictures of the whole, of a sector and of a unit take: their numbers alone, and each as a page.

400 units in four sectors, 100 units in each; four rounds. The bar: a picture's numbers ask ten times.

Run: ``python benchmarks/profile_speed.py [ITEMS]``; LIANDU_DATABASE chooses PostgreSQL. Without a number: 100,000.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
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

from benchmarks.filling.items import fill  # noqa: E402
from liandu.insight.queries.profiles import profile_of  # noqa: E402
from liandu.insight.queries.scope import Scope  # noqa: E402
from liandu.orgs.models import Unit  # noqa: E402
from tests.people import build_city  # noqa: E402

MOST_QUERIES, TURNS = 10, 5


def middle_of(act: Callable[[], Any]) -> float:
    """Return the median time of an act in milliseconds, after one to warm up."""
    act()
    times = []
    for _turn in range(TURNS):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def shown(client: Client, address: str) -> None:
    """Ask for a page and see that it is one."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code


def measure(count: int) -> bool:
    """Fill, print a line for each picture, and return whether the bar is kept."""
    city = build_city()
    fill(city, count, entries=False, balances=False)
    reader, client = city.people.clerk, Client()  # who may count clues would need a second factor
    client.force_login(reader)
    unit = Unit.objects.filter(code="7001").get()
    scopes = {"whole": Scope(), "sector": Scope(sector=unit.sector), "unit": Scope(sector=unit.sector, unit=unit)}
    kept = True
    print(f"{connection.vendor}, {count} items")
    for name, scope in scopes.items():
        numbers = middle_of(lambda scope=scope: profile_of(reader, scope))
        reset_queries()
        profile_of(reader, scope)
        asked = len(connection.queries)
        slowest = max(connection.queries, key=lambda query: float(query["time"]))
        page = middle_of(lambda scope=scope: shown(client, scope.page()))
        kept = kept and asked <= MOST_QUERIES
        print(f"{name}: {asked} queries, numbers {numbers:.0f} ms, page {page:.0f} ms; slowest {slowest['time']} s")
        print(f"   {slowest['sql'][:160]}")
    return kept


def main() -> int:
    """Measure in a database of its own; return 1 when the bar is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(DEBUG=True, ALLOWED_HOSTS=["testserver"]):
            return 0 if measure(count) else 1
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
