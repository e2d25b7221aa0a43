"""Accounts are opened, closed and given new passwords by commands."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from liandu.accounts.commands import close_account, open_account
from liandu.accounts.models import User
from liandu.journal.models import Entry
from tests.people import PASSWORD

NEW = "heron-over-still-water-9"


@pytest.fixture
def person(db):
    cache.clear()
    return open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)


def test_an_account_is_journaled_without_its_password(person):
    entry = Entry.objects.get()
    assert (entry.act, entry.facts) == ("account.opened", {"username": "liuwen", "name": "刘文"})
    assert PASSWORD not in str(entry.content())


@pytest.mark.parametrize("weak", ["short-1", "1234567890123", "password123", "liuwen-202"])
def test_a_weak_password_is_refused_and_nothing_is_opened(db, weak):
    with pytest.raises(ValidationError):
        open_account(username="liuwen", display_name="刘文", password=weak, by=None)
    assert (User.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_person_is_called_by_the_name_people_know(person):
    assert (str(person), str(User(username="x"))) == ("刘文", "x")


def test_closing_says_why_and_keeps_the_account(person):
    close_account(user=person, by=None, reason="调离")
    assert not User.objects.get().is_active
    assert (Entry.objects.last().act, Entry.objects.last().reason) == ("account.closed", "调离")


def change(client, old, new, again=None):
    form = {"oldpassword": old, "password1": new, "password2": again or new}
    return client.post(reverse("account_change_password"), form)


def test_a_person_changes_their_password_and_stays_signed_in(client, person):
    client.force_login(person)
    assert change(client, PASSWORD, NEW).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert client.get("/").status_code == 200
    entry = Entry.objects.last()
    assert (entry.act, entry.actor, entry.facts) == ("account.password_changed", "liuwen", {"username": "liuwen"})


@pytest.mark.parametrize(
    ("old", "new", "again"), [("wrong-old-one", NEW, NEW), (PASSWORD, NEW, NEW + "x"), (PASSWORD, "12345678901", None)]
)
def test_a_change_that_cannot_be_right_changes_nothing(client, person, old, new, again):
    client.force_login(person)
    answer = change(client, old, new, again)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert Entry.objects.count() == 1
