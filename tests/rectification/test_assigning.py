"""Who answers for an item: persons by the unit, a change of owner with its note, offices by the offices."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.orgs.commands import assign_oversight
from liandu.rectification.commands import (
    add_office,
    assign_responsibility,
    change_owner,
    end_office,
    post_entry,
    remark_on_item,
)
from liandu.rectification.models import Balance, Item, ItemOffice, OwnerChange
from liandu.rectification.states import Act, State
from tests.people import SINCE
from tests.rectification.given import an_item, reread

PERSONS = {"first_person": "李书记", "leader": "何副校长", "department": "资产处", "person": "钱处长"}
TODAY = date(2026, 7, 1)


def assigned(city, *items, by="secretary", **persons):
    rows = [reread(city, item) for item in items]
    return assign_responsibility(items=rows, persons=persons, by=getattr(city.people, by))


def persons_of(item):
    return Item.objects.values("first_person", "leader", "department", "person").get(pk=item.pk)


def test_the_unit_names_who_answers_and_the_ledger_of_the_day_knows_it(city):
    item = an_item(city)
    done = assigned(city, item, **PERSONS)
    assert ([row.pk for row in done.items], persons_of(item)) == ([item.pk], PERSONS)
    assert Balance.objects.values("leader", "person", "act").get() == {
        "leader": "何副校长", "person": "钱处长", "act": "item.assigned",
    }  # fmt: skip
    assert history_of(item)[0].sentence == (
        "确定责任：第一责任人 李书记，牵头领导 何副校长，责任部门 资产处，责任人 钱处长"
    )


def test_many_get_the_same_persons_and_what_is_left_empty_stays(city):
    first, second = an_item(city, serial=1), an_item(city, serial=2)
    assigned(city, first, **PERSONS)
    done = assigned(city, first, second, leader="何副校长", department="后勤处")
    assert [row.number for row in done.items] == [first.number, second.number]
    assert persons_of(first) == {**PERSONS, "department": "后勤处"}
    assert persons_of(second) == {"first_person": "", "leader": "何副校长", "department": "后勤处", "person": ""}


def test_who_is_named_already_is_not_named_again(city):
    item = an_item(city)
    assigned(city, item, **PERSONS)
    done = assigned(city, item, **PERSONS)
    assert (done.items, done.refused, acts_recorded()["item.assigned"]) == ([], [], 1)


def test_somebody_has_to_be_named(city):
    with pytest.raises(Refusal, match="请至少写明一名责任人"):
        assigned(city, an_item(city), leader=" ")
    assert acts_recorded().get("item.assigned") is None


@pytest.mark.parametrize("person", ["clerk", "director", "room"])
def test_offices_do_not_name_the_persons_of_a_unit(city, person):
    item = an_item(city)
    done = assigned(city, item, by=person, **PERSONS)
    assert [refusal.code for _item, refusal in done.refused] == ["access.denied"]
    assert (persons_of(item)["leader"], acts_recorded().get("item.assigned")) == ("", None)


@pytest.mark.parametrize("person", ["leader", "liaison", "nobody"])
def test_naming_is_denied_to_who_never_may(city, person):
    item = an_item(city)
    with pytest.raises(Denied):
        assigned(city, item, by=person, **PERSONS)
    assert persons_of(item)["leader"] == ""


def test_once_the_plan_is_approved_whoever_is_replaced_hands_over(city):
    item = an_item(city)
    assigned(city, item, **{**PERSONS, "person": ""})
    Item.objects.filter(pk=item.pk).update(state=State.RECTIFYING)
    done = assigned(city, item, leader="新副校长")
    assert [refusal.code for _item, refusal in done.refused] == ["item.needs_handover"]
    assert assigned(city, item, person="钱处长").items != []  # nobody was there before
    assert persons_of(item) == PERSONS


@pytest.mark.parametrize("state", [State.WRITTEN_OFF, State.ENDED, State.CANCELLED])
def test_of_a_closed_item_nobody_is_changed(city, state):
    item = an_item(city)
    closed = None if state == State.CANCELLED else item.opened_at
    Item.objects.filter(pk=item.pk).update(state=state, closed_at=closed)
    before = acts_recorded()
    assert [refusal.code for _item, refusal in assigned(city, item, **PERSONS).refused] == ["item.not_open"]
    with pytest.raises(Refusal, match="不能再改责任人"):
        handed_over(city, item)
    assert (persons_of(item)["leader"], acts_recorded()) == ("", before)


def handed_over(city, item, *, by="secretary", made_on=None, note="轮岗，台账和合同已移交", **persons):
    return change_owner(
        item=reread(city, item),
        persons=persons or {"leader": "新副校长", "person": "新处长"},
        note=note,
        made_on=made_on or timezone.localdate(),
        by=getattr(city.people, by),
    )


def test_a_change_of_owner_keeps_both_sides_and_the_note(city):
    item = an_item(city)
    assigned(city, item, **PERSONS)
    change = handed_over(city, item)
    assert (change.before, change.after) == (PERSONS, {**PERSONS, "leader": "新副校长", "person": "新处长"})
    assert persons_of(item) == change.after
    line = history_of(item)[0]
    assert line.sentence.endswith("牵头领导由“何副校长”改为“新副校长”，责任人由“钱处长”改为“新处长”")
    assert line.reason == "轮岗，台账和合同已移交"
    page = city.client(city.people.room).get(f"/items/{item.pk}/").content.decode()
    assert "李书记、何副校长、资产处、钱处长 → 李书记、新副校长、资产处、新处长" in page


def test_a_change_of_owner_needs_a_note_a_change_somebody_and_a_day_that_has_come(city):
    item = an_item(city)
    assigned(city, item, **PERSONS)
    before = acts_recorded()
    with pytest.raises(Refusal, match="请写明理由"):
        handed_over(city, item, note=" ")
    with pytest.raises(Refusal, match="没有可交接的"):
        handed_over(city, item, leader="何副校长")
    with pytest.raises(Refusal, match="交接以后要有人负责"):
        handed_over(city, item, first_person="", leader="", person="")
    with pytest.raises(Refusal, match="不能晚于今天"):
        handed_over(city, item, made_on=timezone.localdate() + timedelta(days=1))
    assert (OwnerChange.objects.count(), persons_of(item), acts_recorded()) == (0, PERSONS, before)


@pytest.mark.parametrize("person", ["clerk", "director", "room", "leader"])
def test_a_change_of_owner_is_denied_to_others_than_the_unit(city, person):
    item = an_item(city)
    with pytest.raises(Denied):
        handed_over(city, item, by=person)
    assert (OwnerChange.objects.count(), acts_recorded().get("item.owner_changed")) == (0, None)


# Offices


def offices(item):
    return [(row.duty, row.office.code) for row in ItemOffice.objects.filter(item=item).select_related("office")]


@pytest.mark.parametrize("person", ["room", "clerk", "director"])
def test_an_office_that_sees_the_unit_gets_a_duty(city, person):
    assign_oversight(office=city.units.cadre_division, unit=city.units.university, since=SINCE, by=None)
    item = an_item(city)
    ItemOffice.objects.filter(item=item, duty="organization").delete()
    by = getattr(city.people, person)
    add_office(item=reread(city, item), office=city.units.cadre_division, duty="organization", by=by)
    assert offices(item) == [("supervising", "913"), ("inspection", "901"), ("organization", "921")]
    assert history_of(item)[0].sentence == "增加组织部门：市委组织部干部监督科"
    with pytest.raises(Refusal, match="已经是这一项的组织部门"):
        add_office(item=reread(city, item), office=city.units.cadre_division, duty="organization", by=by)


def test_an_office_whose_people_cannot_see_the_item_gets_no_duty(city):
    item = an_item(city)
    with pytest.raises(Refusal, match="没有人能看到云州大学的事项"):
        add_office(item=item, office=city.units.cadre_division, duty="organization", by=city.people.clerk)
    assert (len(offices(item)), acts_recorded().get("item.office_added")) == (2, None)


def test_no_office_goes_while_the_write_off_is_being_signed(city):
    item = an_item(city)
    assign_oversight(office=city.units.fourth_room, unit=city.units.university, since=SINCE, by=None)
    add_office(item=reread(city, item), office=city.units.fourth_room, duty="supervising", by=city.people.clerk)
    item = reread(city, item)
    for act in (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, Act.REQUEST):
        post_entry(item=item, act=act, by=city.people.director)
    duty = ItemOffice.objects.select_related("office").get(item=item, office=city.units.fourth_room)
    duty.item, before = reread(city, item), acts_recorded()
    with pytest.raises(Refusal, match="正在审核销号"):
        end_office(duty=duty, reason="变更承办", by=city.people.clerk)
    assert (ItemOffice.objects.filter(item=item).count(), acts_recorded()) == (3, before)


def test_a_duty_is_taken_away_with_a_reason_but_not_the_last_of_its_kind(city):
    item = an_item(city)
    supervising = ItemOffice.objects.select_related("office").get(item=item, duty="supervising")
    supervising.item = reread(city, item)
    with pytest.raises(Refusal, match="这是最后一个联系监督的室"):
        end_office(duty=supervising, reason="变更承办", by=city.people.clerk)
    assign_oversight(office=city.units.fourth_room, unit=city.units.university, since=SINCE, by=None)
    add_office(item=reread(city, item), office=city.units.fourth_room, duty="supervising", by=city.people.clerk)
    supervising.item = reread(city, item)
    with pytest.raises(Refusal, match="请写明理由"):
        end_office(duty=supervising, reason="", by=city.people.clerk)
    end_office(duty=supervising, reason="变更承办", by=city.people.clerk)
    assert offices(item) == [("inspection", "901"), ("supervising", "914")]
    entry = Entry.objects.get(act="item.office_ended")
    assert (entry.facts["office"], entry.reason) == ("市纪委监委第三监督检查室", "变更承办")


@pytest.mark.parametrize("person", ["secretary", "leader", "organization", "teamer"])
def test_naming_offices_is_denied_to_the_unit_and_to_offices_without_a_duty(city, person):
    item = an_item(city)
    duty = ItemOffice.objects.select_related("office").get(item=item, duty="inspection")
    duty.item = item
    by = getattr(city.people, person)
    with pytest.raises(Denied):
        add_office(item=item, office=city.units.fourth_room, duty="supervising", by=by)
    with pytest.raises(Denied):
        end_office(duty=duty, reason="试", by=by)
    assert (len(offices(item)), {act for act in acts_recorded() if "office_" in act}) == (2, set())


# Pages


def test_the_unit_names_hands_over_and_names_many_on_its_pages(city):
    first, second = an_item(city, serial=1), an_item(city, serial=2)
    client = city.client(city.people.secretary)
    assert client.get(f"/items/{first.pk}/assign/").status_code == 200
    assert client.post(f"/items/{first.pk}/assign/", {"leader": ""}).status_code == 422
    assert client.post(f"/items/{first.pk}/assign/", PERSONS).status_code == 302
    change = {**PERSONS, "person": "新处长", "made_on": timezone.localdate().isoformat(), "note": "轮岗"}
    assert client.get(f"/items/{first.pk}/change-owner/").status_code == 200
    assert client.post(f"/items/{first.pk}/change-owner/", {**change, "note": ""}).status_code == 422
    assert client.post(f"/items/{first.pk}/change-owner/", change).status_code == 302
    assert persons_of(first)["person"] == "新处长"
    assert "共 2 项" not in client.get("/items/assign/").content.decode()
    listed = client.get(f"/items/assign/?item={first.pk}&item={second.pk}").content.decode()
    assert (first.number in listed, second.number in listed) == (True, True)
    assert client.post("/items/assign/", {"item": [first.pk, second.pk], "leader": "何副校长"}).status_code == 302
    assert persons_of(second)["leader"] == "何副校长"


def test_an_office_is_added_and_taken_away_on_its_pages(city):
    assign_oversight(office=city.units.fourth_room, unit=city.units.university, since=SINCE, by=None)
    item = an_item(city)
    ItemOffice.objects.filter(item=item, office=city.units.fourth_room).delete()
    client = city.client(city.people.room)
    assert client.get(f"/items/{item.pk}/offices/add/").status_code == 200
    sent = {"office": city.units.cadre_division.pk, "duty": "organization"}
    refused = client.post(f"/items/{item.pk}/offices/add/", sent)
    assert (refused.status_code, "没有人能看到" in refused.content.decode()) == (422, True)
    sent = {"office": city.units.fourth_room.pk, "duty": "supervising"}
    assert client.post(f"/items/{item.pk}/offices/add/", sent).status_code == 302
    row = ItemOffice.objects.get(item=item, office=city.units.fourth_room)
    assert client.get(f"/items/offices/{row.pk}/end/").status_code == 200
    assert client.post(f"/items/offices/{row.pk}/end/", {"reason": "不再承办"}).status_code == 302
    assert client.get(f"/items/offices/{row.pk}/end/").status_code == 404
    assert offices(item) == [("supervising", "913"), ("inspection", "901")]


def test_a_remark_stands_in_the_ledger_of_its_day_whatever_the_state(city):
    with time_machine.travel("2026-06-30 09:00+08:00"):
        item = an_item(city)
    with time_machine.travel("2026-07-01 09:00+08:00"):
        remark_on_item(item=reread(city, item), remark="  待与财政会商 ", by=city.people.clerk)
    with time_machine.travel("2026-07-03 09:00+08:00"):
        Item.objects.update(state="written_off", closed_at=timezone.now())
        remark_on_item(item=reread(city, item), remark="", by=city.people.secretary)
        assert remark_on_item(item=reread(city, item), remark=" ", by=city.people.secretary).remark == ""
    day = date(2026, 7, 2)
    assert Balance.objects.get(item=item, since__lte=day, until__gt=day).remark == "待与财政会商"
    assert [line.sentence for line in history_of(item)[:2]] == ["删去备注", "备注：待与财政会商"]
    with pytest.raises(Denied):
        remark_on_item(item=reread(city, item), remark="看过", by=city.people.leader)
