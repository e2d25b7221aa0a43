"""The pages of rounds, inspections and material: what each person sees, may do, and is told."""

from contextlib import closing
from datetime import date

import pytest
from django.urls import reverse

from liandu.inspections.commands import open_inspection, open_round
from liandu.inspections.models import Inspection, Material, Round, Term
from liandu.journal.queries import acts_recorded
from tests.papers_of_the_day import a_word_file, receive


@pytest.fixture
def browsers(city):
    return lambda name: city.client(getattr(city.people, name))


def url(name, *args):
    return reverse(f"inspections:{name}", args=args)


# Who comes in


@pytest.mark.parametrize(
    ("person", "codes"),
    [
        ("director", [200, 200, 200]),
        ("clerk", [200, 200, 200]),
        ("room", [200, 200, 200]),
        ("secretary", [200, 200, 200]),
        ("leader", [200, 200, 200]),
        ("liaison", [200, 200, 404]),
        ("organization", [200, 200, 404]),
        ("outsider", [200, 404, 404]),
        ("system", [403, 404, 404]),
        ("audit", [403, 404, 404]),
        ("nobody", [403, 404, 404]),
    ],
)
def test_each_person_gets_the_pages_of_their_own_reach(city, browsers, person, codes):
    browser = browsers(person)
    pages = [url("rounds"), url("round", city.round.pk), url("inspection", city.inspections.university.pk)]
    assert [browser.get(page).status_code for page in pages] == codes


@pytest.mark.parametrize(
    ("person", "page", "original"),
    [
        ("director", 200, 200), ("clerk", 200, 200), ("room", 200, 200), ("secretary", 200, 200),
        ("leader", 404, 404), ("liaison", 404, 404), ("organization", 404, 404), ("outsider", 404, 404),
        ("system", 404, 404), ("nobody", 404, 404),
    ],
)  # fmt: skip
def test_material_is_there_only_for_those_who_may_read_it(city, browsers, person, page, original):
    material = receive(city)
    browser = browsers(person)
    with closing(browser.get(url("original", material.pk))) as answer:
        codes = [browser.get(url("material", material.pk)).status_code, answer.status_code]
    assert codes == [page, original]


def test_pages_ask_for_a_sign_in(client):
    assert client.get(url("rounds")).headers["Location"] == "/sign-in/?next=/rounds/"


# Lists


def test_rounds_show_only_the_units_within_reach(browsers):
    seen = {name: browsers(name).get(url("rounds")).context["table"].groups[0].rows for name in ("clerk", "secretary")}
    assert {name: rows[0].cells[3][1].text for name, rows in seen.items()} == {"clerk": "3", "secretary": "1"}


def test_rounds_stand_newest_first(city, browsers):
    for number in (11, 10):
        open_round(
            term=city.round.term, number=number, name=f"第{number}轮", since=date(2026, 8, 1), by=city.people.director
        )
    table = browsers("clerk").get(url("rounds")).context["table"]
    assert [row.thing.number for row in table.groups[0].rows] == [11, 10, 9]


def test_the_round_groups_units_by_sector_and_unit_people_see_their_own_row(city, browsers):
    page = browsers("clerk").get(url("round", city.round.pk))
    assert [(group.label, len(group.rows)) for group in page.context["table"].groups] == [
        ("部门", 1), ("国企", 1), ("高校", 1),
    ]  # fmt: skip
    own = browsers("secretary").get(url("round", city.round.pk))
    assert [
        (group.label, [str(row.thing.row.unit) for row in group.rows]) for group in own.context["table"].groups
    ] == [("高校", ["云州大学"])]
    assert "云州市水利局" not in own.content.decode()


def test_material_of_the_whole_round_is_not_for_unit_people(city, browsers):
    receive(city, name="第九轮巡察综合报告.docx", inspection=None, kind="special_report")
    assert "第九轮巡察综合报告" in browsers("clerk").get(url("round", city.round.pk)).content.decode()
    assert "第九轮巡察综合报告" not in browsers("secretary").get(url("round", city.round.pk)).content.decode()


