"""What is due on items: told to who must act next, on the days that the policy names, without a query for each item."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from liandu.access.commands import give_post
from liandu.accounts.commands import open_account
from liandu.accounts.models import User
from liandu.inspections.commands import adopt_default_policies, set_round_policy
from liandu.inspections.models import PolicyVersion
from liandu.notices.commands import make_digests
from liandu.notices.due import sentence_of
from liandu.notices.models import Digest
from liandu.rectification.commands import post_entry
from liandu.rectification.models import Request
from liandu.rectification.queries import due as due_queries
from liandu.rectification.queries import due_items
from liandu.rectification.states import Act
from tests.people import SINCE
from tests.rectification.given import an_item

THE_FIRST = "2026-07-01 12:00:00+08:00"
LIAISON = "liuliaison"


@pytest.fixture
def liaison(city):
    """The liaison of the university."""
    user = open_account(username=LIAISON, display_name="柳联络", password=None, by=None)
    give_post(user=user, role="unit_liaison", unit=city.units.university, since=SINCE, by=None)
    return user


def in_state(city, *acts, serial=1, **more):
    with time_machine.travel(THE_FIRST):
        item = an_item(city, serial=serial, **more)
        for act in acts:
            post_entry(item=item, act=act, by=city.people.director, **(
                {"acknowledged_at": timezone.now()} if act == Act.ACKNOWLEDGE else
                {"due_on": date(2027, 1, 1)} if act == Act.APPROVE_PLAN else {}
            ))  # fmt: skip
    return item


def told(day, days=None):
    """Return (who, words, tone) of all that is due on a day."""
    names = dict(User.objects.values_list("pk", "username"))
    found = due_items(day, days or [day])
    return sorted((names[due.user_id], str(due.words), due.tone) for due in found)


REQUESTED = (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, Act.REQUEST)


# On which days


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (21, None), (20, "5-09-101-001 完成整改，还有 20 天到期"), (19, None), (11, None),
        (10, "5-09-101-001 完成整改，还有 10 天到期"), (1, None), (0, "5-09-101-001 完成整改，今天到期"),
        (-1, "5-09-101-001 完成整改，已逾期 1 天"), (-30, "5-09-101-001 完成整改，已逾期 30 天"),
    ],
)  # fmt: skip
def test_people_are_reminded_on_the_days_of_the_policy_and_every_day_once_it_is_late(city, before, words):
    in_state(city, Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN)
    found = told(date(2027, 1, 1) - timedelta(days=before))
    assert [said for _who, said, _tone in found] == ([words] if words else [])


def test_each_rounds_policy_names_its_own_days(city):
    adopt_default_policies(by=city.people.director)
    set_round_policy(
        round=city.round, version=PolicyVersion.objects.get(profile__code="audit"), by=city.people.director
    )
    item = in_state(city)
    assert item.step_due_on == date(2026, 7, 8)
    assert [words for _who, words, _tone in told(date(2026, 7, 3))] == ["5-09-101-001 认领，还有 5 天到期"]
    assert told(date(2026, 6, 28)) == []  # ten days before: a day of the other policy


def test_what_falls_on_a_holiday_is_told_on_the_next_working_day_with_the_days_left_then(city):
    in_state(city, Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN)
    days = [date(2026, 12, 12), date(2026, 12, 13), date(2026, 12, 14)]  # Saturday, which is 20 days before, to Monday
    assert told(days[-1], days[-1:]) == []
    assert told(days[-1], days) == [("lishuji", "5-09-101-001 完成整改，还有 18 天到期", "now")]


# To whom


@pytest.mark.parametrize(
    ("acts", "due", "who"),
    [
        ((), date(2026, 7, 15), ["lishuji", LIAISON]),
        ((Act.DISPUTE,), date(2026, 7, 15), ["zhouxunshi"]),
        ((Act.ACKNOWLEDGE,), date(2026, 7, 18), ["lishuji", LIAISON]),
        ((Act.ACKNOWLEDGE, Act.SUBMIT_PLAN), date(2026, 7, 15), ["wangzhuren"]),
        ((Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN), date(2027, 1, 1), ["lishuji", LIAISON]),
    ],
)
def test_each_step_is_told_to_who_must_take_it(city, liaison, acts, due, who):
    assert in_state(city, *acts).step_due_on == due
    assert [name for name, _words, _tone in told(due)] == who


def a_request(city, item, *parties):
    return Request.objects.create(
        item=item, serial=1, statement="已整改", parties=list(parties), asked_at=timezone.now(),
        asked_by=city.people.secretary,
    )  # fmt: skip


def test_signing_is_told_to_the_offices_of_the_parties_that_the_request_names(city, monkeypatch):
    item = in_state(city, *REQUESTED)
    monkeypatch.setattr(due_queries, "_turns", [])
    a_request(city, item, "supervising", "inspection")
    assert [name for name, _words, _tone in told(item.step_due_on)] == ["wangzhuren", "zhouxunshi"]


def test_a_later_stage_says_whose_turn_it_is_to_sign(city, monkeypatch):
    item = in_state(city, *REQUESTED)
    a_request(city, item, "supervising", "inspection")
    office = city.units.inspection_office.pk
    monkeypatch.setattr(due_queries, "_turns", [lambda requests: {(one.item_id, office) for one in requests}])
    assert [name for name, _words, _tone in told(item.step_due_on)] == ["zhouxunshi"]


def test_the_people_of_the_unit_are_told_and_where_it_has_none_those_of_the_unit_above(city):
    head = open_account(username="city_head", display_name="市委", password=None, by=None)
    give_post(user=head, role="unit_head", unit=city.units.root, since=SINCE, by=None)
    with_people = in_state(city)
    without = in_state(city, serial=2, unit=city.units.bureau)
    assert with_people.step_due_on == without.step_due_on
    assert [(who, words) for who, words, _tone in told(with_people.step_due_on)] == [
        ("city_head", "5-09-303-002 认领，今天到期"), ("lishuji", "5-09-101-001 认领，今天到期"),
    ]  # fmt: skip


def test_nothing_is_told_of_what_is_closed_or_waits_for_nobody(city):
    item = in_state(city, *REQUESTED, Act.WRITE_OFF)
    assert item.step_due_on is None
    assert told(date(2027, 6, 1)) == []


# How much


def test_many_items_of_a_unit_are_one_line(city):
    for serial in (1, 2, 3):
        in_state(city, serial=serial)
    assert told(date(2026, 7, 15)) == [("lishuji", "认领 3 项今天到期", "look")]
    assert told(date(2026, 7, 20)) == [("lishuji", "认领 3 项已逾期，最早的逾期 5 天", "late")]
    [due] = due_items(date(2026, 7, 20), [date(2026, 7, 20)])
    assert (due.subject, due.url) == (
        "云州大学", f"{reverse('rectification:due')}?unit={city.units.university.pk}&state=registered",
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 5])
def test_the_queries_are_the_same_for_any_number_of_items(city, django_assert_num_queries, count):
    for serial in range(1, count + 1):
        in_state(city, serial=serial)
        a_request(city, in_state(city, *REQUESTED, serial=serial, unit=city.units.firm), "supervising", "inspection")
    # Versions of policies; items; reviews; requests, their seats and signatures; duties; units; standings.
    with django_assert_num_queries(9):
        assert list(due_items(date(2026, 9, 1), [date(2026, 9, 1)]))


def test_the_stage_tells_it_in_the_digest_of_the_day(city):
    in_state(city)
    make_digests(day=date(2026, 7, 15))
    digest = Digest.objects.get()
    assert (digest.person, [sentence_of(line) for line in digest.lines]) == (
        city.people.secretary, ["5-09-101-001 认领，今天到期"],
    )  # fmt: skip


# The list that a reminder leads to


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_what_is_due_within_reach(city, django_assert_num_queries, count):
    for serial in range(1, count + 1):
        in_state(city, serial=serial)
    in_state(city, serial=9, unit=city.units.firm)
    browser = city.client(city.people.secretary)
    with time_machine.travel(THE_FIRST):
        browser.get("/reminders/mail/")
        with django_assert_num_queries(5):
            answer = browser.get(reverse("rectification:due") + "?state=registered")
    assert len(answer.context["table"].groups[0].rows) == count
    assert "到期事项：认领" in answer.content.decode()


@pytest.mark.parametrize("query", ["unit=x", "unit=99999999999999999999", "state=written_off", "state=%00", "unit=-1"])
def test_any_query_is_answered(city, query):
    assert city.client(city.people.secretary).get(f"{reverse('rectification:due')}?{query}").status_code == 200
