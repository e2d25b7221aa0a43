"""Signing a write-off: one request, or many in one act; and the end of publicity."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.journal.commands import record
from liandu.kernel.days import add_working_days
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands import settle_request
from liandu.rectification.commands.closing import hold_request
from liandu.rectification.commands.posting import Posted
from liandu.rectification.models import Item, Request
from liandu.rectification.queries import readiness_of
from liandu.rectification.rules import policy_for
from liandu.rectification.rules.closing import lacking
from liandu.rectification.states import Act, RequestAct, RequestState, Result
from liandu.supervision.models import Opinion, Signature
from liandu.supervision.queries import case_of, pen_of, seats_of
from liandu.supervision.rules import MOST_AT_ONCE, SIGNABLE, Case, Seat, against_signing, blocking, seat_for


@transaction.atomic
def sign_request(*, request: Request, opinion: str, by: Any, text: str = "", seat: str = "") -> Signature:
    """Give the opinion of one of the person's offices on a request, and return the signature.

    ``seat`` ("supervising-12") says for which office and in which capacity; without it the one whose turn it is. When
    all who must agree do, the item is written off, or goes into publicity where the policy asks for it; a return sends
    it back to the unit. Raises Refusal with the first reason against.
    """
    require(by, Right.CLOSURE_SIGN, unit=request.item.unit, subject=request.item)
    now = hold_request(request)
    case = case_of(now)
    seats = seats_of(by, case)
    chosen = seat_for(case, seats, seat)
    unmet = blocking(lacking(now.item, readiness_of(now.item))) if opinion == Opinion.AGREE else []
    pen = pen_of(by, case, seats)
    for reason in against_signing(case, seat=chosen, pen=pen, opinion=opinion, text=text, unmet=unmet):
        raise reason
    if chosen is None:  # said by the rules already; here for the reader and the type checker
        raise Refusal("signature.no_seat", gettext_noop("您所在的单位没有列入这件事的整改责任，不能签字。"))
    signature = _write(case, chosen, Opinion(opinion), text.strip(), by=by)
    _follow(case_of(now), signature, by=by)
    return signature


def _write(case: Case, seat: Seat, opinion: Opinion, text: str, *, by: Any) -> Signature:
    """Let the opinion stand in the place of the one before, of the same person or of a colleague who is gone."""
    before = case.opinion_of(seat)
    if before is not None:
        Signature.objects.filter(pk=before.pk).update(stands_until=before.pk)
    return Signature.objects.create(
        request=case.request,
        party=seat.party,
        office=seat.office,
        person=by,
        opinion=opinion,
        text=text,
        required=case.is_required(seat),
        at=timezone.now(),
    )


def _follow(case: Case, signature: Signature, *, by: Any) -> None:
    """Write the entry, and let happen what follows: back to the unit, publicity, the write-off, or nothing yet."""
    request = case.request
    facts = {"party": signature.party, "office": signature.office.name, "serial": request.serial}
    if signature.opinion == Opinion.RETURN:
        settle_request(
            request=request, act=RequestAct.RETURN, move=Act.RETURN, by=by, facts=facts, reason=signature.text
        )
        return
    said = {"number": request.item.number, "required": signature.required, **facts}
    agrees = signature.opinion == Opinion.AGREE
    record(
        act="closure.agreed" if agrees else "closure.dissented",
        subject=request.item,
        by=by,
        facts=said,
        reason=signature.text,
    )
    if agrees and case.is_agreed():
        _complete(request, by=by)


def _complete(request: Request, *, by: Any) -> None:
    """Write the item off, or let its publicity begin; while that runs, nothing follows from another agreement."""
    days = policy_for(request.item.policy_id).publicity_days
    today = timezone.localdate()
    if request.state == RequestState.OPEN and days:
        until = add_working_days(today, days)
        settle_request(
            request=request,
            act=RequestAct.PUBLISH,
            move=Act.PUBLISH,
            by=by,
            facts={"until": until.isoformat()},
            publicity_until=until,
        )
    elif request.state == RequestState.OPEN or _publicity_is_over(request):
        settle_request(
            request=request, act=RequestAct.GRANT, move=Act.WRITE_OFF, by=by, facts={}, result=Result.DONE.value
        )


def _publicity_is_over(request: Request) -> bool:
    return request.publicity_until is not None and timezone.localdate() > request.publicity_until


@transaction.atomic
def finish_publicity(*, request: Request, by: Any = None) -> Request:
    """Write off what was in publicity for its days and is still agreed by all, and return the request.

    By a person who may sign at the unit, or (``by`` None) by the system itself when the days are over.
    """
    if by is not None:
        require(by, Right.CLOSURE_SIGN, unit=request.item.unit, subject=request.item)
    now = hold_request(request)
    if now.state != RequestState.PUBLISHED:
        raise Refusal("publicity.none", gettext_noop("这件事不在公示中。"))
    if not _publicity_is_over(now):
        until = now.publicity_until
        facts = {"year": until.year, "month": until.month, "day": until.day} if until else {}
        sentence = gettext_noop("公示到%(year)s年%(month)s月%(day)s日，期满以后才能销号。")
        raise Refusal("publicity.running", sentence, **facts)
    case = case_of(now)
    if not case.is_agreed():
        names = case.names_of(case.open_parties())
        raise Refusal("publicity.dissent", gettext_noop("公示期间%(names)s不同意，不能销号。"), names=names)
    settle_request(
        request=now, act=RequestAct.GRANT, move=Act.WRITE_OFF, by=by, facts={}, result=Result.DONE.value
    )  # the opinions were given before publicity; nobody signs again
    return now


@transaction.atomic
def sign_requests(
    *, requests: Iterable[Request], by: Any, text: str
) -> tuple[list[Signature], list[tuple[Request, Refusal]]]:
    """Agree to many requests in one act with one text; return what was signed, and what was refused with the reason.

    Each passes every rule by itself; one that is refused changes nothing and does not keep the others.
    """
    require(by, Right.CLOSURE_SIGN)
    chosen: Sequence[Request] = sorted(requests, key=lambda request: request.pk)  # in key order: two such acts queue up
    if not chosen:
        raise Refusal("signature.nothing", gettext_noop("请先勾选要同意销号的事项。"))
    if len(chosen) > MOST_AT_ONCE:
        raise Refusal("signature.too_many", gettext_noop("一次最多办理 %(most)s 件。"), most=MOST_AT_ONCE)
    if not text.strip():
        raise Refusal("signature.no_common_text", gettext_noop("请写明一并同意的意见，它会写在每一件的审核表上。"))
    signed, refused = [], []
    for request in chosen:
        try:
            signed.append(sign_request(request=request, opinion=Opinion.AGREE.value, text=text, by=by))
        except Refusal as refusal:
            refused.append((request, refusal))
    return signed, refused


@transaction.atomic
def sign_items(*, items: Iterable[Item], by: Any, reason: str) -> Posted:
    """Agree to the write-off of many items in one act, ``reason`` being the opinion; as sign_requests(), told by item.

    An item that no request to sign is open for is refused like one whose turn has not come.
    """
    require(by, Right.CLOSURE_SIGN)
    chosen = list(items)
    rows = Request.objects.filter(item__in=[item.pk for item in chosen], state__in=SIGNABLE)
    requests = {row.item_id: row for row in rows.select_related("item__unit", "item__finding")}
    posted, sentence = Posted(), gettext_noop("这一项没有正在审核的销号申请。")
    posted.refused.extend(
        (item, Refusal("signature.no_request", sentence)) for item in chosen if item.pk not in requests
    )
    if not requests:
        return posted
    signed, refused = sign_requests(requests=requests.values(), by=by, text=reason)
    done, why = {row.request.item_id for row in signed}, {row.item_id: refusal for row, refusal in refused}
    posted.items.extend(item for item in chosen if item.pk in done)
    posted.refused.extend((item, why[item.pk]) for item in chosen if item.pk in why)
    return posted


@transaction.atomic
def note_form_taken(*, request: Request, by: Any) -> None:
    """Journal that ``by`` took the write-off form out."""
    facts = {"number": request.item.number, "serial": request.serial}
    record(act="closure.form_taken", subject=request.item, by=by, facts=facts)
