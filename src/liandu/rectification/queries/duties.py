"""In whose name a reader acts on an item: for its unit, or for an office that looks after it."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from liandu.access.queries import Ground, standings_of, who_could_see
from liandu.access.roles import Act, Scope
from liandu.orgs.models import Unit
from liandu.rectification.models import Item, ItemOffice


def acts_for_unit(reader: Any, item: Item) -> bool:
    """Return whether the reader may name persons for the item's unit: by a post at it, or at a unit above it."""
    return any(
        Act.ITEM_ASSIGN in one.acts and one.role.scope == Scope.TREE and item.unit.path.startswith(one.unit.path)
        for one in standings_of(reader)
        if one.ground != Ground.TEAM
    )


def acts_for_offices(reader: Any, item: Item) -> bool:
    """Return whether the reader may say which offices have a duty on the item.

    They may for the inspection office, which reaches the whole city, and for an office that has a duty on it.
    """
    standings = [one for one in standings_of(reader) if Act.ITEM_ASSIGN in one.acts and one.ground != Ground.TEAM]
    if any(one.role.scope == Scope.CITY for one in standings):
        return True
    own = tuple(one.unit.path for one in standings if one.role.scope == Scope.OVERSEEN)
    duties = ItemOffice.objects.filter(item=item).values_list("office__path", flat=True)
    return bool(own) and any(path.startswith(own) for path in duties)


def sees_the_unit(office: Unit, unit: Unit) -> bool:
    """Return whether somebody of ``office`` can see the items of ``unit`` today."""
    witnesses = who_could_see(Act.ITEM_VIEW, unit, timezone.localdate())
    return any(one.path.standing.unit.path.startswith(office.path) for one in witnesses)


def offices_to_add(reader: Any, item: Item) -> QuerySet[Unit]:
    """Return the offices that the reader may give a duty on the item, in tree order."""
    rows = Unit.objects.exclude(sector="", party="").exclude(pk=item.unit_id).order_by("path")
    return rows if acts_for_offices(reader, item) else rows.none()


def duties_of(item: Item, pk: int) -> ItemOffice | None:
    """Return one duty on an item that the caller has opened, None when there is no such."""
    found = ItemOffice.objects.filter(item=item, pk=pk).select_related("office").first()
    if found is not None:
        found.item = item
    return found
