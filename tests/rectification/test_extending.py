"""More time, and the long term: who asks, who answers, what the policy allows, what it does to the deadlines."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.accounts.models import User
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.rectification.commands import (
    add_milestone,
    ask_extension,
    cancel_item,
    complete_stage,
    decide_extension,
    drop_milestone,
    finish_milestone,
    post_entry,
    take_back_extension,
    turn_long_term,
)
from liandu.rectification.models import FAR, Balance, Extension, Item, Milestone
from liandu.rectification.queries import extensions_to_decide
from liandu.rectification.states import Act, AskedState, Kind, Result
from tests.people import SINCE
from tests.rectification.working import DUE, attached, reported, worked_on

LATER = date(2027, 1, 31)


@pytest.fixture(autouse=True)
def on_a_monday_in_july():
    with time_machine.travel("2026-07-20 10:00:00+08:00"):
        yield


def asked(city, item, *, until=LATER, reason="设备交付推迟", by=None):
    return ask_extension(item=item, until=until, reason=reason, by=by or city.people.secretary)


def answered(city, row, *, granted=True, answer="同意", by=None):
    return decide_extension(extension=row, granted=granted, answer=answer, by=by or city.people.room)


def test_a_granted_extension_moves_the_deadline_and_counts(city):
    item = worked_on(city)
    row = asked(city, item)
    assert (row.due_before, row.state, Item.objects.get().due_on) == (DUE, AskedState.ASKED, DUE)
    answered(city, row)
    item = Item.objects.get()
    assert (item.due_on, item.step_due_on, item.extensions) == (LATER, LATER, 1)
    balance = Balance.objects.get(until=FAR)
    assert (balance.due_on, balance.extensions, balance.act) == (LATER, 1, "item.extended")
    row.refresh_from_db()
    assert (row.state, row.answered_by, row.answer) == (AskedState.GRANTED, city.people.room, "同意")


def test_a_refused_extension_leaves_the_deadline_and_needs_words(city):
    item = worked_on(city)
    row = asked(city, item)
    with pytest.raises(Refusal, match="不同意延期，请写明理由"):
        answered(city, row, granted=False, answer=" ")
    assert Extension.objects.get().state == AskedState.ASKED
    answered(city, row, granted=False, answer="理由不充分")
    assert (Item.objects.get().due_on, Item.objects.get().extensions) == (DUE, 0)
    asked(city, item)  # another may be asked for now


def test_what_still_waits_rests_when_the_item_is_cancelled(city):
    item = worked_on(city)
    asked(city, item)
    cancel_item(item=item, reason="录重了", by=city.people.clerk)
    row = Extension.objects.get()
    assert (row.state, row.answer, row.answered_by) == (AskedState.TAKEN_BACK, "事项已撤账", None)
    assert list(extensions_to_decide(city.people.room)) == []


def test_nobody_asks_for_an_item_that_somebody_else_moved_on_meanwhile(city):
    page = worked_on(city)
    post_entry(item=Item.objects.get(), act=Act.REQUEST, by=city.people.secretary)
    with pytest.raises(MoveNotAllowed):
        asked(city, page)
    with pytest.raises(Refusal) as refusal:
        add_milestone(item=page, what="自查一次", due_on=LATER, by=city.people.secretary)
    assert refusal.value.code == "item.not_rectifying"
    assert (Extension.objects.count(), Milestone.objects.count()) == (0, 0)


def test_one_waits_at_a_time_in_the_command_and_in_the_database(city):
    item = worked_on(city)
    row = asked(city, item)
    with pytest.raises(Refusal, match="已有一次延期申请"):
        asked(city, item)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(
            item=item, reason="再", due_before=DUE, until=LATER, asked_at=timezone.now(), asked_by=city.people.secretary
        )
    take_back_extension(extension=row, by=city.people.secretary)
    assert Extension.objects.get().state == AskedState.TAKEN_BACK
    asked(city, item)


@pytest.mark.parametrize(
    ("until", "sentence"), [(DUE, "要晚于现在的完成时限"), (date(2027, 3, 19), "最多延期 90 天，即最晚到 2027-03-18")]
)
def test_the_policy_sets_how_long(city, until, sentence):
    item = worked_on(city)
    with pytest.raises(Refusal, match=sentence):
        asked(city, item, until=until)
    assert Extension.objects.count() == 0
    asked(city, item, until=date(2027, 3, 18))


def test_the_policy_sets_how_often(city):
    item = worked_on(city)
    for until in (date(2027, 1, 1), date(2027, 2, 1)):
        answered(city, asked(city, Item.objects.get(pk=item.pk), until=until))
    with pytest.raises(Refusal, match="已经延期 2 次，政策口径最多 2 次"):
        asked(city, Item.objects.get(pk=item.pk), until=date(2027, 3, 1))


def test_who_asks_after_the_deadline_is_too_late(city):
    item = worked_on(city, due_on=date(2026, 7, 20))
    asked_in_time = asked(city, item, until=date(2026, 8, 20))
    take_back_extension(extension=asked_in_time, by=city.people.secretary)
    with time_machine.travel("2026-07-21 10:00:00+08:00"), pytest.raises(Refusal, match="完成时限 2026-07-20 已过"):
        asked(city, item, until=date(2026, 8, 20))


def test_an_item_without_a_deadline_needs_no_more_time(city):
    with pytest.raises(Refusal, match="没有完成时限"):
        asked(city, worked_on(city, due_on=None))


def test_nobody_decides_what_they_asked_for_themselves(city):
    secretary = city.people.secretary
    give_post(user=secretary, role="supervision_officer", unit=city.units.third_room, since=SINCE, by=None)
    secretary = User.objects.get(pk=secretary.pk)  # with the new post
    item = worked_on(city)
    row = asked(city, item, by=secretary)
    with pytest.raises(Refusal, match="不能由自己审批"):
        answered(city, row, by=secretary)
    assert list(extensions_to_decide(secretary)) == []
    assert (Extension.objects.get().state, Item.objects.get().due_on) == (AskedState.ASKED, DUE)


@pytest.mark.parametrize("person", ["clerk", "director", "secretary", "leader", "organization", "teamer"])
def test_only_the_office_that_the_policy_names_decides(city, person):
    item = worked_on(city)
    row = asked(city, item)
    before, by = acts_recorded(), getattr(city.people, person)
    with pytest.raises(Denied):
        answered(city, row, by=by)
    assert list(extensions_to_decide(by)) == []
    assert (Extension.objects.get().state, Item.objects.get().due_on, acts_recorded()) == ("asked", DUE, before)


def test_where_no_office_supervises_the_unit_the_inspection_office_decides(city):
    item = worked_on(city, unit=city.units.bureau)
    head = city.people.outsider
    give_post(user=head, role="unit_head", unit=city.units.bureau, since=SINCE, by=None)
    row = asked(city, item, by=User.objects.get(pk=head.pk))
    assert list(extensions_to_decide(city.people.clerk)) == [row]
    answered(city, row, by=city.people.clerk)
    assert Item.objects.get().due_on == LATER


@pytest.mark.parametrize("person", ["room", "clerk", "leader", "liaison"])
def test_only_the_head_of_the_unit_asks_and_takes_back(city, person):
    item = worked_on(city)
    row = asked(city, item)
    before, by = acts_recorded(), getattr(city.people, person)
    with pytest.raises(Denied):
        asked(city, item, by=by)
    with pytest.raises(Denied):
        take_back_extension(extension=row, by=by)
    assert (Extension.objects.get().state, acts_recorded()) == ("asked", before)


def test_the_second_answer_is_told_that_it_was_settled(city):
    row = asked(city, worked_on(city))
    same = Extension.objects.select_related("item__unit", "item__finding").get()
    answered(city, row)
    with pytest.raises(Refusal, match="刚刚办过，现在是“已同意”"):
        answered(city, same, granted=False, answer="不行")
    assert (Extension.objects.get().state, Item.objects.get().extensions) == (AskedState.GRANTED, 1)


def test_an_item_that_was_sent_for_signing_is_not_extended_any_more(city):
    item = worked_on(city)
    row = asked(city, item)
    post_entry(item=item, act=Act.REQUEST, by=city.people.secretary)
    row = Extension.objects.select_related("item__unit", "item__finding").get()
    with pytest.raises(MoveNotAllowed, match="销号审核中"):
        answered(city, row)
    assert Extension.objects.get().state == AskedState.ASKED


def test_the_queue_costs_the_same_for_one_and_for_three(city, django_assert_num_queries):
    asked(city, worked_on(city))
    room = city.people.room
    list(extensions_to_decide(room))  # what is kept on the person object is not the queue's cost
    with django_assert_num_queries(2):
        assert len(extensions_to_decide(room)) == 1
    for serial in (2, 3):
        asked(city, worked_on(city, serial=serial))
    with django_assert_num_queries(2):
        assert [row.item.number[-3:] for row in extensions_to_decide(room)] == ["001", "002", "003"]


# The long term


def a_step(city, item, *, what="建成共享平台", due_on=date(2026, 10, 1)):
    return add_milestone(item=item, what=what, due_on=due_on, by=city.people.secretary)


def turned(city, item, *, by=None):
    return turn_long_term(item=item, proposal="平台建设跨年度", by=by or city.people.room)


def test_without_a_step_nothing_is_long_term(city):
    item = worked_on(city)
    with pytest.raises(Refusal, match="还没有阶段目标"):
        turned(city, item)
    assert (Item.objects.get().kind, Item.objects.get().due_on) == (Kind.BY_DATE, DUE)


def test_a_long_term_item_has_its_steps_for_deadlines(city):
    item = worked_on(city)
    first = a_step(city, item)
    a_step(city, item, what="试运行", due_on=date(2027, 2, 1))
    turned(city, item)
    item = Item.objects.select_related("unit", "finding", "line", "policy").get()
    assert (item.kind, item.due_on, item.step_due_on, item.result) == (
        Kind.LONG_TERM, None, date(2026, 10, 1), Result.NOT_DONE,
    )  # fmt: skip
    first = Milestone.objects.select_related("item__unit", "item__finding").get(pk=first.pk)
    finish_milestone(milestone=first, done_on=date(2026, 7, 20), note="已上线", by=city.people.secretary)
    assert Item.objects.get().step_due_on == date(2027, 2, 1)
    assert Balance.objects.get(until=FAR).step_due_on == date(2027, 2, 1)


def test_a_long_term_item_that_comes_back_from_signing_waits_for_its_next_step(city):
    item = worked_on(city)
    a_step(city, item)
    turned(city, item)
    post_entry(item=item, act=Act.REQUEST, by=city.people.secretary)
    post_entry(item=item, act=Act.RETURN, by=city.people.room)
    assert Item.objects.get().step_due_on == date(2026, 10, 1)


@pytest.mark.parametrize("person", ["clerk", "director", "secretary", "leader", "teamer"])
def test_only_the_office_that_supervises_the_unit_agrees_to_the_long_term(city, person):
    item = worked_on(city)
    a_step(city, item)
    before = acts_recorded()
    with pytest.raises(Denied):
        turned(city, item, by=getattr(city.people, person))
    assert (Item.objects.get().kind, acts_recorded()) == (Kind.BY_DATE, before)


def test_steps_that_the_office_agreed_to_stay(city):
    item = worked_on(city)
    wrong, step = a_step(city, item, what="写错了"), a_step(city, item)
    with pytest.raises(Refusal, match="删去的理由"):
        drop_milestone(milestone=wrong, reason="", by=city.people.secretary)
    drop_milestone(milestone=wrong, reason="写错了", by=city.people.secretary)
    turned(city, item)
    step = Milestone.objects.select_related("item__unit", "item__finding").get(pk=step.pk)
    with pytest.raises(Refusal, match="不能删去"):
        drop_milestone(milestone=step, reason="不做了", by=city.people.secretary)
    assert list(Milestone.objects.values_list("what", flat=True)) == ["建成共享平台"]


@pytest.mark.parametrize(
    ("facts", "sentence"), [({"what": " "}, "写明阶段目标"), ({"due_on": date(2026, 7, 19)}, "不能早于今天")]
)
def test_a_wrong_step_is_refused(city, facts, sentence):
    with pytest.raises(Refusal, match=sentence):
        a_step(city, worked_on(city), **facts)
    assert Milestone.objects.count() == 0


def test_a_step_is_finished_once_with_words_and_not_in_the_future(city):
    step = a_step(city, worked_on(city))
    facts = {"milestone": step, "by": city.people.secretary}
    with pytest.raises(Refusal, match="不能晚于今天"):
        finish_milestone(done_on=date(2026, 7, 21), note="好了", **facts)
    with pytest.raises(Refusal, match="写明完成情况"):
        finish_milestone(done_on=date(2026, 7, 20), note="", **facts)
    finish_milestone(done_on=date(2026, 7, 20), note="已上线", **facts)
    with pytest.raises(Refusal, match="已经完成"):
        finish_milestone(done_on=date(2026, 7, 20), note="已上线", **facts)


@pytest.mark.parametrize("person", ["room", "clerk", "leader"])
def test_others_than_the_unit_are_denied_its_steps(city, person):
    item = worked_on(city)
    step = a_step(city, item)
    before, by = acts_recorded(), getattr(city.people, person)
    acts = [
        lambda: add_milestone(item=item, what="另一步", due_on=date(2026, 9, 1), by=by),
        lambda: finish_milestone(milestone=step, done_on=date(2026, 7, 20), note="好了", by=by),
        lambda: drop_milestone(milestone=step, reason="不该", by=by),
        lambda: complete_stage(item=item, reason="好了", by=by),
    ]
    for act in acts:
        with pytest.raises(Denied):
            act()
    step.refresh_from_db()
    assert (Milestone.objects.count(), step.done_on, acts_recorded()) == (1, None, before)


def test_a_stage_of_a_long_term_item_needs_a_step_that_was_reached(city):
    item = worked_on(city)
    step = a_step(city, item)
    a_step(city, item, what="试运行", due_on=date(2027, 2, 1))
    turned(city, item)
    reported(city, item)
    attached(city, item)
    with pytest.raises(Refusal, match="至少要有一个阶段目标已经完成"):
        complete_stage(item=item, reason="平台已建成", by=city.people.secretary)
    step = Milestone.objects.select_related("item__unit", "item__finding").get(pk=step.pk)
    finish_milestone(milestone=step, done_on=date(2026, 7, 20), note="已上线", by=city.people.secretary)
    item = Item.objects.select_related("unit", "finding").get(pk=item.pk)
    complete_stage(item=item, reason="平台已建成", by=city.people.secretary)
    assert Item.objects.get().result == Result.BASICALLY_DONE
