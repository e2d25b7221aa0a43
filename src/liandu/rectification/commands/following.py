"""What happens to items when a finding is withdrawn, reinstated or classified, and when another office oversees a unit.

In the transaction of the act that causes it: findings.consequences, handover.consequences.
"""

from typing import Any

from django.db import transaction

from liandu.findings.models import Finding
from liandu.findings.states import Act as FindingAct
from liandu.handover.models import Line
from liandu.inspections.models import Signer
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.opening import drop_what_waits, register_again
from liandu.rectification.commands.posting import AT_ONCE, Amendment, amend_item, amend_items, post_entry
from liandu.rectification.models import Item, ItemOffice
from liandu.rectification.rules import HERE, against_move
from liandu.rectification.states import OPEN, Act, State

FOLLOWS = {FindingAct.WITHDRAW: Act.CANCEL, FindingAct.REINSTATE: Act.REINSTATE}


@transaction.atomic
def follow_finding(*, finding: Finding, act: FindingAct, reason: str, by: Any) -> None:
    """Cancel the items of a finding that is being withdrawn, register those of one that is being reinstated.

    The right is the finding's, asked for there. Refused, and the finding with it, while an item waits to be written
    off or is closed: what was signed for cannot vanish behind the signatures.
    """
    # What another installation keeps follows that one: its own word comes with the next package.
    own = Item.objects.filter(finding=finding, kept_at=HERE)
    for item in own.select_related("finding", "line", "unit").order_by("pk"):
        if act == FindingAct.REINSTATE and item.state == State.CANCELLED:
            register_again(item=item, reason=reason, by=by)
        elif act == FindingAct.WITHDRAW and item.state != State.CANCELLED:
            if against_move(item, FOLLOWS[act]):
                sentence = gettext_noop(
                    "整改事项 %(number)s 现在是“%(state)s”，不能撤回问题；在审的请先退回或收回申请，已了结的不再撤回。"
                )
                raise Refusal("finding.item_in_the_way", sentence, number=item.number, state=item.get_state_display())
            drop_what_waits(item=item)
            post_entry(item=item, act=Act.CANCEL, by=by, reason=reason)


@transaction.atomic
def follow_class(*, finding: Finding, by: Any) -> None:
    """Let the open items of a finding stand under the class that a person has said; the right is asked for there.

    What lies with those who sign keeps the class under which it was asked for: who must sign may hang on it.
    """
    own = Item.objects.filter(finding=finding, kept_at=HERE, state__in=OPEN).exclude(category=finding.category)
    for item in own.exclude(state__in=(State.REQUESTED, State.PUBLICITY)).order_by("pk"):
        facts = {"before": item.category, "category": finding.category}
        amend_item(item=item, act="item.class_followed", by=by, facts=facts, category=finding.category)


@transaction.atomic
def follow_oversight(*, line: Line, by: Any) -> None:
    """Let the office to which a line hands the oversight of a unit take over the duties on the unit's open items.

    The right is the signature's, asked for there. Closed items keep the offices under which they were closed. Opinions
    that the office before gave on a request stand: they are of that request, and a dissent is got rid of by no change.
    """
    if line.unit is None or line.office_from is None or line.office_to is None:
        return
    held = ItemOffice.objects.filter(item__unit=line.unit, item__state__in=OPEN, office=line.office_from)
    duties: dict[int, list[str]] = {}
    for item, duty in held.exclude(duty=Signer.INSPECTION).order_by("pk").values_list("item", "duty"):
        duties.setdefault(item, []).append(duty)
    facts = {"before": line.office_from.name, "after": line.office_to.name, "line": line.pk}
    keys = sorted(duties)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        items = list(Item.objects.select_for_update().filter(pk__in=some, state__in=OPEN).order_by("pk"))
        rows = ItemOffice.objects.filter(item__in=items).exclude(duty=Signer.INSPECTION)
        there = set(rows.filter(office=line.office_to).values_list("item", "duty"))
        ItemOffice.objects.bulk_create(
            ItemOffice(item=item, office=line.office_to, duty=duty)
            for item in items
            for duty in duties[item.pk]
            if (item.pk, duty) not in there
        )
        rows.filter(office=line.office_from).delete()
        amend_items(
            amendments=[Amendment(item, {}, {**facts, "duties": duties[item.pk]}) for item in items],
            act="item.office_changed",
            by=by,
        )