def test_material_is_counted_only_for_those_who_may_read_it(city, browsers):
    receive(city)
    counts = {}
    for name in ("clerk", "leader"):
        groups = browsers(name).get(url("round", city.round.pk)).context["table"].groups
        counts[name] = [row.cells[4][1].text for group in groups for row in group.rows]
    assert counts == {"clerk": ["0", "0", "1"], "leader": ["—", "—", "—"]}


@pytest.mark.parametrize("more", [0, 2])
def test_rounds_take_the_same_queries_for_one_row_and_three(city, browsers, django_assert_num_queries, more):
    for number in range(10, 10 + more):
        open_round(
            term=city.round.term, number=number, name=f"第{number}轮", since=date(2026, 8, 1), by=city.people.director
        )
    browser = browsers("director")
    with django_assert_num_queries(4):
        page = browser.get(url("rounds"))
    assert len(page.context["table"]) == 1 + more


@pytest.mark.parametrize("rows", [1, 3])
def test_a_round_takes_the_same_queries_for_one_unit_and_three(city, browsers, django_assert_num_queries, rows):
    tenth = open_round(term=city.round.term, number=10, name="第十轮", since=date(2026, 8, 1), by=city.people.director)
    for unit in (city.units.university, city.units.firm, city.units.bureau)[:rows]:
        made = open_inspection(round=tenth, unit=unit, team="组", by=city.people.clerk)
        receive(city, round=tenth, inspection=made)
    receive(city, round=tenth, inspection=None)
    browser = browsers("director")
    # What was handed over is said of units and of material (2).
    with django_assert_num_queries(12):
        page = browser.get(url("round", tenth.pk))
    assert len(page.context["table"]) == rows


@pytest.mark.parametrize("more", [0, 2])
def test_an_inspection_takes_the_same_queries_for_one_file_and_three(city, browsers, django_assert_num_queries, more):
    for number in range(1 + more):
        receive(city, name=f"云州大学材料{number}.docx", content=a_word_file(f"第{number}份"))
    browser = browsers("clerk")
    # What was handed over is said of material (1).
    with django_assert_num_queries(9):
        page = browser.get(url("inspection", city.inspections.university.pk))
    assert len(page.context["table"]) == 1 + more


# Empty states


def test_an_empty_list_says_why_and_what_to_do(city, browsers):
    assert "您联系的单位还没有登记在任何一轮巡视里" in browsers("outsider").get(url("rounds")).content.decode()
    empty = open_round(term=city.round.term, number=10, name="第十轮", since=date(2026, 8, 1), by=city.people.director)
    page = browsers("clerk").get(url("round", empty.pk)).content.decode()
    assert "这一轮还没有登记单位" in page
    assert "没有整轮材料" in page
    firm = browsers("clerk").get(url("inspection", city.inspections.firm.pk)).content.decode()
    assert "上传反馈意见后，系统会读出其中的问题" in firm
    assert (
        "您的岗位不看材料原件" in browsers("leader").get(url("inspection", city.inspections.firm.pk)).content.decode()
    )


def test_a_grey_button_says_why(browsers):
    page = browsers("clerk").get(url("rounds")).content.decode()
    assert 'aria-disabled="true" aria-describedby="why-round"' in page
    assert "您的岗位不能“设立轮次”。巡视办负责人可以办理。" in page
    assert "设立轮次" not in browsers("secretary").get(url("rounds")).content.decode()


# Opening


ROUND = {
    "number": "10",
    "name": "第五届市委第十轮巡察",
    "kind": "regular",
    "theme": "",
    "since": "2026-08-01",
    "above": "",
}


def test_open_round_by_the_director(city, browsers):
    answer = browsers("director").post(url("open_round"), ROUND | {"term": city.round.term.pk})
    made = Round.objects.get(number=10)
    assert answer.headers["Location"] == url("round", made.pk)
    assert (made.name, made.kind, made.since) == ("第五届市委第十轮巡察", "regular", date(2026, 8, 1))


