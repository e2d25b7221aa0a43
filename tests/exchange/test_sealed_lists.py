"""Sealed lists of clues from one installation to another; and that nobody else learns that there were any."""

import json

import pytest

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.clues import commands
from liandu.clues.commands import Listed, bring_in_list
from liandu.clues.models import ListLine, SealedList
from liandu.clues.queries import lists_for
from liandu.clues.sealing import unseal
from liandu.exchange.commands import open_package, open_receipt
from liandu.exchange.inspecting import inspect
from liandu.exchange.models import Carried, Foreign, Package
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from tests.clues import making
from tests.exchange.sealed import SEALED, sent_by
from tests.people import SINCE


@pytest.fixture
def both(city):
    """The director of the inspection office, who has a post of the clue sender too."""
    give_post(user=city.people.director, role="clue_sender", unit=city.units.inspection_office, since=SINCE, by=None)
    return _anew(city, "director")


@pytest.fixture
def opener(city):
    """The clerk, who has a post in the case office too."""
    give_post(user=city.people.clerk, role="case_manager", unit=city.units.case_office, since=SINCE, by=None)
    return _anew(city, "clerk")


def _anew(city, name):
    """Return a person whose posts of before are not remembered."""
    setattr(city.people, name, type(city.people.nobody).objects.get(pk=getattr(city.people, name).pk))
    return getattr(city.people, name)


def packed(two, both, **more):
    """Pack under the keys of the county; the clues of this test are sealed under that folder's keys too."""
    return two.pack(chosen=SEALED, by=both, **more)


def opened(two, package, by):
    with two.acting("above"):
        return open_package(arrival=two.take_in(package.path.read_bytes(), by=by), choices={}, by=by)


def came():
    return SealedList.objects.exclude(came_as=None)


def made_at_the_county(two, city, both, **more):
    with two.acting("county"):
        return sent_by(city, both, **more)


def test_a_sealed_list_comes_in_waiting_for_signature_and_sealed_under_the_receivers_keys(two, city, both, opener):
    ours = made_at_the_county(two, city, both, titles=("甲", "乙"), unit=city.units.university)

    done = opened(two, packed(two, both), opener)

    assert done.counts["sealed_lists"] == {"accepted": 1, "kept": 0, "refused": 0}
    row = came().get()
    assert (row.state, row.recipient, row.source, row.number) == (
        "sent", city.units.case_office, "云岭县委巡察办", ours.number,
    )  # fmt: skip
    assert (row.sender, row.office, row.brought_in_by) == (None, None, opener)
    lines = list(ListLine.objects.filter(sealed_list=row).order_by("place"))
    with two.acting("above"):
        assert [unseal(line, "title") for line in lines] == ["甲", "乙"]
    assert {(line.unit, line.pages, line.copies, line.grade) for line in lines} == {
        (city.units.university, 3, 2, "internal")
    }
    assert lists_for(city.people.registrar).filter(pk=row.pk).exists()
    two.stay("above")
    page = city.client(city.people.registrar).get(f"/clues/lists/{row.pk}/").content.decode()
    assert ("甲" in page, "云岭县委巡察办" in page) == (True, True)
    verdicts = {line.pk: commands.Signed("accepted") for line in lines}
    assert commands.sign_list(sealed_list=row, verdicts=verdicts, by=city.people.registrar).state == "signed"


def test_the_same_list_comes_in_once(two, city, both, opener):
    made_at_the_county(two, city, both)
    opened(two, packed(two, both), opener)
    again = opened(two, packed(two, both, whole=True), opener)
    assert again.counts["sealed_lists"] == {"accepted": 1, "kept": 0, "refused": 0}
    assert (came().count(), Entry.objects.filter(act="sealed_list.brought_in").count()) == (1, 1)
    assert not Foreign.objects.filter(kind="sealed_lists").exists()


def test_only_who_sends_clues_packs_them_and_only_their_own(two, city, both):
    with two.acting("county"):
        making.sent(city)  # by another sender
    assert packed(two, both).counts["sealed_lists"]["sent"] == 0
    with pytest.raises(Refusal, match="您的岗位不能导出"):
        two.pack(chosen=SEALED, by=city.people.clerk)


