"""Signing for the lines of a package: accepting, refusing, noting differences, returning, undoing, sending again."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.handover.commands.drafting import draft_package, hold_package
from liandu.handover.consequences import draw_consequences
from liandu.handover.models import Line, LineKind, Package
from liandu.handover.queries import sent_again_as, signs
from liandu.handover.rules import (
    UNDO_MINUTES,
    answer_due,
    may_be_returned,
    refuse_signed_meanwhile,
    refuse_unless_open_to_sign,
    refuse_without_reason,
)
from liandu.handover.states import LINES, PACKAGES, SENT, WAITING, LineAct, LineState, PackageAct, PackageState
from liandu.journal.commands import record, record_many
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.commands import assign_oversight, end_oversight
from liandu.orgs.models import Oversight
from liandu.orgs.queries import on_day


def _may_sign(package: Package, by: Any) -> None:
    """Raise Denied unless ``by`` acts for the recipient, and only for the recipient."""
    require(by, Right.PACKAGE_SIGN, subject=package)
    if not signs(by, package):
        raise Denied(
            "access.denied",
            gettext_noop("只有接收单位的人可以签收，移交一方不能替收。"),
            act=str(Right.PACKAGE_SIGN),
            subject=subject_of(package),
        )


def _move(line: Line, act: LineAct, **changes: Any) -> Line:
    """Let ``act`` happen to the line as this person saw it; when somebody was quicker, say who. Return the line."""
    if act in {LineAct.ACCEPT, LineAct.REFUSE, LineAct.DIFFER} and line.state not in LINES.moves[act].sources:
        refuse_signed_meanwhile(line)
    state = LINES.after(state=line.state, act=act)
    if not Line.objects.filter(pk=line.pk, state=line.state).update(state=state, **changes):
        refuse_signed_meanwhile(Line.objects.select_related("signed_by").get(pk=line.pk))
    line.state = state
    for name, value in changes.items():
        setattr(line, name, value)
    return line


def _settle(package: Package) -> None:
    """Let the package be settled when no line of it waits any more, or wait again when one does."""
    waits = Line.objects.filter(package=package, state__in=WAITING).exists()
    if package.state == PackageState.HANDED_OVER and not waits:
        package.state = PACKAGES.after(state=package.state, act=PackageAct.SETTLE)
        package.settled_at = timezone.now()
    elif package.state == PackageState.SETTLED and waits:
        package.state = PACKAGES.after(state=package.state, act=PackageAct.REOPEN)
        package.settled_at = None
    else:
        return
    package.save(update_fields=["state", "settled_at"])


@transaction.atomic
def accept_line(*, line: Line, by: Any, note: str = "") -> Line:
    """Sign for one line and return it; ``note`` says what differs when a discrepancy is accepted as it is.

    The clock of the answer starts today; a change of owner takes effect with the signature.
    """
    _may_sign(line.package, by)
    package = hold_package(line.package)
    refuse_unless_open_to_sign(package)
    today = timezone.localdate()
    _move(
        line,
        LineAct.ACCEPT,
        signed_by=by,
        signed_at=timezone.now(),
        reason=(note or line.reason)[:300],
        accepted_on=today,
        answer_due_on=answer_due(line, today),
    )
    if line.kind == LineKind.OVERSIGHT:
        _change_owner(line, today=today, by=by)
    facts = {"title": line.title, "position": line.position, "answer_due_on": line.answer_due_on}
    record(act="line.accepted", subject=line, by=by, facts=facts, reason=note)
    _settle(package)
    return line


@transaction.atomic
def accept_rest(*, package: Package, by: Any) -> int:
    """Sign for every line of ``package`` that is still open and return how many; a noted discrepancy is not touched."""
    _may_sign(package, by)
    now = hold_package(package)
    refuse_unless_open_to_sign(now)
    lines = list(now.lines.filter(state=LineState.OPEN).select_related("package__round").order_by("position"))
    today, at = timezone.localdate(), timezone.now()
    for line in lines:
        line.state = LINES.after(state=line.state, act=LineAct.ACCEPT)
        line.signed_by, line.signed_at, line.accepted_on = by, at, today
        line.answer_due_on = answer_due(line, today)
    names = ["state", "signed_by", "signed_at", "accepted_on", "answer_due_on"]
    Line.objects.bulk_update(lines, names, batch_size=200)
    for line in lines:
        if line.kind == LineKind.OVERSIGHT:
            _change_owner(line, today=today, by=by)
    told = [
        (line, {"title": line.title, "position": line.position, "answer_due_on": line.answer_due_on}) for line in lines
    ]
    record_many(act="line.accepted", subjects=told, by=by)
    record(act="package.rest_accepted", subject=package, by=by, facts={"number": now.number, "lines": len(lines)})
    _settle(now)
    return len(lines)


def _change_owner(line: Line, *, today: date, by: Any) -> None:
    """Let the oversight of the line's unit pass on: the old one ends with yesterday, the new one begins today."""
    unit, office_from, office_to = line.unit, line.office_from, line.office_to
    if unit is None or office_from is None or office_to is None:
        raise Refusal("line.broken", gettext_noop("这一行没有写明单位和室、处，请告诉移交单位。"))
    now = Oversight.objects.select_related("office", "unit").filter(on_day(today), unit=unit)
    old = now.filter(office=office_from).first()
    if old is None:
        raise Refusal(
            "line.oversight_gone",
            gettext_noop("%(office)s现在不联系监督%(unit)s，请拒收这一行并写明。"),
            office=office_from.name,
            unit=unit.name,
        )
    if old.since >= today:
        raise Refusal("line.oversight_of_today", gettext_noop("原联系监督今天才开始，明天起才能变更。"))
    end_oversight(oversight=old, until=today - timedelta(days=1), by=by)
    if not now.filter(office=office_to).exists():
        assign_oversight(office=office_to, unit=unit, since=today, by=by)
    draw_consequences(line=line, by=by)


