"""A large package is compared after its page is there, and opened by the worker while the page says how far it is."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from liandu.access.commands import end_post
from liandu.access.denials import Denied
from liandu.access.models import Post
from liandu.exchange import jobs
from liandu.exchange.commands import (
    ask_opening,
    claim_opening,
    end_opening_leases,
    fail_opening,
    open_claimed,
    take_in_package,
)
from liandu.exchange.models import Arrival
from liandu.findings.commands import confirm_category
from liandu.findings.models import Finding
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.exchange.sites import a_finding

ASKING = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def large(monkeypatch):
    """Let every package be a large one."""
    monkeypatch.setattr("liandu.exchange.views.arrivals.OPEN_AT_ONCE", 0)


@pytest.fixture
def arrival(two, city):
    """A package with a finding and its original that came to the city; the keys are the city's from here on."""
    a_finding(city)
    row = two.take_in(two.pack().path.read_bytes())
    two.stay("above")
    return row


def acts_on(arrival):
    return list(
        Entry.objects.filter(subject=f"exchange.arrival:{arrival.pk}").order_by("seq").values_list("act", flat=True)
    )


def test_the_page_comes_first_and_asks_for_the_comparison_itself(city, arrival, large):
    client = city.client(city.people.director)
    address = f"/exchange/arrivals/{arrival.pk}/"
    first = client.get(address).content.decode()
    assert ("正在和本系统逐条比对" in first, f'hx-get="{address}?compare"' in first, "<html" in first) == (True,) * 3
    assert "导入" in first
    assert 'form="open"' not in first
    part = client.get(f"{address}?compare", **ASKING).content.decode()
    assert ("<html" in part, 'form="open"' in part, "逐条看" in part) == (False, True, True)
    assert 'form="open"' in client.get(f"{address}?compare").content.decode()  # without a script


def test_it_is_asked_for_opened_by_the_worker_and_says_so(city, arrival, large):
    client = city.client(city.people.director)
    address = f"/exchange/arrivals/{arrival.pk}/"
    assert client.post(f"{address}open/").url == address
    waiting = client.get(address).content.decode()
    assert ("正在导入" in waiting, 'hx-trigger="every 1s"' in waiting) == (True, True)
    assert Finding.objects.exclude(source="").count() == 0
    assert jobs.open_waiting("w", None) == 1
    assert jobs.open_waiting("w", None) == 0
    arrival.refresh_from_db()
    assert (arrival.state, arrival.opened_by, arrival.worker, arrival.done, arrival.total) == (
        "opened", city.people.director, "", 1, 1,
    )  # fmt: skip
    assert arrival.receipt_path.exists()
    page = client.get(address, **ASKING).content.decode()
    assert ("导入结果" in page, "every 1s" in page) == (True, False)
    assert acts_on(arrival) == [
        "exchange.inspected", "exchange.opening_asked", "exchange.opening_claimed", "exchange.opened",
    ]  # fmt: skip
    assert Entry.objects.get(act="exchange.opened").actor == city.people.director.username


def test_the_choices_of_who_asked_are_kept(two, city, arrival, large):
    client = city.client(city.people.director)
    client.post(f"/exchange/arrivals/{arrival.pk}/open/")
    assert jobs.open_waiting("w", None) == 1
    ours = Finding.objects.exclude(source="").get()
    confirm_category(finding=ours, category="B2", by=city.people.clerk)
    confirm_category(finding=Finding.objects.get(source=""), category="A1", by=city.people.clerk)
    with two.acting("county"):
        content = two.pack(whole=True).path.read_bytes()
    two.stay("above")
    second = take_in_package(chunks=[content], name="来.liandu", by=city.people.director)
    page = client.get(f"/exchange/arrivals/{second.pk}/?compare").content.decode()
    name = page.split('name="theirs" value="')[1].split('"')[0]
    client.post(f"/exchange/arrivals/{second.pk}/open/", {"theirs": [name]})
    assert jobs.open_waiting("w", None) == 1
    ours.refresh_from_db()
    assert ours.category == "A1"


def test_what_goes_wrong_leaves_it_waiting_with_the_sentence(two, city, arrival, large):
    client = city.client(city.people.director)
    client.post(f"/exchange/arrivals/{arrival.pk}/open/")
    yesterday = timezone.localdate() - timedelta(days=1)
    two.sites["county"].peers.update(since=yesterday, until=yesterday)
    assert jobs.open_waiting("w", None) == 1
    arrival.refresh_from_db()
    assert (arrival.state, arrival.failure["code"], arrival.worker) == ("inspected", "exchange.retired_sender", "")
    assert "上次没有导入成功" in client.get(f"/exchange/arrivals/{arrival.pk}/").content.decode()
    two.sites["county"].peers.update(until=None)
    client.post(f"/exchange/arrivals/{arrival.pk}/open/")
    assert jobs.open_waiting("w", None) == 1
    arrival.refresh_from_db()
    assert (arrival.state, arrival.failure) == ("opened", {})


def test_who_asked_must_still_have_the_right_when_it_is_opened(city, arrival):
    ask_opening(arrival=arrival, choices={}, by=city.people.clerk)
    end_post(post=Post.objects.get(user=city.people.clerk), until=timezone.localdate() - timedelta(days=1), by=None)
    assert jobs.open_waiting("w", None) == 1
    arrival.refresh_from_db()
    assert (arrival.state, arrival.failure["code"]) == ("inspected", "access.denied")
    assert not Finding.objects.exclude(source="").exists()


def test_it_is_asked_for_once(city, arrival):
    ask_opening(arrival=Arrival.objects.get(), choices={}, by=city.people.director)
    before = Entry.objects.count()
    with pytest.raises(Refusal):
        ask_opening(arrival=arrival, choices={}, by=city.people.clerk)
    assert (Arrival.objects.get().asked_by, Entry.objects.count()) == (city.people.director, before)


@pytest.mark.parametrize("person", ["room", "liaison", "security", "nobody"])
def test_nobody_else_asks(city, arrival, person):
    with pytest.raises(Denied):
        ask_opening(arrival=arrival, choices={}, by=getattr(city.people, person))
    assert Arrival.objects.get().state == "inspected"


def test_one_worker_holds_it_until_its_lease_is_over(city, arrival):
    ask_opening(arrival=arrival, choices={}, by=city.people.director)
    held = claim_opening(worker="one")
    assert (held, claim_opening(worker="two")) == (arrival, None)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        again = claim_opening(worker="two")
        assert again == arrival
        with pytest.raises(Refusal):  # the one that was too slow writes nothing
            open_claimed(arrival=held, worker="one")
        assert not Finding.objects.exclude(source="").exists()
        assert not arrival.receipt_path.exists()
        assert open_claimed(arrival=again, worker="two").arrival.state == "opened"


def test_a_worker_that_died_gives_it_back_and_after_three_times_it_is_given_up(city, arrival):
    ask_opening(arrival=arrival, choices={}, by=city.people.director)
    for turn in range(3):
        assert claim_opening(worker=f"w{turn}") == arrival
        assert jobs.release_openings({f"w{turn}"}) == 1
    assert claim_opening(worker="w4") is None
    arrival.refresh_from_db()
    assert (arrival.state, arrival.failure["code"]) == ("inspected", "exchange.interrupted")
    assert end_opening_leases(workers={"w4"}) == 0
    assert not fail_opening(arrival=arrival, worker="w4", refusal=Refusal("x", "y"))
