"""Opening closed items again, by two people; ending what was not put right, on somebody's authority."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.policies import ClockCode
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands import post_entry, settle_request
from liandu.rectification.commands.closing import hold_request
from liandu.rectification.commands.extending import drop_extensions
from liandu.rectification.commands.posting import hold_item
from liandu.rectification.models import Item, Request
from liandu.rectification.rules import policy_for, refuse_elsewhere
from liandu.rectification.states import ASKED, ITEMS, Act, AskedAct, AskedState, RequestAct, RequestState, Result
from liandu.supervision.models import Ending, Reopening


@transaction.atomic
def ask_reopening(*, item: Item, kind: str, reason: str, by: Any, due_on: date | None = None) -> Reopening:
    """Ask that a closed item be opened again, with the new deadline where it is known already; return what was asked.

    It takes effect when another person confirms it.
    """
    require(by, Right.ITEM_REOPEN, unit=item.unit, subject=item)
    now = hold_item(item)
    ITEMS.after(state=now.state, act=Act.REOPEN)
    if not reason.strip():
        raise Refusal("reopening.no_reason", gettext_noop("请写明重新立账的理由：发现了什么，从哪里发现。"))
    _refuse_past(due_on)
    if Reopening.objects.filter(item=item, state=AskedState.ASKED).exists():
        raise Refusal("reopening.asked_already", gettext_noop("已经有人要求重新立账，等另一人确认。"))
    asked = Reopening.objects.create(
        item=item, kind=kind, reason=reason, due_on=due_on, asked_at=timezone.now(), asked_by=by
    )
    record(act="reopening.asked", subject=item, by=by, facts={"number": item.number, "kind": kind}, reason=reason)
    return asked


@transaction.atomic
def confirm_reopening(*, reopening: Reopening, by: Any, answer: str = "", due_on: date | None = None) -> Reopening:
    """Confirm, as another person than the one who asked, that an item is opened again; return the re-opening.

    It is due on ``due_on``, else on the day that was asked for, else as the policy's clock of rectification runs from
    today; what came of the first attempt no longer counts as done.
    """
    now = _answerable(reopening, by=by)
    ASKED.after(state=now.state, act=AskedAct.GRANT)
    _refuse_past(due_on)
    item, today = now.item, timezone.localdate()
    clock = policy_for(item.policy_id).clock(ClockCode.RECTIFY)
    due = due_on or (now.due_on if now.due_on and now.due_on >= today else None) or clock.due(today)
    _answer(now, AskedAct.GRANT, answer=answer, by=by, due_on=due)
    post_entry(
        item=item,
        act=Act.REOPEN,
        by=by,
        facts={"kind": now.kind, "asked_by": str(now.asked_by), "due_on": due.isoformat()},
        reason=now.reason,
        reopenings=item.reopenings + 1,
        result=Result.UNDER_WAY.value,
        due_on=due,
    )
    return now


@transaction.atomic
def decline_reopening(*, reopening: Reopening, answer: str, by: Any) -> Reopening:
    """Leave an item closed, as another person than the one who asked, and say why; return the re-opening."""
    now = _answerable(reopening, by=by)
    ASKED.after(state=now.state, act=AskedAct.REFUSE)
    if not answer.strip():
        raise Refusal("reopening.no_answer", gettext_noop("请写明不重新立账的理由。"))
    _answer(now, AskedAct.REFUSE, answer=answer, by=by)
    record(act="reopening.declined", subject=now.item, by=by, facts={"number": now.item.number}, reason=answer)
    return now


@transaction.atomic
def take_back_reopening(*, reopening: Reopening, by: Any) -> Reopening:
    """Take back what one asked for oneself, as long as nobody answered, and return it."""
    require(by, Right.ITEM_REOPEN, unit=reopening.item.unit, subject=reopening.item)
    now = _held(reopening)
    if now.asked_by_id != by.pk:
        raise Refusal("reopening.of_another", gettext_noop("只有要求重新立账的本人可以收回。"))
    now.state = ASKED.after(state=now.state, act=AskedAct.TAKE_BACK)
    now.save(update_fields=["state"])
    record(act="reopening.taken_back", subject=now.item, by=by, facts={"number": now.item.number})
    return now


def _answerable(reopening: Reopening, *, by: Any) -> Reopening:
    """Return the re-opening as it is now, held, after asking for the right and for another person."""
    require(by, Right.ITEM_REOPEN, unit=reopening.item.unit, subject=reopening.item)
    now = _held(reopening)
    if now.asked_by_id == by.pk:
        raise Refusal("reopening.by_oneself", gettext_noop("自己要求的重新立账，要由另一个人确认。"))
    return now


def _held(reopening: Reopening) -> Reopening:
    rows = Reopening.objects.select_for_update(of=("self",))
    return rows.select_related("item__unit", "item__finding", "item__line", "asked_by").get(pk=reopening.pk)


def _answer(reopening: Reopening, act: AskedAct, *, answer: str, by: Any, due_on: date | None = None) -> None:
    reopening.state = ASKED.after(state=reopening.state, act=act)
    reopening.answer, reopening.answered_at, reopening.answered_by = answer, timezone.now(), by
    reopening.due_on = due_on or reopening.due_on
    reopening.save(update_fields=["state", "answer", "answered_at", "answered_by", "due_on"])


def _refuse_past(due_on: date | None) -> None:
    if due_on is not None and due_on < timezone.localdate():
        raise Refusal("reopening.due_in_past", gettext_noop("新的完成时限不能早于今天。"))


@transaction.atomic
def end_item(*, item: Item, authority: str, number: str, decided_on: date, reason: str, by: Any) -> Ending:
    """End an item that was not put right, on the authority that decided so, and return the ending.

    A request that is still open ends with it as returned: nothing was written off.
    """
    require(by, Right.ITEM_END, unit=item.unit, subject=item)
    refuse_elsewhere(item)
    ITEMS.after(state=item.state, act=Act.END)
    if not (authority.strip() and number.strip() and reason.strip()):
        sentence = gettext_noop("请写明由哪个机关决定、决定的文号和理由：未落实而了结要有人负责。")
        raise Refusal("ending.no_authority", sentence)
    if decided_on > timezone.localdate():
        raise Refusal("ending.in_future", gettext_noop("决定日期不能晚于今天。"))
    facts = {"authority": authority, "document": number, "decided_on": decided_on.isoformat()}
    drop_extensions(item=item, answer="事项已了结")
    open_request = Request.objects.filter(item=item, state=RequestState.OPEN).first()
    if open_request is not None:
        settle_request(
            request=hold_request(open_request),
            act=RequestAct.RETURN,
            move=Act.END,
            by=by,
            facts=facts,
            reason=reason,
            result=Result.NOT_DONE.value,
        )
    else:
        post_entry(item=item, act=Act.END, by=by, facts=facts, reason=reason, result=Result.NOT_DONE.value)
    return Ending.objects.create(
        item=item,
        authority=authority,
        number=number,
        decided_on=decided_on,
        reason=reason,
        made_at=timezone.now(),
        made_by=by,
    )