def test_open_round_proposes_the_next_number(browsers):
    assert browsers("director").get(url("open_round")).context["form"]["number"].value() == 10


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "9"}, "第五届已有第 9 轮。"),
        ({"kind": "special"}, "专项巡视要写明专题。"),
        ({"name": ""}, "这个字段是必填项。"),
    ],
)
def test_open_round_refused_stays_on_the_form_with_the_sentence(city, browsers, changes, sentence):
    before = acts_recorded()
    answer = browsers("director").post(url("open_round"), ROUND | {"term": city.round.term.pk} | changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (Round.objects.count(), acts_recorded()) == (1, before)


@pytest.mark.parametrize("person", ["clerk", "secretary", "leader", "outsider"])
def test_open_round_denied_changes_nothing_and_is_journaled(city, browsers, person):
    before = acts_recorded()
    answer = browsers(person).post(url("open_round"), ROUND | {"term": city.round.term.pk})
    assert answer.status_code == 403
    assert "巡视办负责人可以办理" in answer.content.decode()
    assert Round.objects.count() == 1
    assert acts_recorded() == before | {"access.denied": 1}


def test_open_term_first_where_there_is_none(browsers):
    Inspection.objects.all().delete()
    Round.objects.all().delete()
    Term.objects.all().delete()
    browser = browsers("director")
    assert browser.get(url("open_round")).headers["Location"] == url("open_term")
    answer = browser.post(url("open_term"), {"number": "6", "name": "第六届", "since": "2027-01-01"})
    assert answer.headers["Location"] == url("open_round")
    again = browser.post(url("open_term"), {"number": "6", "name": "又一个", "since": "2027-01-01"})
    assert again.status_code == 422
    assert "第 6 届已经设立。" in again.content.decode()
    assert list(Term.objects.values_list("name", flat=True)) == ["第六届"]


def test_open_inspection_registers_the_team(city, browsers):
    data = {
        "unit": city.units.elsewhere.pk, "team": "市委第二巡察组", "team_head": "沈组长",
        "members": "刘文 副组长\n周青\n",
        "stationed_from": "2026-03-10", "stationed_until": "2026-05-10", "feedback_on": "",
    }  # fmt: skip
    answer = browsers("clerk").post(url("open_inspection", city.round.pk), data)
    made = Inspection.objects.get(unit=city.units.elsewhere)
    assert answer.headers["Location"] == url("round", city.round.pk)
    assert made.members == [{"name": "刘文", "role": "副组长"}, {"name": "周青", "role": ""}]
    assert (made.stationed_from, made.feedback_on) == (date(2026, 3, 10), None)


def test_open_inspection_offers_only_units_that_are_not_registered(city, browsers):
    form = browsers("clerk").get(url("open_inspection", city.round.pk)).context["form"]
    assert [unit.name for unit in form.fields["unit"].queryset] == ["云州市气象局", "云州市国有资产监督管理委员会"]


def test_open_inspection_refuses_days_out_of_order(city, browsers):
    data = {
        "unit": city.units.elsewhere.pk, "team": "组", "stationed_from": "2026-05-10", "stationed_until": "2026-03-10",
    }  # fmt: skip
    answer = browsers("clerk").post(url("open_inspection", city.round.pk), data)
    assert answer.status_code == 422
    assert "撤点不能早于进驻。" in answer.content.decode()
    assert Inspection.objects.count() == 3


@pytest.mark.parametrize(("person", "code", "denials"), [("secretary", 403, 1), ("outsider", 404, 0)])
def test_open_inspection_denied_changes_nothing(city, browsers, person, code, denials):
    before = acts_recorded()
    data = {"unit": city.units.elsewhere.pk, "team": "组"}
    assert browsers(person).post(url("open_inspection", city.round.pk), data).status_code == code
    assert Inspection.objects.count() == 3
    assert acts_recorded().get("access.denied", 0) - before.get("access.denied", 0) == denials


# Feedback


def test_give_feedback_notes_the_day(city, browsers):
    inspection = city.inspections.university
    answer = browsers("clerk").post(url("give_feedback", inspection.pk), {"feedback_on": "2026-06-20"})
    inspection.refresh_from_db()
    assert (answer.status_code, inspection.feedback_on) == (302, date(2026, 6, 20))


def test_give_feedback_before_the_team_came_is_refused(city, browsers):
    open_inspection(
        round=city.round, unit=city.units.elsewhere, team="组", stationed_from=date(2026, 3, 10), by=city.people.clerk
    )
    row = Inspection.objects.get(unit=city.units.elsewhere)
    answer = browsers("clerk").post(url("give_feedback", row.pk), {"feedback_on": "2026-03-01"})
    row.refresh_from_db()
    assert (answer.status_code, row.feedback_on) == (422, None)
    assert "反馈日期不能早于进驻日期。" in answer.content.decode()


@pytest.mark.parametrize(("person", "code"), [("secretary", 403), ("leader", 403), ("liaison", 404), ("outsider", 404)])
def test_give_feedback_denied_changes_nothing(city, browsers, person, code):
    inspection = city.inspections.university
    answer = browsers(person).post(url("give_feedback", inspection.pk), {"feedback_on": "2026-06-20"})
    inspection.refresh_from_db()
    assert (answer.status_code, inspection.feedback_on) == (code, date(2026, 6, 18))


@pytest.mark.parametrize("name", ["give_feedback", "withdraw_material", "restore_material"])
def test_acts_are_not_done_by_following_a_link(browsers, name):
    assert browsers("clerk").get(url(name, 1)).status_code == 405


# Material


def test_the_page_of_material_shows_its_facts_versions_and_history(city, browsers):
    first = receive(city)
    second = receive(city, content=a_word_file("改过。"), corrects=first)
    page = browsers("clerk").get(url("material", first.pk)).content.decode()
    for text in (first.file.sha256, first.file.sm3, "刘文", "内部", "接收材料《云州大学反馈意见》", "已有更正版"):
        assert text in page
    assert url("material", second.pk) in page
    assert f"{url('material', first.pk)}" in browsers("clerk").get(url("material", second.pk)).content.decode()


def test_the_original_comes_out_byte_for_byte_and_only_as_a_download(city, browsers):
    content = a_word_file()
    material = receive(city, content=content, name="云州大学 反馈“意见”.docx")
    answer = browsers("secretary").get(url("original", material.pk))
    assert b"".join(answer.streaming_content) == content
    assert {
        name: answer.headers[name] for name in ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/octet-stream",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E4%BA%91%E5%B7%9E%E5%A4%A7%E5%AD%A6%20"
        "%E5%8F%8D%E9%A6%88%E2%80%9C%E6%84%8F%E8%A7%81%E2%80%9D.docx"
    )
    assert acts_recorded()["material.taken_out"] == 1


def test_an_original_that_is_lost_says_so_and_is_not_journaled_as_taken(city, browsers):
    material = receive(city)
    material.file.path.unlink()
    answer = browsers("clerk").get(url("original", material.pk))
    assert answer.status_code == 409
    assert "存储里找不到这份原件" in answer.content.decode()
    assert "material.taken_out" not in acts_recorded()


def test_withdraw_and_restore_material(city, browsers):
    material = receive(city)
    browser = browsers("clerk")
    assert browser.post(url("withdraw_material", material.pk), {"reason": "传错单位"}).status_code == 302
    material.refresh_from_db()
    assert material.state == "withdrawn"
    assert "传错单位" in browser.get(url("material", material.pk)).content.decode()
    assert browser.post(url("restore_material", material.pk)).status_code == 302
    material.refresh_from_db()
    assert material.state == "kept"


def test_withdraw_without_a_reason_is_refused(city, browsers):
    material = receive(city)
    answer = browsers("clerk").post(url("withdraw_material", material.pk), {"reason": "  "})
    material.refresh_from_db()
    assert (answer.status_code, material.state) == (422, "kept")


def test_restore_what_is_not_withdrawn_is_refused(city, browsers):
    material = receive(city)
    answer = browsers("clerk").post(url("restore_material", material.pk))
    assert answer.status_code == 409
    assert "现在的状态是“已接收”，不能“恢复”。" in answer.content.decode()


@pytest.mark.parametrize("act", ["withdraw_material", "restore_material"])
@pytest.mark.parametrize(("person", "code"), [("secretary", 403), ("room", 403), ("leader", 404), ("outsider", 404)])
def test_withdraw_and_restore_denied_change_nothing(city, browsers, act, person, code):
    material = receive(city)
    answer = browsers(person).post(url(act, material.pk), {"reason": "不要了"})
    material.refresh_from_db()
    assert (answer.status_code, material.state) == (code, "kept")
    assert Material.objects.count() == 1
