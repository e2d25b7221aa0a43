"""Plans for tests, built through the real commands: acknowledged items, entries that pass every rule, submissions."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from liandu.rectification.commands import Edit, begin_plan, post_entry, save_entries, submit_plan
from liandu.rectification.models import Item, Plan
from liandu.rectification.rules.plan_content import EntryContent, MeasureContent, TaskContent
from liandu.rectification.states import Act
from tests.rectification.given import an_item

CONTENT = EntryContent(
    goal="采购验收全部有据可查",
    kind="by_date",
    due_on=date(2026, 10, 30),
    leader="张副校长",
    department="资产处",
    person="刘文静",
    tasks=(
        TaskContent(
            "补齐验收记录",
            (
                MeasureContent("清查近三年采购合同", "刘文静", date(2026, 7, 1), date(2026, 8, 15)),
                MeasureContent("逐份补齐验收单", "周敏", None, date(2026, 9, 30)),
            ),
        ),
        TaskContent("修订采购办法", (MeasureContent("提交校长办公会审议", "张副校长", None, date(2026, 10, 20)),)),
    ),
)


def acknowledged(city: Any, serial: int = 1, **more: Any) -> Item:
    """Return an item that waits for its plan."""
    item = an_item(city, serial=serial, **more)
    return post_entry(item=item, act=Act.ACKNOWLEDGE, by=city.people.secretary, acknowledged_at=timezone.now())


def a_plan(city: Any) -> Plan:
    """Return the university's plan for the ninth round, begun by its head."""
    return begin_plan(unit=city.units.university, round=city.round, by=city.people.secretary)


def edit(item: Item, content: EntryContent = CONTENT, **more: Any) -> Edit:
    """Return the edit that gives ``item`` this content, by somebody who saw it as it is now."""
    entry = getattr(Item.objects.get(pk=item.pk), "entry", None)
    return Edit(item.pk, entry.edition if entry else 0, replace(content, **more))


def written(city: Any, *items: Item, **more: Any) -> Plan:
    """Return the plan with an entry for each of ``items`` that passes every rule."""
    plan = a_plan(city)
    save_entries(plan=plan, edits=[edit(item, **more) for item in items], by=city.people.secretary)
    plan.refresh_from_db()
    return plan


def submitted(city: Any, *items: Item, **more: Any) -> Plan:
    """Return the plan with ``items`` submitted by the unit's head."""
    plan = written(city, *items, **more)
    keys = [item.pk for item in items]
    return submit_plan(plan=plan, items=keys, edition=plan.edition, by=city.people.secretary)


def now_at(item: Item) -> Item:
    """Return the item as it is now, with its entry."""
    return Item.objects.select_related("entry").get(pk=item.pk)
