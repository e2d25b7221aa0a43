"""The clock of the demonstration: what happened on a day is done on that day, through the same commands.

Only the process that builds the demonstration is moved. At the end of a day its entries are sealed, as a worker would.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

import time_machine
from django.utils import timezone

from liandu.journal.sealing import seal_tail

MORNING = time(9, 20)


@contextmanager
def on(day: date, *, at: time = MORNING) -> Iterator[None]:
    """Let the block happen on ``day``; a day that has not come yet, or the block inside another, is not moved."""
    moment = datetime.combine(day, at, tzinfo=timezone.get_current_timezone())
    if moment >= timezone.now():
        yield
        return
    with time_machine.travel(moment):
        yield
        seal_tail()
