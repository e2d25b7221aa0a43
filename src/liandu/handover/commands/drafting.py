"""Preparing packages: drafting, proposing by the content rules, editing the list, handing over, withdrawing."""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding
from liandu.findings.states import State as FindingState
from liandu.handover.commands.numbering import hold_series, next_serial
from liandu.handover.models import AgendaItem, Line, LineKind, Meeting, Package, Purpose
from liandu.handover.queries import ProposedPackage, proposed_packages
from liandu.handover.rules import (
    digest_of,
    number_of,
    refuse_clue_list,
    refuse_unless_drafting,
    refuse_unless_preparing,
    refuse_unless_sendable,
    refuse_without_reason,
    scope_of,
)
from liandu.handover.states import PACKAGES, LineState, PackageAct
from liandu.inspections.models import Material, Round
from liandu.inspections.rules import refuse_above_ceiling
from liandu.inspections.states import State as MaterialState
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Oversight, Unit


def hold_package(package: Package) -> Package:
    """Return the package as it is now, held to the end of the transaction, so that acts on it follow each other."""
    return Package.objects.select_for_update().get(pk=package.pk)


def _editable(package: Package, by: Any) -> None:
    require(by, Right.PACKAGE_PREPARE, unit=package.sender, subject=package)
    refuse_unless_drafting(hold_package(package))


@transaction.atomic
def draft_package(
    *,
    round: Round,  # noqa: A002 - the field's term
    sender: Unit,
    recipient: Unit | None,
    title: str,
    by: Any,
    purpose: str = Purpose.HANDOVER,
    meeting: Meeting | None = None,
    note: str = "",
    mentions_clues: bool = False,
    supplements: Package | None = None,
) -> Package:
    """Begin a package of ``round`` with an empty list and return it; the number comes when it is handed over."""
    require(by, Right.PACKAGE_PREPARE, unit=sender)
    _refuse_same(sender, recipient)
    if meeting is not None:
        refuse_unless_preparing(meeting)
    package = Package.objects.create(
        round=round,
        sender=sender,
        recipient=recipient,
        title=title[:200],
        purpose=purpose,
        meeting=meeting,
        note=note,
        mentions_clues=mentions_clues,
        supplements=supplements,
        made_by=by,
    )
    facts = {"title": package.title, "purpose": purpose, "recipient": recipient.name if recipient else ""}
    record(act="package.drafted", subject=package, by=by, facts=facts)
    return package


def _refuse_same(sender: Unit, recipient: Unit | None) -> None:
    if recipient is not None and recipient.pk == sender.pk:
        raise Refusal("package.to_oneself", gettext_noop("移交单位和接收单位不能是同一个。"))


@transaction.atomic
def change_package(
    *, package: Package, recipient: Unit | None, title: str, note: str, mentions_clues: bool, by: Any
) -> Package:
    """Change recipient, title, note, and whether the paper says that clues go apart; return the draft."""
    _editable(package, by)
    _refuse_same(package.sender, recipient)
    package.recipient, package.title, package.note = recipient, title, note
    package.mentions_clues = mentions_clues
    package.save(update_fields=["recipient", "title", "note", "mentions_clues"])
    facts = {"title": title, "recipient": recipient.name if recipient else "", "mentions_clues": mentions_clues}
    record(act="package.changed", subject=package, by=by, facts=facts)
    return package


@transaction.atomic
def tie_package(*, package: Package, meeting: Meeting | None, agenda: AgendaItem | None, by: Any) -> Package:
    """Tie a package to an item of a meeting's agenda (or to none) and return it."""
    require(by, Right.PACKAGE_PREPARE, unit=package.sender, subject=package)
    now = hold_package(package)
    for one in Meeting.objects.filter(pk__in=[meeting.pk if meeting else 0, now.meeting_id or 0]):
        refuse_unless_preparing(one)
    if agenda is not None and (meeting is None or agenda.meeting_id != meeting.pk):
        raise Refusal("package.agenda_elsewhere", gettext_noop("所选议题不是这次会议的。"))
    package.meeting, package.agenda = meeting, agenda
    package.save(update_fields=["meeting", "agenda"])
    facts = {"meeting": meeting.name if meeting else "", "agenda": agenda.title if agenda else ""}
    record(act="package.tied", subject=package, by=by, facts=facts)
    return package


