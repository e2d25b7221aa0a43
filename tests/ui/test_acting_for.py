"""A person with several posts chooses for which office they act; entries carry it."""

from datetime import date

import pytest
from django.urls import reverse

from liandu.access.commands import give_post
from liandu.access.models import Post
from liandu.journal.models import Entry
from tests.people import SINCE


@pytest.fixture
def second_post(city):
    return give_post(
        user=city.people.room, role="supervision_officer", unit=city.units.cadre_division, since=SINCE, by=None
    )


def office_of_a_denied_act(browser):
    browser.post(reverse("desk:new_unit"), {})
    return Entry.objects.filter(act="access.denied").last().office


def test_the_first_post_counts_until_another_is_chosen(city, second_post):
    browser = city.client(city.people.room)
    assert office_of_a_denied_act(browser) == "市纪委监委第三监督检查室"
    answer = browser.post(reverse("desk:act_as"), {"post": second_post.pk})
    assert answer.headers["Location"] == "/"
    assert office_of_a_denied_act(browser) == "市委组织部干部监督科"


@pytest.mark.parametrize("chosen", ["", "0", "x", "\x00", "9" * 40])
def test_a_post_that_is_not_held_cannot_be_chosen(city, chosen):
    browser = city.client(city.people.room)
    assert browser.post(reverse("desk:act_as"), {"post": chosen}).status_code == 302
    assert office_of_a_denied_act(browser) == "市纪委监委第三监督检查室"


def test_the_post_of_somebody_else_cannot_be_chosen(city):
    browser = city.client(city.people.room)
    other = Post.objects.get(user=city.people.clerk)
    browser.post(reverse("desk:act_as"), {"post": other.pk})
    assert office_of_a_denied_act(browser) == "市纪委监委第三监督检查室"


def test_a_chosen_post_that_ended_counts_no_more(city, second_post):
    browser = city.client(city.people.room)
    browser.post(reverse("desk:act_as"), {"post": second_post.pk})
    Post.objects.filter(pk=second_post.pk).update(until=date(2024, 12, 31))
    assert office_of_a_denied_act(browser) == "市纪委监委第三监督检查室"
