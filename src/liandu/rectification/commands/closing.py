"""Asking for a write-off and taking the request back; settling a request, which ``supervision`` does by signatures."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.posting import hold_item, post_entry
from liandu.rectification.models import Item, Request
from liandu.rectification.queries.readiness import readiness_of
from liandu.rectification.rules import policy_for, refuse_changed_meanwhile
from liandu.rectification.rules.closing import lacking, parties_of, reasons_against
from liandu.rectification.states import ITEMS, REQUESTS, Act, RequestAct


@transaction.atomic
def request_closure(*, item: Item, statement: str, by: Any) -> Request:
    """Ask for the write-off of ``item`` with the unit's ``statement`` of what was achieved, and return the request.

    It keeps what the checklist said and who must sign, in order, as the policy stands now. Raises Refusal with the
    first line of the checklist that is not met and stops.
    """
    require(by, Right.CLOSURE_REQUEST, unit=item.unit, subject=item)
    hold_item(item)  # so that no proof is withdrawn between the checklist and the entry
    ITEMS.after(state=item.state, act=Act.REQUEST)
    if not statement.strip():
        raise Refusal("request.no_statement", gettext_noop("请写明整改完成情况。"))
    ready = readiness_of(item)
    checklist = lacking(item, ready)
    for check in reasons_against(checklist):
        raise Refusal(f"request.lacks_{check.code}", check.sentence, **check.facts)
    parties = parties_of(item, ready.also)
    serial = Request.objects.filter(item=item).count() + 1
    facts = {"serial": serial, "parties": list(parties)}
    post_entry(item=item, act=Act.REQUEST, by=by, facts=facts, reason=statement)
    return Request.objects.create(
        item=item,
        serial=serial,
        statement=statement,
        checklist=[check.spelled() for check in checklist],
        parties=list(parties),
        in_order=policy_for(item.policy_id).signs_in_order,
        asked_at=item.changed_at,
        asked_by=by,
    )


@transaction.atomic
def take_back_request(*, request: Request, reason: str, by: Any) -> Request:
    """Take an open request back, for a reason, and return it; the item is worked on again."""
    require(by, Right.CLOSURE_REQUEST, unit=request.item.unit, subject=request.item)
    now = hold_request(request)
    REQUESTS.after(state=now.state, act=RequestAct.TAKE_BACK)
    if not reason.strip():
        raise Refusal("request.no_reason", gettext_noop("请写明收回的理由。"))
    _settle(now, RequestAct.TAKE_BACK)
    post_entry(
        item=now.item, act=Act.TAKE_BACK_REQUEST, by=by, facts={"serial": now.serial}, reason=reason
    )  # the caller's item is older than the request's
    return now


def hold_request(request: Request) -> Request:
    """Return the request and its item as they are now, held to the end of the transaction: acts on it queue up."""
    rows = Request.objects.select_for_update(of=("self",))
    rows = rows.select_related("item__unit", "item__finding", "item__line", "asked_by")
    return rows.get(pk=request.pk)


@transaction.atomic
def settle_request(
    *,
    request: Request,
    act: RequestAct,
    move: Act,
    by: Any,
    facts: dict[str, Any],
    reason: str = "",
    publicity_until: date | None = None,
    **changes: Any,
) -> Request:
    """Let ``act`` happen to a request that the caller holds, and ``move`` to its item, in one stroke; return it.

    The caller (``supervision``) has asked for the right and for reasons against. ``changes`` are the item's.
    """
    REQUESTS.after(state=request.state, act=act)
    _settle(request, act, publicity_until=publicity_until)
    said = {"serial": request.serial, **facts}
    post_entry(item=request.item, act=move, by=by, facts=said, reason=reason, **changes)
    return request


def _settle(request: Request, act: RequestAct, *, publicity_until: date | None = None) -> None:
    """Write the new state where the old one still stands."""
    state = REQUESTS.after(state=request.state, act=act)
    changes: dict[str, Any] = {"state": state}
    if act == RequestAct.PUBLISH:
        changes["publicity_until"] = publicity_until
    else:
        changes["settled_at"] = timezone.now()
    if not Request.objects.filter(pk=request.pk, state=request.state).update(**changes):
        raise refuse_changed_meanwhile(request.item.number, who="", what="")
    for name, value in changes.items():
        setattr(request, name, value)