def test_who_registers_no_clues_opens_the_rest_and_never_learns_of_this_part(two, city, both):
    made_at_the_county(two, city, both)
    clerk = city.people.clerk
    package = packed(two, both)
    with two.acting("above"):
        arrival = two.take_in(package.path.read_bytes(), by=clerk)
        assert "sealed_lists" not in inspect(arrival=arrival, by=clerk).counts
        done = open_package(arrival=arrival, choices={}, by=clerk)
    assert ("sealed_lists" in done.counts, came().exists()) == (False, False)
    receipt = done.arrival.receipt_path.read_bytes()
    with two.acting("county"):
        answered = open_receipt(chunks=[receipt], name="回执", by=clerk)

    assert answered.state == "answered"  # not "partly": the word would tell
    carried = Carried.objects.get(kind="sealed_lists")
    assert (carried.title, carried.outcome, carried.reason["sentence"]) == (
        "", "refused", "密封部分已原样留存，等有权限的人拆封；拆封以后另有回执。",
    )  # fmt: skip
    facts = json.dumps(
        list(Entry.objects.exclude(act__startswith="sealed_").values_list("act", "facts")), ensure_ascii=False
    )
    assert ("sealed" in facts, making.TITLE in facts) == (False, False)
    two.stay("county")
    address = f"/exchange/packages/{Package.objects.get().pk}/"
    pages = {
        name: city.client(getattr(city.people, name)).get(address).content.decode() for name in ("clerk", "director")
    }
    assert ("密封" in pages["clerk"], "密封部分已原样留存" in pages["director"]) == (False, True)
    assert "密封" not in city.client(clerk).get(f"/exchange/arrivals/{arrival.pk}/").content.decode()


def test_another_sender_who_packs_does_not_learn_what_a_colleague_packed(two, city, both):
    made_at_the_county(two, city, both)
    package = packed(two, both)
    give_post(user=city.people.clerk, role="clue_sender", unit=city.units.inspection_office, since=SINCE, by=None)
    _anew(city, "clerk")
    two.stay("county")
    page = city.client(city.people.clerk).get(f"/exchange/packages/{package.pk}/").content.decode()
    assert "密封" not in page


def test_what_waits_at_the_receiver_comes_in_with_a_whole_package_that_another_opens(two, city, both, opener):
    made_at_the_county(two, city, both)
    done = opened(two, packed(two, both), both)
    with two.acting("county"):
        open_receipt(chunks=[done.arrival.receipt_path.read_bytes()], name="回执", by=both)
    opened(two, packed(two, both, whole=True), opener)
    assert came().count() == 1


def test_the_receivers_ceiling_keeps_nothing_of_a_list(two, city, both, opener, settings):
    settings.LIANDU_CEILING = "secret"
    two.sites["above"].peers.update(ceiling="secret")
    made_at_the_county(two, city, both, grade=Grade.SECRET)
    package = packed(two, both)
    assert package.counts["sealed_lists"] == {"sent": 1, "unchanged": 0, "above": 0}
    settings.LIANDU_CEILING = "internal"
    assert opened(two, package, opener).counts["sealed_lists"]["refused"] == 1
    assert not came().exists()


def test_above_the_receivers_ceiling_it_is_not_packed(two, city, both, settings):
    settings.LIANDU_CEILING = "secret"
    made_at_the_county(two, city, both, grade=Grade.SECRET)
    assert packed(two, both).counts["sealed_lists"] == {"sent": 0, "unchanged": 0, "above": 1}


def test_who_is_recused_from_a_unit_of_the_list_does_not_bring_it_in(two, city, both, opener):
    made_at_the_county(two, city, both, unit=city.units.university)
    with two.acting("above"):
        commands.recuse(person=opener, unit=city.units.university, reason="亲属", since=SINCE, by=city.people.keeper)
    assert opened(two, packed(two, both), opener).counts["sealed_lists"]["refused"] == 1
    assert not came().exists()


def test_who_registers_no_clues_brings_no_list_in(city):
    before = Entry.objects.count()
    with pytest.raises(Denied):
        bring_in_list(
            recipient=city.units.case_office, round=city.round, source="云岭县委巡察办", came_as="x:y", number="1",
            envelope="", sent_at=None, lines=[Listed("甲", "inspection", 1, 1, Grade.INTERNAL)],
            by=city.people.sender,
        )  # fmt: skip
    assert (SealedList.objects.count(), Entry.objects.count()) == (0, before)
