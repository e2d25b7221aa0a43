"""Items in the states that the desk tells of, moved there by the real commands."""

from datetime import date
from typing import Any

from liandu.rectification.commands.posting import post_entry
from liandu.rectification.models import Item, Request
from liandu.rectification.states import Act
from tests.rectification.given import an_item

WAY = {
    "registered": (),
    "disputed": (Act.DISPUTE,),
    "acknowledged": (Act.ACKNOWLEDGE,),
    "plan_review": (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN),
    "rectifying": (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN),
    "requested": (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, Act.REQUEST),
    "publicity": (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, Act.REQUEST, Act.PUBLISH),
    "written_off": (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, Act.REQUEST, Act.WRITE_OFF),
}


def an_item_in(city: Any, state: str, *, step_due_on: date | None = None, by: Any = None, **more: Any) -> Item:
    """Return an item that was moved to ``state``, whose step there is due on ``step_due_on`` where one is given."""
    item = an_item(city, **more)
    for act in WAY[state]:
        changes = {"result": "done"} if act == Act.WRITE_OFF else {}
        if step_due_on and act == WAY[state][-1]:
            changes["step_due_on"] = step_due_on
            if state == "rectifying":
                changes["due_on"] = step_due_on
        item = post_entry(item=Item.objects.get(pk=item.pk), act=act, by=by or city.people.clerk, **changes)
        if act == Act.REQUEST:
            a_request(city, item)
    return item


def a_request(city: Any, item: Item) -> Request:
    """Return an open request that the room signs first and the inspection office after it."""
    return Request.objects.create(
        item=item, serial=1, statement="已整改到位。", parties=["supervising", "inspection"], asked_at=item.changed_at,
        asked_by=city.people.secretary,
    )  # fmt: skip


def items_in(city: Any, state: str, count: int, *, serial: int = 1, **more: Any) -> list[Item]:
    """Return ``count`` items in ``state``, with numbers from ``serial`` on."""
    return [an_item_in(city, state, serial=serial + place, **more) for place in range(count)]
