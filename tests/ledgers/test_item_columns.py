"""What the ledger of items takes from other tables, and its spreadsheet."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from liandu.files.models import StoredFile
from liandu.journal.models import Entry
from liandu.ledgers.columns.items import ITEM_COLUMNS
from liandu.rectification.models import (
    EntryVersion,
    Evidence,
    Institution,
    Outcome,
    Plan,
    PlanEntry,
    Progress,
    Request,
)
from liandu.rectification.rules.plan_content import EntryContent, MeasureContent, TaskContent, spelled
from tests.ledgers.lives import WAY, an_item_after, at
from tests.ledgers.test_items import LEDGER, NOVEMBER, opened

# What other tables say


@pytest.fixture
def full(city):
    """One item with a plan, two reports, evidence (one withdrawn), outcomes, an institution, a request, written off."""
    item = an_item_after(city, *WAY)
    by = {"made_by": city.people.secretary}
    a_plan(item)
    for day, words, money in ((date(2026, 7, 20), "已起草", "1200.50"), (date(2026, 8, 3), "已印发", "800")):
        with at(day):
            told = Progress.objects.create(item=item, on=day, text=words, made_at=timezone.now(), **by)
            Outcome.objects.create(item=item, progress=told, kind="recovered", amount=Decimal(money))
            Outcome.objects.create(item=item, progress=told, kind="admonition", amount=2)
    file = an_evidence_file()
    with at(date(2026, 7, 21)):
        for n in range(2):
            Evidence.objects.create(
                item=item, kind="voucher", title=f"凭证{n}", effective_on=date(2026, 7, 20), file=file,
                filename="a.pdf",
                made_at=timezone.now(), withdrawn_at=None if n else timezone.now().replace(month=8),
                withdrawn_reason="" if n else "重复", **by,
            )  # fmt: skip
        Institution.objects.create(item=item, unit=item.unit, work="made", title="采购办法", number="云大〔2026〕5号",
                                   dated=date(2026, 7, 21), made_at=timezone.now(), **by)  # fmt: skip
        Request.objects.create(item=item, serial=1, statement="已整改到位", asked_at=timezone.now(),
                               asked_by=city.people.secretary)  # fmt: skip
    return item


def a_plan(item):
    """Let the plan be returned once and approved the second time, as the journal of the way has it."""
    plan = Plan.objects.create(unit=item.unit, round=item.round)
    entry = PlanEntry.objects.create(plan=plan, item=item, goal="还在改的草稿")
    users = list(type(item.finding.confirmed_by).objects.order_by("pk")[:2])
    for serial, (day, goal, outcome, opinion) in enumerate(
        [(11, "初稿", "returned", "措施不实"), (15, "堵住漏洞", "approved", "同意")], 1
    ):
        measures = [MeasureContent(f"{what}的措施", since=date(2026, 7, 20 - n)) for n, what in enumerate(TASKS)]
        tasks = tuple(TaskContent(what, (one,)) for what, one in zip(TASKS, measures, strict=True))
        with at(date(2026, 7, day)):
            submitted = timezone.now()
        with at(date(2026, 7, day + 1)):
            EntryVersion.objects.create(
                entry=entry, submission=serial, content=spelled(EntryContent(goal=goal, tasks=tasks)),
                submitted_at=submitted, submitted_by=users[0], outcome=outcome, opinion=opinion,
                reviewed_at=timezone.now(), reviewed_by=users[1],
            )  # fmt: skip


TASKS = ("修订办法", "开展培训")


def an_evidence_file():
    return StoredFile.objects.create(sha256="a" * 64, sm3="b" * 64, size=1)


EVERYTHING = "columns=" + ",".join(column.key for column in ITEM_COLUMNS)


def test_every_column_can_be_shown(city, full):
    with at(NOVEMBER):
        cells = {cell.key: cell.text for cell in opened(city, EVERYTHING).context["lines"][0].cells}
    assert cells.pop("category").startswith("B4 ")
    assert "第三监督检查室" in cells.pop("offices")
    assert cells == {
        "number": "5-09-101-001", "round": "第五届市委第九轮巡察", "unit": "云州大学", "sector": "高校", "quote": "",
        "aspect": "", "problem": "", "title": "采购验收制度执行不严，第1次抽查发现漏项", "kind": "限期整改",
        "goal": "堵住漏洞", "tasks": "1. 修订办法\n2. 开展培训", "measures": "1. 修订办法的措施\n2. 开展培训的措施",
        "first": "", "leader": "", "department": "", "person": "张主任", "opened": "2026年7月1日",
        "start": "2026年7月19日", "due": "2026年9月14日", "step": "", "progress": "已印发", "reported": "2026年7月21日",
        "evidence": "1", "state": "已销号", "result": "完成整改", "statement": "已整改到位", "extensions": "0",
        "reopenings": "0", "money": "2000.50", "people": "4", "made": "1",
        "institutions": "《采购办法》（云大〔2026〕5号）",
        "opinion": "同意", "closed": "2026年7月31日", "closer": "周巡视", "changed": "2026年7月31日",
        "remark": "",
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_every_column_of_other_tables_costs_one_question(city, count, django_assert_num_queries):
    for n in range(count):
        an_item_after(city, *WAY, serial=n + 1)
    browser = city.client(city.people.clerk)
    with django_assert_num_queries(7 + 8):
        browser.get(f"{LEDGER}?{EVERYTHING}")


# The spreadsheet


def exported(city, address="", *, person="clerk"):
    answer = city.client(getattr(city.people, person)).post(f"{reverse('ledgers:export_items')}?{address}")
    assert answer.status_code == 200
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize("person", ["clerk", "secretary"])
@pytest.mark.parametrize(
    "address",
    ["", "sort=-unit", "group=unit", "deadline=overdue", "on=2026-07-20", "on=2026-07-20&sort=-due", EVERYTHING],
)
def test_the_export_equals_the_page(city, ledger, address, person):
    with at(NOVEMBER):
        page = opened(city, address, person=person)
        book = exported(city, address, person=person)
    shown = [[cell.text for cell in line.cells] for line in page.context["lines"]]
    sheet = book.worksheets[0]
    rows = [[_as_shown(cell.value) for cell in row] for row in sheet.iter_rows(min_row=4)]
    if "group" in address:  # words of a group stand once
        place = [heading.key for heading in page.context["headings"]].index("unit")
        for row, line in zip(rows, shown, strict=True):
            row[place] = line[place]
    assert rows == shown
    assert page.context["rate"] in sheet["A2"].value
    assert book.worksheets[1]["B2"].value == page.context["totals"].all.total


def _as_shown(value):
    if hasattr(value, "year"):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)


def test_what_was_taken_out_is_journaled(city, ledger):
    exported(city, "state=rectifying")
    entry = Entry.objects.get(act="items.exported")
    assert (entry.actor, entry.facts) == ("liuwen", {"view": "state=rectifying", "rows": 1})


@pytest.mark.parametrize("person", ["system", "audit", "nobody"])
def test_without_the_right_nothing_is_taken_out_and_the_attempt_is_journaled(city, ledger, person):
    before = Entry.objects.count()
    answer = city.client(getattr(city.people, person)).post(reverse("ledgers:export_items"))
    assert answer.status_code == 403
    assert list(Entry.objects.order_by("seq").values_list("act", flat=True)[before:]) == ["access.denied"]
