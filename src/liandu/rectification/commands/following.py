"""What a finding's withdrawal and reinstatement mean for its items, in the same transaction (findings.consequences)."""

from typing import Any

from django.db import transaction

from liandu.findings.models import Finding
from liandu.findings.states import Act as FindingAct
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.opening import drop_what_waits, register_again
from liandu.rectification.commands.posting import post_entry
from liandu.rectification.models import Item
from liandu.rectification.rules import against_move
from liandu.rectification.states import Act, State

FOLLOWS = {FindingAct.WITHDRAW: Act.CANCEL, FindingAct.REINSTATE: Act.REINSTATE}


@transaction.atomic
def follow_finding(*, finding: Finding, act: FindingAct, reason: str, by: Any) -> None:
    """Cancel the items of a finding that is being withdrawn, register those of one that is being reinstated.

    The right is the finding's, asked for there. Refused, and the finding with it, while an item waits to be written
    off or is closed: what was signed for cannot vanish behind the signatures.
    """
    for item in Item.objects.filter(finding=finding).select_related("finding", "line", "unit").order_by("pk"):
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
