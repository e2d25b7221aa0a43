"""Requests to be written off, through the reader's eyes."""

from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.rectification.models import Item, Request
from liandu.rectification.states import State


def requests_for(reader: Any) -> QuerySet[Request]:
    """Return the requests about the accounts within the reader's reach, newest first."""
    return visible(Request.objects.all(), reader, Act.ITEM_VIEW, unit="item__unit")


def opened_request(reader: Any, pk: int) -> Request | None:
    """Return one request with what its page and its commands need, or None when it is outside the reader's reach."""
    rows = requests_for(reader).select_related(
        "item__unit", "item__round__term", "item__finding", "item__line", "item__policy", "asked_by"
    )
    return rows.filter(pk=pk).first()


def parties_asked(item: Item) -> tuple[str, ...]:
    """Return whose agreement the open request of ``item`` asks for, in order; nobody's where none is open."""
    if item.state not in {State.REQUESTED, State.PUBLICITY}:
        return ()
    parties = Request.objects.filter(item=item).order_by("-serial").values_list("parties", flat=True).first()
    return tuple(parties or ())


def requests_of(item: Item) -> list[Request]:
    """Return every request about ``item``, newest first. The caller has found the item through the reader's eyes."""
    return list(Request.objects.filter(item=item).select_related("asked_by").order_by("-serial"))
