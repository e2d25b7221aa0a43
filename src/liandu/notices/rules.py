"""When digests are made, which days they cover, and what of them goes out."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from liandu.accounts.models import User
from liandu.kernel.days import is_working_day
from liandu.notices.due import TONES, Due

BEGIN = time(7, 30)  # local time
MOST_LINES = 200  # in one digest
MOST_DAYS = 31  # that a digest looks back, after a site stood still
MOST_TRIES = 8
LEASE = timedelta(minutes=5)
_PAUSE = timedelta(minutes=2)


def day_to_tell(now: datetime) -> date | None:
    """Return the day whose digests are due at ``now``: a working day from half past seven on; else None."""
    local = timezone.localtime(now)
    return local.date() if local.time() >= BEGIN and is_working_day(local.date()) else None


def first_day_of(day: date, last: date | None) -> date:
    """Return the first day that a digest of ``day`` covers: the one after ``last``, the day that was told of last.

    Where nothing was told yet, the one after the last working day before ``day``.
    """
    if last is None:
        last = day - timedelta(days=1)
        while not is_working_day(last):
            last -= timedelta(days=1)
    return max(last + timedelta(days=1), day - timedelta(days=MOST_DAYS - 1))


def days_between(first: date, last: date) -> list[date]:
    """Return the days from ``first`` to ``last``, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def in_order(lines: Iterable[Due]) -> list[Due]:
    """Return lines as they are read: what is late first, then by day."""
    return sorted(lines, key=lambda line: (TONES.index(line.tone), line.due_on, line.subject, line.words))


def next_try(tries: int) -> timedelta:
    """Return how long a message waits after so many tries: two minutes, four, eight … two hours at most."""
    return min(_PAUSE * 2 ** max(tries - 1, 0), timedelta(hours=2))


def takes_mail(person: User) -> bool:
    """Return whether mail goes to ``person``: the site sends mail, they have an address and did not switch it off."""
    return bool(settings.LIANDU_MAIL_URL and person.is_active and person.email and person.mail_reminders)
