"""A sealed list comes in from another installation: sealed anew under our own keys, waiting for signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import own_offices, require
from liandu.access.roles import Act as Right
from liandu.clues.commands.numbers import next_serial
from liandu.clues.models import ListLine, SealedList, Source
from liandu.clues.queries import lists_for
from liandu.clues.rules import refuse_above_ceiling, refuse_blank
from liandu.clues.sealing import seal
from liandu.clues.states import ListState
from liandu.inspections.models import Round
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Listed:
    """A line as it was listed by the sender."""

    title: str
    source: str
    pages: int
    copies: int
    grade: Grade
    unit: Unit | None = None


@transaction.atomic
def bring_in_list(
    *,
    recipient: Unit,
    round: Round | None,  # noqa: A002 - the field's term
    source: str,
    came_as: str,
    number: str,
    envelope: str,
    sent_at: datetime,
    lines: Sequence[Listed],
    by: Any,
) -> SealedList:
    """Take in a sealed list of ``source`` for the case office ``recipient`` and return it, waiting for signature.

    A list that came before (``came_as``) returns as it stands. Above the ceiling nothing is kept of the whole list.
    Who is recused from a unit it names does not bring it in.
    """
    require(by, Right.CLUE_REGISTER, subject=recipient)
    if not own_offices(by, Right.CLUE_REGISTER).filter(pk=recipient.pk).exists():
        raise Refusal("clue.of_another_register", gettext_noop("只能登记在自己所在的案件监督管理室。"))
    for said in lines:
        refuse_above_ceiling(said.grade)
    known = SealedList.objects.filter(came_as=came_as).first()
    if known is not None:
        return known
    if not lines or not source or not came_as:
        raise Refusal("list.empty", gettext_noop("清单还没有线索，不能送出。"))
    year, now = timezone.localdate().year, timezone.now()
    row = SealedList.objects.create(
        recipient=recipient, round=round, source=source[:60], came_as=came_as, number=number[:40], year=year,
        envelope=envelope[:40], serial=next_serial(office=recipient, of="came", year=year), state=ListState.SENT,
        brought_in_by=by, drafted_at=now, sent_at=sent_at,
    )  # fmt: skip
    for place, said in enumerate(lines, 1):
        line = ListLine(
            sealed_list=row, place=place, source=Source(said.source), unit=said.unit, pages=said.pages,
            copies=said.copies, grade=said.grade.value,
        )  # fmt: skip
        seal(line, title=refuse_blank(said.title, gettext_noop("请写线索的标题。"))[:300])
        line.save(force_insert=True)
    if not lists_for(by).filter(pk=row.pk).exists():
        raise Refusal("list.recused", gettext_noop("这份清单由不回避的人接收。"))
    record(act="sealed_list.brought_in", subject=row, by=by, facts={"lines": len(lines)})
    return row
