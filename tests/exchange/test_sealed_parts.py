"""The sealed part of a package that was opened by who may not know of it: kept as it came, opened by a registrar."""

import json
from datetime import timedelta

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.accounts.models import User
from liandu.clues import commands as clues
from liandu.clues.models import ListLine, SealedList
from liandu.clues.sealing import unseal
from liandu.exchange.commands import (
    discard_sealed_part,
    match_unit,
    note_sealed_receipt_taken_out,
    open_package,
    open_receipt,
    open_sealed_part,
)
from liandu.exchange.models import Carried, Known, SealedPart
from liandu.exchange.queries import tasks_for_sealed_parts
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.orgs.commands import add_unit
from tests.clues import making
from tests.clues.test_wall import everything_stored
from tests.exchange.sealed import SEALED, a_packer, kept, sent_by
from tests.exchange.test_sealed_lists import came
from tests.people import SINCE

OUTSIDE = ("clerk", "director", "room", "secretary", "liaison", "leader", "outsider", "security", "audit", "sender",
           "approver", "handler", "nobody")  # fmt: skip
ADDRESSES = ("sealed_part", "open_sealed", "discard_sealed", "sealed_receipt_file")


@pytest.fixture
def packer(city):
    return a_packer(city)


@pytest.fixture
def waiting(two, city, packer):
    """A sealed part that waits at the city: the county packed one list, the clerk opened the package."""
    return kept(two, city, packer)


def opened(two, part, by):
    with two.acting("above"), TestCase.captureOnCommitCallbacks(execute=True):
        return open_sealed_part(part=SealedPart.objects.get(pk=part.pk), by=by)


def answer(two, path, by):
    with two.acting("county"):
        return open_receipt(chunks=[path.read_bytes()], name="回执", by=by)


def refused(two, part, by):
    """Return the code by which opening is refused, after proving that nothing changed."""
    before = (everything(), part.path.read_bytes() if part.path.exists() else None)
    with pytest.raises(Refusal) as why:
        opened(two, part, by)
    after = (everything(), part.path.read_bytes() if part.path.exists() else None)
    assert after == before
    assert not part.receipt_path.exists()
    return why.value.code


def nothing_new(two, by):
    """Return whether there is nothing to pack, as the receiver has everything."""
    with pytest.raises(Refusal) as why:
        two.pack(chosen=SEALED, by=by)
    return why.value.code == "exchange.nothing_new"


def everything():
    rows = SealedPart.objects.values_list("pk", "state"), SealedList.objects.values_list("pk", "state")
    return [*map(list, rows), Entry.objects.exclude(act="access.denied").count()]


def test_a_registrar_opens_what_the_opener_might_not_know_of(two, city, waiting):
    registrar = city.people.registrar
    assert (waiting.state, came().exists(), waiting.path.exists()) == ("waiting", False, True)

    assert opened(two, waiting, registrar) == {"accepted": 1, "kept": 0, "refused": 0}

    row = came().get()
    assert (row.state, row.recipient, row.source, row.brought_in_by) == (
        "sent", city.units.case_office, "云岭县委巡察办", registrar,
    )  # fmt: skip
    with two.acting("above"):
        assert unseal(ListLine.objects.get(sealed_list=row), "title") == making.TITLE
    part = SealedPart.objects.get()
    assert (part.state, part.ended_by, part.path.exists(), part.receipt_path.exists()) == (
        "opened", registrar, False, True,
    )  # fmt: skip


def test_the_receipt_of_its_own_goes_back_to_who_packed_it(two, city, waiting, packer):
    first = answer(two, waiting.arrival.receipt_path, city.people.director)
    carried = Carried.objects.get(kind="sealed_lists")
    assert (first.state, carried.outcome, carried.reason["code"]) == ("answered", "refused", "exchange.sealed_kept")
    opened(two, waiting, city.people.registrar)
    answer(two, waiting.receipt_path, packer)
    carried.refresh_from_db()
    assert (carried.outcome, carried.reason) == ("accepted", {})
    entry = Entry.objects.get(act="sealed_part.answered")
    assert (entry.actor, set(entry.facts)) == (packer.username, {"package", "sha256"})
    with pytest.raises(Refusal) as why:
        answer(two, waiting.receipt_path, packer)
    assert why.value.code == "exchange.answered_before"


@pytest.mark.parametrize("person", ["director", "clerk"])
def test_to_others_that_receipt_is_the_one_that_was_registered_before(two, city, waiting, packer, person):
    give_post(user=city.people.clerk, role="clue_sender", unit=city.units.inspection_office, since=SINCE, by=None)
    other = User.objects.get(pk=getattr(city.people, person).pk)
    answer(two, waiting.arrival.receipt_path, other)
    opened(two, waiting, city.people.registrar)
    said = []
    for path in (waiting.arrival.receipt_path, waiting.receipt_path):
        with pytest.raises(Refusal) as why:
            answer(two, path, other)
        said.append((why.value.code, why.value.sentence, why.value.facts))
    assert said[0] == said[1]
    assert Carried.objects.get(kind="sealed_lists").outcome == "refused"
    assert not Entry.objects.filter(act="sealed_part.answered").exists()


