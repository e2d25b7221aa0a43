"""How many findings a reader of some units has, without walking over the same rows again on every page.

SQLite counts the rows of some units one by one: two milliseconds for a hundred thousand, an eighth of a whole page. A
finding is never removed and never goes to another unit, and SQLite gives keys in the order in which transactions end.
So once a count was a large one, this process keeps the counts of all units up to the last key it saw, and asks only for
what came since. PostgreSQL gives keys before transactions end, and counts as it always does.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, Max, QuerySet

from liandu.findings.models import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGE = 20_000  # below it a plain count takes less time than anything else
KEPT_SECONDS = 3600  # then everything is counted anew, whatever may have been done to the database from outside


@dataclass(frozen=True, slots=True)
class Seen:
    """The findings of each unit up to and with the key ``last``, counted anew from the moment ``until`` on."""

    until: float = 0.0
    last: int = 0
    by_unit: Counter[int] = field(default_factory=Counter)

    def and_since(self) -> "Seen":
        """Return the counts with what came since: one query."""
        last, by_unit = self.last, self.by_unit.copy()
        rows = Finding.objects.order_by().values_list("unit")
        newer: Iterable[tuple[int, int, int]]
        if last:  # grouped, SQLite would walk over the index of units from its beginning
            newer = ((unit, 1, key) for unit, key in rows.filter(pk__gt=last).values_list("unit", "pk"))
        else:
            newer = ((unit, n, key) for unit, n, key in rows.annotate(n=Count("pk"), key=Max("pk")))
        for unit, count, key in newer:
            by_unit[unit] += count
            last = max(last, key)
        return Seen(self.until, last, by_unit)


class Tally:
    """What this process remembers; replaced as a whole, so that threads may ask at once."""

    def __init__(self, *, large: int = LARGE, kept_seconds: float = KEPT_SECONDS) -> None:
        self.large, self.kept_seconds = large, kept_seconds
        self.is_worth_it = False
        self.seen = Seen()

    def of_units(self, matching: QuerySet[Finding], units: frozenset[int]) -> int:
        """Return the number of all findings of ``units``, which ``matching`` holds: one query."""
        # What an open transaction has written may still be taken back.
        if connection.vendor != "sqlite" or connection.in_atomic_block or not self.is_worth_it:
            count = matching.count()
            self.is_worth_it = self.is_worth_it or count >= self.large
            return count
        now = time.monotonic()
        self.seen = seen = (self.seen if now < self.seen.until else Seen(now + self.kept_seconds)).and_since()
        return sum(seen.by_unit[unit] for unit in units)


TALLY = Tally()
