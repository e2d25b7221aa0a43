"""The accounts within a reader's reach, and one of them."""

from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.rectification.models import Item


def items_for(reader: Any) -> QuerySet[Item]:
    """Return the accounts of the units within the reader's reach."""
    return visible(Item.objects.all(), reader, Act.ITEM_VIEW)


def opened_item(reader: Any, pk: int) -> Item | None:
    """Return one account with what its page and its commands need, or None when it is outside the reader's reach."""
    rows = items_for(reader).select_related("unit", "round__term", "finding", "line", "policy")
    return rows.filter(pk=pk).first()
