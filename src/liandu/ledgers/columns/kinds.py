"""What a column is, and the readings that several ledgers share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liandu.inspections.taxonomies.wording import class_names

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the address, its heading, what it reads and what it shows.

    ``fields`` are lookups on the ledger's rows. ``reading`` is asked once for a page or an export and returns the
    function that makes a text, number or date of the fields of one row: words of all rows are looked up once.
    ``width`` is in characters of the spreadsheet; ``shown`` says whether it stands in the view nobody has changed.
    """

    key: str
    heading: str | Promise
    fields: tuple[str, ...]
    reading: Callable[[], Callable[..., Value]] | None = None  # None: the field as it is
    width: int = 12
    shown: bool = True
    long: bool = False
    sort: str = ""


def days() -> Callable[[datetime | date | None], date | None]:
    """Return a reading of a moment, or of a day, as the day that it is here."""
    zone = timezone.get_current_timezone()
    return lambda moment: moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def labels(choices: type[TextChoices]) -> Callable[[], Callable[[str], Value]]:
    """Return a reading of a choice as its words."""

    def reading() -> Callable[[str], Value]:
        words = {value: str(label) for value, label in choices.choices}
        return lambda value: words.get(value, value)

    return reading


def category_names() -> Callable[[str, bool], Value]:
    """Return a reading of a class; one that no person has confirmed is marked."""
    confirmed = class_names()
    suggested = {code: str(_("%(name)s（拟）")) % {"name": name} for code, name in confirmed.items()}
    return lambda code, sure: (confirmed if sure else suggested).get(code, code)


def lookups_of(columns: Sequence[Column]) -> list[str]:
    """Return the lookups that ``columns`` read, each once, in order."""
    return list(dict.fromkeys(name for column in columns for name in column.fields))


def reader_of(
    columns: Sequence[Column], lookups: Sequence[str], *, lead: int
) -> Callable[[Sequence[Any]], list[Value]]:
    """Return a function from a row (``lead`` other fields, then ``lookups``) to the values of ``columns``."""
    places = []
    for column in columns:
        at = [lead + lookups.index(name) for name in column.fields]
        first, second, third = (*at, 0, 0)[:3]  # no field of a column stands at 0: that is the row's key
        places.append((column.reading() if column.reading else None, first, second, third))

    def values(row: Sequence[Any]) -> list[Value]:
        return [
            row[first]
            if make is None
            else make(row[first])
            if not second
            else make(row[first], row[second])
            if not third
            else make(row[first], row[second], row[third])
            for make, first, second, third in places
        ]

    return values
