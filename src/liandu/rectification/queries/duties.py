"""In whose name a reader acts on an item: for its unit, or for an office that looks after it."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import Ground, require, standings_of, who_could_see
from liandu.access.roles import Act, Scope
from liandu.journal.subjects import subject_of
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.rectification.models import Item, ItemOffice
from liandu.rectification.queries.items import items_for


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


def require_for_unit(reader: Any, item: Item) -> None:
    """Raise Denied unless the reader may name the persons of the item's unit: the unit does that itself."""
    require(reader, Act.ITEM_ASSIGN, unit=item.unit, subject=item)
    if not acts_for_unit(reader, item):
        raise _denied(gettext_noop("责任人由责任单位自己确定，其他机构不能代为确定。"), item)


def require_for_offices(reader: Any, item: Item) -> None:
    """Raise Denied unless the reader may say which offices have a duty on the item."""
    require(reader, Act.ITEM_ASSIGN, unit=item.unit, subject=item)
    if not acts_for_offices(reader, item):
        raise _denied(gettext_noop("审核机构由巡视办或者联系监督的室确定。"), item)


def _denied(sentence: str, item: Item) -> Denied:
    return Denied("access.denied", sentence, act=str(Act.ITEM_ASSIGN), subject=subject_of(item))


def sees_the_unit(office: Unit, unit: Unit) -> bool:
    """Return whether somebody of ``office`` can see the items of ``unit`` today."""
    witnesses = who_could_see(Act.ITEM_VIEW, unit, timezone.localdate())
    return any(one.path.standing.unit.path.startswith(office.path) for one in witnesses)


def offices_to_add(reader: Any, item: Item) -> QuerySet[Unit]:
    """Return the offices that the reader may give a duty on the item, in tree order."""
    rows = Unit.objects.exclude(sector="", party="").exclude(pk=item.unit_id).order_by("path")
    return rows if acts_for_offices(reader, item) else rows.none()


def opened_duty(reader: Any, pk: int) -> ItemOffice | None:
    """Return an office's duty on an item within reach, with what commands need, None when there is no such."""
    rows = ItemOffice.objects.filter(item__in=items_for(reader).order_by().values("pk"))
    rows = rows.select_related("office", "item__unit", "item__finding", "item__line", "item__round")
    return rows.filter(pk=pk).first()
