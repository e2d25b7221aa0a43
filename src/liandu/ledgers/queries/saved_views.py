"""The views that a person finds: their own, and those shared with an office they stand in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from liandu.access.queries import Ground, standings_of
from liandu.ledgers.models import FirstView, Ledger, SavedView
from liandu.ledgers.rules import OPENS
from liandu.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class KeptViews:
    """The views of a ledger that a person finds, and the one it opens with."""

    views: list[SavedView]
    first: SavedView | None


def views_within(reader: Any, ledger: str) -> QuerySet[SavedView]:
    """Return the views of a ledger that the reader finds, those shared with another's office included."""
    mine = Q(owner=reader) | Q(office__in=[office.pk for office in offices_of(reader, ledger)])
    return SavedView.objects.filter(mine, ledger=ledger, deleted_at=None).select_related("owner", "office")


def kept_views(reader: Any, ledger: str) -> KeptViews:
    """Return the views of a ledger for its page, in one query."""
    opens = FirstView.objects.filter(view=OuterRef("pk"), person=reader, ledger=ledger)
    views: list[Any] = list(views_within(reader, ledger).annotate(opens=Exists(opens)).order_by("name", "pk"))
    return KeptViews(views, next((view for view in views if view.opens), None))


def found_view(reader: Any, pk: int) -> SavedView | None:
    """Return one view that the reader finds, or that was theirs and is deleted; None otherwise."""
    view = SavedView.objects.select_related("owner", "office").filter(pk=pk).first()
    if view is None or (view.owner_id != reader.pk and not views_within(reader, view.ledger).filter(pk=pk).exists()):
        return None
    return view


def offices_of(reader: Any, ledger: str) -> list[Unit]:
    """Return the offices that the reader stands in with the right to read a ledger: themselves, not what is below them.

    A member of a joint team works in it, and shares with the office they come from.
    """
    act = OPENS[Ledger(ledger)]
    standing = (one for one in standings_of(reader) if act in one.acts and one.ground != Ground.TEAM)
    return list({one.unit.pk: one.unit for one in standing}.values())
