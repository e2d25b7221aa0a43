"""Ten failures in a row lock an account for a while; the answer gives nothing away."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from liandu.accounts.commands import close_account, note_refused_sign_in, open_account, unlock_account
from liandu.accounts.models import User
from liandu.accounts.rules import locked_until
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.people import PASSWORD

MISMATCH = ["您提供的用户名或密码不正确。"]


@pytest.fixture
def person(db):
    cache.clear()
    return open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)


def sign_in(client, password=PASSWORD, *, login="liuwen"):
    cache.clear()  # the limits by time are tested elsewhere
    return client.post(reverse("account_login"), {"login": login, "password": password})


def fail(client, times):
    for _ in range(times):
        sign_in(client, "not-the-password")


def said(answer):
    return answer.status_code, answer.context["form"].non_field_errors()


def acts():
    return list(Entry.objects.exclude(act__in=("account.opened", "session.refused")).values_list("act", "facts"))


def test_nine_failures_do_not_lock_and_the_right_password_begins_anew(client, person):
    fail(client, 9)
    assert sign_in(client).status_code == 302
    assert (User.objects.get().failures, User.objects.get().locked_at) == (0, None)


@pytest.mark.slow
def test_the_tenth_failure_locks_and_the_right_password_gets_the_answer_of_an_unknown_name(client, person):
    fail(client, 10)
    assert acts() == [("account.locked", {"username": "liuwen", "n": 10})]
    assert said(sign_in(client)) == said(sign_in(client, login="nobody-here")) == (200, MISMATCH)
    assert get_user(client).is_anonymous
    refused = Entry.objects.filter(act="session.refused").order_by("-seq")[1]
    assert refused.facts == {"username": "liuwen", "address": "127.0.0.1", "why": "locked"}


def test_a_locked_and_closed_account_does_not_say_that_the_password_was_right(client, person):
    User.objects.update(locked_at=timezone.now(), failures=10)
    close_account(user=person, by=None, reason="调离")
    assert said(sign_in(client)) == (200, MISMATCH)


def test_attempts_while_it_is_locked_do_not_prolong_the_lock(client, person):
    began = timezone.now()
    User.objects.update(locked_at=began, failures=10)
    fail(client, 3)
    assert (User.objects.get().locked_at, User.objects.get().failures) == (began, 10)


def test_the_lock_ends_by_itself_after_half_an_hour_and_a_new_row_of_failures_begins(client, person):
    began = timezone.now()
    User.objects.update(locked_at=began, failures=10)
    with time_machine.travel(began + timedelta(minutes=29, seconds=59), tick=False):
        assert locked_until(User.objects.get()) == began + timedelta(minutes=30)
        assert said(sign_in(client)) == (200, MISMATCH)
    with time_machine.travel(began + timedelta(minutes=30), tick=False):
        fail(client, 1)
        assert (User.objects.get().failures, User.objects.get().locked_at) == (1, None)
        assert sign_in(client).status_code == 302
    assert User.objects.get().failures == 0


def test_the_system_administrator_unlocks_at_once(client, person):
    User.objects.update(locked_at=timezone.now(), failures=10)
    unlock_account(user=person, by=None)
    assert acts() == [("account.unlocked", {"username": "liuwen"})]
    assert sign_in(client).status_code == 302


def test_what_is_not_locked_is_not_unlocked(person):
    with pytest.raises(Refusal, match="没有锁定"):
        unlock_account(user=person, by=None)
    assert acts() == []


def test_a_name_that_nobody_has_locks_nobody(person):
    for _ in range(12):
        note_refused_sign_in(username="nobody-here")
    assert (User.objects.get().failures, acts()) == (0, [])


def test_asking_for_the_password_again_counts_too(client, person):
    client.force_login(person)
    for _ in range(10):
        cache.clear()
        client.post(reverse("account_reauthenticate"), {"password": "not-the-password"})
    assert acts() == [("account.locked", {"username": "liuwen", "n": 10})]
