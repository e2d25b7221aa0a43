"""Each line of a history has its receipt, for exactly those who are told the line."""

import re

import pytest
from django.urls import reverse

from liandu.handover import commands
from liandu.journal.models import Entry
from liandu.journal.queries import history_of
from liandu.journal.sealing import seal_tail
from tests.handover.packages import filled, line_of, sent
from tests.handover.test_readers import a_meeting

pytestmark = pytest.mark.django_db


def receipts_on(city, person, address):
    """Return the numbers of the entries whose receipts the page of ``person`` leads to."""
    page = city.client(getattr(city.people, person)).get(address).content.decode()
    base = re.escape(reverse("desk:receipt", args=[0])).replace("0", r"(\d+)")
    return {int(found) for found in re.findall(f'href="{base}"', page)}


def given(city, person, thing):
    """Return the numbers of the entries about ``thing`` whose receipts ``person`` is given."""
    client = city.client(getattr(city.people, person))
    answers = {line.seq: client.get(reverse("desk:receipt", args=[line.seq])) for line in history_of(thing)}
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    return {seq for seq, answer in answers.items() if answer.status_code == 200}


def test_who_receives_a_package_has_receipts_from_the_handing_over_on_and_who_prepares_it_all(city):
    package = sent(city, 2)
    line = line_of(package)
    commands.accept_line(line=line, by=city.people.room)
    seal_tail()
    for thing, name in ((package, "handover:package"), (line, "handover:line")):
        address = reverse(name, args=[thing.pk])
        every = {entry.seq for entry in history_of(thing)}
        sent_on = {entry.seq for entry in history_of(thing) if entry.at >= package.handed_over_at}
        assert given(city, "clerk", thing) == every
        assert given(city, "room", thing) == sent_on
        assert receipts_on(city, "clerk", address) == every
        assert receipts_on(city, "room", address) == sent_on
        for person in ("outsider", "liaison", "audit", "nobody"):
            assert given(city, person, thing) == set()
    drafting = {entry.seq for entry in history_of(package)} - {
        entry.seq for entry in history_of(package) if entry.at >= package.handed_over_at
    }
    assert drafting != set()


def test_a_draft_has_receipts_for_who_prepares_it_alone(city):
    draft = filled(city, 1)
    seal_tail()
    assert given(city, "clerk", draft) == {entry.seq for entry in history_of(draft)}
    for person in ("room", "leader", "liaison"):
        assert given(city, person, draft) == set()


def test_a_meeting_has_receipts_for_who_sees_all_of_it(city):
    meeting = a_meeting(city)
    seal_tail()
    every = {entry.seq for entry in history_of(meeting)}
    for person in ("clerk", "room"):
        assert given(city, person, meeting) == every
        assert receipts_on(city, person, reverse("handover:meeting", args=[meeting.pk])) == every
    for person in ("competent", "outsider", "liaison", "audit"):
        assert given(city, person, meeting) == set()


def test_what_waits_for_its_seal_says_so_and_taking_a_receipt_is_journaled(city):
    package = sent(city, 1)
    address = reverse("handover:package", args=[package.pk])
    assert receipts_on(city, "clerk", address) == set()
    assert "待封印" in city.client(city.people.clerk).get(address).content.decode()
    seal_tail()
    line = history_of(package)[0]
    assert city.client(city.people.room).get(reverse("desk:receipt", args=[line.seq])).status_code == 200
    assert Entry.objects.filter(act="receipt.taken_out", actor=city.people.room.username).count() == 1
