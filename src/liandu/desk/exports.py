"""The calendar as a file of RFC 5545 (.ics), for the calendars people carry.

Only whole days, no zone, no alarm and no rule of repetition: of the format that is a few lines, for which no library is
taken in. What makes such files fail elsewhere is held here: lines end in CRLF and are folded at 75 bytes between
characters, texts are escaped, an event keeps its name from one export to the next.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.desk.commands import note_calendar_export
from liandu.desk.queries.calendar import Event, events_for

LONGEST_LINE = 75  # bytes, without the end of the line
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def export_calendar(*, since: date, until: date, whose: str, by: Any) -> bytes:
    """Return the days from ``since`` to ``until`` as a calendar file; that it was taken out is journaled."""
    require(by, Act.LEDGER_EXPORT)
    events = events_for(by, since, until, whose=whose, act=Act.LEDGER_EXPORT)
    note_calendar_export(since=since, until=until, whose=whose, events=len(events), by=by)
    return as_icalendar(events, stamp=timezone.now())


def as_icalendar(events: Iterable[Event], *, stamp: datetime) -> bytes:
    """Return ``events`` as the bytes of a calendar made at ``stamp``."""
    made = stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Liandu//calendar//ZH", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_escaped(_('联督日程'))}"]  # fmt: skip
    seen: Counter[str] = Counter()
    for event in events:
        about = f"{event.day} {event.kind} {event.about}"
        lines += _event(event, made, name=sha256(f"{about} {seen[about]}".encode()).hexdigest()[:32])
        seen[about] += 1
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _event(event: Event, made: str, *, name: str) -> Iterator[str]:
    yield from (
        "BEGIN:VEVENT",
        f"UID:{name}@liandu",
        f"DTSTAMP:{made}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{event.about}：{event.words}')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def folded(line: str) -> Iterator[str]:
    """Yield ``line`` in pieces of at most LONGEST_LINE bytes, cut between characters, the later ones behind a blank."""
    piece, size = "", 0
    for character in line:
        wide = len(character.encode())
        if size + wide > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece += character
        size += wide
    yield piece