@transaction.atomic
def refuse_line(*, line: Line, reason: str, by: Any) -> Line:
    """Refuse a line, with a reason, and return it."""
    _may_sign(line.package, by)
    refuse_without_reason(reason)
    package = hold_package(line.package)
    refuse_unless_open_to_sign(package)
    _move(line, LineAct.REFUSE, signed_by=by, signed_at=timezone.now(), reason=reason[:300])
    facts = {"title": line.title, "position": line.position}
    record(act="line.refused", subject=line, by=by, facts=facts, reason=reason)
    _settle(package)
    return line


@transaction.atomic
def note_discrepancy(
    *, line: Line, by: Any, came_title: str = "", came_pages: int | None = None, came_copies: int | None = None,
    note: str = "",
) -> Line:  # fmt: skip
    """Note that what came is not what the list says, and return the line; it still waits to be accepted or refused."""
    _may_sign(line.package, by)
    package = hold_package(line.package)
    refuse_unless_open_to_sign(package)
    listed = {"title": line.title, "pages": line.pages, "copies": line.copies}
    came = {"title": came_title or line.title, "pages": came_pages or line.pages, "copies": came_copies}
    came["copies"] = line.copies if came_copies is None else came_copies
    if listed == came and not note.strip():
        raise Refusal("line.no_difference", gettext_noop("收到的和清单一致，没有不符可登记。"))
    _move(
        line,
        LineAct.DIFFER,
        signed_by=by,
        signed_at=timezone.now(),
        reason=note[:300],
        came_title=str(came["title"])[:500],
        came_pages=came["pages"],
        came_copies=came["copies"],
    )
    facts = {"title": line.title, "position": line.position, "listed": listed, "came": came}
    record(act="line.discrepancy_noted", subject=line, by=by, facts=facts, reason=note)
    return line


@transaction.atomic
def return_line(*, line: Line, reason: str, by: Any) -> Line:
    """Return an accepted line to the sender, with a reason, within the round; its clock stops. Return the line."""
    _may_sign(line.package, by)
    refuse_without_reason(reason)
    package = hold_package(line.package)
    against = may_be_returned(line, today=timezone.localdate())
    if line.state == LineState.ACCEPTED and against is not None:
        raise against
    _move(
        line,
        LineAct.RETURN,
        signed_by=by,
        signed_at=timezone.now(),
        reason=reason[:300],
        answer_due_on=None,
    )
    facts = {"title": line.title, "position": line.position, "number": package.number}
    record(act="line.returned", subject=line, by=by, facts=facts, reason=reason)
    return line


