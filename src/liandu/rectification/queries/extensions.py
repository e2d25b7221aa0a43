"""Who decides about more time, and what waits for them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from liandu.access.queries import NOTHING, own_offices, visible
from liandu.access.roles import Act
from liandu.inspections.models import Signer
from liandu.orgs.models import Unit
from liandu.rectification.models import Extension, Item, ItemOffice
from liandu.rectification.queries.items import items_for
from liandu.rectification.rules.deadlines import policy_for
from liandu.rectification.states import AskedState

QUEUE = 50


def offices_with_duty(item: Item, duty: str) -> list[Unit]:
    """Return the offices that have ``duty`` on ``item``; the inspection office where no office has it.

    A unit that no office supervises would otherwise have nobody to turn to.
    """
    rows: dict[str, list[Unit]] = {}
    for row in item.offices.select_related("office"):
        rows.setdefault(row.duty, []).append(row.office)
    return rows.get(duty) or rows.get(Signer.INSPECTION.value, [])


def acts_for_office(person: Any, item: Item, *, duty: str, right: Act) -> bool:
    """Return whether ``person`` may use ``right`` in the name of an office that has ``duty`` on ``item``."""
    offices = [office.pk for office in offices_with_duty(item, duty)]
    return own_offices(person, right).filter(pk__in=offices).exists()


def extensions_for(reader: Any) -> QuerySet[Extension]:
    """Return what was asked for about the items within the reader's reach."""
    rows = Extension.objects.filter(item__in=items_for(reader).order_by().values("pk"))
    return rows.select_related(
        "item__unit", "item__round__term", "item__finding", "item__line", "item__policy", "asked_by", "answered_by"
    )


def extensions_of(item: Item) -> list[Extension]:
    """Return what was asked for about ``item``, newest first."""
    return list(item.asked_extensions.select_related("asked_by", "answered_by"))


def open_extension(item: Item) -> Extension | None:
    """Return the extension of ``item`` that waits for its answer, None when none does."""
    return item.asked_extensions.filter(state=AskedState.ASKED).first()


def extensions_to_decide(reader: Any) -> QuerySet[Extension]:
    """Return what waits for an answer of an office in whose name the reader decides, the oldest first.

    Which office that is the policy of each item's round says. What the reader asked for is left out. Two queries.
    """
    waiting = extensions_for(reader).filter(state=AskedState.ASKED).exclude(asked_by=reader)
    waiting = waiting.filter(item__in=visible(Item.objects.all(), reader, Act.EXTENSION_DECIDE).order_by().values("pk"))
    condition = NOTHING
    for policy in waiting.order_by().values_list("item__policy", flat=True).distinct():
        condition |= Q(item__policy=policy) & _decided_by(reader, policy_for(policy).extension.approver)
    return waiting.filter(condition).order_by("asked_at", "pk")


def _decided_by(reader: Any, duty: str) -> Q:
    of_item = ItemOffice.objects.filter(item=OuterRef("item"))
    mine = of_item.filter(office__in=own_offices(reader, Act.EXTENSION_DECIDE).order_by().values("pk"))
    fallback = Q(~Exists(of_item.filter(duty=duty))) & Q(Exists(mine.filter(duty=Signer.INSPECTION)))
    return Q(Exists(mine.filter(duty=duty))) | fallback
