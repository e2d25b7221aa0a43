"""Items that are worked on, with plans, reports and evidence, for the tests of what a unit does."""

import html
import io
import re
from datetime import date
from typing import Any

from django.utils import timezone
from PIL import Image

from liandu.rectification.commands import attach_evidence, post_entry, report_progress
from liandu.rectification.models import Evidence, Item, Measure, Plan, PlanEntry, Progress, Task
from liandu.rectification.rules.reporting import Report
from liandu.rectification.states import Act
from tests.papers_of_the_day import a_word_file
from tests.rectification.given import an_item

DUE = date(2026, 12, 18)


def worked_on(city: Any, *, due_on: date | None = DUE, **more: Any) -> Item:
    """Return an item of the university whose plan was approved, as every command and page reads it."""
    item = an_item(city, **more)
    post_entry(item=item, act=Act.ACKNOWLEDGE, by=city.people.secretary, acknowledged_at=timezone.now())
    post_entry(item=item, act=Act.SUBMIT_PLAN, by=city.people.secretary)
    post_entry(item=item, act=Act.APPROVE_PLAN, by=city.people.room, due_on=due_on)
    return Item.objects.select_related("unit", "round__term", "finding", "line", "policy").get(pk=item.pk)


def measures_for(item: Item, *words: str) -> list[Measure]:
    """Return measures of a new plan of the item."""
    plan, _new = Plan.objects.get_or_create(unit=item.unit, round=item.round)
    entry = PlanEntry.objects.create(plan=plan, item=item)
    task = Task.objects.create(entry=entry, position=1, what="堵住漏项")
    return [Measure.objects.create(task=task, position=at, what=what) for at, what in enumerate(words, 1)]


def reported(city: Any, item: Item, **more: Any) -> Progress:
    """Return a report of the university's head about the item."""
    facts = {"on": timezone.localdate(), "text": "已修订验收流程"} | more
    return report_progress(report=Report(item=item, **facts), by=city.people.secretary)


def attached(
    city: Any, item: Item, *, content: bytes | None = None, name: str = "验收单.docx", **more: Any
) -> Evidence:
    """Return a piece of evidence of the item."""
    facts = {"kind": "voucher", "effective_on": timezone.localdate()} | more
    content = a_word_file("验收单：设备三台") if content is None else content
    return attach_evidence(item=item, chunks=[content], name=name, by=city.people.secretary, **facts)


def a_photograph(colour: str = "teal", *, kind: str = "JPEG") -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(out, kind)
    return out.getvalue()


def record_of(page: str) -> dict[str, bool]:
    """Return the outcomes that a page of checking offers, each with whether it is ticked."""
    found = re.findall(r'name="row-\d+-outcome" value="([^"]*)"( checked)?', page)
    return {html.unescape(value): bool(ticked) for value, ticked in found}
