"""Publicity after the last signature, many requests in one act, two people at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.inspections.policies import presets, read, spelled
from liandu.journal.queries import acts_recorded, last_act_on
from liandu.kernel.refusals import Refusal
from liandu.rectification.models import ItemOffice
from liandu.supervision.commands import finish_publicity, sign_request, sign_requests
from liandu.supervision.jobs import finish_due
from liandu.supervision.models import Signature
from tests.supervision.given import (
    a_colleague,
    a_request,
    a_second_director,
    now,
    standing,
)


@pytest.fixture
def request_(city):
    return a_request(city, category="A4")


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    return str(refusal.value)


def agree(request, by, **more):
    return sign_request(request=now(request), opinion="agree", by=by, **more)


def opinions(request):
    rows = Signature.objects.filter(request=request)
    return [(row.party, str(row.person), row.opinion, row.stands) for row in rows]


def with_policy(monkeypatch, **changes):
    """Let every item go by the first policy with ``changes``."""
    policy = read(spelled(presets()["six_months"]) | changes)
    for place in ("rules.closing", "rules.deadlines", "commands.posting", "commands.closing"):
        monkeypatch.setattr(f"liandu.rectification.{place}.policy_for", lambda _key: policy)
    monkeypatch.setattr("liandu.supervision.commands.signing.policy_for", lambda _key: policy)


# Publicity


def test_with_publicity_the_last_signature_opens_it_and_the_days_close_the_item(city, request_, monkeypatch):
    with_policy(monkeypatch, publicity_days=5)
    with time_machine.travel("2026-11-30 10:00 +0800"):
        agree(request_, city.people.room)
        agree(request_, city.people.director)
    row = now(request_)
    # Five working days after Monday 30 November.
    assert (row.state, row.item.state, row.publicity_until) == ("published", "publicity", date(2026, 12, 7))
    with time_machine.travel("2026-12-07 10:00 +0800"):
        words = refused("publicity.running", finish_publicity, request=row)
        assert words == "公示到2026年12月7日，期满以后才能销号。"
    with time_machine.travel("2026-12-08 10:00 +0800"):
        finish_publicity(request=row, by=None)
    assert standing(request_) == ("granted", "written_off", "done")
    assert last_act_on(request_.item).actor == ""


def test_a_return_during_publicity_sends_the_item_back(city, request_, monkeypatch):
    with_policy(monkeypatch, publicity_days=5)
    agree(request_, city.people.room)
    agree(request_, city.people.director)
    sign_request(request=now(request_), opinion="return", text="公示收到反映", by=city.people.room)
    assert standing(request_) == ("returned", "rectifying", "not_done")


def test_a_dissent_during_publicity_keeps_the_worker_from_closing(city, request_, monkeypatch):
    with_policy(monkeypatch, publicity_days=5)
    monkeypatch.setattr("liandu.supervision.jobs._last", 0.0)
    with time_machine.travel("2026-11-30 10:00 +0800"):
        agree(request_, city.people.room)
        agree(request_, city.people.director)
        sign_request(request=now(request_), opinion="dissent", text="反映待查", by=city.people.room)
    with time_machine.travel("2026-12-08 10:00 +0800"):
        assert finish_due("w", None) == 0
        words = refused("publicity.dissent", finish_publicity, request=now(request_), by=city.people.director)
        assert words == "公示期间市纪委监委第三监督检查室不同意，不能销号。"
        agree(request_, city.people.room, text="查无此事")
    assert standing(request_) == ("granted", "written_off", "done")


def test_the_worker_closes_what_is_over(city, request_, monkeypatch):
    with_policy(monkeypatch, publicity_days=5)
    monkeypatch.setattr("liandu.supervision.jobs._last", 0.0)
    with time_machine.travel("2026-11-30 10:00 +0800"):
        agree(request_, city.people.room)
        agree(request_, city.people.director)
    with time_machine.travel("2026-12-08 10:00 +0800"):
        assert finish_due("w", None) == 1
        assert finish_due("w", None) == 0  # within the minute it does not even look
    assert standing(request_) == ("granted", "written_off", "done")


@pytest.mark.parametrize("person", ["secretary", "clerk", "organization", "outsider"])
def test_only_who_may_sign_there_closes_publicity_by_hand(city, request_, monkeypatch, person):
    with_policy(monkeypatch, publicity_days=5)
    with time_machine.travel("2026-11-30 10:00 +0800"):
        agree(request_, city.people.room)
        agree(request_, city.people.director)
    before = acts_recorded()
    with time_machine.travel("2026-12-08 10:00 +0800"), pytest.raises(Denied):
        finish_publicity(request=now(request_), by=getattr(city.people, person))
    assert (standing(request_), acts_recorded()) == (("published", "publicity", "not_done"), before)


# Many at once


def test_many_are_signed_in_one_act_and_each_that_cannot_be_is_told_with_its_reason(city):
    good = [a_request(city, serial=n, category="A4") for n in (1, 2)]
    bad = a_request(city, serial=3, category="A4")
    bad.item.evidence.update(withdrawn_at=timezone.now(), withdrawn_reason="传错")
    elsewhere = a_request(city, serial=4, category="A4")
    ItemOffice.objects.filter(item=elsewhere.item, duty="supervising").delete()

    signed, turned_away = sign_requests(
        requests=[*good, bad, elsewhere], text="集中审核，情况属实", by=city.people.room
    )

    assert [row.request_id for row in signed] == [row.pk for row in good]
    assert {row.text for row in signed} == {"集中审核，情况属实"}
    assert [(row.pk, refusal.code) for row, refusal in turned_away] == [
        (bad.pk, "signature.lacks_evidence"), (elsewhere.pk, "signature.no_seat"),
    ]  # fmt: skip
    assert (Signature.objects.count(), acts_recorded()["closure.agreed"]) == (2, 2)


def test_many_need_a_common_text_and_some_choice(city, request_):
    refused("signature.no_common_text", sign_requests, requests=[request_], text=" ", by=city.people.room)
    refused("signature.nothing", sign_requests, requests=[], text="同意", by=city.people.room)
    assert Signature.objects.count() == 0


@pytest.mark.parametrize("person", ["secretary", "clerk", "leader", "nobody"])
def test_who_may_not_sign_signs_nothing_by_many(city, request_, person):
    before = acts_recorded()
    with pytest.raises(Denied):
        sign_requests(requests=[request_], text="同意", by=getattr(city.people, person))
    assert (Signature.objects.count(), acts_recorded()) == (0, before)


# Two people at once

TWO_WRITERS = "two writers need a database that both can open: PostgreSQL, or SQLite in a file"


def skip_in_memory():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip(TWO_WRITERS)


def both_at_once(acts):
    """Run the acts in threads of their own and return the codes of what was refused."""
    told: list[str] = []

    def run(act):
        try:
            act()
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))
    return told


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_colleagues_signing_at_once_leave_one_opinion(city):
    skip_in_memory()
    colleague = a_colleague(city)
    for n in range(1, 7):
        made = a_request(city, serial=n, category="A4")
        people = (city.people.room, colleague)
        told = both_at_once([lambda who=who, made=made: agree(made, who) for who in people])
        assert told == ["signature.colleague_signed"]
        assert Signature.objects.filter(request=made, stands_until=0).count() == 1
    assert acts_recorded()["closure.agreed"] == 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_two_signatures_at_once_write_off_once(city):
    skip_in_memory()
    second = a_second_director(city)
    for n in range(1, 7):
        made = a_request(city, serial=n, category="A4")
        agree(made, city.people.room)
        people = (city.people.director, second)
        told = both_at_once([lambda who=who, made=made: agree(made, who) for who in people])
        assert told in (["signature.settled"], ["signature.colleague_signed"])
        assert standing(made) == ("granted", "written_off", "done")
    assert acts_recorded()["item.written_off"] == 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_agreement_beside_a_request_taken_back_ends_in_one_of_the_two(city):
    from liandu.rectification.commands import take_back_request

    skip_in_memory()
    for n in range(1, 7):
        made = a_request(city, serial=n, category="A4")
        agree(made, city.people.room)
        back = now(made)
        told = both_at_once([
            lambda made=made: agree(made, city.people.director),
            lambda back=back: take_back_request(request=back, reason="补材料", by=city.people.secretary),
        ])  # fmt: skip
        assert told in (["signature.settled"], ["move.not_allowed"])
        assert standing(made) in (("granted", "written_off", "done"), ("taken_back", "rectifying", "not_done"))
