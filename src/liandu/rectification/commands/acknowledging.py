"""What the unit says of an item first: that it acknowledges the problem, or objects; and the answer to an objection."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.posting import Posted, post_entries, post_entry
from liandu.rectification.models import Item, Objection
from liandu.rectification.rules import against_answering, refuse_without_reason
from liandu.rectification.states import ASKED, Act, AskedAct, AskedState


@transaction.atomic
def acknowledge_item(*, item: Item, by: Any, reason: str = "") -> Item:
    """Acknowledge an item (认领) for its unit and return it; the clock of the plan runs from here or the feedback."""
    require(by, Right.ITEM_ACKNOWLEDGE, unit=item.unit, subject=item)
    changes = {"acknowledged_at": timezone.now(), **_first_person(item, by)}
    return post_entry(item=item, act=Act.ACKNOWLEDGE, by=by, reason=reason, facts=_first_person(item, by), **changes)


def _first_person(item: Item, by: Any) -> dict[str, str]:
    """Return who answers first for an item that names nobody: the head who acknowledges (rules of 2017, art. 27)."""
    return {} if item.first_person else {"first_person": str(by.display_name)[:60]}


@transaction.atomic
def acknowledge_items(*, items: Iterable[Item], by: Any, reason: str = "") -> Posted:
    """Acknowledge many items in one act; return those acknowledged, and those that were not, each with why.

    Each passes every rule for itself: whose unit is another's, and what is no longer registered, stays as it is.
    """
    require(by, Right.ITEM_ACKNOWLEDGE)
    fit: list[Item] = []
    refused: list[tuple[Item, Refusal]] = []
    for item in items:
        try:
            require(by, Right.ITEM_ACKNOWLEDGE, unit=item.unit, subject=item)
        except Denied as denial:
            refused.append((item, denial))
        else:
            fit.append(item)
    posted, at = Posted(), timezone.now()
    for named in (True, False):
        some = [item for item in fit if bool(item.first_person) == named]
        if not some:
            continue
        said = _first_person(some[0], by)
        came = post_entries(
            items=some, act=Act.ACKNOWLEDGE, by=by, reason=reason, facts=said, acknowledged_at=at, **said
        )
        posted.items.extend(came.items)
        posted.refused.extend(came.refused)
    posted.refused.extend(refused)
    return posted


@transaction.atomic
def dispute_item(*, item: Item, text: str, by: Any) -> Objection:
    """Object to an item (异议): the problem is not as stated, or not the unit's. Return the objection."""
    require(by, Right.ITEM_DISPUTE, unit=item.unit, subject=item)
    if not text.strip():
        raise Refusal("dispute.text_missing", gettext_noop("请写明有什么异议、依据是什么。"))
    post_entry(item=item, act=Act.DISPUTE, by=by, reason=text.strip()[:500])
    return Objection.objects.create(item=item, reason=text.strip(), asked_at=timezone.now(), asked_by=by)


@transaction.atomic
def take_back_dispute(*, objection: Objection, by: Any, reason: str = "") -> Objection:
    """Take an unanswered objection back; the item waits to be acknowledged again. Return the objection."""
    item = objection.item
    require(by, Right.ITEM_DISPUTE, unit=item.unit, subject=item)
    _settle(objection, AskedAct.TAKE_BACK)
    post_entry(item=item, act=Act.TAKE_BACK_DISPUTE, by=by, reason=reason)
    return objection


@transaction.atomic
def uphold_item(*, objection: Objection, answer: str, by: Any) -> Objection:
    """Answer that the problem stands (维持): the item counts as acknowledged from now on. Return the objection."""
    _answer(objection, AskedAct.REFUSE, answer, by)
    post_entry(item=objection.item, act=Act.UPHOLD, by=by, reason=answer[:500], acknowledged_at=timezone.now())
    return objection


@transaction.atomic
def sustain_dispute(*, objection: Objection, answer: str, by: Any) -> Objection:
    """Answer that the objection is right (采纳): the item is cancelled. Return the objection.

    The finding stays: withdrawing it is an act of its own, which the page then offers to who may.
    """
    _answer(objection, AskedAct.GRANT, answer, by)
    post_entry(item=objection.item, act=Act.SUSTAIN, by=by, reason=answer[:500])
    return objection


def _answer(objection: Objection, act: AskedAct, answer: str, by: Any) -> None:
    require(by, Right.DISPUTE_DECIDE, unit=objection.item.unit, subject=objection.item)
    for refusal in against_answering(objection.asked_by_id, by):
        raise refusal
    refuse_without_reason(answer)
    _settle(objection, act, answer=answer.strip(), answered_at=timezone.now(), answered_by=by)


def _settle(objection: Objection, act: AskedAct, **changes: Any) -> None:
    """Let ``act`` happen to an objection that still waits; whoever comes second is told."""
    state = ASKED.after(state=objection.state, act=act)
    rows = Objection.objects.filter(pk=objection.pk, state=AskedState.ASKED)
    if not rows.update(state=state, **changes):
        raise Refusal("dispute.settled", gettext_noop("这条异议刚有人办理，请看过新的情况再办。您的填写没有保存。"))
    objection.state = state
    for name, value in changes.items():
        setattr(objection, name, value)
