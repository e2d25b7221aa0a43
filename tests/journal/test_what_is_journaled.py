"""Downloads, exports, sign-ins and refused attempts leave a row; guessing leaves one, a slip does not."""

import pytest
from django.test import Client
from django.urls import reverse

from liandu.journal.commands import MISSES
from liandu.journal.models import Entry
from tests.papers_of_the_day import receive
from tests.people import PASSWORD


def acts_after(seq: int) -> list[tuple[str, str]]:
    return list(Entry.objects.filter(seq__gt=seq).values_list("act", "actor"))


@pytest.fixture
def now(city):
    return Entry.objects.last().seq


@pytest.mark.parametrize(
    ("name", "method", "url", "act"),
    [
        ("clerk", "post", "/ledger/export/", "ledger.exported"),
        ("audit", "post", "/journal/export/", "seals.exported"),
        ("audit", "post", "/journal/verify/", "seals.verified"),
        ("clerk", "get", "/log/", "access.denied"),
        ("leader", "post", "/administration/units/new/", "access.denied"),
    ],
)
def test_one_request_leaves_one_row(city, name, method, url, act):
    now = Entry.objects.last().seq
    person = getattr(city.people, name)
    answer = getattr(city.client(person), method)(url)
    if answer.streaming:
        list(answer.streaming_content)
    assert acts_after(now) == [(act, person.username)]


def test_the_download_of_an_original_leaves_a_row(city):
    material = receive(city)
    seq = Entry.objects.last().seq
    answer = city.client(city.people.room).get(reverse("inspections:original", args=[material.pk]))
    list(answer.streaming_content)
    assert acts_after(seq) == [("material.taken_out", "wangzhuren")]


def test_sign_ins_leave_rows_whether_they_succeed_or_not(city, now):
    for password in ("wrong", PASSWORD):
        Client().post("/sign-in/", {"login": "liuwen", "password": password})
    assert acts_after(now) == [("session.refused", ""), ("session.opened", "liuwen")]


def test_a_page_that_is_not_there_leaves_no_row_but_guessing_does(city, now):
    there = receive(city)
    seq = Entry.objects.last().seq
    client = city.client(city.people.liaison)
    addresses = [reverse("inspections:material", args=[there.pk]), "/rounds/material/999999/"]
    for turn in range(MISSES[0] - 1):
        assert client.get(addresses[turn % 2]).status_code == 404
    assert acts_after(seq) == []
    assert client.get(addresses[0]).status_code == 404
    assert acts_after(seq) == [("access.probed", "sunlianluo")]
    entry = Entry.objects.last()
    assert (entry.facts, entry.subject) == ({"times": 20}, f"accounts.user:{city.people.liaison.pk}")
    for _turn in range(30):  # no flood
        client.get(addresses[0])
    assert len(acts_after(seq)) == 1
    line, *_others = city.client(city.people.audit).get("/log/").context["lines"][0]
    assert line.sentence == "十分钟内 20 次打开不存在或不在工作范围内的页面"


def test_who_is_not_signed_in_is_not_counted(city, now):
    for _turn in range(MISSES[0] + 1):
        Client().get("/rounds/material/999999/")
    assert acts_after(now) == []
