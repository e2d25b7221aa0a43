"""Taking over findings that another installation confirmed."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.commands.accepting import next_serial
from liandu.findings.models import Finding, Series
from liandu.findings.rules import number_of
from liandu.inspections.models import Inspection, Round
from liandu.intake.models import Document
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

if TYPE_CHECKING:
    from liandu.orgs.models import Unit


@transaction.atomic
def bring_in_finding(
    *,
    finding: Finding | None,
    round: Round,  # noqa: A002 - the field's term
    unit: "Unit",
    document: Document | None,
    passage: tuple[int, int, int] | None,
    by: Any,
    **facts: Any,
) -> Finding:
    """Take over a finding that another installation confirmed, or amend the one taken over before, and return it.

    It gets the next number of its unit in the round and keeps its source; ``facts`` are its other fields.
    """
    require(by, Right.FINDING_RAISE, unit=unit, subject=finding)
    row = finding or Finding(
        round=round,
        unit=unit,
        inspection=Inspection.objects.filter(round=round, unit=unit).first(),
        confirmed_at=timezone.now(),
        confirmed_by=by,
    )
    if (row.round_id, row.unit_id) != (round.pk, unit.pk):
        raise Refusal("finding.moved", gettext_noop("台账里的问题不能改到别的轮次或单位。"))
    if finding is None:
        row.number = _number_brought_in(round=round, unit=unit)
    for name in _BROUGHT_IN:
        setattr(row, name, facts[name])
    row.document = document
    row.block, row.start, row.end = passage or (None, None, None)
    row.save()
    said = {"number": row.number, "title": row.title, "source": row.source, "source_number": row.source_number}
    record(act="finding.brought_in" if finding is None else "finding.amended_at_source", subject=row, by=by, facts=said)
    return row


_BROUGHT_IN = (
    "aspect", "problem", "title", "category", "category_confirmed", "stated", "rectification", "quote", "feedback_on",
    "source", "source_number",
)  # fmt: skip


def _number_brought_in(*, round: Round, unit: "Unit") -> str:  # noqa: A002 - the field's term
    Series.objects.get_or_create(round=round, unit=unit)
    series = Series.objects.select_for_update().get(round=round, unit=unit)
    number = number_of(round=round, unit=unit, serial=next_serial(series))
    most = Finding._meta.get_field("number").max_length or 0
    if len(number) > most:
        raise Refusal("finding.number_too_long", gettext_noop("编号 %(number)s 太长，请缩短单位编码。"), number=number)
    return number
