"""The pages of the unit's work: what each shows and costs, what stays typed, what goes out."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from liandu.journal.queries import acts_recorded
from liandu.rectification.commands import add_milestone, ask_extension, record_institution, withdraw_evidence
from liandu.rectification.models import Evidence, Extension, Institution, InstitutionReview, Item, Outcome, Progress
from liandu.rectification.rules.outcomes import NewOutcome
from tests.papers_of_the_day import a_marked_file, a_word_file
from tests.rectification.working import a_photograph, attached, measures_for, reported, worked_on


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


def costs(browser, address):
    browser.get(address)  # what is cached for the process is not the page's cost
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def upload(name="验收单.docx", content=None):
    return SimpleUploadedFile(name, a_word_file("验收单") if content is None else content)


def outcome_data(*lines):
    """Return the fields of lines of outcomes, each (kind, amount, unit, note)."""
    data = {"outcome-TOTAL_FORMS": str(len(lines)), "outcome-INITIAL_FORMS": "0"}
    for at, line in enumerate(lines):
        named = zip(("kind", "amount", "unit", "note"), line, strict=True)
        data |= {f"outcome-{at}-{name}": value for name, value in named}
    return data


# The item's page


def test_the_page_of_an_item_shows_progress_evidence_institutions_steps_and_more_time(city, browsers):
    item = worked_on(city)
    measures_for(item, "修订流程", "逐台补验")
    reported(city, item, share=40, outcomes=(NewOutcome("recovered", Decimal("123500.00"), "12.35万元"),))
    attached(city, item)
    record_institution(
        item=item, work="made", title="采购验收管理办法", dated=date(2026, 7, 1), by=city.people.secretary
    )
    add_milestone(item=item, what="建成平台", due_on=date(2026, 10, 1), by=city.people.secretary)
    ask_extension(item=Item.objects.get(), until=date(2027, 1, 31), reason="交付推迟", by=city.people.secretary)
    page = text_of(browsers("leader").get(url("item", item.pk)))
    for words in ("123,500 元", "新建制度", "措施完成 0 / 2", "已修订验收流程", "40%", "验收单", "SM3",
                  "《采购验收管理办法》", "建成平台", "2026年12月18日 → 2027年1月31日", "待答复"):  # fmt: skip
        assert words in page
    assert "填报进展</a>" not in page


def test_the_unit_is_offered_its_steps_and_told_why_one_is_grey(city, browsers):
    item = worked_on(city)
    reported(city, item)
    page = text_of(browsers("secretary").get(url("item", item.pk)))
    for name in ("report", "attach", "record_institution", "add_milestone", "ask_extension"):
        assert f'href="{url(name, item.pk)}"' in page
    assert f'href="{url("complete_stage", item.pk)}"' not in page
    assert "最近一次填报进展以后没有新的佐证材料" in page


def test_the_office_that_supervises_is_offered_the_long_term_only_with_steps(city, browsers):
    item = worked_on(city)
    room, address = browsers("room"), url("turn_long_term", item.pk)
    assert f'href="{address}"' not in text_of(room.get(url("item", item.pk)))
    assert "还没有阶段目标。请单位先写明" in text_of(room.get(address))
    add_milestone(item=item, what="建成平台", due_on=date(2026, 10, 1), by=city.people.secretary)
    assert f'href="{address}"' in text_of(room.get(url("item", item.pk)))
    assert room.post(address, {"proposal": "跨年度建设"}).status_code == 302
    assert Item.objects.get().kind == "long_term"


@pytest.mark.parametrize("person", ["secretary", "room"])
def test_the_page_of_an_item_costs_the_same_with_one_and_with_three_of_everything(city, browsers, person):
    pages = []
    for serial, count in ((1, 1), (2, 3)):
        item = worked_on(city, serial=serial)
        measures = measures_for(item, *[f"措施{n}" for n in range(count)])
        for n in range(count):
            reported(city, item, outcomes=(NewOutcome("admonition", Decimal(1)),))
            item = Item.objects.select_related("unit", "finding", "line", "policy", "round__term").get(pk=item.pk)
            content = a_word_file(f"验收单{serial}{n}")
            attached(city, item, content=content, measures=measures[: n + 1])
            title = f"办法{serial}{n}"
            record_institution(item=item, work="made", title=title, dated=date(2026, 7, 1), by=city.people.secretary)
            add_milestone(item=item, what=f"目标{n}", due_on=date(2026, 10, 1), by=city.people.secretary)
        pages.append(costs(browsers(person), url("item", item.pk)))
    assert pages[0] == pages[1]


# Reporting


def test_a_report_with_outcomes_in_two_units_is_written(city, browsers):
    item = worked_on(city)
    data = {"on": "2026-07-20", "text": "已补验", "share": "60"}
    lines = outcome_data(("recovered", "3.5", "wan", "差价款"), ("", "", "yuan", ""), ("admonition", "2", "yuan", ""))
    answer = browsers("secretary").post(url("report", item.pk), data | lines)
    assert answer.headers["Location"] == url("item", item.pk) + "#progress"
    assert list(Outcome.objects.values_list("kind", "amount", "note")) == [
        ("recovered", Decimal("35000.00"), "差价款"), ("admonition", Decimal("2.00"), ""),
    ]  # fmt: skip


def test_a_wrong_amount_keeps_everything_that_was_typed(city, browsers):
    item = worked_on(city)
    data = {"on": "2026-07-20", "text": "写了很长的进展情况"}
    lines = outcome_data(("recovered", "约三万", "yuan", "估计"), ("admonition", "2.5", "yuan", ""))
    answer = browsers("secretary").post(url("report", item.pk), data | lines)
    page = text_of(answer)
    assert (answer.status_code, Progress.objects.count()) == (422, 0)
    for words in ("写了很长的进展情况", 'value="约三万"', 'value="估计"', "不是数", "不是整数"):
        assert words in page


def test_more_lines_are_given_without_judging_what_stands_there(city, browsers):
    item = worked_on(city)
    data = {"on": "2026-07-20", "text": "还没写完", "more": "1"}
    answer = browsers("secretary").post(
        url("report", item.pk), data | outcome_data(("recovered", "约三万", "yuan", ""))
    )
    page = text_of(answer)
    assert (answer.status_code, Progress.objects.count()) == (200, 0)
    assert 'value="约三万"' in page
    assert 'name="outcome-3-kind"' in page
    assert "不是数" not in page


def test_a_correction_begins_with_what_it_corrects(city, browsers):
    item = worked_on(city)
    wrong = reported(city, item, outcomes=(NewOutcome("recovered", Decimal(500)),))
    address = url("report", item.pk) + f"?corrects={wrong.pk}"
    secretary = browsers("secretary")
    page = text_of(secretary.get(address))
    assert "更正 2026年7月20日 的进展" in page
    assert 'value="500"' in page
    data = {"on": "2026-07-20", "text": "追缴五十元"} | outcome_data(("recovered", "50", "yuan", ""))
    assert secretary.post(address, data).status_code == 302
    assert Progress.objects.get(text="追缴五十元").corrects == wrong
    assert "已更正，不再计数" in text_of(secretary.get(url("item", item.pk)))


@pytest.mark.parametrize("corrects", ["0", "²", "9" * 40, "x"])
def test_a_report_that_is_not_there_cannot_be_corrected(city, browsers, corrects):
    item = worked_on(city)
    answer = browsers("secretary").get(url("report", item.pk) + f"?corrects={corrects}")
    assert "<h1>填报进展</h1>" in text_of(answer)


# Many at once


def bulk(items, **typed):
    data = {"item": [str(item.pk) for item in items]}
    for pk, (on, share, text) in typed.items():
        data |= {f"item-{pk[1:]}-on": on, f"item-{pk[1:]}-share": share, f"item-{pk[1:]}-text": text}
    return data


def test_the_filled_lines_are_written_and_the_others_left_alone(city, browsers):
    first, second, third = (worked_on(city, serial=serial) for serial in (1, 2, 3))
    typed = {f"_{first.pk}": ("2026-07-20", "30", "办了一"), f"_{third.pk}": ("", "", "办了三")}
    answer = browsers("secretary").post(url("report_several"), bulk([first, second, third], **typed))
    assert answer.status_code == 302
    assert dict(Progress.objects.values_list("item", "text")) == {first.pk: "办了一", third.pk: "办了三"}


def test_one_wrong_line_stops_all_and_every_line_keeps_what_was_typed(city, browsers):
    first, second = (worked_on(city, serial=serial) for serial in (1, 2))
    typed = {f"_{first.pk}": ("2026-07-20", "30", "办了一"), f"_{second.pk}": ("2026-08-20", "", "办了二")}
    answer = browsers("secretary").post(url("report_several"), bulk([first, second], **typed))
    page = text_of(answer)
    assert (answer.status_code, Progress.objects.count()) == (422, 0)
    for words in ("有 1 行没有通过", "日期不能晚于今天", "办了一", "办了二", 'value="2026-08-20"'):
        assert words in page


def test_items_of_other_units_cannot_be_slipped_into_the_lines(city, browsers):
    item = worked_on(city)
    answer = browsers("liaison").post(url("report_several"), bulk([item], **{f"_{item.pk}": ("", "", "代填")}))
    assert (answer.status_code, Progress.objects.count()) == (200, 0)
    assert item.number not in text_of(answer)


def test_the_page_of_many_costs_the_same_for_one_and_for_three(city, browsers):
    secretary = browsers("secretary")
    worked_on(city)
    few = costs(secretary, url("report_several"))
    for serial in (2, 3):
        worked_on(city, serial=serial)
    assert costs(secretary, url("report_several")) == few


# Evidence


def test_several_files_come_at_once_and_a_refused_one_is_named_while_the_others_are_kept(city, browsers):
    item = worked_on(city)
    data = {
        "kind": "voucher", "effective_on": "2026-07-10", "grade": "internal",
        "file": [upload("甲.docx"), upload("乙.docx", a_marked_file()), upload("丙.jpg", a_photograph())],
    }  # fmt: skip
    answer = browsers("secretary").post(url("attach", item.pk), data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert sorted(Evidence.objects.values_list("title", flat=True)) == ["丙", "甲"]
    assert "“乙.docx”没有接收" in page
    assert "没有留存副本" in page
    assert acts_recorded()["item.evidence_refused"] == 1


def test_what_is_older_than_the_feedback_or_used_elsewhere_is_told(city, browsers):
    other, item = worked_on(city), worked_on(city, serial=2)
    content = a_word_file("同一份")
    attached(city, other, content=content)
    data = {"kind": "voucher", "effective_on": "2026-06-01", "grade": "internal", "file": [upload("旧.docx", content)]}
    page = text_of(browsers("secretary").post(url("attach", item.pk), data, follow=True))
    for words in ("形成日期早于反馈之日", f"也用作 {other.number} 的佐证", "早于反馈</span>", "同一文件也用于"):
        assert words in page


@pytest.mark.parametrize("person", ["secretary", "room", "leader", "teamer", "clerk"])
def test_evidence_goes_out_byte_for_byte_as_a_download_and_is_journaled(city, browsers, person):
    item = worked_on(city)
    content = b"<html><body><p>" + "验收情况说明，设备三台。".encode() * 3 + b"</p></body></html>"
    piece = attached(city, item, content=content, name="说明.html")
    answer = browsers(person).get(url("evidence_file", piece.pk))
    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert acts_recorded()["item.evidence_taken"] == 1


@pytest.mark.parametrize("person", ["liaison", "organization", "outsider", "system", "nobody"])
def test_evidence_of_other_units_is_not_there(city, browsers, person):
    piece = attached(city, worked_on(city))
    assert browsers(person).get(url("evidence_file", piece.pk)).status_code == 404
    assert "item.evidence_taken" not in acts_recorded()


def test_withdrawn_evidence_stands_apart_with_its_reason(city, browsers):
    item = worked_on(city)
    withdraw_evidence(evidence=attached(city, item), reason="传错了单位", by=city.people.secretary)
    page = text_of(browsers("leader").get(url("item", item.pk)))
    assert "已撤回 1 份" in page
    assert "传错了单位" in page


# The register


def an_institution(city, item, title="采购验收管理办法", **more):
    facts = {"work": "made", "dated": date(2026, 7, 1), "by": city.people.secretary} | more
    return record_institution(item=item, title=title, **facts)


def test_the_register_costs_the_same_for_one_and_for_three(city, browsers):
    leader, item = browsers("leader"), worked_on(city)
    an_institution(city, item)
    few = costs(leader, url("institutions"))
    for n in (2, 3):
        an_institution(city, item, f"办法{n}")
    assert costs(leader, url("institutions")) == few


def test_the_register_goes_out_as_on_the_page_and_a_title_stays_text(city, browsers):
    item = worked_on(city)
    an_institution(city, item, "=HYPERLINK(1)", number="云大〔2026〕12号")
    an_institution(city, item, "旧规定", work="abolished")
    answer = browsers("leader").post(url("export_institutions") + "?work=made")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[:3] for row in rows] == [["=HYPERLINK(1)", "云大〔2026〕12号", "新建"]]
    assert sheet["A4"].data_type == "s"
    assert acts_recorded()["institutions.exported"] == 1


def test_an_institution_is_reviewed_and_struck_from_its_page(city, browsers):
    row = an_institution(city, worked_on(city))
    room, secretary = browsers("room"), browsers("secretary")
    page = text_of(room.get(url("institution", row.pk)))
    assert ("登记检查" in page, "登记有误，注销" in page) == (True, False)
    data = {"on": "2026-07-10", "carried_out": "no", "found": "两笔没有验收单"}
    assert room.post(url("review_institution", row.pk), data).status_code == 302
    assert InstitutionReview.objects.get().carried_out is False
    assert "两笔没有验收单" in text_of(secretary.get(url("institution", row.pk)))
    empty = secretary.post(url("strike_institution", row.pk), {"strike-reason": ""})
    assert (empty.status_code, Institution.objects.get().struck_at) == (422, None)
    assert secretary.post(url("strike_institution", row.pk), {"strike-reason": "录重"}).status_code == 302
    assert "已注销，不计数" in text_of(secretary.get(url("institution", row.pk)))


# More time


def test_the_queue_of_the_office_leads_to_the_answer(city, browsers):
    item = worked_on(city)
    row = ask_extension(item=item, until=date(2027, 1, 31), reason="交付推迟", by=city.people.secretary)
    room = browsers("room")
    assert url("decide_extension", row.pk) in text_of(room.get(url("extensions")))
    assert item.number not in text_of(browsers("clerk").get(url("extensions")))
    refused = room.post(url("decide_extension", row.pk), {"granted": "no", "answer": ""})
    assert (refused.status_code, "请写明理由" in text_of(refused)) == (422, True)
    assert room.post(url("decide_extension", row.pk), {"granted": "yes"}).status_code == 302
    assert Item.objects.get().due_on == date(2027, 1, 31)
    assert "这次申请已经办过：已同意" in text_of(room.get(url("decide_extension", row.pk)))


def test_the_queue_page_costs_the_same_for_one_and_for_three(city, browsers):
    room = browsers("room")

    def one_more(serial):
        item = worked_on(city, serial=serial)
        ask_extension(item=item, until=date(2027, 1, 31), reason="交付推迟", by=city.people.secretary)

    one_more(1)
    few = costs(room, url("extensions"))
    one_more(2)
    one_more(3)
    assert costs(room, url("extensions")) == few


def test_who_asks_too_late_reads_why_instead_of_a_form(city, browsers):
    item = worked_on(city, due_on=date(2026, 7, 19))
    page = text_of(browsers("secretary").get(url("ask_extension", item.pk)))
    assert "完成时限 2026-07-19 已过" in page
    assert "<textarea" not in page
    answer = browsers("secretary").post(url("ask_extension", item.pk), {"until": "2026-08-01", "reason": "晚了"})
    assert (answer.status_code, Extension.objects.count()) == (422, 0)
