"""Answers, which end the clocks, and the tasks that wait for a person."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.handover import commands
from liandu.handover.models import Answer, Line
from liandu.handover.queries import lines_asked_for, tasks_for_handover
from liandu.handover.queries.packages import LinesView
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from tests.handover.packages import line_of, sent
from tests.handover.test_meetings import held
from tests.papers_of_the_day import a_marked_file, a_word_file


@pytest.fixture
def package(city):
    package = sent(city)
    commands.accept_rest(package=package, by=city.people.room)
    return package


def answer(city, package, *positions, **more):
    lines = [line_of(package, n) for n in positions or (1, 2, 3)]
    about = {
        "package": package, "lines": lines, "answered_on": timezone.localdate(), "result": "done",
        "text": "已约谈并督促整改。", "by": city.people.room,
    }  # fmt: skip
    return commands.answer_lines(**(about | more))


def refused(code, act, *given, **more):
    with pytest.raises(Refusal) as refusal:
        act(*given, **more)
    assert refusal.value.code == code


def test_an_answer_ends_the_clocks_of_its_lines_and_keeps_its_paper(city, package):
    made = answer(city, package, 1, 2, paper="纪监三室函〔2026〕3号", chunks=[a_word_file()], filename="答复.docx")
    assert (made.filename, made.file.path.read_bytes()[:2], made.lines.count()) == ("答复.docx", b"PK", 2)
    clerk = city.people.clerk
    asked = {due: lines_asked_for(clerk, LinesView(due=due)).count() for due in ("running", "answered")}
    assert asked == {"running": 1, "answered": 2}


def test_a_paper_marked_above_the_ceiling_is_refused_and_nothing_kept(city, package, own_home):
    with pytest.raises(Refusal, match="高于本系统允许的最高密级"):
        answer(city, package, chunks=[a_marked_file()], filename="答复.docx")
    kept = [path for path in own_home.rglob("*") if path.is_file() and "keys" not in path.parts]
    assert (Answer.objects.count(), kept) == (0, [])


def test_what_is_answered_already_or_not_accepted_or_of_tomorrow_is_refused(city, package):
    answer(city, package, 1)
    refused("answer.there_already", answer, city, package, 1)
    refused("answer.in_future", answer, city, package, 2, answered_on=timezone.localdate() + timedelta(days=1))
    refused("answer.too_early", answer, city, package, 2, answered_on=timezone.localdate() - timedelta(days=1))
    other = sent(city)
    refused("answer.not_accepted", answer, city, other, 1)
    refused("answer.nothing", answer, city, package, lines=[])
    assert Answer.objects.count() == 1


def test_an_answered_line_is_neither_returned_nor_undone(city, package):
    answer(city, package)
    refused("line.answered", commands.return_line, line=line_of(package), reason="x", by=city.people.room)
    refused("line.answered", commands.undo_signature, line=line_of(package), by=city.people.room)


@pytest.mark.parametrize("person", ["clerk", "organization", "leader", "secretary", "nobody"])
def test_only_the_recipient_answers(city, package, person):
    before = acts_recorded()
    with pytest.raises(Denied):
        answer(city, package, by=getattr(city.people, person))
    assert (Answer.objects.count(), acts_recorded()) == (0, before)


@pytest.mark.parametrize(("days", "due"), [(0, "near"), (20, "near"), (21, "running"), (-1, "overdue")])
def test_clocks_are_near_from_twenty_days_on_and_overdue_the_day_after(city, package, days, due):
    Line.objects.update(answer_due_on=timezone.localdate() + timedelta(days=days))
    found = [name for name in ("near", "overdue") if lines_asked_for(city.people.clerk, LinesView(due=name)).exists()]
    assert (found or ["running"]) == [due]


def words(person):
    return [(task.words, task.tone) for task in tasks_for_handover(person)]


def test_tasks_say_what_to_sign_what_was_refused_and_what_is_due(city):
    room, clerk = city.people.room, city.people.clerk
    package = sent(city)
    assert words(room) == [("3 项待签收", "now")]
    commands.refuse_line(line=line_of(package), reason="不符", by=room)
    commands.accept_rest(package=package, by=room)
    assert (words(room), words(clerk)) == ([], [("1 项被拒收或退回", "look")])
    commands.drop_line(line=line_of(package), reason="确不属于", by=clerk)
    assert words(clerk) == []

    Line.objects.filter(state="accepted").update(answer_due_on=timezone.localdate() - timedelta(days=2))
    assert words(room) == [("答复逾期 2 天", "late")]
    answer(city, package, 2, 3)
    assert words(room) == []


@time_machine.travel("2026-07-01 10:00 +0800")
def test_tasks_name_the_decisions_of_ones_own_office(city):
    meeting = held(city)
    for owner, due in ((city.units.third_room, date(2026, 7, 5)), (city.units.cadre_division, date(2026, 6, 30))):
        commands.decide(meeting=meeting, text="制定方案", owner=owner, due_on=due, by=city.people.clerk)
    assert (words(city.people.room), words(city.people.organization), words(city.people.leader)[:1]) == (
        [("议定事项还有 4 天到期", "look")], [("议定事项逾期 1 天", "late")], [],
    )  # fmt: skip


def test_nobody_has_tasks_without_a_post(city):
    sent(city)
    assert [words(person) for person in (city.people.nobody, city.people.system, city.people.secretary)] == [[], [], []]
