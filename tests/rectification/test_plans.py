"""A plan from the first word to the last opinion: saved, submitted, taken back, approved, returned."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine

from liandu.access.denials import Denied
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.rectification.commands import (
    Edit,
    begin_plan,
    post_entry,
    review_entries,
    save_entries,
    submit_plan,
    take_back_plan,
)
from liandu.rectification.models import EntryVersion, Item, Measure, Milestone, Plan, PlanEntry, Task
from liandu.rectification.queries.plans import plan_lines, plans_to_review
from liandu.rectification.rules.plan_content import EMPTY, MilestoneContent, content_of
from liandu.rectification.states import Act, EntryAct
from tests.rectification.given import an_item
from tests.rectification.given_plans import CONTENT, a_plan, acknowledged, edit, now_at, submitted, written


@pytest.fixture(autouse=True)
def the_first_of_july():
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        yield


def states(*items):
    return [(now_at(item).state, now_at(item).entry.state) for item in items]


def review(plan, *items, act=EntryAct.APPROVE, opinion="", by):
    return review_entries(plan=plan, items=[item.pk for item in items], act=act, opinion=opinion, by=by)


def said(by, plan):
    return {line.item.number: line.content for line in plan_lines(by, plan)}


# Saving


def test_many_entries_are_saved_at_once_and_said_once_in_the_journal(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = a_plan(city)
    edits = [edit(first), edit(second, goal="另一目标")]
    assert save_entries(plan=plan, edits=edits, by=city.people.secretary) == 2
    assert said(city.people.secretary, plan) == {
        first.number: CONTENT,
        second.number: replace(CONTENT, goal="另一目标"),
    }
    assert (acts_recorded()["plan.saved"], Plan.objects.get().edition) == (1, 2)


def test_a_draft_may_lack_anything(city):
    item = acknowledged(city)
    save_entries(plan=a_plan(city), edits=[Edit(item.pk, 0, replace(EMPTY, goal="只有目标"))], by=city.people.secretary)
    assert now_at(item).entry.goal == "只有目标"


def test_what_did_not_change_is_not_written_again(city):
    item = acknowledged(city)
    plan = written(city, item)
    assert save_entries(plan=plan, edits=[edit(item)], by=city.people.secretary) == 0
    assert (now_at(item).entry.edition, acts_recorded()["plan.saved"]) == (1, 1)


def test_saving_over_somebody_elses_change_is_refused_whole(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = written(city, first, second)
    mine = [edit(first, goal="我的"), edit(second, goal="我的")]
    save_entries(plan=plan, edits=[edit(second, goal="别人的")], by=city.people.secretary)
    with pytest.raises(Refusal, match=rf"{second.number} 刚由李书记改过"):
        save_entries(plan=plan, edits=mine, by=city.people.secretary)
    assert [now_at(item).entry.goal for item in (first, second)] == [CONTENT.goal, "别人的"]


def test_two_people_may_write_two_items_at_once(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = written(city, first, second)
    mine, yours = edit(first, goal="甲"), edit(second, goal="乙")
    save_entries(plan=plan, edits=[yours], by=city.people.secretary)
    save_entries(plan=plan, edits=[mine], by=city.people.secretary)
    assert [now_at(item).entry.goal for item in (first, second)] == ["甲", "乙"]


def test_tasks_and_milestones_are_replaced_with_the_entry(city):
    item = acknowledged(city)
    plan = written(city, item)
    fewer = replace(CONTENT, tasks=CONTENT.tasks[1:], milestones=(MilestoneContent("建成台账", date(2027, 1, 31)),))
    save_entries(plan=plan, edits=[edit(item, fewer)], by=city.people.secretary)
    assert (Task.objects.count(), Measure.objects.count(), Milestone.objects.count()) == (1, 1, 1)
    assert said(city.people.secretary, plan)[item.number] == fewer


def test_an_item_that_nobody_acknowledged_has_no_entry(city):
    item = an_item(city)
    with pytest.raises(Refusal, match="还没有认领"):
        save_entries(plan=a_plan(city), edits=[edit(item)], by=city.people.secretary)
    assert PlanEntry.objects.count() == 0


def test_an_item_of_another_unit_is_not_in_the_plan(city):
    elsewhere = an_item(city, serial=7, unit=city.units.firm)
    with pytest.raises(Refusal, match="不在这份方案里"):
        save_entries(plan=a_plan(city), edits=[edit(elsewhere)], by=city.people.secretary)


@pytest.mark.parametrize("person", ["clerk", "room", "leader", "outsider"])
def test_denied_only_the_unit_writes_its_plan(city, person):
    item = acknowledged(city)
    plan = written(city, item)
    before = acts_recorded()
    with pytest.raises(Denied):
        save_entries(plan=plan, edits=[edit(item, goal="改")], by=getattr(city.people, person))
    with pytest.raises(Denied):
        submit_plan(plan=plan, items=[item.pk], edition=plan.edition, by=getattr(city.people, person))
    with pytest.raises(Denied):
        begin_plan(unit=city.units.university, round=city.round, by=getattr(city.people, person))
    assert (said(city.people.secretary, plan), acts_recorded()) == ({item.number: CONTENT}, before)


# Submitting


def test_submitting_moves_each_item_and_keeps_what_was_said(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, first, second)
    assert states(first, second) == [("plan_review", "submitted")] * 2
    assert (plan.state, plan.submissions, plan.submitted_by) == ("submitted", 1, city.people.secretary)
    assert now_at(first).step_due_on == date(2026, 7, 15)  # ten working days
    assert [row.content["goal"] for row in EntryVersion.objects.all()] == [CONTENT.goal] * 2
    assert (acts_recorded()["item.plan_submitted"], acts_recorded()["plan.submitted"]) == (2, 1)


def test_one_entry_with_a_fault_keeps_all_of_them(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = written(city, first, second)
    save_entries(plan=plan, edits=[edit(second, person="有关部门")], by=city.people.secretary)
    plan.refresh_from_db()
    with pytest.raises(Refusal, match=rf"1 项还没有填全或填对（{second.number}）"):
        submit_plan(plan=plan, items=[first.pk, second.pk], edition=plan.edition, by=city.people.secretary)
    assert states(first, second) == [("acknowledged", "drafting")] * 2
    assert EntryVersion.objects.count() == 0


def test_nobody_submits_what_somebody_else_just_changed(city):
    item = acknowledged(city)
    plan = written(city, item)
    save_entries(plan=plan, edits=[edit(item, goal="改过")], by=city.people.secretary)
    with pytest.raises(Refusal, match="刚有改动"):
        submit_plan(plan=plan, items=[item.pk], edition=plan.edition, by=city.people.secretary)
    assert states(item) == [("acknowledged", "drafting")]


def test_nothing_chosen_is_nothing_submitted(city):
    plan = written(city, acknowledged(city))
    with pytest.raises(Refusal, match="没有选中"):
        submit_plan(plan=plan, items=[], edition=plan.edition, by=city.people.secretary)


def test_taking_back_makes_drafts_again(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, first, second)
    take_back_plan(plan=plan, reason="漏了一项措施", by=city.people.secretary)
    assert states(first, second) == [("acknowledged", "drafting")] * 2
    assert (Plan.objects.get().state, {row.outcome for row in EntryVersion.objects.all()}) == (
        "drafting",
        {"taken_back"},
    )


def test_after_the_first_opinion_nothing_is_taken_back(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, first, second)
    review(plan, first, by=city.people.room)
    with pytest.raises(Refusal, match="已经有审核意见"):
        take_back_plan(plan=plan, reason="", by=city.people.secretary)
    assert states(second) == [("plan_review", "submitted")]


# Opinions


def test_an_approved_item_takes_over_its_responsibilities_and_its_deadline(city):
    item = acknowledged(city)
    plan = submitted(city, item, kind="at_once", due_on=date(2026, 7, 20), tasks=_early())
    came = review(plan, item, opinion="同意", by=city.people.room)
    now = now_at(item)
    assert came.done == [item.number]
    assert (now.state, now.kind, now.due_on, now.step_due_on) == (
        "rectifying", "at_once", date(2026, 7, 20), date(2026, 7, 20),
    )  # fmt: skip
    assert (now.leader, now.department, now.person) == ("张副校长", "资产处", "刘文静")
    assert (now.entry.state, now.entry.reviewed_for, Plan.objects.get().state) == (
        "approved", city.units.third_room, "reviewed",
    )  # fmt: skip


def _early():
    return tuple(
        replace(task, measures=tuple(replace(row, since=None, due_on=date(2026, 7, 10)) for row in task.measures))
        for task in CONTENT.tasks
    )


def test_opinions_of_every_round_of_review_stay_readable(city):
    item = acknowledged(city)
    plan = submitted(city, item)
    review(plan, item, act=EntryAct.RETURN, opinion="措施没有举一反三", by=city.people.room)
    assert states(item) == [("acknowledged", "returned")]
    plan = submitted(city, item, goal="采购验收全部有据可查，并查全校")
    review(plan, item, opinion="同意", by=city.people.clerk)
    assert states(item) == [("rectifying", "approved")]
    assert [(row.outcome, row.opinion, str(row.reviewed_by)) for row in EntryVersion.objects.all()] == [
        ("approved", "同意", "刘文"),
        ("returned", "措施没有举一反三", "王主任"),
    ]
    assert [line.reason for line in history_of(item) if line.reason] == ["同意", "措施没有举一反三", "试用"]


def test_a_return_says_why(city):
    item = acknowledged(city)
    plan = submitted(city, item)
    with pytest.raises(Refusal, match="要写明意见"):
        review(plan, item, act=EntryAct.RETURN, opinion=" ", by=city.people.room)
    assert states(item) == [("plan_review", "submitted")]


def test_a_plan_is_reviewed_by_the_last_opinion(city):
    first, second, third = (acknowledged(city, serial) for serial in (1, 2, 3))
    plan = submitted(city, first, second)
    review(plan, first, by=city.people.room)
    assert Plan.objects.get().state == "submitted"
    review(plan, second, act=EntryAct.RETURN, opinion="再改", by=city.people.room)
    assert (Plan.objects.get().state, acts_recorded()["plan.reviewed"]) == ("reviewed", 1)
    # The returned one and one that came later go together; what was approved stays.
    plan = submitted(city, second, third)
    assert (plan.state, plan.submissions) == ("submitted", 2)
    assert states(first, second, third) == [
        ("rectifying", "approved"), ("plan_review", "submitted"), ("plan_review", "submitted"),
    ]  # fmt: skip


def test_while_some_wait_no_more_are_submitted(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, first)
    save_entries(plan=plan, edits=[edit(second)], by=city.people.secretary)
    plan.refresh_from_db()
    with pytest.raises(Refusal, match="还没有审完"):
        submit_plan(plan=plan, items=[second.pk], edition=plan.edition, by=city.people.secretary)


def test_the_second_of_two_reviewers_is_told_item_by_item(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, first, second)
    review(plan, first, by=city.people.room)
    came = review(plan, first, second, act=EntryAct.RETURN, opinion="再改", by=city.people.clerk)
    assert (came.done, [str(refusal) for refusal in came.refused]) == (
        [second.number], [f"{first.number} 现在不在待审，可能已有人审过。"],
    )  # fmt: skip
    assert states(first, second) == [("rectifying", "approved"), ("acknowledged", "returned")]


def test_an_office_without_the_duty_gives_no_opinion(city):
    item = acknowledged(city)
    item.offices.filter(duty="supervising").delete()
    plan = submitted(city, item)
    came = review(plan, item, by=city.people.room)
    assert (came.done, [refusal.code for refusal in came.refused]) == ([], ["plan.other_office"])
    assert (states(item), list(plans_to_review(city.people.room))) == ([("plan_review", "submitted")], [])


def test_nobody_reviews_what_they_submitted(city):
    item = acknowledged(city)
    plan = submitted(city, item)
    Plan.objects.update(submitted_by=city.people.room)
    came = review(plan, item, by=city.people.room)
    assert (came.done, [refusal.code for refusal in came.refused]) == ([], ["plan.own"])
    assert (states(item), list(plans_to_review(city.people.room))) == ([("plan_review", "submitted")], [])


@pytest.mark.parametrize("person", ["secretary", "leader", "outsider", "teamer"])
def test_denied_only_offices_review(city, person):
    item = acknowledged(city)
    plan = submitted(city, item)
    before = acts_recorded()
    with pytest.raises(Denied):
        review(plan, item, by=getattr(city.people, person))
    assert (states(item), acts_recorded()) == ([("plan_review", "submitted")], before)


def test_an_item_cancelled_and_reinstated_is_planned_anew(city):
    item, other = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, item, other)
    director = city.people.director
    held = Item.objects.get(pk=item.pk)
    for act in (Act.CANCEL, Act.REINSTATE, Act.ACKNOWLEDGE):
        post_entry(item=held, act=act, by=director)
    review(plan, other, by=city.people.room)
    assert Plan.objects.get().state == "reviewed"  # nobody waits any more
    submitted(city, item, goal="重新编制")
    assert states(item) == [("plan_review", "submitted")]


# Who sees what


def test_others_see_what_was_submitted_and_never_a_draft(city):
    item = acknowledged(city)
    plan = written(city, item)
    room = city.people.room
    assert [(line.seen, line.content) for line in plan_lines(room, plan)] == [(False, EMPTY)]
    plan = submitted(city, item)
    assert said(room, plan) == {item.number: CONTENT}
    review(plan, item, act=EntryAct.RETURN, opinion="再改", by=room)
    save_entries(plan=plan, edits=[edit(item, goal="改到一半")], by=city.people.secretary)
    assert said(room, plan) == {item.number: CONTENT}
    assert said(city.people.secretary, plan)[item.number].goal == "改到一半"


def test_what_was_taken_back_is_not_shown_to_others(city):
    item = acknowledged(city)
    plan = submitted(city, item)
    take_back_plan(plan=plan, reason="", by=city.people.secretary)
    assert [line.seen for line in plan_lines(city.people.room, plan)] == [False]


def test_the_queue_counts_what_waits_for_the_reader(city):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, first, second)
    for person in ("room", "clerk", "director"):
        assert [(row.pk, row.waiting) for row in plans_to_review(getattr(city.people, person))] == [(plan.pk, 2)]
    review(plan, first, by=city.people.room)
    assert [row.waiting for row in plans_to_review(city.people.room)] == [1]
    assert list(plans_to_review(city.people.secretary)) == []
    assert content_of(now_at(first).entry) == CONTENT
