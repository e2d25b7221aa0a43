"""Items for tests, built through the real commands."""

from datetime import date
from typing import Any

from django.utils import timezone

from liandu.findings.models import Finding
from liandu.findings.rules import number_of
from liandu.rectification.commands import open_items
from liandu.rectification.models import Item


def a_finding(city: Any, *, serial: int = 1, unit: Any = None, **more: Any) -> Finding:
    """Return a confirmed finding of a unit (the university) in the ninth round."""
    unit = unit or city.units.university
    inspection = next((row for row in vars(city.inspections).values() if row.unit_id == unit.pk), None)
    facts = {
        "number": number_of(round=city.round, unit=unit, serial=serial),
        "round": city.round,
        "unit": unit,
        "inspection": inspection,
        "title": f"采购验收制度执行不严，第{serial}次抽查发现漏项",
        "category": "B4",
        "feedback_on": date(2026, 6, 18),
        "confirmed_at": timezone.now(),
        "confirmed_by": city.people.clerk,
    } | more
    return Finding.objects.create(**facts)


def an_item(city: Any, **more: Any) -> Item:
    """Return the item of a new finding, opened by the clerk."""
    return open_items(findings=[(a_finding(city, **more), None)], by=city.people.clerk, reason="试用")[0]
