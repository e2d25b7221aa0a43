"""Joint meetings: called, held, minuted, cancelled; decisions."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from docx import Document as Word

from liandu.access.denials import Denied
from liandu.handover import commands
from liandu.handover.commands import Invited
from liandu.handover.models import Decision, Meeting
from liandu.handover.queries import decisions_for, meeting_view, meetings_for
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from tests.handover.packages import filled

pytestmark = pytest.mark.django_db
AGENDA = ("通报第九轮巡察情况", "移交问题和材料")


def called(city, **more):
    about = {
        "term": city.round.term,
        "round": city.round,
        "name": "第九轮巡察移交联席会议",
        "held_on": date(2026, 6, 25),
        "place": "市委第二会议室",
        "members": [
            Invited("inspection", "周巡视", "市委巡察办", city.people.director),
            Invited("discipline", "王主任", "第三监督检查室", city.people.room),
            Invited("organization", "何科长", "干部一科"),
        ],
        "agenda": AGENDA,
        "by": city.people.clerk,
    }
    return commands.call_meeting(**(about | more))


def held(city, **more):
    meeting = called(city, **more)
    came = [member.pk for member in meeting.members.all()[:2]]
    return commands.hold_meeting(meeting=meeting, attended=came, by=city.people.clerk)


def refused(code, act, **given):
    with pytest.raises(Refusal) as refusal:
        act(**given)
    assert refusal.value.code == code


def write_all(city, meeting):
    discussions = {item.pk: f"会议听取了关于{item.title}的汇报。" for item in meeting.agenda.all()}
    commands.write_minutes(
        meeting=meeting, opening="会议强调。", closing="散会。", discussions=discussions, by=city.people.clerk
    )


def test_meetings_of_a_term_are_numbered_without_gaps_even_when_one_is_cancelled(city):
    first = called(city)
    commands.cancel_meeting(meeting=called(city), reason="改期", by=city.people.clerk)
    third = called(city)
    assert list(Meeting.objects.order_by("number").values_list("number", "state")) == [
        (1, "called"), (2, "cancelled"), (3, "called"),
    ]  # fmt: skip
    assert (first.number, third.number) == (1, 3)


def test_a_round_of_another_term_is_refused_and_takes_no_number(city):
    other = type(city.round.term).objects.create(number=6, name="第六届", since=date(2030, 1, 1))
    refused("meeting.round_of_another_term", called, city=city, term=other)
    assert called(city).number == 1


def test_holding_notes_who_came(city):
    meeting = held(city)
    assert list(meeting.members.values_list("name", "attended")) == [
        ("周巡视", True), ("王主任", True), ("何科长", False),
    ]  # fmt: skip


def test_a_meeting_is_not_held_before_its_day(city):
    meeting = called(city, held_on=timezone.localdate() + timedelta(days=3))
    refused("meeting.not_yet", commands.hold_meeting, meeting=meeting, attended=[], by=city.people.clerk)
    assert Meeting.objects.get().state == "called"


def test_items_of_the_agenda_move_up_and_those_with_decisions_stay(city):
    meeting, clerk = called(city), city.people.clerk
    added = commands.add_agenda_item(meeting=meeting, title="研究督促方案", by=clerk)
    commands.raise_agenda_item(item=added, by=clerk)
    assert list(meeting.agenda.values_list("title", flat=True)) == [AGENDA[0], "研究督促方案", AGENDA[1]]

    commands.decide(meeting=meeting, text="制定方案", owner=city.units.third_room, agenda=added, by=clerk)
    refused("meeting.agenda_decided", commands.remove_agenda_item, item=added, by=clerk)
    commands.remove_agenda_item(item=meeting.agenda.first(), by=clerk)
    assert list(meeting.agenda.values_list("title", flat=True)) == ["研究督促方案", AGENDA[1]]


def test_minutes_need_a_word_on_every_item_and_are_then_frozen_with_their_digest(city):
    meeting, clerk = held(city), city.people.clerk
    refused("meeting.minutes_unfinished", commands.minute_meeting, meeting=meeting, by=clerk)
    write_all(city, meeting)
    commands.decide(
        meeting=meeting, text="十日内制定督促方案", owner=city.units.third_room,
        agenda=meeting.agenda.last(), due_on=date(2026, 7, 5), by=clerk,
    )  # fmt: skip
    package = filled(city)
    commands.tie_package(package=package, meeting=meeting, agenda=meeting.agenda.last(), by=clerk)
    commands.minute_meeting(meeting=Meeting.objects.get(), by=clerk)

    kept = Meeting.objects.get()
    text = "\n".join(paragraph.text for paragraph in Word(io.BytesIO(kept.minutes.path.read_bytes())).paragraphs)
    assert kept.state == "minuted"
    for words in (
        "第九轮巡察移交联席会议纪要", "2026年6月25日", "在市委第二会议室召开", "一、通报第九轮巡察情况",
        "会议决定：十日内制定督促方案（市纪委监委第三监督检查室负责，2026年7月5日前完成）",
        "移交：第九轮巡察移交第三监督检查室", "出席（巡视机构）：周巡视 市委巡察办",
        "请假（组织部门）：何科长 干部一科",
    ):  # fmt: skip
        assert words in text
    refused("meeting.closed", write_all, city=city, meeting=kept)
    refused("meeting.closed", commands.add_agenda_item, meeting=kept, title="再议", by=clerk)
    refused("meeting.closed", commands.tie_package, package=package, meeting=None, agenda=None, by=clerk)


def test_minutes_that_somebody_changed_meanwhile_are_not_settled(city, own_home):
    meeting, clerk = held(city), city.people.clerk
    write_all(city, meeting)
    stale = Meeting.objects.get()
    commands.write_minutes(meeting=meeting, opening="改了。", closing="", discussions={}, by=clerk)
    refused("meeting.changed_meanwhile", commands.minute_meeting, meeting=stale, by=clerk)
    assert (Meeting.objects.get().state, list((own_home / "files").rglob("*"))[1:]) == ("held", [])


def test_a_decision_is_done_by_its_office_or_the_convener_once(city):
    meeting = held(city)
    decision = commands.decide(
        meeting=meeting, text="制定方案", owner=city.units.third_room, due_on=date(2026, 7, 5), by=city.people.clerk
    )
    before = acts_recorded()
    with pytest.raises(Denied):
        commands.close_decision(decision=decision, done_on=date(2026, 7, 1), note="", by=city.people.organization)
    assert (Decision.objects.get().done_on, acts_recorded()) == (None, before)
    refused(
        "decision.done_when", commands.close_decision,
        decision=decision, done_on=date(2026, 6, 1), note="", by=city.people.room,
    )  # fmt: skip
    commands.close_decision(decision=decision, done_on=date(2026, 7, 1), note="已印发", by=city.people.room)
    refused(
        "decision.done_already", commands.close_decision,
        decision=decision, done_on=date(2026, 7, 1), note="", by=city.people.clerk,
    )  # fmt: skip
    assert (Decision.objects.get().done_by, Decision.objects.get().done_note) == (city.people.room, "已印发")


def test_cancelling_needs_a_reason_and_frees_the_packages(city):
    meeting, package, clerk = called(city), filled(city), city.people.clerk
    commands.tie_package(package=package, meeting=meeting, agenda=meeting.agenda.first(), by=clerk)
    refused("handover.reason_missing", commands.cancel_meeting, meeting=meeting, reason="", by=clerk)
    commands.cancel_meeting(meeting=meeting, reason="改期", by=clerk)
    package.refresh_from_db()
    assert (package.meeting, package.agenda) == (None, None)
    held_one = held(city)
    refused("move.not_allowed", commands.cancel_meeting, meeting=held_one, reason="x", by=clerk)


@pytest.mark.parametrize("person", ["room", "organization", "competent", "leader", "secretary", "system", "nobody"])
def test_only_the_inspection_office_convenes(city, person):
    meeting, who = called(city), getattr(city.people, person)
    before = acts_recorded()
    for act in (
        lambda: called(city, by=who),
        lambda: commands.hold_meeting(meeting=meeting, attended=[], by=who),
        lambda: commands.cancel_meeting(meeting=meeting, reason="x", by=who),
        lambda: commands.decide(meeting=meeting, text="x", owner=city.units.third_room, by=who),
        lambda: commands.minute_meeting(meeting=meeting, by=who),
    ):
        with pytest.raises(Denied):
            act()
    assert (Meeting.objects.get().state, acts_recorded()) == ("called", before)


def test_the_three_parties_and_the_leaders_see_meetings_others_what_concerns_them(city):
    meeting = called(city)
    seen = {name for name, person in vars(city.people).items() if meetings_for(person).exists()}
    assert seen == {"director", "clerk", "room", "teamer", "organization", "leader"}

    commands.decide(meeting=meeting, text="督促国企", owner=city.units.assets, by=city.people.clerk)
    commands.decide(meeting=meeting, text="制定方案", owner=city.units.third_room, by=city.people.clerk)
    competent = city.people.competent
    view = meeting_view(competent, meetings_for(competent).get())
    assert (view.whole, view.members) == (False, [])
    assert [[one.text for one in point.decisions] for point in view.points] == [["督促国企"]]
    assert [one.text for one in decisions_for(competent)] == ["督促国企"]
