"""Acknowledging, one and many at once; objections and their answers."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.findings.models import Finding
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.rectification.commands import (
    acknowledge_item,
    acknowledge_items,
    dispute_item,
    sustain_dispute,
    take_back_dispute,
    uphold_item,
)
from liandu.rectification.models import Balance, Item, Objection
from liandu.rectification.queries import chosen_items, items_to_acknowledge, objections_to_answer, opened_item
from liandu.rectification.states import State
from tests.people import SINCE
from tests.rectification.given import a_dispute, an_item, reread


def test_the_head_acknowledges_and_the_clock_of_the_plan_runs(city):
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        item = reread(city, an_item(city))
        acknowledge_item(item=item, by=city.people.secretary)
    now = Item.objects.get()
    assert (now.state, now.acknowledged_at is not None) == (State.ACKNOWLEDGED, True)
    assert now.step_due_on == date(2026, 7, 18)  # a month after the feedback of 18 June


@pytest.mark.parametrize("person", ["room", "clerk", "director", "leader"])
def test_acknowledging_is_denied_to_others_than_the_head(city, person):
    item = an_item(city)
    before = acts_recorded()
    with pytest.raises(Denied):
        acknowledge_item(item=item, by=getattr(city.people, person))
    assert (Item.objects.get().state, acts_recorded()) == (State.REGISTERED, before)


def test_many_are_acknowledged_in_the_same_number_of_statements_each_with_entry_and_balance(city):
    def statements(first, count):
        keys = [an_item(city, serial=n).pk for n in range(first, first + count)]
        items = list(chosen_items(city.people.secretary, keys))
        with CaptureQueriesContext(connection) as asked:
            acknowledge_items(items=items, by=city.people.secretary, reason="属实")
        return len(asked)

    assert (statements(1, 1), statements(2, 30)) == (10, 10)
    rows = Balance.objects.values_list("state", "act", "item__state")
    assert set(rows) == {("acknowledged", "item.acknowledged", "acknowledged")}
    entries = Entry.objects.filter(act="item.acknowledged")
    assert {(entry.reason, entry.facts["from"], entry.facts["to"]) for entry in entries} == {
        ("属实", "registered", "acknowledged")
    }
    assert set(Balance.objects.values_list("seq", flat=True)) == set(entries.values_list("seq", flat=True))


def test_of_many_each_is_refused_for_its_own_reason_and_the_rest_is_done(city):
    free, moved, disputed, elsewhere = (
        an_item(city, serial=1), an_item(city, serial=2), an_item(city, serial=3),
        an_item(city, serial=1, unit=city.units.bureau),
    )  # fmt: skip
    secretary = city.people.secretary
    dispute_item(item=reread(city, disputed), text="不属实", by=secretary)
    items = [reread(city, item) for item in (free, moved, disputed, elsewhere)]
    acknowledge_item(item=reread(city, moved), by=secretary)
    done = acknowledge_items(items=items, by=secretary)
    assert [item.number for item in done.items] == [free.number]
    assert {item.number: refusal.code for item, refusal in done.refused} == {
        moved.number: "item.changed_meanwhile",
        disputed.number: "move.not_allowed",
        elsewhere.number: "access.elsewhere",
    }
    assert dict(Item.objects.values_list("number", "state")) == {
        free.number: "acknowledged",
        moved.number: "acknowledged",
        disputed.number: "disputed",
        elsewhere.number: "registered",
    }
    assert acts_recorded()["item.acknowledged"] == 2


def test_acknowledging_many_is_denied_as_a_whole_to_who_never_may(city):
    item = an_item(city)
    with pytest.raises(Denied):
        acknowledge_items(items=[item], by=city.people.clerk)
    assert Item.objects.get().state == State.REGISTERED


def test_who_objects_says_what_about(city):
    item = reread(city, an_item(city))
    with pytest.raises(Refusal, match="请写明有什么异议"):
        dispute_item(item=item, text="  ", by=city.people.secretary)
    objection = dispute_item(item=item, text="验收由后勤集团负责", by=city.people.secretary)
    assert (objection.state, Item.objects.get().state) == ("asked", State.DISPUTED)
    assert [row.pk for row in objections_to_answer(city.people.director)] == [objection.pk]
    assert list(objections_to_answer(city.people.clerk)) == []


def test_an_objection_that_is_not_sustained_leaves_the_item_acknowledged(city):
    objection = a_dispute(city)
    uphold_item(objection=objection, answer="合同由校方签订", by=city.people.director)
    now = Item.objects.get()
    assert (now.state, now.acknowledged_at is not None) == (State.ACKNOWLEDGED, True)
    assert Objection.objects.values_list("state", "answer", "answered_by__username").get() == (
        "refused", "合同由校方签订", "zhouxunshi",
    )  # fmt: skip


def test_a_sustained_objection_cancels_the_item_and_leaves_the_finding_to_the_director(city):
    objection = a_dispute(city)
    sustain_dispute(objection=objection, answer="确属后勤集团", by=city.people.director)
    assert (Item.objects.get().state, Finding.objects.get().state) == (State.CANCELLED, "confirmed")
    page = city.client(city.people.director).get(f"/items/{objection.item_id}/").content.decode()
    assert f'href="/findings/{objection.item.finding_id}/#withdraw"' in page
    assert "#withdraw" not in city.client(city.people.clerk).get(f"/items/{objection.item_id}/").content.decode()


def test_nobody_answers_their_own_objection(city):
    give_post(user=city.people.secretary, role="inspection_director", unit=city.units.inspection_office, since=SINCE,
              by=None)  # fmt: skip
    secretary = type(city.people.secretary).objects.get(pk=city.people.secretary.pk)
    objection = a_dispute(city)
    before = acts_recorded()
    for answer in (uphold_item, sustain_dispute):
        with pytest.raises(Refusal, match="要由另一个人答复"):
            answer(objection=objection, answer="好", by=secretary)
    assert list(objections_to_answer(secretary)) == []
    assert (Item.objects.get().state, acts_recorded()) == (State.DISPUTED, before)
    page = city.client(secretary).get(f"/items/{objection.item_id}/").content.decode()
    assert "自己提出的，要由另一个人答复。" in page


@pytest.mark.parametrize("command", [uphold_item, sustain_dispute])
@pytest.mark.parametrize("person", ["clerk", "room", "secretary"])
def test_answering_is_denied_to_others_than_the_director(city, command, person):
    objection = a_dispute(city)
    before = acts_recorded()
    with pytest.raises(Denied):
        command(objection=objection, answer="好", by=getattr(city.people, person))
    assert (Item.objects.get().state, Objection.objects.get().state, acts_recorded()) == ("disputed", "asked", before)


def test_an_answer_has_words(city):
    with pytest.raises(Refusal, match="请写明理由"):
        uphold_item(objection=a_dispute(city), answer=" ", by=city.people.director)
    assert Objection.objects.get().state == "asked"


def test_an_objection_is_taken_back_and_the_item_waits_again(city):
    objection = a_dispute(city)
    take_back_dispute(objection=objection, by=city.people.secretary)
    assert (Item.objects.get().state, Objection.objects.get().state) == (State.REGISTERED, "taken_back")
    assert [item.pk for item in items_to_acknowledge(city.people.secretary)] == [objection.item_id]
    with pytest.raises(MoveNotAllowed):
        uphold_item(objection=Objection.objects.select_related("item").get(), answer="晚了", by=city.people.director)


def test_the_second_to_settle_an_objection_is_told(city):
    objection = a_dispute(city)
    same = Objection.objects.select_related("item__unit", "item__finding").get()
    take_back_dispute(objection=objection, by=city.people.secretary)
    with pytest.raises(Refusal, match="这条异议刚有人办理"):
        uphold_item(objection=same, answer="成立", by=city.people.director)
    assert Objection.objects.get().state == "taken_back"


@pytest.mark.parametrize("person", ["clerk", "director", "room"])
def test_objecting_and_taking_back_are_denied_to_others(city, person):
    who = getattr(city.people, person)
    item = an_item(city)
    with pytest.raises(Denied):
        dispute_item(item=item, text="不属实", by=who)
    objection = dispute_item(item=item, text="不属实", by=city.people.secretary)
    with pytest.raises(Denied):
        take_back_dispute(objection=objection, by=who)
    assert (Objection.objects.get().state, acts_recorded().get("item.dispute_taken_back")) == ("asked", None)


# Pages


def test_the_head_acknowledges_the_ticked_ones_and_reads_what_was_refused(city):
    first, second, third = (an_item(city, serial=n) for n in (1, 2, 3))
    client = city.client(city.people.secretary)
    assert "共 3 项" in client.get("/items/acknowledge/").content.decode()
    assert client.post("/items/acknowledge/", {"reason": "属实"}).status_code == 422
    dispute_item(item=reread(city, third), text="不属实", by=city.people.secretary)
    answer = client.post("/items/acknowledge/", {"item": [first.pk, third.pk], "reason": "属实"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "1 项没有办成：" in text
    assert "现在的状态是“有异议”，不能“认领”。" in text
    assert [item.pk for item in items_to_acknowledge(city.people.secretary)] == [second.pk]
    assert client.post("/items/acknowledge/", {"item": [second.pk]}).status_code == 302


def test_all_entries_of_one_act_carry_one_request(city):
    keys = [an_item(city, serial=n).pk for n in (1, 2, 3)]
    city.client(city.people.secretary).post("/items/acknowledge/", {"item": keys})
    requests = set(Entry.objects.filter(act="item.acknowledged").values_list("request_id", flat=True))
    assert len(requests) == 1
    assert requests != {""}


def test_objecting_and_answering_go_through_their_pages(city):
    item = an_item(city)
    head, director = city.client(city.people.secretary), city.client(city.people.director)
    assert head.get(f"/items/{item.pk}/dispute/").status_code == 200
    assert head.post(f"/items/{item.pk}/dispute/", {"text": ""}).status_code == 422
    assert head.post(f"/items/{item.pk}/dispute/", {"text": "验收由后勤集团负责"}).status_code == 302
    answer = director.get(f"/items/{item.pk}/dispute/answer/").content.decode()
    assert "异议（李书记）：验收由后勤集团负责" in answer
    kept = director.post(f"/items/{item.pk}/dispute/answer/", {"answer": "合同由校方签订"})
    assert (kept.status_code, "合同由校方签订" in kept.content.decode()) == (422, True)
    sent = {"verdict": "uphold", "answer": "合同由校方签订"}
    assert director.post(f"/items/{item.pk}/dispute/answer/", sent).status_code == 302
    page = head.get(f"/items/{item.pk}/").content.decode()
    assert "未采纳，维持" in page
    assert "合同由校方签订" in page
    assert director.get(f"/items/{item.pk}/dispute/answer/").status_code == 404
    assert opened_item(city.people.secretary, item.pk).state == State.ACKNOWLEDGED
