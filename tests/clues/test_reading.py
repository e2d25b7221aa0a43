"""Reading is an act: the reason is asked once a sitting, every look is journaled, names are found exactly."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.clues import commands
from liandu.clues.queries import opened_clue
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.clues import making
from tests.clues.making import anew

YEAR = timezone.localdate().year


def acts():
    return list(
        Entry.objects.filter(act__in=["sitting.begun", "clue.read", "clue.printed"]).values_list("act", flat=True)
    )


def test_without_a_reason_a_clue_shows_its_number_and_asks(city):
    clue = making.opened(city)
    page = city.client(city.people.registrar).get(f"/clues/{clue.pk}/").content.decode()
    assert clue.number in page
    assert [word for word in making.WORDS if word in page] == []
    assert acts() == []


def test_the_reason_is_asked_once_leads_back_and_stands_with_every_look(city):
    clue = making.opened(city)
    client = city.client(city.people.registrar)
    answer = client.post("/clues/why/", {"grounds": "review", "next": f"/clues/{clue.pk}/"})
    assert (answer.status_code, answer.url) == (302, f"/clues/{clue.pk}/")
    for _look in range(2):
        page = client.get(f"/clues/{clue.pk}/").content.decode()
        assert all(word in page for word in (making.PERSON, making.POST, making.STORY))
    client.get(f"/clues/{clue.pk}/print/")
    assert acts() == ["sitting.begun", "clue.read", "clue.read", "clue.read", "clue.printed"]
    entry = Entry.objects.filter(act="clue.read").first()
    assert (entry.reason, entry.subject, set(entry.facts)) == (
        "集体研判",
        f"clues.clue:{clue.pk}",
        {"sitting", "whole"},
    )


@pytest.mark.parametrize(
    "target", ["//elsewhere.example/", "https://elsewhere.example/", "/ledger/", "/clues/../ledger/"]
)
def test_the_reason_leads_nowhere_outside_the_register(city, target):
    answer = city.client(city.people.registrar).post("/clues/why/", {"grounds": "review", "next": target})
    assert answer.url == "/clues/"


def test_another_reason_must_be_written_and_is_sealed(city):
    client = city.client(city.people.registrar)
    assert client.post("/clues/why/", {"grounds": "other"}).status_code == 422
    assert client.post("/clues/why/", {"grounds": "other", "note": making.NOTE}).status_code == 302
    assert Entry.objects.get(act="sitting.begun").reason == "其他（须写明）"


@pytest.mark.parametrize(("minutes", "asks_again"), [([19, 19, 19], False), ([21], True), ([19, 19, 19, 4], True)])
def test_a_sitting_ends_after_twenty_idle_minutes_or_an_hour(city, minutes, asks_again):
    clue = making.opened(city)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = city.client(city.people.registrar)
        client.post("/clues/why/", {"grounds": "review"})
        for step in minutes:
            clock.shift(timedelta(minutes=step))
            page = client.get(f"/clues/{clue.pk}/").content.decode()
    assert ("为什么查阅" in page, making.STORY in page) == (asks_again, not asks_again)


def test_who_only_handles_reads_persons_narrative_and_their_own_part(city):
    row = making.reported(city)
    other = making.another(city, "xieban", "协办人", "clue_handler", city.units.third_room)
    making.assigned(city, clue=anew(row.clue), handler=other, way="assist")
    texts = commands.read_clue(clue=reopened(other, row.clue), sitting=making.sitting(other), by=other)
    assert (texts.narrative, texts.whole) == (making.STORY, False)
    said = str(texts.of)
    assert making.TASK in said
    assert [word for word in (making.NOTE, making.REASON, making.RESULT, making.PROGRESS) if word in said] == []
    whole = commands.read_clue(
        clue=reopened(city.people.keeper, row.clue), sitting=making.sitting(city.people.keeper), by=city.people.keeper
    )
    assert all(word in str(whole.of) for word in (making.NOTE, making.REASON, making.RESULT, making.PROGRESS))


def reopened(person, clue):

    return opened_clue(person, clue.pk)


def test_a_clue_is_read_only_in_ones_own_sitting_and_within_reach(city):
    clue = making.opened(city)
    with pytest.raises(Denied):
        commands.read_clue(clue=clue, sitting=making.sitting(city.people.keeper), by=city.people.registrar)
    with pytest.raises(Denied):
        commands.read_clue(clue=clue, sitting=making.sitting(city.people.handler), by=city.people.handler)
    assert acts() == ["sitting.begun", "sitting.begun"]


def found(city, name, by):
    return [clue.pk for clue in commands.search_names(name=name, sitting=making.sitting(by), by=by)]


def test_a_name_is_found_whole_and_only_within_reach_and_is_not_journaled(city):
    first = making.opened(city)
    second = making.opened(
        city, persons=[{"name": "欧阳 暗记", "post": ""}, {"name": "阿依·古丽", "post": ""}], keeper=city.people.keeper
    )
    making.opened(city, persons=[{"name": "欧阳", "post": ""}])
    keeper = city.people.keeper
    assert found(city, making.PERSON, keeper) == [second.pk, first.pk]
    assert found(city, "阿依古丽", keeper) == [second.pk]
    assert found(city, "暗记", keeper) == []
    assert found(city, " ", keeper) == []
    other = making.another(city, "biedeng", "别家登记", "case_manager", city.units.case_office)
    assert found(city, making.PERSON, other) == []
    assert [e.facts["hits"] for e in Entry.objects.filter(act="clue.names_searched")] == [2, 1, 0, 0, 0]


def test_the_search_by_name_is_posted_and_shows_numbers_only(city):
    clue = making.opened(city)
    client = city.client(city.people.registrar)
    assert "为什么查阅" in client.get("/clues/names/").content.decode()
    client.post("/clues/why/", {"grounds": "check"})
    page = client.post("/clues/names/", {"name": making.PERSON}).content.decode()
    assert clue.number in page
    assert making.STORY not in page


def test_looking_at_a_list_is_journaled_and_its_receipt_shows_no_title(city):
    row = making.signed(city)
    client = city.client(city.people.sender)
    assert making.TITLE in client.get(f"/clues/lists/{row.pk}/").content.decode()
    receipt = client.get(f"/clues/lists/{row.pk}/receipt/").content.decode()
    assert row.number in receipt
    assert making.TITLE not in receipt
    assert [e.act for e in Entry.objects.filter(subject=f"clues.sealedlist:{row.pk}")][-2:] == [
        "sealed_list.read", "sealed_list.printed",
    ]  # fmt: skip


def test_who_has_no_act_here_begins_no_sitting(city):
    with pytest.raises(Denied):
        commands.begin_sitting(grounds="check", note="", by=city.people.leader)
    with pytest.raises(Refusal):
        commands.search_names(name="x", sitting=making.sitting(city.people.keeper), by=city.people.registrar)
