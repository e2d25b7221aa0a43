"""Findings that say like things, for tests of strands and common problems."""

from typing import Any

from liandu.findings.models import Finding
from liandu.insight.commands import accept_strand
from liandu.insight.jobs.strands import group_now
from liandu.insight.models import Membership, Strand
from tests.findings_of_the_day import findings_in_ledger

# Where it was: texts that are the same but for a number are the same to the machine, which then has nothing to go by.
PLACES = ("道路", "桥梁", "隧道", "管网", "广场", "校舍", "厂房", "仓库", "车站", "码头", "堤防", "泵站")
UNITS = ("university", "firm", "bureau")


def some_findings(city: Any, n: int, *, code: str = "B6", what: str = "工程未公开招标", **more: Any) -> list[Finding]:
    """Write ``n`` findings of a confirmed class, one unit after the other, and return them."""
    units = more.pop("units", UNITS)
    rows = []
    for at in range(n):
        serial = Finding.objects.count() + 1
        where = f"{PLACES[serial % 12]}{PLACES[serial // 12 % 12]}"
        facts = {"title": f"{where}{what}", "problem": "", "category": code, "category_confirmed": True} | more
        rows += findings_in_ledger(city, 1, unit=units[at % len(units)], first=serial, **facts)
    return rows


def a_proposal(city: Any, n: int = 3, **more: Any) -> Strand:
    """Return the proposal that grouping makes of some new findings, as it stands now."""
    rows = some_findings(city, n, **more)
    group_now()
    return now(Membership.objects.get(pk=rows[0].pk).strand)


def a_strand(city: Any, n: int = 3, **more: Any) -> Strand:
    """Return an accepted strand of some new findings."""
    return accept_strand(strand=a_proposal(city, n, **more), by=city.people.clerk)


def now(strand: Strand) -> Strand:
    """Return the strand as a page loads it now."""
    return Strand.objects.select_related("common").get(pk=strand.pk)


def members(strand: Strand) -> list[int]:
    """Return the keys of the members, in order."""
    return sorted(Membership.objects.filter(strand=strand).values_list("pk", flat=True))


def findings(strand: Strand) -> list[Finding]:
    """Return the members as findings, in the order of their keys."""
    return list(Finding.objects.filter(pk__in=members(strand)).select_related("unit").order_by("pk"))
