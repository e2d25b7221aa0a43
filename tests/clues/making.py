"""Clues made through the real commands, with words that can be found again wherever they should not be."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from liandu.access.commands import give_post
from liandu.accounts.commands import open_account
from liandu.clues import commands
from liandu.clues.commands import Signed
from liandu.clues.models import Assignment, Clue, Disposition, ListLine, SealedList
from liandu.kernel.secrecy import Grade
from tests.people import PASSWORD, SINCE

# Words that stand in sealed fields only.
TITLE, PERSON, POST, STORY = "标题暗记甲", "欧阳暗记", "暗记处长", "经过暗记乙"
NOTE, REASON, OPINION, TASK = "研判暗记丙", "理由暗记丁", "意见暗记戊", "要求暗记己"
PROGRESS, RESULT, REMARK, PARTICIPANTS = "进展暗记庚", "结果暗记辛", "拒收暗记壬", "与会暗记癸"
WORDS = (TITLE, PERSON, POST, STORY, NOTE, REASON, OPINION, TASK, PROGRESS, RESULT, REMARK, PARTICIPANTS)


def another(city: Any, username: str, name: str, role: str, unit: Any) -> Any:
    """Open an account with one post."""
    user = open_account(username=username, display_name=name, password=PASSWORD, by=None)
    give_post(user=user, role=role, unit=unit, since=SINCE, by=None)
    return user


def draft(city: Any, *, titles: tuple[str, ...] = (TITLE,), unit: Any = None) -> SealedList:
    """Draft a list with one line a title."""
    sender = city.people.sender
    row = commands.draft_list(
        office=city.units.inspection_office, recipient=city.units.case_office, envelope="信封7", round=city.round,
        by=sender,
    )  # fmt: skip
    for title in titles:
        commands.add_line(
            sealed_list=row, title=title, source="inspection", pages=3, copies=1, grade=Grade.INTERNAL, by=sender,
            unit=unit,
        )  # fmt: skip
    return row


def sent(city: Any, **more: Any) -> SealedList:
    """Draft and send a list."""
    return commands.send_list(sealed_list=draft(city, **more), by=city.people.sender)


def lines_of(row: SealedList) -> list[ListLine]:
    return list(row.lines.order_by("place"))


def signed(city: Any, *, by: Any = None, verdicts: tuple[str, ...] = ("accepted",), **more: Any) -> SealedList:
    """Draft, send and sign a list, one verdict a line."""
    row = sent(city, **({"titles": tuple(f"{TITLE}{n}" for n in range(len(verdicts)))} | more))
    said = {
        line.pk: Signed(verdict, 2 if verdict == "discrepancy" else None, None, REMARK if verdict != "accepted" else "")
        for line, verdict in zip(lines_of(row), verdicts, strict=True)
    }
    return commands.sign_list(sealed_list=row, verdicts=said, by=by or city.people.registrar)


def opened(city: Any, *, by: Any = None, keeper: Any = None, **more: Any) -> Clue:
    """Open a clue from a signed line (or from the line given)."""
    by = by or city.people.registrar
    facts: dict[str, Any] = {
        "register": city.units.case_office, "unit": city.units.university, "nature": "P3", "rank": "county",
        "grade": Grade.INTERNAL, "persons": [{"name": PERSON, "post": POST}], "narrative": STORY,
        "keeper": keeper or city.people.registrar,
    } | more  # fmt: skip
    if "line" not in facts:
        facts["line"] = lines_of(signed(city, by=by))[0]
    return anew(commands.open_clue(**facts, by=by))


def anew(clue: Clue) -> Clue:
    """Return the clue as the next request reads it."""
    return Clue.objects.get(pk=clue.pk)


def reviewed(city: Any, **more: Any) -> Clue:
    clue = opened(city, **more)
    commands.hold_review(
        clue=clue, held_on=timezone.localdate(), participants=PARTICIPANTS, note=NOTE, by=city.people.keeper
    )
    return anew(clue)


def proposed(city: Any, *, kind: str = "verify", clue: Clue | None = None, **more: Any) -> Disposition:
    clue = clue or reviewed(city, **more)
    restart = timezone.localdate() + timedelta(days=90) if kind == "hold" else None
    return commands.propose_disposition(
        clue=clue, kind=kind, reason=REASON, approver=city.people.approver, restart_on=restart, by=city.people.keeper
    )


def in_force(city: Any, *, kind: str = "verify", **more: Any) -> Clue:
    row = proposed(city, kind=kind, **more)
    commands.approve_disposition(disposition=row, opinion=OPINION, by=city.people.approver)
    return anew(row.clue)


def assigned(
    city: Any, *, clue: Clue | None = None, way: str = "assign", handler: Any = None, **more: Any
) -> Assignment:
    clue = clue or in_force(city, **more)
    return commands.assign_clue(
        clue=clue, way=way, office=city.units.third_room, handler=handler or city.people.handler,
        due_on=timezone.localdate() + timedelta(days=60), task=TASK, by=city.people.keeper,
    )  # fmt: skip


def accepted(city: Any, **more: Any) -> Assignment:
    row = assigned(city, **more)
    commands.accept_assignment(assignment=row, by=city.people.handler)
    return Assignment.objects.get(pk=row.pk)


def reported(city: Any, *, outcome: str = "talk_reminder", **more: Any) -> Assignment:
    row = accepted(city, **more)
    commands.note_progress(assignment=row, note=PROGRESS, by=city.people.handler)
    commands.report_result(assignment=row, outcome=outcome, result=RESULT, by=city.people.handler)
    return Assignment.objects.get(pk=row.pk)


def concluded(city: Any, **more: Any) -> Clue:
    row = reported(city, **more)
    commands.conclude_assignment(assignment=row, opinion=OPINION, by=city.people.approver)
    return anew(row.clue)


def sitting(person: Any) -> Any:
    return commands.begin_sitting(grounds="check", note="", by=person)


def one_of_each(city: Any) -> SimpleNamespace:
    """A clue at every stage, and lists at every stage."""
    return SimpleNamespace(
        draft=draft(city), sent=sent(city), signed=signed(city, verdicts=("accepted", "refused")), opened=opened(city),
        reviewed=reviewed(city), proposed=proposed(city).clue, held=in_force(city, kind="hold"),
        in_force=in_force(city), assigned=assigned(city), reported=reported(city), concluded=concluded(city),
    )  # fmt: skip
