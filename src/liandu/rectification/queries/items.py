"""The items within a reader's reach, one of them, and those that wait for the reader's unit."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.rectification.models import Item, ItemOffice, Objection, OwnerChange
from liandu.rectification.rules import HERE
from liandu.rectification.states import State


def items_for(reader: Any) -> QuerySet[Item]:
    """Return the items of the units within the reader's reach."""
    return visible(Item.objects.all(), reader, Act.ITEM_VIEW)


def own_items() -> QuerySet[Item]:
    """Return the items that are kept here: only they wait for anybody here; mirrors move by packages alone."""
    return Item.objects.filter(kept_at=HERE)


def opened_item(reader: Any, pk: int) -> Item | None:
    """Return one item with what its page and its commands need, or None when it is outside the reader's reach."""
    return _whole(items_for(reader)).filter(pk=pk).first()


def _whole(rows: QuerySet[Item]) -> QuerySet[Item]:
    return rows.select_related(
        "unit",
        "round__term",
        "finding__document__material",
        "finding__document__text",
        "line__package",
        "policy",
        "mirror",
    )


def chosen_items(reader: Any, keys: Iterable[int]) -> QuerySet[Item]:
    """Return those of the items with these keys that are within reach, with what commands need, by number."""
    rows = items_for(reader).select_related("unit", "round", "finding", "line")
    return rows.filter(pk__in=list(keys)).order_by("number")


def items_to_acknowledge(reader: Any) -> QuerySet[Item]:
    """Return the items that wait until the reader acknowledges them for their unit, by number."""
    rows = visible(own_items(), reader, Act.ITEM_ACKNOWLEDGE).filter(state=State.REGISTERED)
    return rows.select_related("unit", "round", "finding", "line").order_by("number")


def items_of_finding(reader: Any, finding: Finding) -> list[Item]:
    """Return the items of a finding that the reader sees, by number."""
    return list(items_for(reader).filter(finding=finding).order_by("number"))


def offices_of(item: Item) -> list[ItemOffice]:
    """Return the offices with a duty on an item that the caller has opened, in the order of naming."""
    return list(ItemOffice.objects.filter(item=item).select_related("office"))


def owner_changes_of(item: Item) -> list[OwnerChange]:
    """Return the changes of owner of an item that the caller has opened, newest first."""
    return list(OwnerChange.objects.filter(item=item).select_related("made_by"))


def objections_of(item: Item) -> list[Objection]:
    """Return the objections to an item that the caller has opened, newest first."""
    return list(Objection.objects.filter(item=item).select_related("asked_by", "answered_by"))


def opened_objection(item: Item, pk: int) -> Objection | None:
    """Return one objection to an item that the caller has opened, None when there is no such."""
    found = Objection.objects.filter(item=item, pk=pk).select_related("asked_by", "answered_by").first()
    if found is not None:
        found.item = item
    return found


def objections_to_answer(reader: Any) -> QuerySet[Objection]:
    """Return the objections that wait for an answer by the reader, who may not answer their own; oldest first."""
    rows = visible(Objection.objects.all(), reader, Act.DISPUTE_DECIDE, unit="item__unit")
    rows = rows.filter(state="asked").exclude(asked_by=reader)
    return rows.select_related("item__unit", "item__finding", "asked_by").order_by("pk")
