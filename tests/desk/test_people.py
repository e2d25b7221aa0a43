"""Accounts and posts: lists for 400 people, the page of a person, each act of each administrator."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from liandu.access.models import Post
from liandu.accounts.commands import add_one_time_codes, close_account, note_sign_in, open_account
from liandu.accounts.models import User
from liandu.desk.commands import close_account_of, end_post_of, remove_factors_of, reset_password_of
from liandu.desk.queries import PEOPLE_PAGE
from liandu.findings.commands import withdraw_finding
from liandu.inspections.queries import inspections_for
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.findings_of_the_day import findings_in_ledger
from tests.people import SINCE

ACCOUNT = {"account-username": "xinren", "account-display_name": "新人", "account-password": "heron-over-water-9"}
GOOD = "heron-over-still-water-9"
SECRET = "JBSWY3DPEHPK3PXP"


def get(city, name, place, *args, **asked):
    return city.client(getattr(city.people, name)).get(reverse(f"desk:{place}", args=args), asked)


def post(city, name, place, form, *args):
    return city.client(getattr(city.people, name)).post(reverse(f"desk:{place}", args=args), form)


def act(city, name, place, person, form):
    return post(city, name, place, form, getattr(city.people, person).pk)


def doors_of(answer):
    return [one.key for one in answer.context["doors"]]


def wrong_form(answer, key):
    return next(one.form for one in answer.context["doors"] if one.key == key)


def anew(person):
    return User.objects.get(pk=person.pk)


def names(answer):
    return [row.thing.username for group in answer.context["table"].groups for row in group.rows]


# Accounts


def test_an_account_is_opened_by_its_administrator_with_an_initial_password(city):
    browser = city.client(city.people.system)
    answer = browser.post(reverse("desk:new_account"), ACCOUNT | {"account-username": "XinRen"}, follow=True)
    opened = User.objects.get(username="xinren")
    assert (opened.display_name, opened.check_password("heron-over-water-9"), opened.must_change_password) == (
        "新人", True, True
    )  # fmt: skip
    assert Entry.objects.filter(act="account.opened").last().actor == "xitong"
    assert answer.redirect_chain[-1][0] == f"/administration/accounts/{opened.pk}/"
    assert "请安全保密管理员为其设置岗位。" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"account-username": ""}, {"account-username": "liuwen"}, {"account-username": "LIUWEN"},
        {"account-username": "a b"}, {"account-username": "a\x00b"}, {"account-username": "x" * 41},
        {"account-username": "Admin"}, {"account-username": "root"}, {"account-username": "test"},
        {"account-display_name": ""}, {"account-password": "short"}, {"account-password": "123456789012"},
        {"account-password": "plum-rain-a"},
    ],
)  # fmt: skip
def test_an_account_that_cannot_be_opened_comes_back_with_reasons(city, wrong):
    before = User.objects.count(), Entry.objects.count()
    answer = post(city, "system", "new_account", ACCOUNT | wrong)
    assert (answer.status_code, list(wrong_form(answer, "account").errors)) == (
        422, [next(iter(wrong)).removeprefix("account-")]
    )  # fmt: skip
    assert (User.objects.count(), Entry.objects.count()) == before
    assert "heron-over-water-9" not in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "刘"}, ["liuwen"]), ({"q": "SHENJI"}, ["shenji"]), ({"q": "%"}, []), ({"q": "x" * 100}, 19),
        ({"state": "no_post"}, ["wugang"]), ({"state": "closed"}, ["wairen"]), ({"state": "locked"}, ["guoziwei"]),
        ({"state": "initial"}, ["sunlianluo"]), ({"state": "open"}, 18), ({"state": "no_factor"}, 17),
        ({"state": "x"}, 19), ({"after": "xitong"}, ["zhaolingdao", "zhouxunshi"]), ({"after": "\x00"}, 19),
        ({"q": "i", "state": "no_post"}, []),
    ],
)  # fmt: skip
def test_accounts_are_found_by_name_and_state(city, asked, found):
    close_account(user=city.people.outsider, by=None, reason="退休")
    User.objects.filter(username="guoziwei").update(locked_at=timezone.now())
    User.objects.filter(username="sunlianluo").update(must_change_password=True)
    add_one_time_codes(user=city.people.system, secret=SECRET, by=None)
    answer = get(city, "security", "people", **asked)
    assert (len(names(answer)) if isinstance(found, int) else names(answer)) == found


@pytest.mark.slow
def test_400_accounts_are_read_page_by_page_without_gap_or_double(city, django_assert_num_queries):
    User.objects.bulk_create(User(username=f"person-{n:03}", display_name=f"人{n}") for n in range(400))
    browser, seen, query = city.client(city.people.system), [], ""
    # Session, person, posts of the reader; accounts with posts of today (2); second factors.
    while query is not None:
        with django_assert_num_queries(6):
            answer = browser.get(f"{reverse('desk:people')}?{query}")
        seen += names(answer)
        query = answer.context["later"] or None
    assert seen == sorted(seen)
    assert (len(seen), len(set(seen)), PEOPLE_PAGE) == (419, 419, 50)


@pytest.mark.slow
def test_posts_are_read_page_by_page_without_gap_or_double(city):
    many = [Post(user=city.people.nobody, role="unit_liaison", unit=city.units.bureau, since=SINCE) for _ in range(120)]
    Post.objects.bulk_create(many)
    browser, seen, query = city.client(city.people.security), [], ""
    while query is not None:
        context = browser.get(f"{reverse('desk:posts')}?{query}").context
        seen += [row.thing.pk for group in context["table"].groups for row in group.rows]
        query = context["later"] or None
    assert (len(seen), set(seen)) == (138, set(Post.objects.values_list("pk", flat=True)))


@pytest.mark.parametrize(
    ("asked", "people"),
    [
        ({"q": "云州大学"}, ["lishuji"]), ({"q": "刘"}, ["liuwen"]), ({"role": "leader"}, ["zhaolingdao"]),
        ({"q": "刘", "role": "leader"}, []), ({"role": "emperor"}, 18), ({"after": "x"}, 18),
        ({"after": "9" * 500}, 18),
    ],
)  # fmt: skip
def test_posts_are_found_by_person_unit_and_role(city, asked, people):
    answer = get(city, "system", "posts", **asked)
    found = [row.thing.user.username for group in answer.context["table"].groups for row in group.rows]
    assert (len(found) if isinstance(people, int) else found) == people


def test_posts_of_the_past_stand_only_on_the_page_of_the_person(city):
    held = Post.objects.get(user=city.people.liaison)
    Post.objects.filter(pk=held.pk).update(until=date(2025, 1, 1))
    assert "sunlianluo" not in get(city, "security", "posts").content.decode()
    page = get(city, "security", "person", city.people.liaison.pk).content.decode()
    assert "2024年1月1日 至 2025年1月1日" in page


# The page of a person


@pytest.mark.parametrize(("name", "doors"), [("system", ["password", "close"]), ("security", ["post"])])
def test_each_administrator_finds_their_acts_on_the_page_of_a_person(city, name, doors):
    assert doors_of(get(city, name, "person", city.people.clerk.pk)) == doors


def test_what_is_locked_signed_in_or_has_a_factor_offers_the_acts_for_it(city):
    clerk = city.people.clerk
    User.objects.filter(pk=clerk.pk).update(locked_at=timezone.now())
    note_sign_in(by=clerk, session_key="x", address="192.0.2.1")
    User.objects.filter(pk=clerk.pk).update(locked_at=timezone.now())
    add_one_time_codes(user=clerk, secret=SECRET, by=None)
    assert doors_of(get(city, "system", "person", clerk.pk)) == ["unlock", "password", "out", "close"]
    assert doors_of(get(city, "security", "person", clerk.pk)) == ["post", "factors"]
    close_account(user=clerk, by=None, reason="调离")
    User.objects.filter(pk=clerk.pk).update(locked_at=None)
    assert doors_of(get(city, "system", "person", clerk.pk)) == ["reopen"]


@pytest.mark.parametrize("name", ["director", "clerk", "audit", "leader", "keeper", "nobody"])
def test_for_everybody_else_there_is_no_such_page(city, name):
    assert get(city, name, "person", city.people.room.pk).status_code == 404


def test_the_page_says_who_gave_which_post_when_and_nothing_of_business_or_sign_ins(city):
    post(city, "security", "new_post", {
        "post-role": "unit_liaison", "post-unit": city.units.bureau.pk, "post-since": "2026-06-01"
    }, city.people.director.pk)  # fmt: skip
    [finding] = findings_in_ledger(city, 1, title="只有业务人员能看的话")
    withdraw_finding(finding=finding, reason="只有业务人员能看的理由", by=city.people.director)
    answer = get(city, "system", "person", city.people.director.pk)
    lines = [(line.actor, line.sentence) for line, _when in answer.context["lines"]]
    assert lines == [
        ("安全员", "任 云州市水利局 被巡视党组织联络员"),
        ("", "任 市委巡察工作领导小组办公室 巡视办负责人"),
        ("", "开立账号 zhouxunshi"),
    ]
    assert "只有业务人员能看" not in answer.content.decode()


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(city, django_assert_num_queries):
    browser = city.client(city.people.security)
    address = reverse("desk:person", args=[city.people.clerk.pk])
    # Session, reader, posts of the reader; the person; factors, sign-ins, posts, journal; units to choose from.
    for more in (0, 3):
        for n in range(more):
            note_sign_in(by=city.people.clerk, session_key=str(n))
        with django_assert_num_queries(9):
            browser.get(address)


# What the system administrator does


def test_an_account_is_closed_and_reopened_for_a_reason(city):
    assert act(city, "system", "close_account", "outsider", {"close-reason": " "}).status_code == 422
    assert act(city, "system", "close_account", "outsider", {"close-reason": "借调"}).status_code == 302
    assert not anew(city.people.outsider).is_active
    assert act(city, "system", "reopen_account", "outsider", {"reopen-reason": "调回"}).status_code == 302
    assert anew(city.people.outsider).is_active
    assert [(e.act, e.actor, e.reason) for e in Entry.objects.order_by("-seq")[:2]] == [
        ("account.reopened", "xitong", "调回"), ("account.closed", "xitong", "借调")
    ]  # fmt: skip


def test_a_password_is_reset_with_what_is_wrong_beside_it(city):
    form = {"password-password": "short", "password-reason": "忘记密码"}
    answer = act(city, "system", "reset_password", "clerk", form)
    assert (answer.status_code, list(wrong_form(answer, "password").errors)) == (422, ["password"])
    assert act(city, "system", "reset_password", "clerk", form | {"password-password": GOOD}).status_code == 302
    person = anew(city.people.clerk)
    assert (person.check_password(GOOD), person.must_change_password) == (True, True)


def test_a_lock_and_sign_ins_are_ended(city):
    note_sign_in(by=city.people.clerk, session_key="x", address="192.0.2.1")
    User.objects.filter(pk=city.people.clerk.pk).update(locked_at=timezone.now(), failures=10)
    assert act(city, "system", "unlock_account", "clerk", {}).status_code == 302
    assert act(city, "system", "end_sign_ins", "clerk", {}).status_code == 302
    assert [(e.act, e.actor) for e in Entry.objects.order_by("-seq")[:2]] == [
        ("session.ended", "xitong"), ("account.unlocked", "xitong")
    ]  # fmt: skip
    answer = act(city, "system", "unlock_account", "clerk", {})
    assert (answer.status_code, wrong_form(answer, "unlock").non_field_errors()) == (
        409, ["这个账号没有锁定，不需要解锁。"]
    )  # fmt: skip


# What the security administrator does


def test_a_post_is_given_from_its_first_day_and_ends_with_its_last(city):
    form = {"post-role": "unit_liaison", "post-unit": city.units.bureau.pk, "post-since": "2026-06-01"}
    assert act(city, "security", "new_post", "nobody", form).status_code == 302
    given = Post.objects.get(user=city.people.nobody)
    assert (given.role, given.unit, given.since, given.until) == (
        "unit_liaison", city.units.bureau, date(2026, 6, 1), None
    )  # fmt: skip
    end = {"ended-until": "2026-05-31", "ended-reason": "调离"}
    answer = post(city, "security", "end_post", end, given.pk)
    shown = next(form for row, _when, _may, form in answer.context["posts"] if row.pk == given.pk)
    assert (answer.status_code, shown.non_field_errors()) == (409, ["岗位的结束日期不能早于起始日期。"])
    assert post(city, "security", "end_post", end | {"ended-until": "2026-06-30"}, given.pk).status_code == 302
    assert (Post.objects.get(pk=given.pk).until, Entry.objects.last().reason) == (date(2026, 6, 30), "调离")


@pytest.mark.parametrize("wrong", [{"role": "emperor"}, {"unit": ""}, {"since": "gestern"}])
def test_a_post_that_cannot_be_given_comes_back_with_reasons(city, wrong):
    before = Post.objects.count()
    form = {"role": "unit_liaison", "unit": city.units.bureau.pk, "since": "2026-06-01"} | wrong
    answer = act(city, "security", "new_post", "nobody", {f"post-{key}": value for key, value in form.items()})
    assert (answer.status_code, list(wrong_form(answer, "post").errors)) == (422, list(wrong))
    assert Post.objects.count() == before


def test_the_three_administrators_are_kept_apart_with_a_sentence(city):
    before = Post.objects.count()
    form = {"post-role": "audit_admin", "post-unit": city.units.root.pk, "post-since": "2026-06-01"}
    answer = act(city, "security", "new_post", "system", form)
    assert answer.status_code == 409
    assert "三员互斥" in wrong_form(answer, "post").non_field_errors()[0]
    assert Post.objects.count() == before


def test_a_post_that_ends_takes_its_reach_with_it(city):
    held = Post.objects.get(user=city.people.liaison)
    post(city, "security", "end_post", {"ended-until": "2026-01-31"}, held.pk)
    assert inspections_for(anew(city.people.liaison)).count() == 0


def test_a_lost_second_factor_is_removed(city):
    add_one_time_codes(user=city.people.clerk, secret=SECRET, by=None)
    assert act(city, "security", "remove_factors", "clerk", {"factors-reason": ""}).status_code == 422
    assert act(city, "security", "remove_factors", "clerk", {"factors-reason": "手机丢失"}).status_code == 302
    assert Authenticator.objects.count() == 0
    last = Entry.objects.last()
    assert (last.act, last.actor, last.reason) == ("second_factor.reset", "anquan", "手机丢失")


# Nobody left


@pytest.mark.parametrize(
    ("role", "command", "more"),
    [
        ("system", close_account_of, {"reason": "x"}), ("system", reset_password_of, {"reason": "x", "password": GOOD}),
        ("security", remove_factors_of, {"reason": "x"}),
    ],
)  # fmt: skip
def test_nobody_does_it_to_their_own_account(city, role, command, more):
    person = getattr(city.people, role)
    before = person.password, Entry.objects.count()
    with pytest.raises(Refusal) as refused:
        command(user=person, by=person, **more)
    assert refused.value.code == "account.own"
    assert (anew(person).is_active, anew(person).password, Entry.objects.count()) == (True, *before)


@pytest.mark.parametrize(("name", "role"), [("security", "安全保密管理员"), ("audit", "安全审计员")])
def test_the_last_administrator_of_a_kind_is_not_closed(city, name, role):
    answer = act(city, "system", "close_account", name, {"close-reason": "退休"})
    assert (answer.status_code, wrong_form(answer, "close").non_field_errors()) == (
        409, [f"这是最后一名在岗的{role}，停用或免去后没有人能办理这方面的事。请先由另一人任职。"]
    )  # fmt: skip
    assert anew(getattr(city.people, name)).is_active


def second_system_administrator(city, *, since):
    second = open_account(username="xitong2", display_name="系统员二", password=GOOD, by=None)
    Post.objects.create(user=second, role="system_admin", unit=city.units.root, since=since)
    return second


def test_an_administrator_is_closed_when_another_one_is_there(city):
    second = second_system_administrator(city, since=SINCE)
    close_account_of(user=second, by=city.people.system, reason="退休")
    assert not anew(second).is_active


@pytest.mark.parametrize(("days", "ends"), [(0, True), (1, True), (2, False)])
def test_the_last_post_of_an_administrator_ends_only_when_another_begins_in_time(city, days, ends):
    today = timezone.localdate()
    second_system_administrator(city, since=today + timedelta(days=days))
    held = Post.objects.get(user=city.people.system)
    if ends:
        end_post_of(post=held, until=today, by=city.people.security)
        assert Post.objects.get(pk=held.pk).until == today
        return
    with pytest.raises(Refusal) as refused:
        end_post_of(post=held, until=today, by=city.people.security)
    assert refused.value.code == "account.last_administrator"
    assert Post.objects.get(pk=held.pk).until is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "holder", "form"),
    [
        ("close_account", "system", {"close-reason": "x"}),
        ("reset_password", "system", {"password-password": GOOD, "password-reason": "x"}),
        ("new_post", "security", {"post-role": "leader", "post-unit": "1", "post-since": "2026-06-01"}),
        ("remove_factors", "security", {"factors-reason": "x"}),
    ],
)
def test_each_act_is_denied_to_all_but_its_administrator_and_changes_nothing(city, place, holder, form):
    def state():
        return list(User.objects.order_by("pk").values_list("is_active", "password")), Post.objects.count()

    before = state()
    for name in vars(city.people):
        if name != holder:
            expected = 403 if name in {"system", "security"} else 404
            assert act(city, name, place, "outsider", form).status_code == expected, name
    assert state() == before
    assert set(Entry.objects.filter(act__startswith="second_factor").values_list("act", flat=True)) == set()
