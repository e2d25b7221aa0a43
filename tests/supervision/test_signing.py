"""Signing a write-off: who, in which order, what follows, and that nobody overrules anybody."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.access.models import Post
from liandu.inspections.policies import presets, read, spelled
from liandu.journal.queries import acts_recorded, last_act_on
from liandu.kernel.refusals import Refusal
from liandu.rectification.commands import request_closure
from liandu.rectification.models import Evidence, Item, ItemOffice, Request
from liandu.supervision.commands import sign_request
from liandu.supervision.models import Signature
from tests.people import SINCE
from tests.supervision.given import (
    STATEMENT,
    a_colleague,
    a_request,
    add_organization,
    now,
    report,
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


# Who, and in which order


def test_the_room_then_the_inspection_office_and_the_item_is_written_off(city, request_):
    with time_machine.travel("2026-11-30 15:00 +0800", tick=False):
        first = agree(request_, city.people.room, text="情况属实")
        assert standing(request_) == ("open", "requested", "not_done")
        agree(request_, city.people.director)
        at = timezone.now()

    assert (first.party, first.office, first.text, first.required) == (
        "supervising", city.units.third_room, "情况属实", True,
    )  # fmt: skip
    assert standing(request_) == ("granted", "written_off", "done")
    row = now(request_)
    assert (row.settled_at, row.item.closed_at) == (at, at)
    assert {name: acts_recorded().get(name) for name in ("closure.agreed", "item.written_off")} == {
        "closure.agreed": 2, "item.written_off": 1,
    }  # fmt: skip


def test_the_inspection_office_waits_for_the_room(city, request_):
    words = refused("signature.not_yet", agree, request=request_, by=city.people.director)
    assert words == "还要等市纪委监委第三监督检查室先签。"
    assert (opinions(request_), standing(request_)) == ([], ("open", "requested", "not_done"))


def test_personnel_items_need_the_organization_department_between_the_two(city):
    made = a_request_of_three(city)
    organization = city.people.organization
    assert made.parties == ["supervising", "organization", "inspection"]
    refused("signature.not_yet", agree, request=made, by=organization)
    agree(made, city.people.room)
    refused("signature.not_yet", agree, request=made, by=city.people.director)
    agree(made, organization)
    agree(made, city.people.director)
    assert standing(made) == ("granted", "written_off", "done")


def a_request_of_three(city):
    """Return a request of the class that needs three parties."""
    from tests.supervision.given import ready

    item = ready(city, category="C2")
    add_organization(city, item)
    return request_closure(item=item, statement=STATEMENT, by=city.people.secretary)


def test_without_an_order_everybody_may_begin_but_the_inspection_office_stays_last(city):
    made = a_request_of_three(city)
    Request.objects.update(in_order=False)
    refused("signature.not_yet", agree, request=made, by=city.people.director)
    agree(made, city.people.organization)
    refused("signature.not_yet", agree, request=made, by=city.people.director)
    agree(made, city.people.room)
    agree(made, city.people.director)
    assert standing(made)[0] == "granted"


def a_second_room(city, request_):
    """Let the fourth room stand on the item beside the third, and return its officer."""
    second = city.units.fourth_room
    ItemOffice.objects.create(item=request_.item, office=second, duty="supervising")
    from liandu.orgs.commands import assign_oversight

    assign_oversight(office=second, unit=request_.item.unit, since=SINCE, by=None)
    return city.people.teamer


def test_of_two_offices_of_a_party_one_signs_for_it(city, request_):
    teamer = a_second_room(city, request_)
    agree(request_, city.people.room)
    words = refused("signature.party_signed", agree, request=request_, by=teamer)
    assert words == "市纪委监委第三监督检查室已代表这一方签署同意，不用再签；有不同意见可以写明。"
    agree(request_, city.people.director)
    assert standing(request_)[0] == "granted"


def test_a_dissent_of_either_office_of_a_party_blocks_until_that_office_agrees(city, request_):
    teamer = a_second_room(city, request_)
    agree(request_, city.people.room)
    sign_request(request=now(request_), opinion="dissent", text="现场没有看到", by=teamer)
    words = refused("signature.not_yet", agree, request=request_, by=city.people.director)
    assert words == "还要等市纪委监委第四监督检查室先签。"
    # Taking its duty away does not silence it.
    ItemOffice.objects.filter(office=city.units.fourth_room).delete()
    refused("signature.not_yet", agree, request=request_, by=city.people.director)
    ItemOffice.objects.create(item=request_.item, office=city.units.fourth_room, duty="supervising")
    agree(request_, teamer)
    agree(request_, city.people.director)
    assert standing(request_)[0] == "granted"


@pytest.mark.parametrize("person", ["secretary", "liaison", "clerk", "leader", "outsider", "system", "nobody"])
@pytest.mark.parametrize("opinion", ["agree", "return", "dissent"])
def test_who_has_no_right_to_sign_is_denied_and_nothing_changes(city, request_, person, opinion):
    before = acts_recorded()
    with pytest.raises(Denied):
        sign_request(request=now(request_), opinion=opinion, text="x", by=getattr(city.people, person))
    assert (opinions(request_), standing(request_), acts_recorded()) == ([], ("open", "requested", "not_done"), before)


def test_an_office_of_other_units_is_denied(city, request_):
    before = acts_recorded()
    with pytest.raises(Denied):
        agree(request_, city.people.organization)
    assert (opinions(request_), acts_recorded()) == ([], before)


def test_an_office_that_does_not_stand_on_the_item_is_told_how_to_get_there(city, request_):
    ItemOffice.objects.filter(office=city.units.third_room).delete()
    words = refused("signature.no_seat", agree, request=request_, by=city.people.room)
    assert words == "您所在的单位没有列入这件事的整改责任，不能签字。需要列入的，请巡视办在整改责任里补上。"


def test_nobody_signs_their_own_request(city, request_):
    give_post(
        user=city.people.secretary, role="supervision_officer", unit=city.units.third_room, since=SINCE, by=None
    )  # the head of the unit is in the room, too
    secretary = type(city.people.secretary).objects.get(pk=city.people.secretary.pk)
    refused("signature.own_request", agree, request=request_, by=secretary)
    assert opinions(request_) == []


def test_who_works_in_the_unit_does_not_sign_for_an_office(city, request_):
    give_post(user=city.people.room, role="unit_liaison", unit=city.units.university, since=SINCE, by=None)
    room = type(city.people.room).objects.get(pk=city.people.room.pk)
    words = refused("signature.own_unit", agree, request=request_, by=room)
    assert words == "您同时在云州大学任职，不能给本单位的申请签字。"


def test_one_signs_once(city, request_):
    agree(request_, city.people.room)
    words = refused("signature.twice", agree, request=request_, by=city.people.room)
    assert words == "市纪委监委第三监督检查室已由王主任签署“同意销号”，不用再签。"
    assert opinions(request_) == [("supervising", "王主任", "agree", True)]


def test_who_is_in_two_offices_signs_for_one(city, request_):
    give_post(
        user=city.people.room, role="inspection_director", unit=city.units.inspection_office, since=SINCE, by=None
    )
    room = type(city.people.room).objects.get(pk=city.people.room.pk)
    agree(request_, room)
    seat = f"inspection-{city.units.inspection_office.pk}"
    words = refused("signature.two_seats", agree, request=request_, by=room, seat=seat)
    assert words == "您已经以市纪委监委第三监督检查室的名义签过，一个人不能替两方签字。"
    assert standing(request_) == ("open", "requested", "not_done")


def test_a_colleague_does_not_overwrite_the_opinion_of_their_office(city, request_):
    sign_request(request=request_, opinion="dissent", text="证据不足", by=city.people.room)
    refused("signature.colleague_signed", agree, request=request_, by=a_colleague(city))
    assert opinions(request_) == [("supervising", "王主任", "dissent", True)]


def test_a_colleague_takes_over_from_who_has_left_the_office(city, request_):
    sign_request(request=request_, opinion="dissent", text="证据不足", by=city.people.room)
    colleague = a_colleague(city)
    Post.objects.filter(user=city.people.room).update(until=date(2025, 1, 1))
    agree(request_, colleague)
    assert opinions(request_) == [("supervising", "王主任", "dissent", False), ("supervising", "李歌", "agree", True)]


def test_the_database_itself_holds_one_opinion_for_a_person_and_for_an_office(city, request_):
    agree(request_, city.people.room)
    row = Signature.objects.get()
    for other in ({"party": "inspection", "office": city.units.inspection_office}, {"person": city.people.director}):
        facts = {"party": row.party, "office": row.office, "person": row.person} | other
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(request=request_, opinion="agree", at=timezone.now(), **facts)
    assert Signature.objects.count() == 1


# Returning and dissenting


def test_a_return_says_what_is_asked_and_sends_the_item_back(city, request_):
    refused("signature.no_words", sign_request, request=request_, opinion="return", by=city.people.room)
    sign_request(request=now(request_), opinion="return", text="请补充收款凭证原件", by=city.people.room)
    assert standing(request_) == ("returned", "rectifying", "not_done")
    assert (last_act_on(request_.item).reason, acts_recorded()["item.returned"]) == ("请补充收款凭证原件", 1)
    refused("signature.settled", agree, request=request_, by=city.people.room)


def test_what_was_returned_is_asked_again_and_both_rounds_stay(city, request_):
    sign_request(request=request_, opinion="return", text="补充", by=city.people.room)
    item = Item.objects.get()
    report(city, item, "已补充")
    again = request_closure(item=item, statement="已补充", by=city.people.secretary)
    agree(again, city.people.room)
    assert (again.serial, [row.request.serial for row in Signature.objects.all()]) == (2, [1, 2])


def test_a_dissent_stays_on_record_and_blocks_until_that_office_agrees_itself(city, request_):
    sign_request(request=request_, opinion="dissent", text="还有三笔没有追回", by=city.people.room)
    assert standing(request_) == ("open", "requested", "not_done")
    refused("signature.not_yet", agree, request=request_, by=city.people.director)
    agree(request_, city.people.room, text="三笔已核实")
    agree(request_, city.people.director)
    assert standing(request_) == ("granted", "written_off", "done")
    kept = [(row.opinion, row.text, row.stands) for row in Signature.objects.all()]
    assert kept == [("dissent", "还有三笔没有追回", False), ("agree", "三笔已核实", True), ("agree", "", True)]
    assert acts_recorded()["closure.dissented"] == 1


def test_one_changes_ones_own_mind_as_long_as_it_is_open(city):
    made = a_request_of_three(city)
    agree(made, city.people.room)
    sign_request(request=now(made), opinion="dissent", text="接到举报", by=city.people.room)
    # What the next office has to wait for is there again.
    refused("signature.not_yet", agree, request=made, by=city.people.organization)
    assert opinions(made) == [("supervising", "王主任", "agree", False), ("supervising", "王主任", "dissent", True)]


def test_after_the_write_off_nobody_changes_their_mind(city, request_):
    agree(request_, city.people.room)
    agree(request_, city.people.director)
    words = refused(
        "signature.settled", sign_request, request=now(request_), opinion="dissent", text="后悔", by=city.people.room
    )
    assert words == "这次申请已销号，不能再签。"


def test_an_office_that_is_not_asked_puts_its_dissent_on_record_without_blocking(city, request_):
    organization = add_organization(city, request_.item)
    words = refused("signature.not_asked", agree, request=request_, by=organization)
    assert "没有要求市委组织部干部监督科签字" in words
    sign_request(request=now(request_), opinion="dissent", text="干部处理偏轻", by=organization)
    agree(request_, city.people.room)
    agree(request_, city.people.director)
    assert standing(request_) == ("granted", "written_off", "done")
    assert opinions(request_)[0] == ("organization", "陈处长", "dissent", True)


def test_what_got_lost_after_the_request_keeps_from_agreeing_but_not_from_returning(city, request_):
    Evidence.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="传错")
    words = refused("signature.lacks_evidence", agree, request=request_, by=city.people.room)
    assert words == "还没有佐证材料。"
    sign_request(request=now(request_), opinion="return", text="请重传凭证", by=city.people.room)
    assert standing(request_)[0] == "returned"
