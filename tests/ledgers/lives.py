"""Items with lives of their own, lived through the real commands on a clock that the test sets."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from liandu.rectification.commands import amend_item, post_entry
from liandu.rectification.models import Item
from liandu.rectification.states import ITEMS, Act, Kind, Result, State
from tests.rectification.given import an_item

BEGIN = date(2026, 7, 1)
# What an act changes besides the state, as the commands of the stage have it.
CHANGES: dict[Act, dict[str, Any]] = {
    Act.APPROVE_PLAN: {"result": Result.UNDER_WAY, "person": "张主任"},
    Act.COMPLETE_STAGE: {"result": Result.BASICALLY_DONE},
    Act.WRITE_OFF: {"result": Result.DONE},
    Act.TURN_LONG_TERM: {"kind": Kind.LONG_TERM},
    Act.CANCEL: {"result": Result.NOT_DONE},
    Act.END: {"result": Result.NOT_DONE},
    Act.RETURN: {"result": Result.UNDER_WAY},
}


def at(day: date, hour: int = 10) -> Any:
    """Set the clock to an hour of a day here."""
    return time_machine.travel(f"{day.isoformat()} {hour:02d}:00:00+08:00", tick=False)


def act_on(city: Any, item: Item, act: Act) -> None:
    """Make one move, with what it changes; the caller has set the clock."""
    changes = dict(CHANGES.get(act, {}))
    if act == Act.EXTEND:
        changes = {"extensions": item.extensions + 1, "due_on": (item.due_on or BEGIN) + timedelta(days=30)}
    elif act == Act.REOPEN:
        changes = {"reopenings": item.reopenings + 1, "result": Result.UNDER_WAY}
    elif act == Act.REPORT:
        changes = {"progress_on": timezone.localdate()}
    elif act == Act.ACKNOWLEDGE:
        changes = {"acknowledged_at": timezone.now()}
    elif act == Act.APPROVE_PLAN:
        changes = {**changes, "due_on": timezone.localdate() + timedelta(days=60)}
    post_entry(item=item, act=act, by=city.people.director, **changes)


WAY = (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, Act.REPORT, Act.REQUEST, Act.WRITE_OFF)


def an_item_after(city: Any, *acts: Act, serial: int = 1, since: date = BEGIN, every: int = 5, **more: Any) -> Item:
    """Return an item opened on ``since`` whose ``acts`` followed one another, one every few days."""
    with at(since):
        item = an_item(city, serial=serial, **more)
    for place, act in enumerate(acts, 1):
        with at(since + timedelta(days=place * every)):
            act_on(city, item, act)
    return Item.objects.get(pk=item.pk)


COMPARED = (
    "number", "unit_id", "round_id", "category", "state", "kind", "result", "due_on", "step_due_on", "extensions",
    "reopenings", "first_person", "leader", "department", "person", "progress_on",
)  # fmt: skip


@dataclass
class History:
    """A city's items day by day: ``days`` holds for each day the values of every item at its end."""

    city: Any
    today: date = BEGIN
    days: dict[date, list[dict[str, Any]]] = field(default_factory=dict)
    hour: int = 8
    serial: int = 0

    def end_day(self) -> None:
        """Keep how every item stands, and go on to the next day."""
        kept = []
        for item in Item.objects.order_by("number"):
            values = {name: getattr(item, name) for name in COMPARED}
            values["closed_on"] = timezone.localdate(item.closed_at) if item.closed_at else None
            kept.append({"pk": item.pk, **values})
        self.days[self.today] = kept
        self.today += timedelta(days=1)
        self.hour = 8

    def open(self, *, unit: str, category: str) -> None:
        """Open an item of a unit."""
        self.serial += 1
        with self._next_hour():
            an_item(self.city, serial=self.serial, unit=getattr(self.city.units, unit), category=category)

    def act(self, place: int, choice: int) -> None:
        """Let the item at ``place`` make one of the moves that it can make."""
        items = list(Item.objects.select_related("finding", "unit", "line").order_by("pk"))
        if not items:
            return
        item = items[place % len(items)]
        acts = [act for act in ITEMS.acts_from(item.state) if act != Act.REINSTATE or item.state == State.CANCELLED]
        if acts:
            with self._next_hour():
                act_on(self.city, item, Act(acts[choice % len(acts)]))

    def assign(self, place: int, name: str) -> None:
        """Let somebody else answer for the item at ``place``: no move."""
        items = list(Item.objects.select_related("finding", "unit", "line").order_by("pk"))
        if items:
            item = items[place % len(items)]
            facts = {"before": {"person": item.person}, "after": {"person": name}}
            with self._next_hour():
                amend_item(item=item, act="item.assigned", by=self.city.people.clerk, facts=facts, person=name)

    def _next_hour(self) -> Any:
        self.hour = min(self.hour + 1, 23)
        return time_machine.travel(f"{self.today.isoformat()} {self.hour:02d}:{self.hour:02d}:00+08:00", tick=False)
