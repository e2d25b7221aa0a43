"""The clues of the city, invented and harmless: from the sealed list to where each has come in the register."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from liandu.clues.commands import (
    accept_assignment,
    add_line,
    approve_disposition,
    assign_clue,
    conclude_assignment,
    draft_list,
    hold_review,
    note_progress,
    open_clue,
    propose_disposition,
    report_result,
    send_list,
    sign_list,
)
from liandu.clues.commands.lists import Signed
from liandu.clues.models import Assignment, Clue, Kind, Outcome, Source, Verdict, Way
from liandu.demo.founding import Founded
from liandu.demo.stories import told
from liandu.kernel.secrecy import Grade

SENDER, REGISTRAR, KEEPER, APPROVER = "taojingshu", "shenkeyan", "zhangyanqiu", "xushenzhi"
HANDLERS = (("ouyangli", "shi3"), ("shentujin", "shi6"))
IN_DAYS = 90  # bodies answer within three months


def hand_the_clues_over(made: Founded) -> int:
    """Send the sealed list, sign for it, open the clues, bring each as far as told; return how many there are."""
    rows = told("clues")
    people, anguan = made.people, made.units["anguan"]
    sealed = draft_list(
        office=made.units["xunchaban"],
        recipient=anguan,
        envelope="密封 2026-09-01",
        round=made.rounds["5-9"],
        by=people[SENDER],
    )
    lines = [
        add_line(
            sealed_list=sealed,
            title=row["title"],
            source=Source.INSPECTION,
            pages=3,
            copies=1,
            grade=Grade.INTERNAL,
            unit=made.units[row["unit"]],
            by=people[SENDER],
        )
        for row in rows
    ]
    sealed = send_list(sealed_list=sealed, by=people[SENDER])
    verdicts = {line.pk: Signed(Verdict.ACCEPTED) for line in lines}
    verdicts[lines[-1].pk] = Signed(Verdict.DISCREPANCY, found_pages=2, found_copies=1, remark="少附件一页")
    sign_list(sealed_list=sealed, verdicts=verdicts, by=people[REGISTRAR])
    for number, (row, line) in enumerate(zip(rows, lines, strict=True)):
        line.refresh_from_db()
        _WAYS[row["way"]](made, _opened(made, row, line), number)
    return len(rows)


def _opened(made: Founded, row: dict[str, Any], line: Any) -> Clue:
    unit = made.units[row["unit"]]
    return open_clue(
        register=made.units["anguan"],
        line=line,
        unit=unit,
        nature=row["nature"],
        rank=row["rank"],
        grade=Grade.INTERNAL,
        persons=[{"name": name, "post": f"{unit}工作人员"} for name in row["persons"]],
        narrative=row["narrative"],
        keeper=made.people[KEEPER],
        by=made.people[REGISTRAR],
    )


def _registered(_made: Founded, _clue: Clue, _number: int) -> None:
    """Leave the clue as it was registered."""


def _reviewed(made: Founded, clue: Clue, _number: int) -> None:
    hold_review(
        clue=clue,
        held_on=timezone.localdate(),
        participants="章砚秋、沈恪言、申屠谨",
        note="线索具体，有可查性。",
        by=made.people[KEEPER],
    )


def _disposed(kind: Kind) -> Callable[[Founded, Clue, int], None]:
    """Return what reviews a clue, proposes ``kind`` and approves it."""

    def dispose(made: Founded, clue: Clue, number: int) -> None:
        _reviewed(made, clue, number)
        restart = timezone.localdate() + timedelta(days=180) if kind == Kind.HOLD else None
        disposition = propose_disposition(
            clue=clue,
            kind=kind,
            reason="集体研判意见一致。",
            approver=made.people[APPROVER],
            restart_on=restart,
            by=made.people[KEEPER],
        )
        approve_disposition(disposition=disposition, opinion="同意。", by=made.people[APPROVER])
        clue.refresh_from_db()

    return dispose


def _assigned(made: Founded, clue: Clue, number: int) -> Assignment:
    """Let the clue be handled, and return the assignment, taken."""
    _disposed(Kind.TALK)(made, clue, number)
    login, office = HANDLERS[number % len(HANDLERS)]
    assignment = assign_clue(
        clue=clue,
        way=Way.ASSIGN,
        office=made.units[office],
        handler=made.people[login],
        due_on=timezone.localdate() + timedelta(days=IN_DAYS),
        task="按谈话函询程序办理，三个月内报结果。",
        by=made.people[KEEPER],
    )
    accept_assignment(assignment=assignment, by=made.people[login])
    return assignment


def _under_way(made: Founded, clue: Clue, number: int) -> None:
    assignment = _assigned(made, clue, number)
    note_progress(assignment=assignment, note="已发函，等待书面说明。", by=assignment.handler)


def _concluded(made: Founded, clue: Clue, number: int) -> None:
    assignment = _assigned(made, clue, number)
    report_result(
        assignment=assignment,
        outcome=Outcome.TALK_REMINDER,
        result="本人说明属实，已退还并谈话提醒。",
        by=assignment.handler,
    )
    conclude_assignment(assignment=assignment, opinion="同意。", by=made.people[APPROVER])


_WAYS: dict[str, Callable[[Founded, Clue, int], None]] = {
    "registered": _registered,
    "reviewed": _reviewed,
    "approved": _disposed(Kind.TALK),
    "inquiry": _under_way,
    "preliminary": _disposed(Kind.VERIFY),
    "shelved": _disposed(Kind.HOLD),
    "closed_directly": _disposed(Kind.CLOSE),
    "assigned": _under_way,
    "inquiry_closed": _concluded,
}
