"""Items for tests, built through the real commands."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from liandu.findings.models import Finding
from liandu.findings.rules import number_of
from liandu.handover import commands as handover
from liandu.handover.models import Package
from liandu.rectification.commands import dispute_item, open_items
from liandu.rectification.models import Item, Objection
from liandu.rectification.queries import opened_item


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


def handed_back(city: Any, things: Sequence[Any], *, unit: Any = None, by: Any = None) -> Package:
    """Return a package by which findings or material were fed back to a unit (the university) and signed for by it."""
    unit = unit or city.units.university
    clerk = city.people.clerk
    package = handover.draft_package(
        round=city.round,
        sender=city.units.inspection_office,
        recipient=unit,
        title="反馈",
        purpose="feedback",
        by=clerk,
    )
    handover.add_things(package=package, things=things, by=clerk)
    handover.hand_over(package=package, by=clerk)
    handover.accept_rest(package=package, by=by or city.people.secretary)
    return package


def a_dispute(city: Any, **more: Any) -> Objection:
    """Return an objection of the university's secretary to a new item."""
    return dispute_item(item=an_item(city, **more), text="验收由后勤集团负责，不属本单位", by=city.people.secretary)


def reread(city: Any, item: Item) -> Item:
    """Return the item as a page loads it now."""
    found = opened_item(city.people.director, item.pk)
    assert found is not None
    return found
