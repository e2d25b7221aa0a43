"""Items of a round that gets another policy: open ones take it over when somebody says so, closed ones never."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.inspections.commands import adopt_default_policies, change_policy, set_round_policy
from liandu.inspections.models import PolicyProfile
from liandu.inspections.policies import ClockCode, presets
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.days import Span, Unit
from liandu.kernel.refusals import Refusal
from liandu.rectification.commands import follow_policy, post_entry
from liandu.rectification.models import FAR, Balance, Extension, Item
from liandu.rectification.queries import Way
from liandu.rectification.states import Act
from tests.rectification.given import an_item

NOON = "12:00:00+08:00"
THE_FIRST = f"2026-07-01 {NOON}"


@pytest.fixture
def profiles(city):
    adopt_default_policies(by=city.people.director)
    return {profile.code: profile for profile in PolicyProfile.objects.all()}


def give(city, version):
    set_round_policy(round=city.round, version=version, by=city.people.director)
    return version


def moved(item, *acts, by, **changes):
    """Return the item after these moves, the last of them with ``changes``."""
    for act in acts[:-1]:
        post_entry(item=item, act=act, by=by)
    return post_entry(item=item, act=acts[-1], by=by, **changes)


def rectifying(city, *, serial, approved, due_on, **changes):
    """Return an item whose plan was approved on a day, through the moves of the table."""
    with time_machine.travel(THE_FIRST):
        item = an_item(city, serial=serial)
        moved(item, Act.ACKNOWLEDGE, by=city.people.secretary, acknowledged_at=timezone.now())
    with time_machine.travel(f"{approved} {NOON}"):
        return moved(item, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, by=city.people.director, due_on=due_on, **changes)


def follow(city):
    with time_machine.travel(f"2026-08-10 {NOON}"):
        return follow_policy(round=city.round, by=city.people.director)


def deadlines(item):
    now = Item.objects.get(pk=item.pk)
    return now.due_on, now.step_due_on


def test_each_step_gets_the_deadline_of_the_new_policy_from_the_day_on_which_it_began(city, profiles):
    director = city.people.director
    with time_machine.travel(THE_FIRST):
        registered = an_item(city, serial=1)
        acknowledged = an_item(city, serial=2)
        moved(acknowledged, Act.ACKNOWLEDGE, by=city.people.secretary, acknowledged_at=timezone.now())
        reviewed = an_item(city, serial=3)
        moved(reviewed, Act.ACKNOWLEDGE, by=city.people.secretary, acknowledged_at=timezone.now())
    with time_machine.travel(f"2026-07-06 {NOON}"):
        moved(reviewed, Act.SUBMIT_PLAN, by=director)
    working = rectifying(city, serial=4, approved="2026-07-20", due_on=date(2027, 1, 20))
    requested = rectifying(city, serial=5, approved="2026-07-20", due_on=date(2027, 1, 20))
    with time_machine.travel(f"2026-08-03 {NOON}"):
        moved(requested, Act.REQUEST, by=director)
    version = give(city, profiles["audit"].versions.get())

    assert follow(city) == {Way.EARLIER: 5, Way.LATER: 0, Way.SAME: 0}

    assert deadlines(registered) == (None, date(2026, 7, 8))  # 5 working days after Wednesday the first
    assert deadlines(acknowledged) == (None, date(2026, 7, 10))  # 15 working days after Thursday 18 June; 19 is a feast
    assert deadlines(reviewed) == (None, date(2026, 7, 13))  # 5 working days after Monday the sixth
    assert deadlines(working) == (date(2026, 9, 18), date(2026, 9, 18))  # 60 days after 20 July
    assert deadlines(requested) == (date(2026, 9, 18), date(2026, 8, 17))  # 10 working days after Monday 3 August
    assert set(Item.objects.values_list("policy_id", flat=True)) == {version.pk}


def test_closed_and_cancelled_items_stay_exactly_as_they_are(city, profiles):
    director = city.people.director
    closed = rectifying(city, serial=1, approved="2026-07-20", due_on=date(2027, 1, 20))
    ended = rectifying(city, serial=2, approved="2026-07-20", due_on=date(2027, 1, 20))
    cancelled = rectifying(city, serial=3, approved="2026-07-20", due_on=date(2027, 1, 20))
    open_one = rectifying(city, serial=4, approved="2026-07-20", due_on=date(2027, 1, 20))
    with time_machine.travel(f"2026-08-03 {NOON}"):
        moved(closed, Act.REQUEST, Act.WRITE_OFF, by=director, result="done")
        moved(ended, Act.END, by=director)
        moved(cancelled, Act.CANCEL, by=director)
    kept = [closed.pk, ended.pk, cancelled.pk]
    before = [list(rows.filter(**{at: kept}).order_by("pk").values()) for at, rows in (
        ("pk__in", Item.objects.all()), ("item__in", Balance.objects.all()))]  # fmt: skip
    histories = [len(history_of(item)) for item in (closed, ended, cancelled)]
    give(city, profiles["audit"].versions.get())

    assert follow(city)[Way.EARLIER] == 1

    after = [list(rows.filter(**{at: kept}).order_by("pk").values()) for at, rows in (
        ("pk__in", Item.objects.all()), ("item__in", Balance.objects.all()))]  # fmt: skip
    assert after == before
    assert [len(history_of(item)) for item in (closed, ended, cancelled)] == histories
    assert deadlines(open_one) == (date(2026, 9, 18), date(2026, 9, 18))


def test_what_a_person_granted_stays(city, profiles):
    director = city.people.director
    extended = rectifying(city, serial=1, approved="2026-07-20", due_on=date(2027, 1, 20))
    lasting = rectifying(city, serial=2, approved="2026-07-20", due_on=date(2027, 6, 1), kind="long_term")
    again = rectifying(city, serial=3, approved="2026-07-20", due_on=date(2027, 1, 20))
    with time_machine.travel(f"2026-08-03 {NOON}"):
        Extension.objects.create(
            item=extended, due_before=date(2027, 1, 20), until=date(2027, 3, 1), reason="招标流标", state="granted",
            asked_at=timezone.now(), asked_by=city.people.secretary, answered_at=timezone.now(), answered_by=director,
        )  # fmt: skip
        moved(extended, Act.EXTEND, by=director, due_on=date(2027, 3, 1), extensions=1)
        moved(again, Act.REQUEST, Act.WRITE_OFF, by=director, result="done")
        moved(again, Act.REOPEN, by=director, result="under_way", reopenings=1, due_on=date(2026, 12, 1))
    give(city, profiles["audit"].versions.get())

    assert follow(city) == {Way.EARLIER: 0, Way.LATER: 0, Way.SAME: 3}
    assert [deadlines(item)[0] for item in (extended, lasting, again)] == [
        date(2027, 3, 1), date(2027, 6, 1), date(2026, 12, 1),
    ]  # fmt: skip


def test_an_item_that_goes_over_has_one_entry_and_a_balance_of_the_day(city, profiles):
    with time_machine.travel(THE_FIRST):
        item = an_item(city)
    give(city, profiles["audit"].versions.get())
    follow(city)
    first, second = Balance.objects.order_by("since")
    assert (first.step_due_on, first.since, first.until) == (date(2026, 7, 15), date(2026, 7, 1), date(2026, 8, 10))
    assert (second.step_due_on, second.since, second.until) == (date(2026, 7, 8), date(2026, 8, 10), FAR)
    assert (second.act, second.seq) == ("item.policy_followed", history_of(item)[0].seq)
    assert [line.sentence for line in history_of(item)] == [
        "改按“审计整改跟踪”第 1 版，本步时限由 2026年7月15日 改为 2026年7月8日", "立账 5-09-101-001",
    ]  # fmt: skip
    assert history_of(city.round)[0].sentence == ("未销号事项改按“审计整改跟踪”第 1 版：1 项提前，0 项推后，0 项不变")


def test_a_new_version_of_the_same_profile_is_followed_too(city, profiles):
    director, six = city.people.director, profiles["six_months"]
    give(city, six.versions.get())
    with time_machine.travel(THE_FIRST):
        item = an_item(city)
    slower = presets()["six_months"]
    clocks = tuple(
        replace(clock, span=Span(20, Unit.WORKING_DAYS)) if clock.code == ClockCode.ACKNOWLEDGE else clock
        for clock in slower.clocks
    )
    give(city, change_policy(profile=six, policy=replace(slower, clocks=clocks), seen=1, by=director))
    assert follow(city) == {Way.EARLIER: 0, Way.LATER: 1, Way.SAME: 0}
    assert deadlines(item) == (None, date(2026, 7, 29))


def test_without_a_policy_or_with_nothing_to_take_over_it_is_refused(city, profiles):
    an_item(city)
    for code in ("round.no_policy", "round.all_follow"):
        before = acts_recorded()
        with pytest.raises(Refusal) as refusal:
            follow(city)
        assert (refusal.value.code, acts_recorded()) == (code, before)
        if code == "round.no_policy":
            give(city, profiles["audit"].versions.get())
            follow(city)


@pytest.mark.parametrize("person", ["clerk", "room", "secretary", "leader", "nobody"])
def test_only_who_sets_policies_lets_items_follow(city, profiles, person):
    an_item(city)
    give(city, profiles["audit"].versions.get())
    before = list(Item.objects.values()), acts_recorded()
    with pytest.raises(Denied):
        follow_policy(round=city.round, by=getattr(city.people, person))
    assert (list(Item.objects.values()), acts_recorded()) == before


@pytest.mark.parametrize("count", [1, 3])
def test_many_items_follow_with_few_statements(city, profiles, django_assert_num_queries, count):
    for serial in range(1, count + 1):
        with time_machine.travel(THE_FIRST):
            an_item(city, serial=serial)
    give(city, profiles["audit"].versions.get())
    with django_assert_num_queries(16):
        follow(city)


# The page


def test_the_page_says_beforehand_what_moves_and_then_does_it(city, profiles):
    with time_machine.travel(THE_FIRST):
        items = [an_item(city, serial=serial) for serial in (1, 2)]
    give(city, profiles["audit"].versions.get())
    browser = city.client(city.people.director)
    policy_page, address = (
        reverse("inspections:round_policy", args=[city.round.pk]),
        reverse("rectification:follow_policy", args=[city.round.pk]),
    )
    assert f'href="{address}"' in browser.get(policy_page).content.decode()

    answer = browser.get(address)
    assert (answer.context["ways"], answer.context["moved"]) == ("2 项提前，0 项推后，0 项不变", 2)
    assert "2026年7月15日 → 2026年7月8日" in answer.content.decode()

    done = browser.post(address, follow=True)
    assert "已一并改用：2 项提前，0 项推后，0 项不变。" in done.content.decode()
    assert {deadlines(item)[1] for item in items} == {date(2026, 7, 8)}
    assert address not in browser.get(policy_page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_takes_the_same_queries_for_any_number(city, profiles, django_assert_num_queries, count):
    for serial in range(1, count + 1):
        with time_machine.travel(THE_FIRST):
            an_item(city, serial=serial)
    give(city, profiles["audit"].versions.get())
    browser = city.client(city.people.director)
    browser.get("/reminders/mail/")
    with django_assert_num_queries(6):
        browser.get(reverse("rectification:follow_policy", args=[city.round.pk]))
