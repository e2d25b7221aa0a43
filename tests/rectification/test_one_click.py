"""A button that does its act in one click, pressed by two: the second sees the item's page and who came first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from liandu.journal.models import Entry
from liandu.rectification.commands import (
    acknowledge_item,
    ask_extension,
    decide_extension,
    take_back_extension,
    uphold_item,
)
from liandu.rectification.models import Item
from tests.rectification.given import a_dispute, an_item, reread
from tests.rectification.working import worked_on
from tests.supervision.given import a_person


@pytest.fixture
def second(city):
    """Another head of the university."""
    return a_person(city, "fushuji", "付书记", "unit_head", city.units.university)


def acknowledged(city):
    item = an_item(city)
    acknowledge_item(item=reread(city, item), by=city.people.secretary)
    return item, f"/items/{item.pk}/acknowledge/"


def answered(city):
    objection = a_dispute(city)
    uphold_item(objection=objection, answer="合同由校方签订", by=city.people.director)
    return objection.item, f"/items/{objection.item_id}/dispute/take-back/"


def an_extension(city):
    due = timezone.localdate() + timedelta(days=30)
    item = worked_on(city, due_on=due)
    asked = ask_extension(item=item, until=due + timedelta(days=9), reason="交付推迟", by=city.people.secretary)
    return asked, f"/items/extensions/{asked.pk}/take-back/"


def taken_back(city):
    asked, address = an_extension(city)
    take_back_extension(extension=asked, by=city.people.secretary)
    return asked.item, address


def granted(city):
    asked, address = an_extension(city)
    decide_extension(extension=asked, granted=True, answer="同意", by=city.people.room)
    return asked.item, address


@pytest.mark.parametrize(
    ("done", "who", "what"),
    [
        (acknowledged, "李书记", "认领"),
        (answered, "周巡视", "异议"),
        (taken_back, "李书记", "延期"),
        (granted, "王主任", "延"),
    ],
)
def test_the_second_sees_the_page_and_who_came_first_and_nothing_is_changed(city, second, done, who, what):
    item, address = done(city)
    before, state = Entry.objects.count(), Item.objects.values_list("state", "changed_at").get()
    answer = city.client(second).post(address)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"没有办成：{answer.context['refused']}" in page
    assert f"最近一次办理：{who}" in page
    assert what in answer.context["last_act"].sentence
    assert "这一下没有改动任何内容，下面是现在的情况。" in page
    assert item.finding.title in page
    assert (Entry.objects.count(), Item.objects.values_list("state", "changed_at").get()) == (before, state)


def test_the_second_is_told_in_english_too(city, second):
    _item, address = acknowledged(city)
    page = city.client(second).post(address, headers={"Accept-Language": "en"}).content.decode()
    assert "This click changed nothing; below is how the item stands now." in page
    assert "Last act on it: 李书记" in page


def test_the_first_click_does_it_and_says_so(city):
    item = an_item(city)
    answer = city.client(city.people.secretary).post(f"/items/{item.pk}/acknowledge/", follow=True)
    assert (answer.status_code, "没有办成：" in answer.content.decode()) == (200, False)
    assert f"已认领 {item.number}。" in answer.content.decode()
    assert Item.objects.get().state == "acknowledged"


def test_who_may_not_is_denied_as_everywhere(city):
    _item, address = acknowledged(city)
    answer = city.client(city.people.room).post(address)
    assert (answer.status_code, "没有办成：" in answer.content.decode()) == (403, False)
