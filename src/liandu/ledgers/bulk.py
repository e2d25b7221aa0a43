"""The acts on many items that the ledger offers from the start: acknowledging them, naming who answers for them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from liandu.access.roles import Act
from liandu.rectification import commands
from liandu.rectification.bulk_acts import BulkAct, offer_in_bulk
from liandu.rectification.commands.posting import Posted
from liandu.rectification.forms import AssignResponsibility
from liandu.rectification.models import Item


def _assign(*, items: Iterable[Item], by: Any, reason: str, **persons: str) -> Posted:
    return commands.assign_responsibility(items=items, persons=persons, by=by, reason=reason)


offer_in_bulk(BulkAct("acknowledge", _("认领"), Act.ITEM_ACKNOWLEDGE, commands.acknowledge_items))
offer_in_bulk(BulkAct("assign", _("确定整改责任"), Act.ITEM_ASSIGN, _assign, AssignResponsibility))
