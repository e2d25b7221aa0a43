"""Administration: each administrator their own part, nobody else any."""

from datetime import date

import pytest
from django.urls import reverse

from liandu.access.commands import end_post, give_post
from liandu.access.models import Post
from liandu.accounts.models import User
from liandu.inspections.queries import inspections_for
from liandu.journal.models import Entry
from liandu.orgs.commands import end_oversight
from liandu.orgs.models import Oversight, Unit
from tests.people import SINCE

ACCOUNT = {"account-username": "xinren", "account-display_name": "新人", "account-password": "heron-over-water-9"}
UNIT = {"unit-name": "云州市教育局", "unit-code": "305", "unit-sector": "department"}


def page(city, name):
    return city.client(getattr(city.people, name)).get(reverse("desk:administration"))


def post(city, name, place, form):
    return city.client(getattr(city.people, name)).post(reverse(f"desk:{place}"), form)


def a_post(city, **more):
    about = {"user": city.people.nobody.pk, "role": "unit_liaison", "unit": city.units.bureau.pk, "since": "2026-06-01"}
    return {f"post-{key}": value for key, value in (about | more).items()}


def forms_of(answer):
    """Return the forms on the page, by the key of their act."""
    return {door.key: form for door, form in (*answer.context["unit_doors"], *answer.context["people_doors"])}


def written():
    return User.objects.count(), Post.objects.count(), Unit.objects.count()


@pytest.mark.parametrize(
    ("name", "acts"), [("system", ["unit", "oversight", "over", "account", "close"]), ("security", ["post", "ended"])]
)
def test_each_administrator_gets_the_forms_of_their_own_part(city, name, acts):
    assert list(forms_of(page(city, name))) == acts


@pytest.mark.parametrize("name", ["director", "clerk", "room", "secretary", "leader", "audit", "nobody"])
def test_everybody_else_is_told_whose_page_it_is(city, name):
    answer = page(city, name)
    assert (answer.status_code, answer.context["sentence"]) == (
        403, "管理页面只对管理员开放：系统管理员、安全保密管理员。"
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "holder"), [("new_account", "system"), ("new_unit", "system"), ("new_post", "security")]
)
def test_each_act_is_denied_to_all_but_its_administrator_and_changes_nothing(city, place, holder):
    forms = {"new_account": ACCOUNT, "new_unit": UNIT | {"unit-parent": city.units.root.pk}, "new_post": a_post(city)}
    before = written()
    for name in vars(city.people):
        if name != holder:
            assert post(city, name, place, forms[place]).status_code == 403, name
    assert written() == before
    assert post(city, holder, place, forms[place]).headers["Location"] == "/administration/"
    assert sum(written()) == sum(before) + 1


def test_an_account_is_opened_by_its_administrator(city):
    browser = city.client(city.people.system)
    answer = browser.post(reverse("desk:new_account"), ACCOUNT | {"account-username": "XinRen"}, follow=True)
    opened = User.objects.get(username="xinren")
    assert (opened.display_name, opened.check_password("heron-over-water-9")) == ("新人", True)
    assert Entry.objects.filter(act="account.opened").last().actor == "xitong"
    assert "请安全保密管理员为其设置岗位。" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"account-username": ""}, {"account-username": "liuwen"}, {"account-username": "LIUWEN"},
        {"account-username": "a b"}, {"account-username": "a\x00b"}, {"account-username": "x" * 41},
        {"account-display_name": ""}, {"account-password": "short"}, {"account-password": "123456789012"},
    ],
)  # fmt: skip
def test_an_account_that_cannot_be_opened_comes_back_with_reasons(city, wrong):
    before = written()
    answer = post(city, "system", "new_account", ACCOUNT | wrong)
    assert (answer.status_code, list(forms_of(answer)["account"].errors)) == (
        422, [next(iter(wrong)).removeprefix("account-")]
    )  # fmt: skip
    assert written() == before
    assert "heron-over-water-9" not in answer.content.decode()


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