def test_what_was_answered_as_waiting_is_not_sent_again_and_what_is_refused_then_is(two, city, packer, settings):
    settings.LIANDU_CEILING = "secret"
    two.sites["above"].peers.update(ceiling="secret")
    part = kept(two, city, packer, grade=Grade.SECRET)
    answer(two, part.arrival.receipt_path, packer)
    assert nothing_new(two, packer)
    settings.LIANDU_CEILING = "internal"
    assert opened(two, part, city.people.registrar) == {"accepted": 0, "kept": 0, "refused": 1}
    assert (came().exists(), part.path.exists()) == (False, False)
    settings.LIANDU_CEILING = "secret"
    answer(two, part.receipt_path, packer)
    assert Carried.objects.filter(kind="sealed_lists").first().reason["code"] == "clue.above_ceiling"
    assert not Known.objects.filter(site=two.sites["above"], kind="sealed_lists").exists()


def test_no_sign_of_it_is_given_to_anybody_outside(two, city, waiting):
    two.stay("above")
    nothing = Client()
    for name in OUTSIDE:
        client = city.client(getattr(city.people, name))
        for key in (waiting.pk, "qqqqqqqqqqqq"):
            for address in ADDRESSES:
                url = reverse(f"exchange:{address}", args=[key])
                codes = {client.get(url).status_code, client.post(url).status_code}
                assert codes == {404}, (name, address)
        assert client.get("/exchange/sealed/").status_code == 404
        pages = [client.get(url).content.decode() for url in ("/", "/exchange/", "/clues/")]
        pages.append(client.get(f"/exchange/arrivals/{waiting.arrival.pk}/").content.decode())
        assert [page for page in pages if "密封件" in page or waiting.pk in page] == [], name
    assert nothing.get("/exchange/sealed/").status_code == 302
    history = Entry.objects.filter(subject=f"exchange.arrival:{waiting.arrival.pk}")
    assert sorted(history.values_list("act", flat=True)) == ["exchange.inspected", "exchange.opened"]
    kept_entry = Entry.objects.get(act="sealed_part.kept")
    assert (kept_entry.actor, kept_entry.facts) == ("", {})


def test_no_word_of_it_rests_anywhere_before_it_is_opened(two, city, waiting, own_home):
    ours = SealedList.objects.get()  # at the county, in the same database of this test: sealed as well
    stored = everything_stored()
    files = b"".join(path.read_bytes() for path in own_home.rglob("*") if path.is_file())
    for word in (making.TITLE, ours.number):
        marks = (word.encode(), json.dumps(word).strip('"').encode())
        assert [mark for mark in marks if mark in files] == []
    assert making.TITLE.encode() not in stored
    opened(two, waiting, city.people.registrar)
    assert making.TITLE not in json.dumps(list(Entry.objects.values_list("facts", flat=True)), ensure_ascii=False)


def test_a_registrar_finds_it_opens_it_and_takes_the_receipt_on_the_pages(two, city, waiting):
    two.stay("above")
    client = city.client(city.people.registrar)
    assert [task.words for task in tasks_for_sealed_parts(city.people.registrar)] == ["密封件待拆封"]
    address = reverse("exchange:sealed_part", args=[waiting.pk])
    for page in ("/", "/clues/", "/exchange/sealed/"):
        assert address in client.get(page).content.decode()
    assert "拆封" in client.get(address).content.decode()
    assert client.post(f"{address}open/").url == address
    page = client.get(address).content.decode()
    assert f"{address}receipt/" in page
    taken = client.get(f"{address}receipt/")
    assert (taken.status_code, taken.headers["Cache-Control"]) == (200, "private, no-store")
    assert b"".join(taken.streaming_content) == waiting.receipt_path.read_bytes()
    acts = Entry.objects.filter(subject=f"exchange.sealedpart:{waiting.pk}").order_by("seq")
    assert list(acts.values_list("act", "actor")) == [
        ("sealed_part.kept", ""),
        ("sealed_part.opened", city.people.registrar.username),
        ("sealed_part.receipt_taken_out", city.people.registrar.username),
    ]


@pytest.mark.parametrize(("person", "code"), [("clerk", Denied), ("keeper", None), ("sender", Denied)])
def test_the_command_asks_for_the_right_itself(two, city, waiting, person, code):
    by = getattr(city.people, person)
    if code is None:
        assert opened(two, waiting, by)["accepted"] == 1
        return
    for act in (opened, lambda _two, part, by: discard_sealed_part(part=part, reason="x", by=by),
                lambda _two, part, by: note_sealed_receipt_taken_out(part=part, by=by)):  # fmt: skip
        with pytest.raises(code):
            act(two, waiting, by)
    assert (SealedPart.objects.get().state, came().exists()) == ("waiting", False)


