"""Administration: units and oversight; each administrator their own part, nobody else any."""

from datetime import date

import pytest
from django.urls import reverse

from liandu.access.commands import end_post, give_post
from liandu.access.models import Post
from liandu.accounts.models import User
from liandu.inspections.queries import inspections_for
from liandu.orgs.commands import end_oversight
from liandu.orgs.models import Oversight, Unit
from tests.people import SINCE

UNIT = {"unit-name": "云州市教育局", "unit-code": "305", "unit-sector": "department"}


def page(city, name, place="units"):
    return city.client(getattr(city.people, name)).get(reverse(f"desk:{place}"))


def post(city, name, place, form, *args):
    return city.client(getattr(city.people, name)).post(reverse(f"desk:{place}", args=args), form)


def forms_of(answer):
    """Return the forms on the page, by the key of their act."""
    return {one.key: one.form for one in answer.context["doors"]}


def written():
    return User.objects.count(), Post.objects.count(), Unit.objects.count()


@pytest.mark.parametrize(
    ("name", "place", "acts"),
    [
        ("system", "units", ["unit", "oversight", "over"]), ("system", "people", ["account"]),
        ("security", "units", []), ("security", "people", []),
    ],
)  # fmt: skip
def test_each_administrator_gets_the_forms_of_their_own_part(city, name, place, acts):
    assert list(forms_of(page(city, name, place))) == acts


@pytest.mark.parametrize("place", ["administration", "units", "people", "posts"])
@pytest.mark.parametrize("name", ["director", "clerk", "audit", "nobody", "keeper"])
def test_everybody_else_is_told_whose_page_it_is(city, name, place):
    answer = page(city, name, place)
    assert (answer.status_code, answer.context["sentence"]) == (
        403, "管理页面只对管理员开放：系统管理员、安全保密管理员。"
    )  # fmt: skip


def test_the_first_page_counts_what_is_kept(city):
    totals = page(city, "system", "administration").context["totals"]
    assert (totals.units, totals.accounts, totals.locked, totals.without_post, totals.posts) == (11, 19, 0, 1, 18)


def test_a_unit_is_added_below_its_parent(city):
    post(city, "system", "new_unit", UNIT | {"unit-parent": city.units.root.pk, "unit-short_name": "教育局"})
    unit = Unit.objects.get(code="305")
    assert (unit.name, unit.short_name, unit.parent, unit.sector) == (
        "云州市教育局",
        "教育局",
        city.units.root,
        "department",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit-code": "101"}, {"unit-code": ""}, {"unit-code": "x" * 11}, {"unit-name": ""}, {"unit-parent": "0"},
        {"unit-parent": "x"}, {"unit-sector": "moon"}, {"unit-party": "inspection"},
    ],
)  # fmt: skip
def test_a_unit_that_cannot_be_added_comes_back_with_reasons(city, wrong):
    before = written()
    answer = post(city, "system", "new_unit", UNIT | {"unit-parent": city.units.root.pk} | wrong)
    assert (answer.status_code, bool(forms_of(answer)["unit"].errors)) == (422, True)
    assert written() == before


def test_the_tree_shows_who_is_in_post_and_who_oversees_today(city):
    end_oversight(oversight=Oversight.objects.get(unit=city.units.firm), until=date(2025, 1, 1), by=None)
    end_post(post=Post.objects.get(user=city.people.liaison), until=date(2025, 1, 1), by=None)
    give_post(
        user=city.people.nobody,
        role="unit_liaison",
        unit=city.units.bureau,
        since=SINCE,
        until=date(2999, 1, 1),
        by=None,
    )
    rows = {row.unit.name: (row.depth, row.offices, row.people) for row in page(city, "system").context["tree"]}
    assert rows["中共云州市委员会"][0] == 0
    assert rows["云州大学"] == (1, "市纪委监委第三监督检查室", "李书记（被巡视党组织主要负责人）")
    assert rows["云州水务集团有限公司"] == (1, "", "")
    assert rows["云州市水利局"] == (1, "", "无岗（被巡视党组织联络员）")


@pytest.mark.parametrize(("asked", "found"), [("大学", ["云州大学"]), ("202", ["云州水务集团有限公司"]), ("%", [])])
def test_units_are_found_by_name_and_code(city, asked, found):
    answer = city.client(city.people.system).get(reverse("desk:units"), {"q": asked})
    assert [row.unit.name for row in answer.context["tree"]] == found


def test_the_tree_asks_the_same_number_of_questions_however_many_there_are(city, django_assert_num_queries):
    browser = city.client(city.people.system)
    # Session, person, posts; tree with oversight and posts (3); what the forms offer (4).
    with django_assert_num_queries(10):
        browser.get(reverse("desk:units"))


def test_an_oversight_ends_not_before_it_begins(city):
    row = Oversight.objects.get(unit=city.units.firm)
    form = {"over-oversight": row.pk, "over-until": "2023-01-01"}
    assert post(city, "system", "end_oversight", form).status_code == 422
    assert post(city, "system", "end_oversight", form | {"over-until": "2026-06-30"}).status_code == 302
    assert Oversight.objects.get(pk=row.pk).until == date(2026, 6, 30)


def test_an_office_is_let_supervise_a_unit(city):
    form = {
        "oversight-office": city.units.third_room.pk,
        "oversight-unit": city.units.bureau.pk,
        "oversight-since": "2026-06-01",
    }
    assert post(city, "system", "add_oversight", form).status_code == 302
    assert Oversight.objects.get(unit=city.units.bureau).office == city.units.third_room
    not_an_office = form | {"oversight-office": city.units.firm.pk}
    assert post(city, "system", "add_oversight", not_an_office).status_code == 422


def test_an_office_comes_to_supervise_a_unit_and_sees_it_until_the_day_it_ends(city):
    room, firm = city.people.room, city.units.firm
    assert not inspections_for(room).filter(unit=firm).exists()
    post(city, "system", "add_oversight", {
        "oversight-office": city.units.third_room.pk, "oversight-unit": firm.pk, "oversight-since": "2026-01-01",
    })  # fmt: skip
    row = Oversight.objects.get(office=city.units.third_room, unit=firm)
    assert inspections_for(fresh(room)).filter(unit=firm).exists()

    post(city, "system", "end_oversight", {"over-oversight": row.pk, "over-until": "2026-01-31"})
    assert not inspections_for(fresh(room)).filter(unit=firm).exists()


def fresh(person):
    """Return the person as the next request sees them, with nothing remembered."""
    return User.objects.get(pk=person.pk)