def test_a_post_is_given_from_its_first_day(city):
    post(city, "security", "new_post", a_post(city))
    given = Post.objects.get(user=city.people.nobody)
    assert (given.role, given.unit, given.since, given.until) == (
        "unit_liaison",
        city.units.bureau,
        date(2026, 6, 1),
        None,
    )


@pytest.mark.parametrize("wrong", [{"role": "emperor"}, {"user": "0"}, {"unit": ""}, {"since": "gestern"}])
def test_a_post_that_cannot_be_given_comes_back_with_reasons(city, wrong):
    before = written()
    answer = post(city, "security", "new_post", a_post(city, **wrong))
    assert (answer.status_code, list(forms_of(answer)["post"].errors)) == (422, list(wrong))
    assert written() == before


def test_the_three_administrators_are_kept_apart_with_a_sentence(city):
    before = written()
    answer = post(city, "security", "new_post", a_post(city, user=city.people.system.pk, role="audit_admin"))
    assert answer.status_code == 409
    assert forms_of(answer)["post"].non_field_errors() == ["三员互斥：管理员岗位不能与其他岗位由同一人担任。"]
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
    answer = page(city, "system")
    rows = {row.unit.name: (row.depth, row.offices, row.people) for row in answer.context["tree"]}
    assert rows["中共云州市委员会"][0] == 0
    assert rows["云州大学"] == (1, "市纪委监委第三监督检查室", "李书记（被巡视党组织主要负责人）")
    assert rows["云州水务集团有限公司"] == (1, "", "")
    assert rows["云州市水利局"] == (1, "", "无岗（被巡视党组织联络员）")
    posts = {account.username: len(account.posts.all()) for account in answer.context["accounts"]}
    assert (posts["sunlianluo"], posts["wugang"], posts["liuwen"]) == (0, 1, 1)


def test_the_page_asks_the_same_number_of_questions_however_many_there_are(city, django_assert_num_queries):
    browser = city.client(city.people.system)
    # Session, person, posts; tree with oversight and posts (3); accounts with posts (2); what the forms offer (5).
    with django_assert_num_queries(13):
        browser.get(reverse("desk:administration"))


@pytest.mark.parametrize(("asked", "found"), [("刘", ["liuwen"]), ("SHENJI", ["shenji"]), ("%", []), ("\x00", 19)])
def test_accounts_are_found_by_name(city, asked, found):
    answer = city.client(city.people.system).get(reverse("desk:administration"), {"q": asked})
    names = [account.username for account in answer.context["accounts"]]
    assert (len(names) if isinstance(found, int) else names) == found


def test_an_account_is_closed_for_a_reason(city):
    form = {"close-user": city.people.outsider.pk, "close-reason": "退休"}
    assert post(city, "system", "close_account", form | {"close-reason": " "}).status_code == 422
    assert post(city, "system", "close_account", form).status_code == 302
    assert not User.objects.get(pk=city.people.outsider.pk).is_active
    assert Entry.objects.last().reason == "退休"


def test_a_post_and_an_oversight_end_not_before_they_begin(city):
    held, row = Post.objects.get(user=city.people.liaison), Oversight.objects.get(unit=city.units.firm)
    ends = [
        ("security", "end_post", {"ended-post": held.pk, "ended-until": "2023-01-01"}),
        ("system", "end_oversight", {"over-oversight": row.pk, "over-until": "2023-01-01"}),
    ]
    assert [post(city, *end).status_code for end in ends] == [422, 422]
    for _name, _place, form in ends:
        form.update({key: "2026-06-30" for key in form if key.endswith("until")})
    assert [post(city, *end).status_code for end in ends] == [302, 302]
    assert Post.objects.get(pk=held.pk).until == Oversight.objects.get(pk=row.pk).until == date(2026, 6, 30)


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


def test_a_post_that_ends_takes_its_reach_with_it(city):
    held = Post.objects.get(user=city.people.liaison)
    post(city, "security", "end_post", {"ended-post": held.pk, "ended-until": "2026-01-31"})
    assert inspections_for(fresh(city.people.liaison)).count() == 0


def fresh(person):
    """Return the person as the next request sees them, with nothing remembered."""
    return User.objects.get(pk=person.pk)
