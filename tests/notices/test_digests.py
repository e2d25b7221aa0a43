"""Digests: one for each person and working day, whatever happens to the worker."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from liandu.accounts.commands import close_account
from liandu.accounts.models import User
from liandu.journal.queries import acts_recorded, history_of
from liandu.notices import jobs
from liandu.notices.commands import make_digests, read_digests
from liandu.notices.models import Digest, DigestDay
from liandu.notices.rules import day_to_tell, days_between, first_day_of
from tests.notices.sources import a_due, telling

WEDNESDAY = date(2026, 7, 1)


@pytest.fixture
def fresh(monkeypatch):
    """A worker that remembers nothing of other tests."""
    monkeypatch.setattr(jobs, "_memory", jobs._Memory())


def unread(person):
    return User.objects.get(pk=person.pk).reminders_unread


# When


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-07-01 07:29:59", None),
        ("2026-07-01 07:30:00", WEDNESDAY),
        ("2026-07-01 23:59:00", WEDNESDAY),
        ("2026-07-04 12:00:00", None),  # a Saturday
        ("2026-10-01 12:00:00", None),  # the National Day
        ("2026-10-07 12:00:00", None),  # the last of its holidays
        ("2026-10-08 12:00:00", date(2026, 10, 8)),
        ("2026-10-10 12:00:00", date(2026, 10, 10)),  # a Saturday worked in lieu
    ],
)
def test_digests_are_made_on_working_days_from_half_past_seven(at, day):
    assert day_to_tell(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Asia/Shanghai"))) == day


@pytest.mark.parametrize(
    ("day", "last", "days"),
    [
        (WEDNESDAY, None, [date(2026, 7, 1)]),
        (WEDNESDAY, date(2026, 6, 30), [date(2026, 7, 1)]),
        (date(2026, 7, 6), None, [date(2026, 7, 4), date(2026, 7, 5), date(2026, 7, 6)]),  # Monday: and the weekend
        (date(2026, 10, 8), None, days_between(date(2026, 10, 1), date(2026, 10, 8))),
        (WEDNESDAY, date(2026, 6, 26), days_between(date(2026, 6, 27), WEDNESDAY)),  # the site stood still on Monday
        (WEDNESDAY, date(2025, 7, 1), days_between(date(2026, 6, 1), WEDNESDAY)),  # for a year: a month is told
    ],
)
def test_what_fell_on_a_holiday_or_while_the_site_stood_still_is_told_with_the_next_working_day(day, last, days):
    assert days_between(first_day_of(day, last), day) == days


# What


def test_each_person_gets_one_digest_with_all_that_is_due(city):
    secretary, room = city.people.secretary, city.people.room
    dues = [
        a_due(secretary.pk, number="5-09-101-002", due_on=date(2026, 7, 11)),
        a_due(room.pk),
        a_due(secretary.pk, number="5-09-101-001", due_on=date(2026, 6, 20), tone="late"),
    ]
    with telling(*dues):
        assert make_digests(day=WEDNESDAY) == 2
    digest = Digest.objects.get(person=secretary)
    assert [(line["facts"]["number"], line["tone"]) for line in digest.lines] == [
        ("5-09-101-001", "late"), ("5-09-101-002", "now"),
    ]  # fmt: skip
    assert (Digest.objects.count(), unread(secretary), unread(room), unread(city.people.leader)) == (2, 1, 1, 0)
    assert [line.sentence for line in history_of(digest)] == ["生成 2026-07-01 的提醒，2 条"]


def test_made_twice_there_is_one(city):
    with telling(a_due(city.people.secretary.pk)):
        assert [make_digests(day=WEDNESDAY), make_digests(day=WEDNESDAY)] == [1, 0]
    assert (Digest.objects.count(), acts_recorded()["digest.made"], unread(city.people.secretary)) == (1, 1, 1)


def test_a_finished_day_is_not_asked_about_again(city):
    with telling(a_due(city.people.secretary.pk)) as asked:
        make_digests(day=WEDNESDAY)
        make_digests(day=WEDNESDAY)
    assert asked == [[WEDNESDAY]]


def test_a_day_that_broke_off_tells_the_same_days_again_and_makes_only_what_is_missing(city):
    secretary, room = city.people.secretary, city.people.room
    with telling(a_due(secretary.pk)):
        make_digests(day=WEDNESDAY)
    DigestDay.objects.update(since=date(2026, 6, 29), finished_at=None)
    with telling(a_due(secretary.pk), a_due(room.pk)) as asked:
        assert make_digests(day=WEDNESDAY) == 1
    assert asked == [days_between(date(2026, 6, 29), WEDNESDAY)]
    assert sorted(Digest.objects.values_list("person__username", flat=True)) == ["lishuji", "wangzhuren"]


def test_the_database_refuses_a_second_digest_of_a_day(city):
    with telling(a_due(city.people.secretary.pk)):
        make_digests(day=WEDNESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(person=city.people.secretary, day=WEDNESDAY, lines=[], made_at=timezone.now())


def test_who_has_nothing_due_or_no_account_gets_nothing(city):
    close_account(user=city.people.room, reason="调离", by=city.people.system)
    with telling(a_due(city.people.room.pk)):
        assert make_digests(day=WEDNESDAY) == 0
    assert Digest.objects.count() == 0


def test_a_digest_of_many_lines_says_how_many_are_left_out(city):
    secretary = city.people.secretary
    with telling(*(a_due(secretary.pk, number=f"5-09-101-{n:03}") for n in range(203))):
        make_digests(day=WEDNESDAY)
    digest = Digest.objects.get()
    assert (len(digest.lines), digest.left_out) == (200, 3)


@pytest.mark.parametrize("people", [1, 3])
def test_queries_grow_with_the_people_and_not_with_what_is_due(city, django_assert_num_queries, people):
    who = [city.people.secretary, city.people.room, city.people.leader][:people]
    dues = [a_due(person.pk, number=f"5-09-101-{n:03}") for person in who for n in range(50)]
    with telling(*dues), django_assert_num_queries(12 + 5 * people):
        make_digests(day=WEDNESDAY)


# The sweep


def test_the_sweep_makes_digests_once_when_it_is_time(city, fresh):
    with telling(a_due(city.people.secretary.pk)) as asked:
        for at in ("2026-07-01 07:00:00", "2026-07-01 07:31:00", "2026-07-01 09:00:00"):
            with time_machine.travel(f"{at}+08:00"):
                jobs.make_when_due("w", None)
        jobs._memory.finished = None  # another worker, which remembers nothing
        with time_machine.travel("2026-07-01 10:00:00+08:00"):
            assert jobs.make_when_due("v", None) == 0
    assert (Digest.objects.count(), len(asked)) == (1, 1)


def test_a_sweep_that_knows_the_day_is_finished_asks_nothing(city, fresh, django_assert_num_queries):
    with telling(a_due(city.people.secretary.pk)), time_machine.travel("2026-07-01 08:00:00+08:00"):
        jobs.make_when_due("w", None)
        with django_assert_num_queries(0):
            jobs.make_when_due("w", None)


def test_over_the_holidays_nothing_is_made_and_the_next_working_day_tells_of_all(city, fresh):
    with telling(a_due(city.people.secretary.pk)) as asked:
        for day in range(1, 9):
            with time_machine.travel(f"2026-10-0{day} 08:00:00+08:00"):
                jobs.make_when_due("w", None)
    assert asked == [days_between(date(2026, 10, 1), date(2026, 10, 8))]
    assert [digest.day for digest in Digest.objects.all()] == [date(2026, 10, 8)]


def test_a_sweep_that_failed_does_not_hammer(city, fresh, monkeypatch):
    tried = []
    monkeypatch.setattr(jobs, "make_digests", lambda *, day: tried.append(day) or 1 / 0)
    with time_machine.travel("2026-07-01 08:00:00+08:00", tick=False):
        with pytest.raises(ZeroDivisionError):
            jobs.make_when_due("w", None)
        assert jobs.make_when_due("w", None) == 0
    assert tried == [WEDNESDAY]


# The pages


def test_the_bell_counts_what_is_unread_and_reading_quiets_it(city, django_assert_num_queries):
    secretary = city.people.secretary
    browser = city.client(secretary)
    assert "份未读" not in browser.get("/reminders/mail/").content.decode()
    for day in (date(2026, 6, 30), WEDNESDAY):
        with telling(a_due(secretary.pk)):
            make_digests(day=day)
    assert "，2 份未读" in browser.get("/reminders/mail/").content.decode()
    newest = Digest.objects.get(day=WEDNESDAY)
    browser.post(reverse("desk:read_reminder", args=[newest.pk]))
    assert unread(secretary) == 1
    browser.post(reverse("desk:read_reminders"))
    assert (unread(secretary), Digest.objects.filter(read_at=None).count()) == (0, 0)
    assert "份未读" not in browser.get("/reminders/mail/").content.decode()


def test_reading_is_of_ones_own_only(city):
    with telling(a_due(city.people.secretary.pk)):
        make_digests(day=WEDNESDAY)
    assert read_digests(by=city.people.room, digest=Digest.objects.get()) == 0
    answer = city.client(city.people.room).post(reverse("desk:read_reminder", args=[Digest.objects.get().pk]))
    assert (answer.status_code, Digest.objects.get().read_at) == (404, None)


def test_the_page_tells_lines_in_the_readers_language(city):
    with telling(a_due(city.people.secretary.pk)):
        make_digests(day=WEDNESDAY)
    page = city.client(city.people.secretary).get(reverse("desk:reminders")).content.decode()
    assert "5-09-101-001 认领，还有 9 天到期" in page
    assert "时限 2026年7月10日" in page
    assert 'href="/items/1/"' in page
    with translation.override("zh-hans"):
        assert "还没有提醒" in city.client(city.people.room).get(reverse("desk:reminders")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(city, django_assert_num_queries, count):
    for day in days_between(WEDNESDAY, date(2026, 7, count)):
        with telling(a_due(city.people.secretary.pk)):
            make_digests(day=day)
    browser = city.client(city.people.secretary)
    browser.get("/reminders/mail/")
    with django_assert_num_queries(4):  # session, person, standings, digests
        assert len(browser.get(reverse("desk:reminders")).context["digests"]) == count
