"""Findings of two rounds that say the same, and pairs of them, for tests of insight."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from liandu.findings.models import Finding
from liandu.insight.jobs.recurrences import compare_now
from liandu.insight.models import Recurrence
from liandu.inspections.commands import open_round
from liandu.inspections.models import Round

BEFORE = "往来款长期挂账，3年以上应收款1260万元未清理"
AGAIN = "往来款清理不力，三年以上应收款尚有980余万元长期挂账"
OTHER = "学生宿舍热水供应不足，意见箱无人查看"
SERIALS = iter(range(601, 1000))


def an_earlier_round(city: Any) -> Round:
    """Return the eighth round, opened when it is first asked for."""
    found = Round.objects.filter(term=city.round.term, number=8).first()
    return found or open_round(
        term=city.round.term, number=8, name="第五届市委第八轮巡察", since=date(2025, 9, 1), by=city.people.director
    )


def a_finding(
    city: Any, title: str, *, unit: str = "university", earlier: bool = False, at: datetime | None = None, **more: Any
) -> Finding:
    """Return a confirmed finding of the ninth round, or of the one before it."""
    where, serial = getattr(city.units, unit), next(SERIALS)
    round_ = an_earlier_round(city) if earlier else city.round
    facts = {
        "number": f"5-{round_.number:02d}-{where.code}-{serial}",
        "round": round_,
        "unit": where,
        "title": title,
        "feedback_on": date(2025, 11, 24) if earlier else date(2026, 6, 18),
        "confirmed_at": at or timezone.now(),
        "confirmed_by": city.people.clerk,
    }
    return Finding.objects.create(**(facts | more))


def a_pair(city: Any, *, unit: str = "university", other: str = "") -> Recurrence:
    """Return the pair of a finding of ``unit`` and the same said before of it, or of the ``other`` unit."""
    before = a_finding(city, BEFORE, unit=other or unit, earlier=True)
    later = a_finding(city, BEFORE if other else AGAIN, unit=unit)
    compare_now()
    return reread(Recurrence.objects.get(finding=later, earlier=before))


def reread(pair: Recurrence) -> Recurrence:
    """Return the pair as the database has it now."""
    return Recurrence.objects.select_related("finding__unit", "finding__round", "earlier__unit").get(pk=pair.pk)
