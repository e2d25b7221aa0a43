"""Progress from a file: what is recognised and matched, what a person checks, what wrong cells are named."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from liandu.files.models import StoredFile
from liandu.journal.queries import acts_recorded
from liandu.rectification.models import Item, Outcome, Progress
from liandu.rectification.rules.matching import Matcher
from tests.papers_of_the_day import a_marked_file, a_word_file
from tests.rectification.working import a_photograph, record_of, reported, worked_on


@pytest.fixture(autouse=True)
def on_a_monday_in_july():
    with time_machine.travel("2026-07-20 10:00:00+08:00"):
        yield


@pytest.fixture
def browsers(city):
    return lambda name: city.client(getattr(city.people, name))


def url(name, *args):
    return reverse(f"rectification:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


def sent(browser, name, content):
    return browser.post(url("import_progress"), {"file": SimpleUploadedFile(name, content)})


def files_under(home: Path) -> list[str]:
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


TITLES = ("辅导员配备不足", "课程思政流于形式", "学生诉求办理拖延")
REPORT = (
    "一、落实立德树人根本任务方面",
    "1.关于“辅导员配备不足”问题的整改。",
    "已招聘专职辅导员12名，追缴违规津贴12.35万元，给予党纪处分2人，诫勉谈话3人，新建制度4项。",
    "2.关于“课程思政流于形式”问题的整改。",
    "召开专题会议2次，约谈学院负责人，挽回损失约30万元。",
    "3.关于“食堂招标把关不严”问题的整改。",
    "已重新招标。",
)


def a_report() -> bytes:
    return a_word_file(*REPORT, title="中共云州大学委员会关于巡察整改进展情况的报告")


@pytest.fixture
def items(city) -> list[Item]:
    return [worked_on(city, serial=at, title=title) for at, title in enumerate(TITLES, 1)]


def test_a_report_gives_text_and_outcomes_for_each_item_it_answers_and_names_what_fits_none(city, browsers, items):
    answer = sent(browsers("secretary"), "整改进展报告.docx", a_report())
    page = text_of(answer)
    assert answer.status_code == 200
    for words in ("认出 3 项进展", "其中 1 项没有认出", "食堂招标把关不严", "已招聘专职辅导员12名"):
        assert words in page
    assert f'value="{items[0].number}"' in page
    boxes = record_of(page)
    assert boxes["recovered|123500|追缴违规津贴12.35万元"] is True
    assert {value.split("|")[0]: ticked for value, ticked in boxes.items()} == {
        "recovered": True, "party_sanction": True, "admonition": True, "meeting": True, "loss_avoided": False,
    }  # fmt: skip
    assert "文中称“新建制度4项”，台账在这一项名下已登记 0 项" in page
    assert (Progress.objects.count(), acts_recorded().get("item.progress_reported")) == (0, None)


def test_nothing_of_an_imported_file_stays_on_disk(browsers, items, own_home):
    sent(browsers("secretary"), "整改进展报告.docx", a_report())
    assert (files_under(own_home), StoredFile.objects.count()) == ([], 0)


def checked(*rows, source="整改进展报告.docx"):
    data = {"rows": str(len(rows)), "source": source}
    for at, row in enumerate(rows):
        data |= {f"row-{at}-{name}": value for name, value in row.items()}
    return data


def test_what_was_ticked_is_written_with_the_name_of_its_file(browsers, items):
    outcome = "recovered|123500|追缴违规津贴12.35万元"
    rows = [
        {"take": "on", "number": items[0].number, "on": "2026-07-20", "text": "已招聘", "said": "辅导员配备不足",
         "offered": [outcome, "admonition|3|诫勉谈话3人"], "outcome": [outcome]},
        {"number": "", "on": "", "text": "", "said": "食堂招标把关不严"},
    ]  # fmt: skip
    answer = browsers("secretary").post(url("check_progress"), checked(*rows))
    assert answer.status_code == 302
    made = Progress.objects.get()
    assert (made.item, made.text, made.source) == (items[0], "已招聘", "整改进展报告.docx")
    assert list(Outcome.objects.values_list("kind", "amount", "note")) == [
        ("recovered", Decimal("123500.00"), "追缴违规津贴12.35万元")
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "5-09-101-999"}, "没有编号为“5-09-101-999”"),
        ({"number": ""}, "请填编号，或者不选这一项"),
        ({"on": "2026-08-01"}, "日期不能晚于今天"),
        ({"share": "130"}, "100"),
    ],
)
def test_one_wrong_row_stops_all_and_everything_typed_stays(browsers, items, wrong, sentence):
    right = {"take": "on", "number": items[0].number, "on": "2026-07-20", "text": "已招聘的详细情况", "said": "甲"}
    other = (
        right | {"number": items[1].number, "text": "已授课的详细情况", "offered": ["meeting|2|专题会议2次"]} | wrong
    )
    answer = browsers("secretary").post(url("check_progress"), checked(right, other))
    page = text_of(answer)
    assert (answer.status_code, Progress.objects.count()) == (422, 0)
    for words in (sentence, "已招聘的详细情况", "已授课的详细情况", "专题会议2次"):
        assert words in page


def test_items_of_another_unit_cannot_be_reported_by_their_number(browsers, items):
    row = {"take": "on", "number": items[0].number, "on": "2026-07-20", "text": "代填", "said": "甲"}
    answer = browsers("liaison").post(url("check_progress"), checked(row))
    assert (answer.status_code, Progress.objects.count()) == (422, 0)
    assert items[0].finding.title not in text_of(answer)


NOT_OFFERED = ["made|3|新建3项", "x|1|y", "recovered|-1|z", "recovered|1e9|z", "||", "recovered"]


@pytest.mark.parametrize("outcome", NOT_OFFERED)
def test_a_box_that_nobody_offered_adds_nothing_or_is_refused(browsers, items, outcome):
    row = {
        "take": "on",
        "number": items[0].number,
        "on": "2026-07-20",
        "text": "已招聘",
        "said": "甲",
        "outcome": outcome,
    }
    browsers("secretary").post(url("check_progress"), checked(row))
    assert Outcome.objects.count() == 0


HOSTILE = {
    "marked above the ceiling": ("报告.docx", a_marked_file(), "没有留存副本"),
    "a list of clues": ("问题线索移交清单.docx", a_word_file("一", title="问题线索移交清单"), "线索移送员"),
    "half a document": ("报告.docx", a_word_file()[:3000], "没有接收|损坏|不完整|打不开|不能"),
    "a picture": ("报告.png", a_photograph(kind="PNG"), "请另存为"),
    "a program": ("报告.docx", b"MZ" + bytes(900), "程序文件"),
    "empty": ("报告.docx", b" ", "没有"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_not_taken_gets_its_sentence_and_no_copy_stays(browsers, items, own_home, what):
    name, content, words = HOSTILE[what]
    answer = sent(browsers("secretary"), name, content)
    assert answer.status_code == 422
    assert any(word in text_of(answer) for word in words.split("|"))
    assert (files_under(own_home), acts_recorded()["progress_document.refused"]) == ([], 1)


def test_a_title_is_matched_by_number_by_words_or_left_to_a_person(items):
    matcher = Matcher(items)
    assert matcher.find("不相干的标题", f"{items[2].number} 已办结").item == items[2]
    assert matcher.find("课程思政流于形式").likeness == 1
    assert matcher.find("课程思政流于形式的问题").item == items[1]
    assert matcher.find("食堂招标把关不严").item is None


# The spreadsheet


def taken_out(browser):
    answer = browser.post(url("progress_sheet"))
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def filled(book, **cells):
    sheet = book.active
    for place, value in cells.items():
        sheet[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def heads_of(book):
    return {cell.value: cell.column_letter for cell in book.active[3]}


def test_the_sheet_has_a_row_for_each_item_and_only_the_open_columns_can_be_typed_in(browsers, items):
    book = taken_out(browsers("secretary"))
    sheet, heads = book.active, heads_of(book)
    assert [sheet[f"A{row}"].value for row in (4, 5, 6)] == [item.number for item in items]
    assert sheet.protection.sheet is True
    locked = {head: sheet[f"{letter}4"].protection.locked for head, letter in heads.items()}
    assert (locked["编号"], locked["问题"], locked["进展情况"], locked["追缴资金（元）"]) == (True, True, False, False)
    assert "新建制度" not in heads
    assert acts_recorded()["progress_sheet.exported"] == 1


def test_a_filled_sheet_is_checked_and_then_written(browsers, items):
    secretary = browsers("secretary")
    book = taken_out(secretary)
    heads = heads_of(book)
    cells = {
        f"{heads['进展情况']}4": "已招聘", f"{heads['日期']}4": date(2026, 7, 20), f"{heads['完成比例（%）']}4": 60,
        f"{heads['追缴资金（元）']}4": 123500.5, f"{heads['诫勉']}4": 3, f"{heads['进展情况']}6": "已办理",
    }  # fmt: skip
    answer = sent(secretary, "填报表.xlsx", filled(book, **cells))
    page = text_of(answer)
    assert (answer.status_code, Progress.objects.count()) == (200, 0)
    assert "认出 2 项进展" in page
    assert "表中另有 1 行没有填写" in page
    assert record_of(page) == {"recovered|123500.50|": True, "admonition|3|": True}
    row = {"take": "on", "number": items[0].number, "on": "2026-07-20", "share": "60", "text": "已招聘", "said": "甲",
           "outcome": list(record_of(page))}  # fmt: skip
    assert secretary.post(url("check_progress"), checked(row, source="填报表.xlsx")).status_code == 302
    assert dict(Outcome.objects.values_list("kind", "amount")) == {
        "recovered": Decimal("123500.50"), "admonition": Decimal("3.00"),
    }  # fmt: skip


def test_each_wrong_cell_is_named_and_nothing_is_written(browsers, items):
    secretary = browsers("secretary")
    book = taken_out(secretary)
    heads = heads_of(book)
    cells = {
        f"{heads['进展情况']}4": "已招聘", f"{heads['完成比例（%）']}4": "大半",
        f"{heads['追缴资金（元）']}4": "约三万", f"{heads['日期']}5": "七月",
        f"{heads['进展情况']}5": "已授课", f"{heads['诫勉']}6": 2.5,
        "A7": "5-09-202-001", f"{heads['进展情况']}7": "别的单位", f"{heads['进展情况']}8": "没有编号",
        "A9": items[0].number, f"{heads['进展情况']}9": "又一行",
    }  # fmt: skip
    answer = sent(secretary, "填报表.xlsx", filled(book, **cells))
    page = text_of(answer)
    assert (answer.status_code, Progress.objects.count()) == (422, 0)
    for place, sentence in (
        (f"{heads['完成比例（%）']}4", "“大半”不是 0 到 100 的整数"),
        (f"{heads['追缴资金（元）']}4", "“约三万”不是数"),
        (f"{heads['日期']}5", "“七月”不是日期"),
        (f"{heads['诫勉']}6", "“2.5”不是整数"),
        (f"{heads['进展情况']}6", "请写明进展情况"),
        ("A7", "没有编号为“5-09-202-001”"),
        ("A8", "没有编号，认不出是哪一项"),
        ("A9", "写了两行"),
    ):
        assert f'<td class="mono">{place}</td>' in page
        assert sentence in page


def test_who_reported_since_the_sheet_went_out_is_told(city, browsers, items):
    secretary = browsers("secretary")
    book = taken_out(secretary)
    reported(city, items[0])
    cells = {f"{heads_of(book)['进展情况']}4": "已招聘"}
    assert "导出以后又有人填报过" in text_of(sent(secretary, "填报表.xlsx", filled(book, **cells)))


def test_a_sheet_that_went_out_in_english_comes_back_too(browsers, items):
    secretary = browsers("secretary")
    secretary.cookies["django_language"] = "en"
    book = taken_out(secretary)
    letter = list(heads_of(book).values())[6]  # the seventh column is the text
    del secretary.cookies["django_language"]
    assert "认出 1 项进展" in text_of(sent(secretary, "sheet.xlsx", filled(book, **{f"{letter}4": "已招聘"})))


def test_another_workbook_is_read_as_a_document(browsers, items):
    book = Workbook()
    book.active.append(["序号", "反馈问题", "整改情况"])
    book.active.append([1, TITLES[0], "已招聘专职辅导员12名，追缴违规津贴3万元。"])
    book.active.append([2, TITLES[1], "已重新备课。"])
    out = io.BytesIO()
    book.save(out)
    page = text_of(sent(browsers("secretary"), "整改台账.xlsx", out.getvalue()))
    assert "认出 2 项进展" in page
    assert record_of(page) == {"recovered|30000|追缴违规津贴3万元": True}


def test_an_exported_title_that_begins_with_an_equals_sign_stays_text(city, browsers):
    worked_on(city, title="=1+1 的问题")
    cell = taken_out(browsers("secretary")).active["B4"]
    assert (cell.value, cell.data_type) == ("=1+1 的问题", "s")
