"""What a reader asks of the comparison of two days; the address carries all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.ledgers.classes import asked_class
from liandu.ledgers.item_view import EARLIEST, ItemView, digits
from liandu.orgs.models import Sector
from liandu.rectification.states import State

USUAL_DAYS = 30  # the days compared when nobody has chosen: today, and as long before


class Change(TextChoices):
    """What may have become of an item between two days; one item may have several."""

    OPENED = "opened", _("新立账")
    MOVED = "moved", _("状态变动")
    CLOSED = "closed", _("销号或了结")
    REOPENED = "reopened", _("重新立账")
    EXTENDED = "extended", _("延期")
    OWNED = "owned", _("责任变动")


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two days, what changed between the ends of them, and the filters, which are those of the later day."""

    first: date
    last: date
    change: str = ""
    came_from: str = ""
    state: str = ""
    round: str = ""
    unit: str = ""
    sector: str = ""
    category: str = ""
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "CompareView":
        """Return what an address asks for; days that are none, or are to come, are taken as the usual ones."""
        today = timezone.localdate()
        last = _day(asked.get("last"), latest=today) or today
        first = _day(asked.get("first"), latest=today) or last - timedelta(days=USUAL_DAYS)
        chosen = {
            "change": Change.values, "came_from": State.values, "state": State.values, "sector": Sector.values,
        }  # fmt: skip
        return cls(
            first=min(first, last),
            last=max(first, last),
            round=digits(asked.get("round")),
            unit=digits(asked.get("unit")),
            category=asked_class(asked),
            after=str(asked.get("after", "")),
            before=str(asked.get("before", "")),
            **{key: str(asked[key]) for key, values in chosen.items() if asked.get(key, "") in values},
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of this view with ``changes``; a change leads back to the first page."""
        view = replace(self, **{"after": "", "before": "", **changes})
        parts = {"first": view.first.isoformat(), "last": view.last.isoformat()}
        names = ("change", "came_from", "state", "round", "unit", "sector", "category", "after", "before")
        parts |= {name: getattr(view, name) for name in names}
        return urlencode({key: value for key, value in parts.items() if value})

    def on(self, day: date) -> ItemView:
        """Return the ledger of a day under the same filters, those that say what changed left out."""
        past = day if day < timezone.localdate() else None
        return ItemView(on=past, round=self.round, unit=self.unit, sector=self.sector, category=self.category)

    def is_narrowed(self) -> bool:
        """Return whether any filter is set."""
        return any(
            (self.change, self.came_from, self.state, self.round, self.unit, self.sector, self.category)
        )  # fmt: skip


def _day(asked: Any, *, latest: date) -> date | None:
    try:
        day = date.fromisoformat(str(asked or ""))
    except ValueError:
        return None
    return day if EARLIEST <= day <= latest else None
