"""Signing line by line, and what follows from a signature."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.accounts.commands import open_account
from liandu.handover import commands
from liandu.handover.models import Line, Package
from liandu.inspections.commands import adopt_default_policies, set_round_policy
from liandu.inspections.models import PolicyVersion
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Oversight
from tests.handover.packages import a_draft, line_of, sent, states
from tests.people import PASSWORD, SINCE


@pytest.fixture
def package(city):
    return sent(city)


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    return refusal.value


def state_of(package):
    return Package.objects.get(pk=package.pk).state


@time_machine.travel("2026-11-30 10:00 +0800", tick=False)
def test_a_signature_says_who_and_when_and_starts_the_clock(city, package):
    line = commands.accept_line(line=line_of(package), by=city.people.room)

    line.refresh_from_db()
    assert (line.state, line.signed_by, line.signed_at, line.accepted_on, line.answer_due_on) == (
        "accepted", city.people.room, timezone.now(), date(2026, 11, 30), date(2027, 2, 28),
    )  # fmt: skip


def test_the_months_of_the_round_set_the_clock(city, package):
    city.round.answer_months = 1
    city.round.save()
    with time_machine.travel("2026-01-31 10:00 +0800"):
        line = commands.accept_line(line=line_of(package), by=city.people.room)
    assert line.answer_due_on == date(2026, 2, 28)


def test_the_policy_of_the_round_sets_the_clock_where_there_is_one(city, package):
    director = city.people.director
    adopt_default_policies(by=director)
    set_round_policy(round=city.round, version=PolicyVersion.objects.get(profile__code="audit"), by=director)
    city.round.answer_months = 1  # what holds without a policy
    city.round.save()
    with time_machine.travel("2026-01-31 10:00 +0800"):
        line = commands.accept_line(line=line_of(package), by=city.people.room)
    assert line.answer_due_on == date(2026, 3, 31)  # two months: audit follow-up


def test_feedback_has_no_clock_of_answers(city):
    package = sent(city, recipient=city.units.university, purpose="feedback")
    commands.accept_rest(package=package, by=city.people.secretary)
    assert set(Line.objects.values_list("state", "answer_due_on")) == {("accepted", None)}


def test_the_last_signature_settles_the_package(city, package):
    room = city.people.room
    commands.accept_line(line=line_of(package, 1), by=room)
    commands.refuse_line(line=line_of(package, 2), reason="不属于本室", by=room)
    assert state_of(package) == "handed_over"
    commands.accept_line(line=line_of(package, 3), by=room)

    settled = Package.objects.get()
    assert (settled.state, settled.settled_at is not None, states(package)) == (
        "settled", True, ["accepted", "refused", "accepted"],
    )  # fmt: skip


def test_all_that_remains_is_signed_at_once_but_no_discrepancy(city, package):
    room = city.people.room
    commands.note_discrepancy(line=line_of(package, 2), came_pages=1, by=room)
    assert commands.accept_rest(package=package, by=room) == 2
    assert (states(package), state_of(package)) == (["accepted", "discrepancy", "accepted"], "handed_over")


def test_a_discrepancy_keeps_what_was_listed_and_what_came_and_is_then_accepted_or_refused(city, package):
    room = city.people.room
    for position in (2, 3):
        commands.note_discrepancy(
            line=line_of(package, position), came_title="另一份", came_copies=2, note="封面不符", by=room
        )
    line = line_of(package, 2)
    assert (line.title, line.pages, line.copies) == ("第2份材料", 2, 1)
    assert (line.came_title, line.came_pages, line.came_copies, line.state) == ("另一份", 2, 2, "discrepancy")

    commands.accept_line(line=line, note="以收到的为准", by=room)
    commands.refuse_line(line=line_of(package, 3), reason="请补齐", by=room)
    assert (states(package)[1:], line_of(package, 2).reason) == (["accepted", "refused"], "以收到的为准")


def test_what_came_as_listed_is_no_discrepancy(city, package):
    refused("line.no_difference", commands.note_discrepancy, line=line_of(package), came_pages=1, by=city.people.room)
    assert states(package) == ["open"] * 3


def test_a_refusal_and_a_return_need_a_reason(city, package):
    room = city.people.room
    refused("handover.reason_missing", commands.refuse_line, line=line_of(package), reason=" ", by=room)
    commands.accept_line(line=line_of(package), by=room)
    refused("handover.reason_missing", commands.return_line, line=line_of(package), reason="", by=room)
    assert states(package) == ["accepted", "open", "open"]


def test_the_sender_never_signs_and_nothing_is_changed(city, package):
    before = acts_recorded()
    for person in ("clerk", "director", "leader", "organization", "secretary", "nobody"):
        who = getattr(city.people, person)
        for act in (
            lambda who=who: commands.accept_line(line=line_of(package), by=who),
            lambda who=who: commands.accept_rest(package=package, by=who),
            lambda who=who: commands.refuse_line(line=line_of(package), reason="x", by=who),
            lambda who=who: commands.note_discrepancy(line=line_of(package), came_pages=9, by=who),
        ):
            with pytest.raises(Denied):
                act()
    assert (states(package), acts_recorded()) == (["open"] * 3, before)


def test_who_is_in_both_offices_does_not_sign_for_their_own_package(city, package):
    give_post(user=city.people.clerk, role="supervision_officer", unit=city.units.third_room, since=SINCE, by=None)
    with pytest.raises(Denied):
        commands.accept_line(line=line_of(package), by=city.people.clerk)
    assert states(package) == ["open"] * 3


def test_a_draft_and_a_withdrawn_package_wait_for_no_signature(city):
    draft = a_draft(city)
    refused("package.not_waiting", commands.accept_rest, package=draft, by=city.people.room)
    package = sent(city)
    commands.withdraw_package(package=package, reason="发错", by=city.people.clerk)
    refused("package.not_waiting", commands.accept_line, line=line_of(package), by=city.people.room)


def test_the_second_to_sign_is_told_who_was_first(city, package):
    second = a_colleague(city)
    stale = line_of(package)
    commands.accept_line(line=line_of(package), by=city.people.room)
    refusal = refused("line.signed_meanwhile", commands.refuse_line, line=stale, reason="不收", by=second)

    assert "王主任" in str(refusal)
    assert (states(package)[0], line_of(package).signed_by) == ("accepted", city.people.room)


def test_an_accepted_line_is_returned_within_the_round_and_its_clock_stops(city, package):
    room = city.people.room
    commands.accept_line(line=line_of(package), by=room)
    commands.return_line(line=line_of(package), reason="不归本室联系", by=room)
    assert (line_of(package).state, line_of(package).answer_due_on) == ("returned", None)

    commands.accept_line(line=line_of(package, 2), by=room)
    city.round.until = timezone.localdate() - timedelta(days=1)
    city.round.save()
    refused("line.round_over", commands.return_line, line=line_of(package, 2), reason="晚了", by=room)


def test_a_wrong_signature_is_undone_by_its_signer_within_ten_minutes(city):
    package, room = sent(city, 1), city.people.room
    commands.accept_line(line=line_of(package), by=room)
    assert state_of(package) == "settled"
    commands.undo_signature(line=line_of(package), by=room)

    line = line_of(package)
    assert (line.state, line.signed_by, line.accepted_on, line.answer_due_on) == ("open", None, None, None)
    assert (state_of(package), acts_recorded()["line.signature_undone"]) == ("handed_over", 1)


def test_undo_by_another_or_too_late_is_refused(city, package):
    commands.accept_line(line=line_of(package), by=city.people.room)
    refused("line.undo_too_late", commands.undo_signature, line=line_of(package), by=a_colleague(city))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        refused("line.undo_too_late", commands.undo_signature, line=line_of(package), by=city.people.room)
    assert states(package)[0] == "accepted"


def test_refused_lines_go_again_in_a_supplement_that_knows_what_it_sends_again(city, package):
    clerk, room = city.people.clerk, city.people.room
    commands.refuse_line(line=line_of(package, 1), reason="页数不对", by=room)
    commands.accept_line(line=line_of(package, 2), by=room)
    commands.return_line(line=line_of(package, 2), reason="不归本室", by=room)
    supplement = commands.send_again(package=package, lines=[line_of(package, 1), line_of(package, 2)], by=clerk)
    new = line_of(supplement, 1)
    commands.correct_line(line=new, title=new.title, number="", pages=8, copies=1, by=clerk)
    commands.hand_over(package=supplement, by=clerk)

    assert (supplement.supplements, supplement.recipient) == (package, package.recipient)
    assert [line_of(supplement, n).resends.position for n in (1, 2)] == [1, 2]
    assert line_of(supplement, 1).pages == 8
    refused("line.not_to_send_again", commands.send_again, package=package, lines=[line_of(package, 1)], by=clerk)


def test_lines_wait_in_one_supplement_and_free_again_when_it_is_withdrawn(city, package):
    clerk, room = city.people.clerk, city.people.room
    for position in (1, 2):
        commands.refuse_line(line=line_of(package, position), reason="不对", by=room)
    first = commands.send_again(package=package, lines=[line_of(package, 1)], by=clerk)
    assert commands.send_again(package=package, lines=[line_of(package, 2)], by=clerk) == first
    commands.withdraw_package(package=first, reason="不发了", by=clerk)
    assert commands.send_again(package=package, lines=[line_of(package, 1)], by=clerk) != first


def test_a_refused_line_that_is_dropped_rests(city, package):
    commands.refuse_line(line=line_of(package), reason="不属于", by=city.people.room)
    commands.drop_line(line=line_of(package), reason="确不属于", by=city.people.clerk)
    refused("line.dealt_with_already", commands.drop_line, line=line_of(package), reason="再次", by=city.people.clerk)
    refused("line.dealt_with", commands.undo_signature, line=line_of(package), by=city.people.room)


def a_colleague(city):
    """Return a second officer of the third room."""
    person = open_account(username="lige", display_name="李歌", password=PASSWORD, by=None)
    give_post(user=person, role="supervision_officer", unit=city.units.third_room, since=SINCE, by=None)
    return person


# Change of owner


def change_of_owner(city):
    """Return a package by which the third room hands the university to the case office."""
    rows = Oversight.objects.filter(office=city.units.third_room, unit=city.units.university)
    package = a_draft(
        city, purpose="change_of_owner", sender=city.units.third_room, recipient=city.units.case_office, title="变更"
    )
    commands.add_oversight(package=package, oversight=rows.get(), note="已督促两次", by=city.people.clerk)
    return commands.hand_over(package=package, by=city.people.clerk)


def an_officer_of_the_case_office(city):
    person = open_account(username="jieban", display_name="接班", password=PASSWORD, by=None)
    give_post(user=person, role="supervision_officer", unit=city.units.case_office, since=SINCE, by=None)
    return person


def test_the_old_oversight_ends_the_day_before_the_signature_and_the_new_one_begins(city):
    package = change_of_owner(city)
    with time_machine.travel("2026-12-10 09:00 +0800"):
        commands.accept_rest(package=package, by=an_officer_of_the_case_office(city))

    rows = Oversight.objects.filter(unit=city.units.university).order_by("pk")
    assert list(rows.values_list("office", "since", "until")) == [
        (city.units.third_room.pk, SINCE, date(2026, 12, 9)),
        (city.units.case_office.pk, date(2026, 12, 10), None),
    ]
    assert (line_of(package).answer_due_on, line_of(package).note) == (None, "已督促两次")


def test_a_change_of_owner_in_effect_is_neither_undone_nor_returned(city):
    package, who = change_of_owner(city), an_officer_of_the_case_office(city)
    commands.accept_line(line=line_of(package), by=who)
    refused("line.oversight_in_effect", commands.undo_signature, line=line_of(package), by=who)
    refused("line.oversight_in_effect", commands.return_line, line=line_of(package), reason="改", by=who)
    assert Oversight.objects.filter(unit=city.units.university, until=None).get().office == city.units.case_office


def test_a_change_of_owner_that_no_longer_fits_changes_nothing(city):
    package, who = change_of_owner(city), an_officer_of_the_case_office(city)
    Oversight.objects.filter(unit=city.units.university).update(until=date(2026, 1, 1))
    refused("line.oversight_gone", commands.accept_line, line=line_of(package), by=who)
    assert (states(package), Oversight.objects.filter(unit=city.units.university).count()) == (["open"], 1)


# Two people at once


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_signing_the_same_lines_at_once_sign_each_line_once(city):
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("two writers need a database that both can open: PostgreSQL, or SQLite in a file")
    package, people = sent(city, 20), [city.people.room, a_colleague(city)]
    told: list[str] = []

    def sign(person):
        try:
            for position in range(1, 21):
                try:
                    commands.accept_line(line=line_of(package, position), by=person)
                except Refusal as refusal:
                    told.append(refusal.code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(sign, people))

    assert (states(package), state_of(package)) == (["accepted"] * 20, "settled")
    assert set(told) <= {"line.signed_meanwhile", "package.not_waiting"}
    assert (len(told), acts_recorded()["line.accepted"]) == (20, 20)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_signing_all_that_remains_beside_somebody_who_refuses_loses_neither(city):
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("two writers need a database that both can open: PostgreSQL, or SQLite in a file")
    package, other = sent(city, 40), a_colleague(city)
    told: list[str] = []

    def refuse():
        try:
            for position in range(40, 30, -1):
                try:
                    commands.refuse_line(line=line_of(package, position), reason="不收", by=other)
                except Refusal as refusal:
                    told.append(refusal.code)
        finally:
            connection.close()

    def accept():
        try:
            commands.accept_rest(package=package, by=city.people.room)
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda act: act(), [refuse, accept]))

    counted = acts_recorded()
    assert set(told) <= {"line.signed_meanwhile", "package.not_waiting"}
    assert counted.get("line.accepted", 0) + counted.get("line.refused", 0) == 40
    assert (states(package).count("open"), state_of(package)) == (0, "settled")
