"""The ledger of one theme: its items as groups, totals that show zero, its own title, who signs."""

import io

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from liandu.inspections.commands import adopt_default_themes, carry_themes
from liandu.inspections.models import Theme
from liandu.journal.models import Entry
from liandu.ledgers.columns import DEFAULT, THEME_DEFAULT
from liandu.ledgers.queries import View, all_rows, choices_for, page_of, theme_totals
from tests.findings_of_the_day import findings_in_ledger

LEDGER = "/ledger/"


@pytest.fixture
def personnel(city):
    """Two findings under S4 and one under S12 at the university, one under no item at the firm, one without a theme."""
    adopt_default_themes(by=city.people.director)
    theme = Theme.objects.get(code="personnel")
    for inspection in (city.inspections.university, city.inspections.firm):
        carry_themes(inspection=inspection, themes=[theme], by=city.people.director)
    findings_in_ledger(city, 1, theme=theme, item=12, theme_confirmed=True)
    findings_in_ledger(city, 2, first=2, theme=theme, item=4)
    findings_in_ledger(city, 1, first=4)
    findings_in_ledger(city, 1, unit="firm", first=5, theme=theme)
    return theme


def shown(city, address, person="clerk"):
    return city.client(getattr(city.people, person)).get(f"{LEDGER}?{address}")


def test_the_view_of_a_theme_holds_its_findings_by_item(city, personnel):
    view = View.of(QueryDict(f"theme={personnel.pk}&group=item"))
    rows = list(all_rows(city.people.clerk, view))
    assert [(row.group, row.values[0]) for row in rows] == [
        (0, "5-09-202-005"), (4, "5-09-101-002"), (4, "5-09-101-003"), (12, "5-09-101-001"),
    ]  # fmt: skip
    assert page_of(city.people.clerk, view).groups == {0: 1, 4: 2, 12: 1}


def test_paging_walks_a_theme_by_item_once_there_and_back(city, personnel):
    findings_in_ledger(city, 90, first=10, theme=personnel, item=4)
    findings_in_ledger(city, 40, first=100, theme=personnel, item=9)
    address = f"theme={personnel.pk}&group=item"
    whole = [row.pk for row in all_rows(city.people.clerk, View.of(QueryDict(address)))]
    pages, seen = [], address
    while seen:
        page = page_of(city.people.clerk, View.of(QueryDict(seen)))
        pages.append([row.pk for row in page.rows])
        seen = page.older
    assert [pk for rows in pages for pk in rows] == whole
    assert [len(rows) for rows in pages] == [50, 50, 34]
    back = page_of(city.people.clerk, View.of(QueryDict(page.newer)))
    assert [row.pk for row in back.rows] == pages[-2]


def test_totals_name_every_item_also_those_without_a_finding(city, personnel):
    totals = theme_totals(city.people.clerk, View(theme=str(personnel.pk), item="4"), chinese=True)
    assert [(item.code, item.count) for item in totals.items] == [
        ("S1", 0), ("S2", 0), ("S3", 0), ("S4", 2), ("S5", 0), ("S6", 0), ("S7", 0), ("S8", 0), ("S9", 0), ("S10", 0),
        ("S11", 0), ("S12", 1),
    ]  # fmt: skip
    assert totals.others == 1


@pytest.mark.parametrize(("person", "counts", "others"), [
    ("room", {4: 2, 12: 1}, 0), ("liaison", {}, 1), ("leader", {4: 2, 12: 1}, 1), ("outsider", {}, 0),
])  # fmt: skip
def test_totals_and_choices_respect_the_reach(city, personnel, person, counts, others):
    reader = getattr(city.people, person)
    totals = theme_totals(reader, View(theme=str(personnel.pk)), chinese=True)
    assert {item.number: item.count for item in totals.items if item.count} == counts
    assert totals.others == others
    offered = [] if person == "outsider" else [(str(personnel.pk), "选人用人")]
    assert choices_for(reader).themes == offered


def test_the_page_has_its_own_title_says_who_signs_and_groups_by_item(city, personnel):
    page = shown(city, f"theme={personnel.pk}&group=item").content.decode()
    assert "<h1>选人用人专项台账</h1>" in page
    assert "组织部门、联系监督的室" in page
    assert "S1 党管干部与用人导向 <strong>0</strong>" in page
    assert "S4 考察 <strong>2</strong>" in page
    assert "S4 考察（拟）" in page
    assert "S12 上次检查及举报问题整改</td>" in page


def test_an_item_narrows_the_ledger_and_leads_back(city, personnel):
    answer = shown(city, f"theme={personnel.pk}&item=4")
    assert [line.cells[0].text for line in answer.context["lines"]] == ["5-09-101-002", "5-09-101-003"]
    addresses = {item.number: address for item, address, _chosen in answer.context["items"]}
    assert addresses[4] == f"?theme={personnel.pk}"
    assert addresses[9] == f"?theme={personnel.pk}&item=9"


def test_the_ledger_of_all_findings_leads_to_those_of_the_themes(city, personnel):
    page = shown(city, "").content.decode()
    assert f"?theme={personnel.pk}&amp;group=item" in page
    assert "<h1>问题台账</h1>" in page
    assert "专项台账" not in shown(city, "", "outsider").content.decode()


@pytest.mark.parametrize("count", [1, 3, 120])
def test_a_theme_costs_two_queries_more_however_long_the_ledger(city, personnel, count, django_assert_num_queries):
    findings_in_ledger(city, count, first=20, theme=personnel, item=4)
    browser = city.client(city.people.room)
    # The eight of a ledger of some units; the checklist, and the names of items of all versions for the column.
    with django_assert_num_queries(10):
        browser.get(f"{LEDGER}?theme={personnel.pk}&group=item")


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("group=item", ""),
        ("sort=item", ""),
        ("item=4", ""),
        ("theme=x", ""),
        ("theme=7&group=item&sort=-number", "theme=7&group=item"),
        (f"theme=7&columns={','.join(DEFAULT)}", "theme=7"),
        (f"columns={','.join(THEME_DEFAULT)}", ""),
        ("theme=7&item=4&columns=number,item", "theme=7&item=4&columns=number%2Citem"),
    ],
)
def test_what_only_a_theme_has_is_left_out_without_one(address, same):
    assert View.of(QueryDict(address)).address() == same


def test_a_theme_that_is_not_there_holds_nothing(city, personnel):
    answer = shown(city, "theme=999999&group=item")
    assert (answer.status_code, answer.context["lines"], answer.context["totals"]) == (200, [], None)


def test_the_export_has_its_own_name_title_and_a_sheet_of_totals(city, personnel):
    browser = city.client(city.people.clerk)
    answer = browser.post(f"{LEDGER}export/?theme={personnel.pk}&group=item")
    assert "filename*=utf-8''%E9%80%89%E4%BA%BA%E7%94%A8%E4%BA%BA%E4%B8%93%E9%A1%B9" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["选人用人专项台账", "检查项合计"]
    sheet, totals = book
    assert sheet["A1"].value == "选人用人专项台账"
    assert sheet["A2"].value.endswith("；会签方：组织部门、联系监督的室")
    assert [cell.value for cell in sheet[3]] == ["编号", "单位", "方面", "具体表现", "检查项", "状态", "确认日期"]
    assert [row[2].value for row in totals.iter_rows(min_row=2)] == [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    facts = Entry.objects.filter(act="ledger.exported").get().facts
    assert facts == {"view": f"theme={personnel.pk}&group=item", "rows": 4}
