"""One act on many items: every item by the command of its own stage, one reason for all, one entry that sums it up."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.queries import root_unit
from liandu.rectification.bulk_acts import MOST, BulkAct
from liandu.rectification.models import Item

BULK = "items.acted_on"  # what the summing entry is called


@transaction.atomic
def act_in_bulk(*, act: BulkAct, items: Sequence[Item], by: Any, reason: str, fields: dict[str, Any]) -> int:
    """Do ``act`` to every item that allows it, and return the number of the entry that sums it up.

    Each item has its own entry by its own command; the sum says to which it was done, to which not and why not. All
    entries carry the request's id and the same reason.
    """
    require(by, act.right)
    if not items:
        raise Refusal("bulk.nothing_chosen", gettext_noop("请先在台账里选中要办的事项。"))
    if len(items) > MOST:
        sentence = gettext_noop("一次最多办 %(most)s 项，请先缩小范围。")
        raise Refusal("bulk.too_many", sentence, most=MOST)
    if act.reason_needed and not reason.strip():
        raise Refusal("bulk.no_reason", gettext_noop("请写明理由，理由记入每一项的日志。"))
    posted = act.run(items=items, by=by, reason=reason.strip(), **fields)
    # What was asked for and needed nothing (the same person named again) is among neither: it is as asked.
    left = {item.pk for item, _refusal in posted.refused}
    facts = {
        "act": act.key,
        "done": [item.pk for item in items if item.pk not in left],
        "refused": [_in_facts(item, refusal) for item, refusal in posted.refused],
        "count": len(items) - len(left),
        "left": len(left),
    }
    return record(act=BULK, subject=root_unit(), by=by, facts=facts, reason=reason.strip())


def _in_facts(item: Item, refusal: Refusal) -> dict[str, Any]:
    told = {key: str(value) for key, value in refusal.facts.items()}
    return {"item": item.pk, "code": refusal.code, "sentence": refusal.sentence, "facts": told}