@transaction.atomic
def draft_proposed(
    *,
    round: Round,  # noqa: A002 - the field's term
    sender: Unit,
    chosen: Collection[str],
    by: Any,
    meeting: Meeting | None = None,
) -> list[Package]:
    """Draft the packages that the content rules propose for ``round``, those whose key is ``chosen``; return them.

    What another person drafted meanwhile is not drafted again.
    """
    require(by, Right.PACKAGE_PREPARE, unit=sender)
    hold_series(scope_of(round, year=timezone.localdate().year))
    made = []
    for proposed in proposed_packages(by, round):
        if proposed.key not in chosen or (proposed.recipient and proposed.recipient.pk == sender.pk):
            continue
        package = draft_package(
            round=round,
            sender=sender,
            recipient=proposed.recipient,
            title=_title_of(proposed, round),
            purpose=proposed.purpose,
            meeting=meeting,
            by=by,
        )
        Line.objects.bulk_create(
            _line_of(package, row.thing, position=position, rule=row.rule.key)
            for position, row in enumerate(proposed.lines, 1)
        )
        facts = {"rule": proposed.rule.key, "lines": len(proposed.lines)}
        record(act="package.proposed", subject=package, by=by, facts=facts)
        made.append(package)
    return made


def _title_of(proposed: ProposedPackage, round_: Round) -> str:
    if proposed.purpose == Purpose.FEEDBACK:
        return f"{round_.name}反馈{proposed.recipient}"
    body = str(proposed.recipient) if proposed.recipient else proposed.hint or "主管部门（待定）"
    return f"{round_.name}移交{body}"


def _line_of(package: Package, thing: Material | Finding, *, position: int, rule: str = "") -> Line:
    """Return a line, not saved yet, that stands for material or a finding as it is now."""
    if isinstance(thing, Material):
        stored = thing.file
        return Line(
            package=package,
            position=position,
            kind=LineKind.MATERIAL,
            title=thing.title,
            pages=thing.pages,
            grade=thing.grade,
            sha256=stored.sha256 if stored else "",
            sm3=stored.sm3 if stored else "",
            material=thing,
            unit=thing.unit,
            rule=rule,
        )
    sm3 = Hash(SM3())
    sm3.update(thing.title.encode())
    return Line(
        package=package,
        position=position,
        kind=LineKind.FINDING,
        number=thing.number,
        title=thing.title[:500],
        sha256=hashlib.sha256(thing.title.encode()).hexdigest(),
        sm3=sm3.finalize().hex(),
        finding=thing,
        unit=thing.unit,
        rule=rule,
    )


def _next_position(package: Package) -> int:
    last = Line.objects.filter(package=package).order_by("-position").first()
    return last.position + 1 if last else 1


@transaction.atomic
def add_things(*, package: Package, things: Iterable[Material | Finding], by: Any) -> int:
    """Put material and findings of the round at the end of the list and return how many; what is on it stays once."""
    _editable(package, by)
    there: set[tuple[str, int | None]] = {
        (line.kind, line.material_id or line.finding_id) for line in Line.objects.filter(package=package)
    }
    rows: list[Line] = []
    first = _next_position(package)
    for thing in things:
        if thing.round_id != package.round_id:
            raise Refusal("line.other_round", gettext_noop("“%(title)s”不属于这一轮。"), title=thing.title)
        if isinstance(thing, Material):
            refuse_clue_list(thing.kind)
        if thing.state not in {MaterialState.KEPT, FindingState.CONFIRMED}:
            raise Refusal("line.thing_gone", gettext_noop("“%(title)s”已撤回，不能移交。"), title=thing.title)
        key = (str(LineKind.MATERIAL if isinstance(thing, Material) else LineKind.FINDING), thing.pk)
        if key not in there:
            there.add(key)
            rows.append(_line_of(package, thing, position=first + len(rows)))
    Line.objects.bulk_create(rows)
    facts = {"titles": [row.title for row in rows[:20]], "lines": len(rows)}
    record(act="package.lines_added", subject=package, by=by, facts=facts)
    return len(rows)


@transaction.atomic
def add_paper(
    *,
    package: Package,
    title: str,
    copies: int,
    grade: Grade,
    by: Any,
    number: str = "",
    pages: int | None = None,
) -> Line:
    """Put a paper that lies outside the system on the list, as described by hand, and return its line."""
    _editable(package, by)
    refuse_above_ceiling(grade, name=title)
    line = Line.objects.create(
        package=package,
        position=_next_position(package),
        kind=LineKind.PAPER,
        number=number,
        title=title,
        pages=pages,
        copies=copies,
        grade=grade.value,
    )
    record(act="package.lines_added", subject=package, by=by, facts={"titles": [title], "lines": 1})
    return line


