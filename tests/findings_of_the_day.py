"""Findings in the ledger, written at once, for tests of lists: many rows of known variety."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from liandu.findings.models import Finding

ASPECTS = ("落实决策部署有差距", "履行主体责任不到位", "组织建设存在短板")
CATEGORIES = ("", "A1", "B2")
BEGIN = datetime(2026, 6, 20, 1, 0, tzinfo=UTC)


def findings_in_ledger(city, count: int, *, unit: str = "university", first: int = 1, **more: Any) -> list[Finding]:
    """Write ``count`` confirmed findings of a unit, numbered from ``first`` on, and return them.

    Aspects and classes repeat with 3, titles with 5 and days of confirmation with 7, so that every order has ties.
    """
    where = getattr(city.units, unit)
    rows = []
    for serial in range(first, first + count):
        facts = {
            "number": f"5-09-{where.code}-{serial:03d}",
            "round": city.round,
            "unit": where,
            "inspection": getattr(city.inspections, unit, None),
            "aspect": ASPECTS[serial % 3],
            "problem": f"问题之{serial % 4}",
            "title": f"第{serial % 5}类具体表现",
            "category": CATEGORIES[serial % 3],
            "feedback_on": date(2026, 6, 18),
            "confirmed_at": BEGIN + timedelta(days=serial % 7),
            "confirmed_by": city.people.clerk,
        }
        rows.append(Finding(**(facts | more)))
    return Finding.objects.bulk_create(rows)
