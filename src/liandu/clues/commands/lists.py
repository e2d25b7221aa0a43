"""Sealed lists: drafted, sent, signed for line by line, refused lines sent again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from liandu.access.queries import own_offices, require
from liandu.access.roles import Act as Right
from liandu.clues.commands.numbers import next_serial
from liandu.clues.commands.permission import changed_meanwhile, require_list, require_person
from liandu.clues.models import ListLine, SealedList, Source, Verdict
from liandu.clues.rules import list_number_of, refuse_above_ceiling, refuse_blank, refuse_verdict
from liandu.clues.sealing import seal, unseal
from liandu.clues.states import LISTS, ListAct, ListState
from liandu.inspections.models import Round
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


@transaction.atomic
def draft_list(
    *,
    office: Unit,
    recipient: Unit,
    envelope: str,
    by: Any,
    round: Round | None = None,  # noqa: A002 - the field's term; the built-in is not needed here
) -> SealedList:
    """Begin a sealed list of ``office`` to the case-management office ``recipient`` and return it, numbered."""
    require(by, Right.CLUE_SEND)
    if not own_offices(by, Right.CLUE_SEND).filter(pk=office.pk).exists():
        raise Refusal("list.of_another_office", gettext_noop("只能以自己所在的机构移送。"))
    year = timezone.localdate().year
    serial = next_serial(office=office, of="list", year=year)
    row = SealedList.objects.create(
        office=office,
        recipient=recipient,
        round=round,
        envelope=refuse_blank(envelope, gettext_noop("请写信封号。"))[:40],
        year=year,
        serial=serial,
        number=list_number_of(year=year, serial=serial),
        sender=by,
        drafted_at=timezone.now(),
    )
    record(act="sealed_list.drafted", subject=row, by=by)
    return row


def add_line(
    *,
    sealed_list: SealedList,
    title: str,
    source: Source | str,
    pages: int,
    copies: int,
    grade: Grade,
    by: Any,
    unit: Unit | None = None,
) -> ListLine:
    """Put a line at the end of a list that is still drafted and return it.

    Above the ceiling nothing is kept, and the refusal is journaled without a word of it.
    """
    require_list(by, Right.CLUE_SEND, sealed_list)
    try:
        refuse_above_ceiling(grade)
    except Refusal as refusal:
        note_refused(subject=sealed_list, refusal=refusal, facts={"grade": grade.value}, by=by)
        raise
    with transaction.atomic():
        locked = _drafted(sealed_list, by)
        line = _append(
            locked, title=title, source=source, pages=pages, copies=copies, grade=grade.value, unit=unit, resends=None
        )
        record(act="sealed_list.line_added", subject=locked, by=by, facts={"line": line.pk, "grade": grade.value})
    return line


@transaction.atomic
def note_refused(*, subject: Any, refusal: Refusal, facts: dict[str, Any], by: Any) -> None:
    """Journal that a record was turned away: by its grade and code, never by its words."""
    record(act="clue.turned_away", subject=subject, by=by, facts={**facts, "code": refusal.code})


def _drafted(sealed_list: SealedList, by: Any) -> SealedList:
    """Return the list locked, if it is drafted and of the person; the machine refuses otherwise."""
    require_list(by, Right.CLUE_SEND, sealed_list)
    require_person(by, Right.CLUE_SEND, sealed_list, sealed_list.sender_id)
    locked = SealedList.objects.select_for_update().get(pk=sealed_list.pk)
    LISTS.after(state=locked.state, act=ListAct.SEND)
    return locked


def _append(sealed_list: SealedList, *, title: str, **facts: Any) -> ListLine:
    title = refuse_blank(title, gettext_noop("请写线索的标题。"))
    last = sealed_list.lines.aggregate(last=Max("place"))["last"] or 0
    line = ListLine(sealed_list=sealed_list, place=last + 1, **facts)
    seal(line, title=title[:300])
    line.save(force_insert=True)
    return line


@transaction.atomic
def drop_line(*, line: ListLine, by: Any) -> SealedList:
    """Take a line out of a list that is still drafted; the lines after it move up. Return the list."""
    row = _drafted(line.sealed_list, by)
    place = line.place
    ListLine.objects.filter(pk=line.pk).delete()
    for later in row.lines.filter(place__gt=place).order_by("place"):
        later.place -= 1
        later.save(update_fields=["place"])
    record(act="sealed_list.line_dropped", subject=row, by=by, facts={"line": line.pk})
    return row


@transaction.atomic
def send_list(*, sealed_list: SealedList, by: Any) -> SealedList:
    """Send the list and return it: from now on it waits for the recipient's signature and does not change."""
    row = _drafted(sealed_list, by)
    count = row.lines.count()
    if not count:
        raise Refusal("list.empty", gettext_noop("清单还没有线索，不能送出。"))
    row.state, row.sent_at = LISTS.after(state=row.state, act=ListAct.SEND), timezone.now()
    row.save(update_fields=["state", "sent_at"])
    record(act="sealed_list.sent", subject=row, by=by, facts={"lines": count})
    return row


