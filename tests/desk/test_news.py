"""What changed since one last looked: who did what to which items, and the mark up to which it is seen."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from liandu.desk.commands import keep_look, undo_look
from liandu.desk.models import Look
from liandu.desk.queries import news_for
from liandu.journal.models import Entry
from liandu.rectification.commands.posting import post_entry
from liandu.rectification.models import Item
from liandu.rectification.states import Act
from tests.desk.given import items_in

JUNE = "2026-06-25 09:00+08:00"
LATER = "2026-06-25 15:00+08:00"


def move(item, act, by):
    return post_entry(item=Item.objects.get(pk=item.pk), act=act, by=by)


def told(person):
    news = news_for(person)
    return [(piece.words, piece.units, piece.who, piece.n) for piece in news.pieces]


@pytest.fixture
def seen(city):
    """Three items that everybody has seen."""
    with time_machine.travel(JUNE, tick=False):
        items = items_in(city, "registered", 3)
    with time_machine.travel("2026-06-25 09:01+08:00", tick=False):
        for person in (city.people.secretary, city.people.room, city.people.leader, city.people.liaison):
            keep_look(until=timezone.now(), by=person)
    return items


def test_what_others_did_is_told_together_by_act_and_person(city, seen):
    with time_machine.travel(LATER, tick=False):
        for item in seen:
            move(item, Act.ACKNOWLEDGE, city.people.secretary)
        move(seen[0], Act.SUBMIT_PLAN, city.people.secretary)
        pieces = news_for(city.people.room).pieces
        assert [(piece.units, piece.who, piece.n) for piece in pieces] == [
            ("云州大学", "李书记", 1),
            ("云州大学", "李书记", 3),
        ]
        assert pieces[1].words == "认领 3 项"
        assert pieces[0].items[0][1] == f"/items/{seen[0].pk}/"


def test_ones_own_acts_are_no_news(city, seen):
    with time_machine.travel(LATER, tick=False):
        move(seen[0], Act.ACKNOWLEDGE, city.people.secretary)
        assert told(city.people.secretary) == []
        assert len(told(city.people.leader)) == 1


def test_news_stay_within_reach(city, seen):
    with time_machine.travel(LATER, tick=False):
        move(seen[0], Act.ACKNOWLEDGE, city.people.secretary)
        assert told(city.people.liaison) == []
        assert news_for(city.people.system) is None


def test_who_never_looked_is_told_of_the_last_week(city):
    with time_machine.travel(JUNE, tick=False):
        items_in(city, "registered", 2)
    with time_machine.travel("2026-07-02 08:59+08:00", tick=False):
        assert [n for _words, _units, _who, n in told(city.people.secretary)] == [2]
    with time_machine.travel("2026-07-02 09:01+08:00", tick=False):
        assert told(city.people.secretary) == []


def test_what_is_seen_is_told_no_more_until_the_mark_is_moved_back(city, seen):
    with time_machine.travel(LATER, tick=False):
        move(seen[0], Act.ACKNOWLEDGE, city.people.secretary)
    browser = city.client(city.people.room)
    with time_machine.travel("2026-06-25 16:00+08:00", tick=False):
        until = browser.get("/").context["until"]
        assert browser.post("/seen/", {"until": until}).status_code == 302
        assert told(city.people.room) == []
        assert "仍标为未看" in browser.get("/").content.decode()
        assert browser.post("/seen/undo/").status_code == 302
        assert len(told(city.people.room)) == 1


def test_the_part_that_the_page_swaps_offers_the_way_back(city, seen):
    browser = city.client(city.people.room)
    part = browser.post("/seen/", {"until": timezone.now().isoformat()}, headers={"HX-Request": "true"})
    assert part.content.decode().startswith('\n<form method="post" action="/seen/undo/"')
    part = browser.post("/seen/undo/", headers={"HX-Request": "true"})
    assert part.content.decode().startswith('\n<form method="post" action="/seen/"')


@pytest.mark.parametrize(
    "until", ["", "yesterday", "2026-06-25", "2026-06-25T10:00:00", "9" * 60, "2026-99-99T00:00:00+08:00"]
)
@time_machine.travel(LATER, tick=False)
def test_a_moment_that_is_none_means_now(city, until):
    assert city.client(city.people.room).post("/seen/", {"until": until}).status_code == 302
    assert Look.objects.get(user=city.people.room).seen_at == timezone.now()


def test_the_mark_never_moves_backwards_nor_beyond_now_and_is_undone_once(city):
    person = city.people.room
    with time_machine.travel(JUNE, tick=False):
        first = timezone.now()
        keep_look(until=first + timedelta(days=1), by=person)
        assert Look.objects.get().seen_at == first
    with time_machine.travel(LATER, tick=False):
        keep_look(until=first - timedelta(hours=1), by=person)
        assert Look.objects.get().seen_at == first
        keep_look(until=timezone.now(), by=person)
        assert undo_look(by=person)
        assert Look.objects.get().seen_at == first
        assert not undo_look(by=person)


def test_how_far_one_looked_is_no_act(city, seen):
    before = Entry.objects.count()
    keep_look(until=timezone.now(), by=city.people.room)
    undo_look(by=city.people.room)
    assert Entry.objects.count() == before
