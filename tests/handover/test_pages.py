"""The pages of handover: what each shows, what it costs, what goes out."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Word

from liandu.handover import commands
from liandu.handover.models import Line, Package
from liandu.handover.queries import LINES_PAGE, prepares
from liandu.journal.queries import acts_recorded
from liandu.kernel.secrecy import Grade
from tests.findings_of_the_day import findings_in_ledger
from tests.handover.packages import a_draft, a_round_to_hand_over, filled, line_of, sent, states
from tests.handover.test_meetings import called, held

HTMX = {"HX-Request": "true"}


@pytest.fixture
def browsers(city):
    return lambda name: city.client(getattr(city.people, name))


def url(name, *args):
    return reverse(f"handover:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


def costs(browser, address):
    browser.get(address)  # what is cached for the process is not the page's cost
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


# Costs


@pytest.mark.parametrize("page", ["packages", "lines", "meetings", "decisions", "counts"])
def test_a_list_costs_the_same_for_one_and_for_three_rows(city, browsers, page):
    clerk = browsers("clerk")

    def one_more():
        meeting = held(city)
        commands.decide(meeting=meeting, text="制定方案", owner=city.units.third_room, by=city.people.clerk)
        package = sent(city, 1, meeting=meeting)
        commands.accept_line(line=line_of(package), by=city.people.room)

    one_more()
    few = costs(clerk, url(page))
    one_more()
    one_more()
    assert costs(clerk, url(page)) == few


@pytest.mark.parametrize("person", ["clerk", "room"])
def test_the_page_of_a_package_costs_the_same_for_one_and_for_three_lines(city, browsers, person):
    packages = []
    for first, count in ((1, 1), (11, 3)):
        draft = a_draft(city)
        commands.add_things(package=draft, things=findings_in_ledger(city, count, first=first), by=city.people.clerk)
        packages.append(commands.hand_over(package=draft, by=city.people.clerk))
    browser = browsers(person)
    assert len({costs(browser, url("package", package.pk)) for package in packages}) == 1


@pytest.mark.slow
def test_a_list_of_two_thousand_lines_comes_in_pages_that_cost_the_same(city, browsers):
    draft = a_draft(city)
    things = findings_in_ledger(city, 2000)
    commands.add_things(package=draft, things=things, by=city.people.clerk)
    package = commands.hand_over(package=draft, by=city.people.clerk)
    room, address = browsers("room"), url("package", package.pk)

    first, last = room.get(address), room.get(f"{address}?from=1901")
    assert [len(answer.context["rows"]) for answer in (first, last)] == [LINES_PAGE, LINES_PAGE]
    assert (first.context["earlier"], first.context["later"]) == (0, 101)
    assert (last.context["earlier"], last.context["later"]) == (1801, 0)
    assert costs(room, address) == costs(room, f"{address}?from=1901")
    assert "已签 0 / 2000" in text_of(last)

    room.post(url("accept_rest", package.pk))
    assert (Line.objects.filter(state="accepted").count(), Package.objects.get().state) == (2000, "settled")


# Signing on the page


def test_htmx_gets_the_line_anew_and_the_count_beside_it(city, browsers):
    package = sent(city)
    answer = browsers("room").post(url("accept_line", line_of(package).pk), headers=HTMX)
    assert 'id="signing"' in text_of(answer)
    assert 'hx-swap-oob="true"' in text_of(answer)
    assert "已签 1 / 3" in text_of(answer)
    assert "<html" not in text_of(answer)


def test_without_script_one_comes_back_to_the_line(city, browsers):
    line = line_of(sent(city))
    answer = browsers("room").post(url("accept_line", line.pk))
    assert answer.headers["Location"] == f"/handover/packages/{line.package_id}/?from=1#line-{line.pk}"


def test_a_refusal_without_a_reason_comes_back_with_its_form(city, browsers):
    package = sent(city)
    room, address = browsers("room"), url("refuse_line", line_of(package).pk)
    assert room.post(address, {"refuse-reason": ""}).status_code == 422
    part = room.post(address, {"refuse-reason": ""}, headers=HTMX)
    assert (part.status_code, "没有写入" in text_of(part), states(package)) == (409, True, ["open"] * 3)


def test_the_second_signer_reads_on_the_page_who_was_first(city, browsers):
    line = line_of(sent(city))
    room = browsers("room")
    room.post(url("accept_line", line.pk))
    answer = room.post(url("refuse_line", line.pk), {"refuse-reason": "不收"}, headers=HTMX)
    assert (answer.status_code, "刚由王主任办理为“已签收”" in text_of(answer)) == (409, True)


def test_who_only_reads_is_told_who_signs(city, browsers):
    package = sent(city)
    answer = browsers("clerk").get(url("package", package.pk))
    assert answer.context["signing"] is False
    assert "由市纪委监委第三监督检查室签收。" in text_of(answer)
    assert "data-accept" not in text_of(answer)


# What a recipient sees, and no more


def test_a_recipient_opens_only_the_findings_within_their_reach(city, browsers):
    findings_in_ledger(city, 1)
    stranger = findings_in_ledger(city, 1, unit="firm")
    draft = a_draft(city)
    commands.add_things(package=draft, things=[*findings_in_ledger(city, 1, first=9), *stranger], by=city.people.clerk)
    package = commands.hand_over(package=draft, by=city.people.clerk)
    rows = browsers("room").get(url("package", package.pk)).context["rows"]
    assert [bool(row.url) for row in rows] == [True, False]


def test_originals_go_out_to_the_recipient_even_of_units_it_does_not_oversee_and_are_journaled(city, browsers):
    there = a_round_to_hand_over(city)
    draft = a_draft(city, recipient=city.units.assets)
    commands.add_things(package=draft, things=[there["report"]], by=city.people.clerk)
    package = commands.hand_over(package=draft, by=city.people.clerk)
    line = line_of(package)
    competent = browsers("competent")
    answer = competent.get(url("original", line.pk))
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # read to its end, which closes the file
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert acts_recorded()["line.original_taken"] == 1
    assert competent.get(reverse("inspections:material", args=[there["report"].pk])).status_code == 404

    commands.refuse_line(line=line_of(package), reason="不收", by=city.people.competent)
    assert competent.get(url("original", line.pk)).status_code == 403


def test_what_stood_on_the_draft_is_not_told_to_the_recipient(city, browsers):
    draft = filled(city, 2)
    commands.add_paper(package=draft, title="不该看到的", copies=1, grade=Grade.INTERNAL, by=city.people.clerk)
    commands.remove_line(line=line_of(draft, 3), by=city.people.clerk)
    package = commands.hand_over(package=draft, by=city.people.clerk)
    assert "不该看到的" not in text_of(browsers("room").get(url("package", package.pk)))
    assert "不该看到的" in text_of(browsers("clerk").get(url("package", package.pk)))
    assert prepares(city.people.clerk, package)
    assert not prepares(city.people.room, package)


# Papers


def words_of(answer):
    word = Word(io.BytesIO(answer.content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_the_transfer_list_carries_number_lines_digest_and_places_to_sign(city, browsers):
    draft = filled(city, 2)
    commands.change_package(
        package=draft, recipient=draft.recipient, title="移交", note="", mentions_clues=True, by=city.people.clerk
    )
    package = commands.hand_over(package=draft, by=city.people.clerk)
    words = words_of(browsers("clerk").get(url("transfer_list", package.pk)))
    for part in (
        package.number, "第1份材料", "第2份材料", f"清单校验码（SHA-256）：{package.digest}", "问题线索另册移交。",
        "移交单位（盖章）：市委巡察工作领导小组办公室", "接收单位（盖章）：市纪委监委第三监督检查室", "移交人：刘文",
    ):  # fmt: skip
        assert part in words, part
    assert acts_recorded()["package.paper_taken"] == 1


def test_without_the_tick_no_paper_says_a_word_of_clues(city, browsers):
    package = sent(city)
    pages = [words_of(browsers("clerk").get(url(name, package.pk))) for name in ("transfer_list", "receipt")]
    assert ["线索" in words for words in pages] == [False, False]


def test_the_receipt_slip_says_what_became_of_each_line(city, browsers):
    package, room = sent(city), city.people.room
    commands.accept_line(line=line_of(package, 1), by=room)
    commands.refuse_line(line=line_of(package, 2), reason="不属于本室", by=room)
    commands.note_discrepancy(line=line_of(package, 3), came_pages=9, by=room)
    words = words_of(browsers("room").get(url("receipt", package.pk)))
    for part in ("共3项：签收1项，拒收1项，退回0项，不符待定1项，待签0项", "拒收：不属于本室", "收到9页1份", "王主任"):
        assert part in words, part


@pytest.mark.slow
@pytest.mark.parametrize("name", ["transfer_list", "receipt"])
def test_both_papers_come_as_pdf_too(city, browsers, name):
    answer = browsers("room").get(url(name, sent(city).pk), {"form": "pdf"})
    assert (answer.content[:5], answer.headers["Content-Type"]) == (b"%PDF-", "application/pdf")


def test_a_form_that_is_none_is_not_found_and_a_draft_has_no_receipt(city, browsers):
    clerk, draft = browsers("clerk"), filled(city)
    assert clerk.get(url("transfer_list", draft.pk), {"form": "exe"}).status_code == 404
    assert clerk.get(url("receipt", draft.pk)).status_code == 409


# Meetings


def test_a_meeting_is_called_on_its_page_with_members_of_the_three_parties(city, browsers):
    form = {
        "term": city.round.term_id, "round": city.round.pk, "name": "移交联席会议", "held_on": "2026-06-25",
        "people": [city.people.director.pk, city.people.room.pk], "others": "组织 何明 干部一科",
        "agenda": "通报情况\n\n移交问题",
    }  # fmt: skip
    answer = browsers("clerk").post(url("call_meeting"), form)
    page = browsers("leader").get(answer.headers["Location"])
    view = page.context["view"]
    assert [(name, [row.name for row in rows]) for name, rows in view.members] == [
        ("巡视机构", ["周巡视"]), ("纪检监察机关", ["王主任"]), ("组织部门", ["何明"]),
    ]  # fmt: skip
    assert [point.item.title for point in view.points] == ["通报情况", "移交问题"]


def test_a_member_without_a_party_is_a_fault_of_the_form(city, browsers):
    form = {
        "term": city.round.term_id, "name": "会", "held_on": "2026-06-25", "others": "何明", "agenda": "通报",
    }  # fmt: skip
    answer = browsers("clerk").post(url("call_meeting"), form)
    assert (answer.status_code, "要先写归属" in text_of(answer)) == (422, True)


def test_a_meeting_shows_only_the_packages_that_the_reader_may_see(city, browsers):
    meeting = called(city)
    commands.tie_package(package=filled(city), meeting=meeting, agenda=meeting.agenda.first(), by=city.people.clerk)
    shown = {
        name: sum(
            len(point.packages) for point in browsers(name).get(url("meeting", meeting.pk)).context["view"].points
        )
        for name in ("clerk", "room", "leader")
    }
    assert shown == {"clerk": 1, "room": 0, "leader": 0}


# What this stage says on other pages


def test_material_says_to_whom_it_was_handed_over(city, browsers):
    there = a_round_to_hand_over(city)
    address = reverse("inspections:material", args=[there["report"].pk])
    assert "未移交" in text_of(browsers("clerk").get(address))
    assert "移交" not in _remarks(browsers("room").get(address))

    draft = a_draft(city)
    commands.add_things(package=draft, things=[there["report"]], by=city.people.clerk)
    commands.hand_over(package=draft, by=city.people.clerk)
    assert "已移交 市纪委监委第三监督检查室" in _remarks(browsers("room").get(address))
    clues = reverse("inspections:material", args=[there["clues"].pk])
    assert "移交" not in _remarks(browsers("clerk").get(clues))


def _remarks(answer):
    return " ".join(remark.words for remark in answer.context["remarks"])