def test_it_opens_once_and_a_list_that_came_otherwise_is_not_doubled(two, city, packer, waiting):
    again = two.pack(chosen=SEALED, by=packer, whole=True)
    with two.acting("above"):
        arrival = two.take_in(again.path.read_bytes(), by=city.people.clerk)
        open_package(arrival=arrival, choices={}, by=city.people.clerk)
    other = SealedPart.objects.get(arrival=arrival)
    assert opened(two, other, city.people.registrar)["accepted"] == 1
    assert opened(two, waiting, city.people.registrar)["accepted"] == 1
    assert came().count() == 1
    with pytest.raises(Refusal):
        opened(two, waiting, city.people.registrar)
    assert (came().count(), waiting.receipt_path.exists()) == (1, True)


def test_a_file_that_is_not_the_one_that_came_is_not_opened(two, city, packer, waiting):
    good = waiting.path.read_bytes()
    other = two.pack(chosen=SEALED, by=packer, whole=True).path.read_bytes()
    for content in (good[:-1] + bytes([good[-1] ^ 1]), other):
        waiting.path.write_bytes(content)
        assert refused(two, waiting, city.people.registrar) == "exchange.sealed_lost"
    waiting.path.unlink()
    assert refused(two, waiting, city.people.registrar) == "exchange.sealed_lost"
    waiting.path.write_bytes(good)
    assert opened(two, waiting, city.people.registrar)["accepted"] == 1


def test_the_sender_is_asked_anew_when_it_is_opened(two, city, waiting):
    yesterday = timezone.localdate() - timedelta(days=1)
    two.sites["county"].peers.update(since=yesterday, until=yesterday)
    assert refused(two, waiting, city.people.registrar) == "exchange.retired_sender"


def test_a_unit_that_nobody_matched_keeps_it_waiting(two, city, packer):
    unit = add_unit(name="云岭县水利局", code="777", parent=city.units.root, by=None, sector="department")
    part = kept(two, city, packer, unit=unit)
    type(unit).objects.filter(pk=unit.pk).update(name="换了名称的局")
    assert refused(two, part, city.people.registrar) == "exchange.sealed_unit_unknown"
    with two.acting("above"):
        match_unit(site=two.sites["county"], key="777", unit=city.units.bureau, by=city.people.clerk)
    assert opened(two, part, city.people.registrar)["accepted"] == 1


def test_who_is_recused_leaves_it_to_somebody_else(two, city, packer):
    part = kept(two, city, packer, unit=city.units.university)
    with two.acting("above"):
        clues.recuse(
            person=city.people.registrar, unit=city.units.university, reason="亲属", since=SINCE, by=city.people.keeper
        )
    assert refused(two, part, city.people.registrar) == "list.recused"
    assert opened(two, part, city.people.keeper)["accepted"] == 1


def test_a_registrar_who_opens_the_package_and_is_recused_leaves_that_list_and_takes_the_others(two, city, packer):
    give_post(user=city.people.clerk, role="case_manager", unit=city.units.case_office, since=SINCE, by=None)
    clerk = User.objects.get(pk=city.people.clerk.pk)
    with two.acting("above"):
        clues.recuse(person=clerk, unit=city.units.university, reason="亲属", since=SINCE, by=city.people.keeper)
    with two.acting("county"):
        sent_by(city, packer, titles=("没有单位的",))
    part = kept(two, city, packer, by=clerk, unit=city.units.university)
    assert came().count() == 1
    answer(two, part.arrival.receipt_path, packer)
    assert sorted(Carried.objects.filter(kind="sealed_lists").values_list("outcome", flat=True)) == [
        "accepted",
        "refused",
    ]
    assert opened(two, part, city.people.registrar)["accepted"] == 2
    assert came().count() == 2
    answer(two, part.receipt_path, packer)
    assert set(Carried.objects.filter(kind="sealed_lists").values_list("outcome", flat=True)) == {"accepted"}


def test_not_to_open_it_needs_a_reason_and_removes_the_file(two, city, waiting):
    two.stay("above")
    client = city.client(city.people.registrar)
    address = reverse("exchange:discard_sealed", args=[waiting.pk])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert waiting.path.exists()
    assert client.post(address, {"reason": "重复"}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.ended_by) == ("discarded", city.people.registrar)
    entry = Entry.objects.get(act="sealed_part.discarded")
    assert (entry.reason, entry.facts) == ("重复", {})
    assert client.post(reverse("exchange:open_sealed", args=[waiting.pk])).status_code == 422
    assert not came().exists()
