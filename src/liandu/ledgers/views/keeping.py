"""What the page of a ledger says of kept views, whichever ledger it is; and what a ledger is to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from liandu.access.roles import Act
from liandu.ledgers.item_view import ItemView
from liandu.ledgers.models import Ledger
from liandu.ledgers.queries import KeptViews, View
from liandu.ledgers.rules import OPENS

PLAIN = "sort=number"  # the address of the view nobody has changed: who asks for nothing gets the one that opens first


class Asked(Protocol):
    """A view of some ledger."""

    def address(self) -> str:
        """Return its query string, of the first page."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A ledger that keeps views: which it is, the name of its page, and how its views are read from an address."""

    ledger: Ledger
    page: str
    view_of: Callable[[Mapping[str, Any]], Asked]

    @property
    def opens(self) -> Act:
        """Return the right that opens the ledger."""
        return OPENS[self.ledger]

    def address(self, query: str) -> str:
        """Return where the view with this query string stands."""
        return f"{reverse(self.page)}?{query or PLAIN}"


SHELVES = {
    Ledger.ITEMS: Shelf(Ledger.ITEMS, "ledgers:items", ItemView.of),
    Ledger.FINDINGS: Shelf(Ledger.FINDINGS, "ledgers:findings", View.of),
}


def shelf_of(ledger: str) -> Shelf:
    """Return the shelf that an address names; raise 404 where there is no such ledger."""
    if ledger not in Ledger.values:
        raise Http404
    return SHELVES[Ledger(ledger)]


def asked_or_first(request: HttpRequest, kept: KeptViews) -> QueryDict:
    """Return what the address asks for; where it asks for nothing, the view that opens first for the reader."""
    return request.GET or QueryDict(kept.first.address if kept.first else "")


def shown_views(ledger: Ledger, view: Asked, kept: KeptViews) -> dict[str, Any]:
    """Return what ledgers/_kept_views.html shows: name, address, whether it is this one, the office it is shared with.

    An address without a question mark's worth is that of the view nobody has changed.
    """
    rows = [
        (one.name, "?" + (one.address or PLAIN), one.address == view.address(), str(one.office or ""))
        for one in kept.views
    ]
    return {"ledger": ledger.value, "kept_views": rows}


def pushed(request: HttpRequest, query: str, kept: KeptViews) -> str:
    """Return what the address bar gets: what differs from the view nobody has changed, said where one opens first."""
    query = query or (PLAIN if kept.first else "")
    return request.path + (f"?{query}" if query else "")