@transaction.atomic
def undo_signature(*, line: Line, by: Any) -> Line:
    """Take a wrong signature back, by the one who gave it and within ten minutes; the line waits again. Return it."""
    _may_sign(line.package, by)
    package = hold_package(line.package)
    now = Line.objects.select_related("signed_by").get(pk=line.pk)
    before = LineState(now.state)
    LINES.after(state=before, act=LineAct.UNDO)
    minutes = (timezone.now() - now.signed_at).total_seconds() / 60 if now.signed_at else 0
    if now.signed_by_id != by.pk or minutes > UNDO_MINUTES:
        raise Refusal(
            "line.undo_too_late",
            gettext_noop("只有签收人本人在 %(minutes)s 分钟内可以撤销；之后请写明理由退回。"),
            minutes=UNDO_MINUTES,
        )
    if now.answer_id is not None:
        raise Refusal("line.answered", gettext_noop("这一行已经答复，不能退回，也不能撤销签收。"))
    if now.kind == LineKind.OVERSIGHT and before == LineState.ACCEPTED:
        raise Refusal("line.oversight_in_effect", gettext_noop("变更承办签收时已经生效，请再办一次变更承办。"))
    if now.dropped_reason or Line.objects.filter(resends=now).exclude(package__state="withdrawn").exists():
        raise Refusal("line.dealt_with", gettext_noop("移交单位已经处理了这一行，不能再撤销。"))
    unsigned = {"signed_by": None, "signed_at": None, "reason": "", "accepted_on": None, "answer_due_on": None}
    line.state = before
    _move(line, LineAct.UNDO, came_title="", came_pages=None, came_copies=None, **unsigned)
    facts = {"title": line.title, "position": line.position, "before": before.value}
    record(act="line.signature_undone", subject=line, by=by, facts=facts)
    _settle(package)
    return line


@transaction.atomic
def send_again(*, package: Package, lines: Iterable[Line], by: Any) -> Package:
    """Put refused or returned lines of ``package`` on the list of a supplementary package, to be corrected and sent.

    A supplement that is still being drafted takes them in; else a new one is begun. Both sides know of each other.
    Return the supplement.
    """
    require(by, Right.PACKAGE_PREPARE, unit=package.sender, subject=package)
    now = hold_package(package)
    rows = list(lines)
    dealt_with = sent_again_as(by, rows)
    fit = {LineState.REFUSED, LineState.RETURNED}
    for line in rows:
        if line.package_id != now.pk or line.state not in fit or line.pk in dealt_with or line.dropped_reason:
            raise Refusal(
                "line.not_to_send_again",
                gettext_noop("第 %(position)s 行不是待处理的拒收或退回，不能重新移交。"),
                position=line.position,
            )
    if not rows or now.state not in SENT:
        raise Refusal("package.nothing_to_send_again", gettext_noop("请选择要重新移交的行。"))
    supplement = Package.objects.filter(supplements=now, state=PackageState.DRAFTING).first() or draft_package(
        round=now.round,
        sender=now.sender,
        recipient=now.recipient,
        title=f"补充：{now.title}",
        purpose=now.purpose,
        meeting=None,
        supplements=now,
        by=by,
    )
    first = supplement.lines.count() + 1
    Line.objects.bulk_create(_copy(line, supplement, position) for position, line in enumerate(rows, first))
    told = [(line, {"title": line.title, "supplement": supplement.pk}) for line in rows]
    record_many(act="line.sent_again", subjects=told, by=by)
    record(act="package.supplemented", subject=now, by=by, facts={"lines": len(rows), "title": supplement.title})
    return supplement


KEPT = (
    "kind", "number", "title", "pages", "copies", "grade", "sha256", "sm3", "material", "finding", "unit",
    "office_from", "office_to", "note", "rule",
)  # fmt: skip


def _copy(line: Line, package: Package, position: int) -> Line:
    """Return a new line of ``package`` that says what ``line`` says and sends it again; not saved yet."""
    same = {name: getattr(line, name) for name in KEPT}
    return Line(package=package, position=position, resends=line, **same)


@transaction.atomic
def drop_line(*, line: Line, reason: str, by: Any) -> Line:
    """Let a refused or returned line rest, with a reason: it is not handed over any more. Return it."""
    require(by, Right.PACKAGE_PREPARE, unit=line.package.sender, subject=line.package)
    refuse_without_reason(reason)
    hold_package(line.package)
    fit = (LineState.REFUSED, LineState.RETURNED)
    rows = Line.objects.filter(pk=line.pk, state__in=fit, dropped_reason="")
    if sent_again_as(by, [line]) or not rows.update(dropped_reason=reason[:300]):
        raise Refusal("line.dealt_with_already", gettext_noop("这一行不是待处理的拒收或退回。"))
    line.dropped_reason = reason[:300]
    facts = {"title": line.title, "position": line.position}
    record(act="line.dropped", subject=line, by=by, facts=facts, reason=reason)
    return line