@dataclass(frozen=True, slots=True)
class Signed:
    """What the receiver says to one line: the verdict, what came, and why or how it differs."""

    verdict: str
    found_pages: int | None = None
    found_copies: int | None = None
    remark: str = ""


@transaction.atomic
def sign_list(*, sealed_list: SealedList, verdicts: Mapping[str, Signed], by: Any) -> SealedList:
    """Sign for every line of a list (``verdicts`` by the line's key) and return it.

    Signed with name, office and time; the sender does not sign for the receiver.
    """
    require_list(by, Right.CLUE_REGISTER, sealed_list)
    if sealed_list.sender_id == by.pk:
        raise Refusal("list.own", gettext_noop("送出人不能自己签收。"))
    row = SealedList.objects.select_for_update().get(pk=sealed_list.pk)
    state = LISTS.after(state=row.state, act=ListAct.SIGN)
    lines = list(row.lines.order_by("place"))
    for line in lines:
        _sign(line, verdicts.get(line.pk, Signed(Verdict.OPEN)))
    row.state, row.signed_at, row.signed_by = state, timezone.now(), by
    row.save(update_fields=["state", "signed_at", "signed_by"])
    counted = {str(verdict): sum(line.verdict == verdict for line in lines) for verdict in Verdict.values if verdict}
    record(act="sealed_list.signed", subject=row, by=by, facts={**counted, "office": row.recipient.name})
    settle_if_done(sealed_list=row, by=by)
    return row


def _sign(line: ListLine, said: Signed) -> None:
    refuse_verdict(said.verdict, said.remark)
    line.verdict = Verdict(said.verdict)
    if line.verdict == Verdict.DISCREPANCY:
        line.found_pages, line.found_copies = said.found_pages, said.found_copies
    if line.verdict != Verdict.ACCEPTED:
        seal(line, remark=said.remark.replace("\x00", "").strip())
    line.save(update_fields=["verdict", "found_pages", "found_copies", "remark"])


@transaction.atomic
def settle_if_done(*, sealed_list: SealedList, by: Any) -> bool:
    """Settle a signed list when every line that was taken has become a clue; return whether it did."""
    if sealed_list.state != ListState.SIGNED:
        return False
    if sealed_list.lines.exclude(verdict=Verdict.REFUSED).filter(clue=None).exists():
        return False
    sealed_list.state = LISTS.after(state=sealed_list.state, act=ListAct.SETTLE)
    sealed_list.save(update_fields=["state"])
    record(act="sealed_list.settled", subject=sealed_list, by=by)
    return True


@transaction.atomic
def resend_refused(*, sealed_list: SealedList, envelope: str, by: Any) -> SealedList:
    """Draft a new list with the lines that were refused and not sent again yet; return it, still to be checked."""
    require_list(by, Right.CLUE_SEND, sealed_list)
    require_person(by, Right.CLUE_SEND, sealed_list, sealed_list.sender_id)
    # Two presses follow each other here: the second finds the lines already sent again.
    SealedList.objects.select_for_update().get(pk=sealed_list.pk)
    refused = sealed_list.lines.filter(verdict=Verdict.REFUSED, resent_as=None).order_by("place")
    lines = list(refused)
    if not lines:
        raise Refusal("list.nothing_refused", gettext_noop("这份清单没有待重送的拒收线索。"))
    if sealed_list.office is None:  # of what came from elsewhere nobody here is the sender
        raise changed_meanwhile()
    again = draft_list(
        office=sealed_list.office, recipient=sealed_list.recipient, envelope=envelope, round=sealed_list.round, by=by
    )
    for line in lines:
        _append(
            again, title=unseal(line, "title"), source=line.source, pages=line.pages, copies=line.copies,
            grade=line.grade, unit=line.unit, resends=line,
        )  # fmt: skip
    record(act="sealed_list.resent", subject=sealed_list, by=by, facts={"as": again.pk, "lines": len(lines)})
    return again


def require_changed(count: int) -> None:
    """Raise Refusal when a conditional update found nothing: somebody else acted first."""
    if not count:
        raise changed_meanwhile()