@transaction.atomic
def add_oversight(*, package: Package, oversight: Oversight, note: str, by: Any) -> Line:
    """Put the change of who oversees a unit on the list, from the sender to the recipient; return its line."""
    _editable(package, by)
    if package.purpose != Purpose.CHANGE_OF_OWNER:
        raise Refusal("line.not_a_change", gettext_noop("只有“变更承办”的移交可以列联系监督关系。"))
    if package.recipient is None:
        raise Refusal("package.no_recipient", gettext_noop("还没有选定接收单位，不能发出。"))
    if oversight.office_id != package.sender_id:
        raise Refusal("line.not_theirs", gettext_noop("移交单位没有联系监督这个单位。"))
    if not package.recipient.party:
        raise Refusal("line.no_office", gettext_noop("联系监督只能交给三方的室、处。"))
    if Line.objects.filter(package=package, kind=LineKind.OVERSIGHT, unit=oversight.unit).exists():
        raise Refusal("line.there_already", gettext_noop("%(unit)s已在清单里。"), unit=oversight.unit.name)
    title = f"{oversight.unit.name}的联系监督，由{package.sender}移交{package.recipient}"
    line = Line.objects.create(
        package=package,
        position=_next_position(package),
        kind=LineKind.OVERSIGHT,
        title=title,
        unit=oversight.unit,
        office_from=package.sender,
        office_to=package.recipient,
        note=note,
    )
    record(act="package.lines_added", subject=package, by=by, facts={"titles": [title], "lines": 1})
    return line


@transaction.atomic
def correct_line(*, line: Line, title: str, number: str, pages: int | None, copies: int, by: Any) -> Line:
    """Change what a line of a draft says of its thing and return it."""
    _editable(line.package, by)
    before = {"title": line.title, "number": line.number, "pages": line.pages, "copies": line.copies}
    line.title, line.number, line.pages, line.copies = title, number, pages, copies
    line.save(update_fields=["title", "number", "pages", "copies"])
    record(act="line.corrected", subject=line, by=by, facts={"title": title, "before": before})
    return line


@transaction.atomic
def remove_line(*, line: Line, by: Any) -> None:
    """Take a line off the list of a draft; those below it move up."""
    _editable(line.package, by)
    facts = {"title": line.title, "position": line.position}
    Line.objects.filter(package=line.package, position__gt=line.position).update(position=F("position") - 1)
    line.delete()
    record(act="package.line_removed", subject=line.package, by=by, facts=facts)


@transaction.atomic
def hand_over(*, package: Package, by: Any) -> Package:
    """Hand the package over: it gets its number, its list is fixed with a digest, and waits for signatures."""
    require(by, Right.PACKAGE_PREPARE, unit=package.sender, subject=package)
    now = hold_package(package)
    state = PACKAGES.after(state=now.state, act=PackageAct.HAND_OVER)
    lines = list(now.lines.select_related("material", "finding").order_by("position", "pk"))
    refuse_unless_sendable(now, lines)
    for position, line in enumerate(lines, 1):
        line.position = position
    Line.objects.bulk_update(lines, ["position"], batch_size=500)
    year = timezone.localdate().year
    serial = next_serial(scope_of(package.round, year=year))
    package.state = state
    package.number = number_of(package.round, mark=settings.LIANDU_HANDOVER_MARK, year=year, serial=serial)
    package.digest, package.lines_sent = digest_of(lines), len(lines)
    package.handed_over_by, package.handed_over_at = by, timezone.now()
    package.save(update_fields=["state", "number", "digest", "lines_sent", "handed_over_by", "handed_over_at"])
    facts = {
        "number": package.number,
        "recipient": now.recipient.name if now.recipient else "",
        "lines": len(lines),
        "digest": package.digest,
    }
    record(act="package.handed_over", subject=package, by=by, facts=facts)
    return package


@transaction.atomic
def withdraw_package(*, package: Package, reason: str, by: Any) -> Package:
    """Take a package back: a draft, or one of which no line is signed. A reason is needed; return it."""
    require(by, Right.PACKAGE_PREPARE, unit=package.sender, subject=package)
    refuse_without_reason(reason)
    state = PACKAGES.after(state=hold_package(package).state, act=PackageAct.WITHDRAW)
    if package.lines.exclude(state=LineState.OPEN).exists():
        raise Refusal("package.signed_in_part", gettext_noop("已有签收或拒收的行，不能整份撤回。"))
    package.state = state
    package.save(update_fields=["state"])
    facts = {"title": package.title, "number": package.number or ""}
    record(act="package.withdrawn", subject=package, by=by, facts=facts, reason=reason)
    return package
