"""Who can see this and why; what can I reach and by which post."""

from datetime import date

import pytest
from django.urls import reverse

from liandu.access.commands import end_post
from liandu.access.models import Post
from liandu.access.visibility import Kind, kinds, show_readers_of
from tests.papers_of_the_day import receive


def ask(city, name, kind, pk, **query):
    return city.client(getattr(city.people, name)).get(reverse("desk:readers", args=[kind, pk]), query)


def told(answer):
    return [
        [cell.text for _column, cell in row.cells] for group in answer.context["table"].groups for row in group.rows
    ]


@pytest.fixture
def records(city):
    material = receive(city)
    return {
        "material": material.pk, "inspection": city.inspections.university.pk, "round": city.round.pk,
    }  # fmt: skip


def test_every_kind_of_record_has_its_page():
    assert {"finding", "inspection", "material", "round"} <= set(kinds())


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="round is registered twice"):
        show_readers_of(Kind("round", "", None, None, None, None))


@pytest.mark.parametrize("kind", ["material", "inspection", "round"])
def test_who_may_see_a_record_may_see_who_else_can(city, records, kind):
    assert ask(city, "clerk", kind, records[kind]).status_code == 200
    assert ask(city, "outsider", kind, records[kind]).status_code == 404
    assert ask(city, "security", kind, records[kind]).status_code == 404
    assert ask(city, "clerk", kind, 0).status_code == 404
    assert ask(city, "clerk", "moon", records[kind]).status_code == 404


def test_each_line_says_who_as_what_and_why_since_when(city, records):
    rows = told(ask(city, "room", "material", records["material"]))
    assert rows == [
        ["刘文", "巡视办工作人员", "因岗位覆盖全市（2024年1月1日起）"],
        ["周巡视", "巡视办负责人", "因岗位覆盖全市（2024年1月1日起）"],
        ["李书记", "被巡视党组织主要负责人", "因在云州大学任职（2024年1月1日起）"],
        ["王主任", "监督检查室干部", "因联系监督云州大学（2024年1月1日起）"],
        ["联合员", "联合监督组成员", "因“高校联合监督组”负责云州大学（2024年1月1日起）"],
    ]


def test_a_past_day_shows_who_could_then(city, records):
    end_post(post=Post.objects.get(user=city.people.secretary), until=date(2026, 6, 30), by=None)
    then = ask(city, "clerk", "material", records["material"], day="2026-06-30")
    after = ask(city, "clerk", "material", records["material"], day="2026-07-01")
    assert "李书记" in [row[0] for row in told(then)]
    assert "李书记" not in [row[0] for row in told(after)]
    assert ask(city, "clerk", "material", records["material"], day="2023-12-31").context["people"] == 0


@pytest.mark.parametrize("day", ["", "gestern", "2999-01-01", "2026-13-45", "\x00"])
def test_a_day_that_is_none_is_today(city, records, day):
    assert ask(city, "clerk", "material", records["material"], day=day).context["is_today"]


def test_the_page_takes_eight_queries(city, records, django_assert_num_queries):
    browser = city.client(city.people.clerk)
    with django_assert_num_queries(8):
        browser.get(reverse("desk:readers", args=["material", records["material"]]))


# What can I reach


def reach(city, name, *args):
    place = "reach_of_person" if args else "my_reach"
    return city.client(getattr(city.people, name)).get(reverse(f"desk:{place}", args=args))


def test_each_standing_says_what_it_brings(city):
    first, second = reach(city, "teamer").context["standings"]
    assert (first["count"], first["units"], first["days"]) == (0, [], "2024年1月1日起")
    assert (second["count"], second["units"]) == (1, ["云州大学"])
    assert second["acts"] == ["查看巡视情况", "查看材料", "查看问题", "查看联合监督组", "查看整改事项"]


def test_whose_post_covers_everything_reaches_every_unit(city):
    (standing,) = reach(city, "clerk").context["standings"]
    assert standing["count"] is None


def test_what_is_not_carried_is_told_with_who_does(city):
    answer = reach(city, "room")
    rows = {row.thing[0]: row.thing[1] for group in answer.context["without"].groups for row in group.rows}
    assert rows["撤回问题"] == "巡视办负责人"
    assert "查看问题" not in rows


def test_the_security_administrator_sees_the_reach_of_another_and_no_business(city, records):
    answer = reach(city, "security", city.people.teamer.pk)
    text = answer.content.decode()
    assert (answer.status_code, "高校联合监督组" in text, "云州大学" in text) == (200, True, True)
    assert "反馈意见" not in text.replace("查看本单位的反馈意见", "")
    assert reach(city, "clerk", city.people.teamer.pk).status_code == 404


def test_who_has_nothing_is_told_so(city):
    assert "这一天没有岗位" in reach(city, "nobody").content.decode()


@pytest.mark.parametrize("person", ["clerk", "room", "teamer"])
def test_the_page_of_reach_takes_few_queries(city, person, django_assert_num_queries):
    browser = city.client(getattr(city.people, person))
    with django_assert_num_queries({"clerk": 3, "room": 5, "teamer": 5}[person]):
        browser.get(reverse("desk:my_reach"))


def test_the_menu_and_the_pages_lead_there(city, records):
    browser = city.client(city.people.clerk)
    assert 'href="/my-reach/"' in browser.get("/").content.decode()
    for kind, path in (("material", "/rounds/material/{}/"), ("inspection", "/rounds/inspections/{}/"),
                       ("round", "/rounds/{}/")):  # fmt: skip
        text = browser.get(path.format(records[kind])).content.decode()
        assert f'href="/visibility/{kind}/{records[kind]}/"' in text
