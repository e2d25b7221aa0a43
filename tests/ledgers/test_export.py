"""The spreadsheet is the view of the page, read back by another library."""

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from liandu.access.denials import Denied
from liandu.findings.models import Finding
from liandu.journal.models import Entry
from liandu.ledgers.exports import export_ledger
from liandu.ledgers.queries import View
from tests.findings_of_the_day import ASPECTS, findings_in_ledger

HEAD, FIRST = 3, 4  # rows as the spreadsheet counts them, from 1


def exported(city, address="", *, person="clerk"):
    """Take the view out through the page and return the bytes of the answer."""
    answer = city.client(getattr(city.people, person)).post(f"{reverse('ledgers:export')}?{address}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def sheet_of(content):
    return load_workbook(BytesIO(content)).active


def texts(sheet, *, first=FIRST):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


@pytest.mark.parametrize(
    "address",
    ["", "sort=-unit&columns=number,unit,title,state", "q=第1类&columns=number,title", "state=withdrawn", "sector=soe"],
)
@pytest.mark.parametrize("person", ["clerk", "secretary", "liaison"])
def test_the_export_equals_the_page(city, address, person):
    findings_in_ledger(city, 20)
    firm = findings_in_ledger(city, 9, unit="firm")
    Finding.objects.filter(pk=firm[0].pk).update(state="withdrawn")
    page = city.client(getattr(city.people, person)).get(f"{reverse('ledgers:findings')}?{address}")
    sheet = sheet_of(exported(city, address, person=person))
    shown = [[cell.text for cell in line.cells] for line in page.context["lines"]]
    written = [[_as_on_the_page(value) for value in row] for row in texts(sheet)]
    assert written == shown
    assert texts(sheet, first=HEAD)[0] == [heading.text for heading in page.context["headings"]]


def _as_on_the_page(value):
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else value


def test_the_whole_view_is_exported_not_only_the_page(city):
    findings_in_ledger(city, 120)
    first_page = city.client(city.people.clerk).get(reverse("ledgers:findings")).context["page"]
    assert len(texts(sheet_of(exported(city, first_page.older)))) == 120


def test_the_title_stands_above_all_columns_and_below_it_who_exported_when(city):
    findings_in_ledger(city, 1)
    sheet = sheet_of(exported(city))
    assert (sheet.title, sheet["A1"].value) == ("问题台账", "问题台账")
    assert "A1:G1" in [str(area) for area in sheet.merged_cells.ranges]
    assert sheet["A2"].value.startswith("刘文 于 20")
    assert sheet["A2"].value.endswith(" 导出")


def test_days_are_real_days(city):
    findings_in_ledger(city, 1, stated={"deadline": "2026-08-31"})
    sheet = sheet_of(exported(city, "columns=deadline,feedback,confirmed"))
    cells = sheet[FIRST]
    assert [cell.value for cell in cells] == [datetime(2026, 8, 31), datetime(2026, 6, 18), datetime(2026, 6, 21)]  # noqa: DTZ001 - a cell has no time zone
    assert {cell.number_format for cell in cells} == {'yyyy"年"m"月"d"日"'}
    assert all(cell.is_date for cell in cells)


def test_the_sheet_is_ready_to_filter_to_scroll_and_to_print(city):
    findings_in_ledger(city, 5)
    sheet = sheet_of(exported(city))
    assert sheet.auto_filter.ref == "A3:G8"
    assert sheet.freeze_panes == "B4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # one page wide is left unsaid
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert "&P" in sheet.oddFooter.center.text


def test_groups_are_merged_in_their_column_and_their_words_stand_once(city):
    findings_in_ledger(city, 7)
    sheet = sheet_of(exported(city, "group=aspect&columns=number,aspect,title"))
    merged = sorted(str(area) for area in sheet.merged_cells.ranges)
    sizes = {ASPECTS[0]: 2, ASPECTS[1]: 3, ASPECTS[2]: 2}
    runs, at = [], FIRST
    for aspect in sorted(sizes):
        runs.append((aspect, f"B{at}:B{at + sizes[aspect] - 1}"))
        at += sizes[aspect]
    assert merged == sorted(["A1:C1", *(area for _aspect, area in runs)])
    assert [(sheet[area.split(":")[0]].value, area) for _aspect, area in runs] == runs
    assert sum(row[1] is not None for row in texts(sheet)) == 3
    assert all(row[0] and row[2] for row in texts(sheet))


def test_a_group_of_one_row_is_not_merged(city):
    findings_in_ledger(city, 3)
    sheet = sheet_of(exported(city, "group=aspect&columns=number,aspect"))
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:B1"]
    assert [row[1] for row in texts(sheet)] == sorted(ASPECTS)


def test_a_group_whose_column_is_not_shown_merges_nothing(city):
    findings_in_ledger(city, 6)
    sheet = sheet_of(exported(city, "group=aspect&columns=number,title"))
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:B1"]


HOSTILE = [
    "=1+1", '=HYPERLINK("http://example.com","点")', "+1", "-1", "@SUM(A1)", "{=1}", "\t=1", "http://example.com/",
    "mailto:a@example.com", "internal:A1", "2026-06-18", "007", "1e5", " 前后有空格 ", "换\n行", "<b>&amp;</b>",
    "_x0041_", "控制\x01符", "😀", "x" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_every_text_stays_the_text_that_it_is(city, title):
    findings_in_ledger(city, 1, title=title)
    content = exported(city, "columns=title")
    cell = sheet_of(content).cell(FIRST, 1)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert unescaped(cell.value) == title
    with ZipFile(BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def unescaped(text):
    """Undo the _xHHHH_ of spreadsheets, which openpyxl leaves as it is."""
    return text.replace("_x0001_", "\x01").replace("_x005F_", "_")


@pytest.mark.parametrize("count", [1, 3])
def test_one_row_and_three_rows_cost_the_same_queries(city, count, django_assert_num_queries):
    findings_in_ledger(city, count)
    view = View.of(QueryDict("group=aspect"))
    # The rows, the root unit, the entry, and the two ends of its savepoint.
    with django_assert_num_queries(5), export_ledger(view=view, by=city.people.clerk) as out:
        assert len(texts(sheet_of(out.read()))) == count


def test_an_empty_view_is_an_empty_table_with_its_head(city):
    sheet = sheet_of(exported(city, "columns=number,title"))
    assert texts(sheet, first=HEAD) == [["编号", "具体表现"]]
    assert sheet.auto_filter.ref == "A3:B3"


def test_one_column_needs_no_merged_title(city):
    findings_in_ledger(city, 1)
    sheet = sheet_of(exported(city, "columns=number"))
    assert (sheet["A1"].value, list(sheet.merged_cells.ranges)) == ("问题台账", [])


def test_what_was_taken_out_is_journaled(city):
    findings_in_ledger(city, 3)
    exported(city, "sector=university&sort=-number")
    entry = Entry.objects.get(act="ledger.exported")
    assert (entry.actor, entry.facts, entry.office) == (
        "liuwen", {"view": "sector=university&sort=-number", "rows": 3}, "市委巡察工作领导小组办公室"
    )  # fmt: skip


def test_the_file_is_sent_under_its_name_and_day(city):
    answer = city.client(city.people.clerk).post(reverse("ledgers:export"))
    answer.close()
    assert answer.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''%E9%97%AE%E9%A2%98%E5%8F%B0%E8%B4%A6-20"
    )


@pytest.mark.parametrize("person", ["system", "security", "audit", "nobody"])
def test_without_the_right_nothing_is_taken_out_and_the_attempt_is_journaled(city, person):
    findings_in_ledger(city, 1)
    answer = city.client(getattr(city.people, person)).post(reverse("ledgers:export"))
    assert answer.status_code == 403
    assert answer.context["sentence"].startswith("您的岗位不能“导出台账”。")
    assert list(Entry.objects.filter(act__in=["ledger.exported", "access.denied"]).values_list("act", flat=True)) == [
        "access.denied"
    ]


def test_without_the_right_no_file_is_begun(city):
    with pytest.raises(Denied):
        export_ledger(view=View(), by=city.people.audit)


def test_a_failing_journal_hands_nothing_out(city, monkeypatch):
    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("liandu.journal.commands.append", broken)
    with pytest.raises(OSError, match="disk full"):
        export_ledger(view=View(), by=city.people.clerk)


def test_asking_with_get_is_not_taking_out(city):
    assert city.client(city.people.clerk).get(reverse("ledgers:export")).status_code == 405
