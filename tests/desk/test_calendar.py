"""The calendar: what is due or takes place, whose, on which day; free days and days worked in lieu; the file."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from liandu.desk.exports import LONGEST_LINE, as_icalendar, folded
from liandu.desk.queries.calendar import Event
from liandu.handover.commands import call_meeting
from liandu.journal.models import Entry
from liandu.kernel.days import DayKind, DayMark, mark_of
from liandu.orgs.models import TeamTask
from liandu.rectification.models import Milestone, Request
from tests.desk.given import an_item_in, items_in

JUNE = "2026-06-25 09:00+08:00"


def month_of(city, name, query=""):
    return city.client(getattr(city.people, name)).get(f"/calendar/{query}").context["month"]


def told(city, name, query=""):
    return [
        (day.day.day, event.kind, event.words, event.about)
        for day in month_of(city, name, query).agenda
        for event in day.events
    ]


@pytest.mark.parametrize(
    ("day", "mark"),
    [
        (date(2026, 10, 1), DayMark(DayKind.HOLIDAY, "国庆节", "National Day")),
        (date(2026, 10, 10), DayMark(DayKind.IN_LIEU, "国庆节", "National Day")),
        (date(2026, 10, 11), DayMark(DayKind.WEEKEND)),
        (date(2026, 10, 12), DayMark(DayKind.WORKING)),
        (date(2099, 10, 1), DayMark(DayKind.WORKING)),
        (date(2099, 10, 3), DayMark(DayKind.WEEKEND)),
    ],
)
def test_a_day_is_marked_as_the_yearly_notice_says(day, mark):
    assert mark_of(day) == mark


@time_machine.travel(JUNE, tick=False)
def test_a_month_runs_from_the_monday_before_it_to_the_sunday_after(city):
    month = month_of(city, "secretary", "?month=2026-08")
    assert (month.weeks[0][0].day, month.weeks[-1][-1].day) == (date(2026, 7, 27), date(2026, 9, 6))
    assert [len(month_of(city, "secretary", f"?month={key}").weeks) for key in ("2026-06", "2026-07", "2027-02")] == [
        5, 5, 5,
    ]  # fmt: skip
    assert (month.before, month.after) == (date(2026, 7, 31), date(2026, 9, 1))


@time_machine.travel(JUNE, tick=False)
def test_deadlines_of_a_day_stand_together_by_unit_and_open_their_rows(city):
    items_in(city, "acknowledged", 3, step_due_on=date(2026, 6, 30))
    single = an_item_in(city, "acknowledged", serial=9, step_due_on=date(2026, 6, 29))
    an_item_in(city, "acknowledged", unit=city.units.firm, step_due_on=date(2026, 6, 30))
    assert told(city, "secretary") == [
        (29, "deadline", "1 项到期", "云州大学"),
        (30, "deadline", "3 项到期", "云州大学"),
    ]
    first, second = (day.events[0].url for day in month_of(city, "secretary").agenda)
    assert first == f"/items/{single.pk}/"
    answer = city.client(city.people.secretary).get(second)
    assert len(answer.context["items"]) == 3
    assert told(city, "leader")[1:] == [
        (30, "deadline", "3 项到期", "云州大学"),
        (30, "deadline", "1 项到期", "云州水务集团有限公司"),
    ]


@time_machine.travel(JUNE, tick=False)
def test_mine_is_what_i_can_move_office_what_my_office_has_to_do_with_all_what_i_may_see(city):
    day = date(2026, 6, 30)
    an_item_in(city, "plan_review", serial=1, step_due_on=day)
    an_item_in(city, "acknowledged", serial=2, step_due_on=day)
    counts = {
        (name, whose): sum(
            event.n for one in month_of(city, name, f"?whose={whose}").agenda for event in one.events
        )
        for name in ("room", "secretary", "teamer", "leader")
        for whose in ("mine", "office", "all")
    }  # fmt: skip
    assert counts == {
        ("room", "mine"): 1, ("room", "office"): 2, ("room", "all"): 2,
        ("secretary", "mine"): 1, ("secretary", "office"): 2, ("secretary", "all"): 2,
        ("teamer", "mine"): 0, ("teamer", "office"): 0, ("teamer", "all"): 2,
        ("leader", "mine"): 0, ("leader", "office"): 2, ("leader", "all"): 2,
    }  # fmt: skip


@time_machine.travel(JUNE, tick=False)
def test_meetings_milestones_publicity_and_team_tasks_are_on_their_days(city):
    item = an_item_in(city, "rectifying", serial=1)
    Milestone.objects.create(item=item, what="完成清查", due_on=date(2026, 6, 26))
    Milestone.objects.create(item=item, what="已完成的", due_on=date(2026, 6, 26), done_on=date(2026, 6, 20))
    published = an_item_in(city, "publicity", serial=2)
    Request.objects.filter(item=published).update(state="published", publicity_until=date(2026, 6, 27))
    call_meeting(
        term=city.round.term, name="第九轮移交会", held_on=date(2026, 6, 28), members=[], agenda=["移交"],
        by=city.people.clerk,
    )  # fmt: skip
    member = city.team.members.get()
    TeamTask.objects.create(team=city.team, what="核查采购台账", owner=member, due=date(2026, 6, 29))
    assert told(city, "teamer", "?whose=all") == [
        (26, "milestone", "1 个阶段目标到期", "云州大学"),
        (27, "publicity", "1 项公示期满", "云州大学"),
        (28, "meeting", "联席会议", "第九轮移交会"),
        (29, "task", "联合监督事项到期", "核查采购台账"),
    ]
    assert told(city, "outsider", "?whose=all") == []


@pytest.mark.parametrize(
    "query", ["?month=2026-13", "?month=x", "?day=2026-02-30", "?whose=nobody", "?day=2026-06-30&unit=x"]
)
@time_machine.travel(JUNE, tick=False)
def test_an_address_that_names_no_month_shows_this_one(city, query):
    answer = city.client(city.people.secretary).get(f"/calendar/{query}")
    assert answer.status_code == 200
    assert ("month" not in answer.context) or answer.context["month"].first == date(2026, 6, 1)


@pytest.mark.parametrize("count", [1, 3])
@time_machine.travel(JUNE, tick=False)
def test_a_month_asks_the_same_number_of_questions_for_one_item_and_three(city, count, django_assert_num_queries):
    items_in(city, "acknowledged", count, step_due_on=date(2026, 6, 30))
    browser = city.client(city.people.secretary)
    # Session, person, standings, reach; everything on its days.
    with django_assert_num_queries(5):
        browser.get("/calendar/")


# The file


def an_event(about="云州大学", words="1 项到期", *, url="/items/1/"):
    return Event(date(2026, 6, 30), "deadline", words, about, url, 1, late=False)


def test_the_file_is_a_calendar_of_whole_days(city):
    stamp = datetime(2026, 6, 25, 1, 0, tzinfo=UTC)
    lines = as_icalendar([an_event()], stamp=stamp).decode().split("\r\n")
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Liandu//calendar//ZH", "CALSCALE:GREGORIAN"]
    assert lines[5] == "BEGIN:VEVENT"
    assert lines[7:] == [
        "DTSTAMP:20260625T010000Z",
        "DTSTART;VALUE=DATE:20260630",
        "DTEND;VALUE=DATE:20260701",
        "SUMMARY:云州大学：1 项到期",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_an_event_keeps_its_name_and_another_has_another():
    def name(event):
        text = as_icalendar([event], stamp=datetime.now(tz=UTC)).decode()
        return next(line for line in text.split("\r\n") if line.startswith("UID:"))

    assert name(an_event()) == name(an_event(words="2 项到期", url="/calendar/?day=2026-06-30"))
    assert name(an_event()) != name(an_event(about="云州水务集团"))


def test_what_the_format_means_by_itself_is_escaped():
    text = as_icalendar([an_event(about="甲;乙,丙\\丁\r\n戊")], stamp=datetime.now(tz=UTC)).decode()
    assert "SUMMARY:甲\\;乙\\,丙\\\\丁\\n戊：1 项到期\r\n" in text


def test_long_lines_are_folded_between_characters_and_come_together_again():
    line = "SUMMARY:" + "云州大学采购验收制度执行不严" * 12
    pieces = list(folded(line))
    assert max(len(piece.encode()) for piece in pieces) <= LONGEST_LINE
    assert pieces[0] + "".join(piece.removeprefix(" ") for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


@time_machine.travel(JUNE, tick=False)
def test_taking_the_calendar_out_is_journaled_with_how_many_and_whose(city):
    items_in(city, "acknowledged", 2, step_due_on=date(2026, 6, 30))
    answer = city.client(city.people.secretary).post("/calendar/take/", {"whose": "mine"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.content.decode().count("BEGIN:VEVENT") == 1
    entry = Entry.objects.get(act="calendar.exported")
    assert (entry.actor, entry.facts) == (
        "lishuji", {"since": "2026-06-01", "until": "2027-06-01", "whose": "mine", "events": 1},
    )  # fmt: skip


@time_machine.travel(JUNE, tick=False)
def test_the_member_of_a_team_sees_its_area_and_takes_out_what_their_own_post_covers(city):
    items_in(city, "acknowledged", 2, step_due_on=date(2026, 6, 30))
    assert len(told(city, "teamer", "?whose=all")) == 1
    answer = city.client(city.people.teamer).post("/calendar/take/", {"whose": "all"})
    assert answer.content.decode().count("BEGIN:VEVENT") == 0


@pytest.mark.parametrize("name", ["competent", "system", "nobody"])
def test_who_may_take_nothing_out_is_denied_and_nothing_else_is_journaled(city, name):
    before = Entry.objects.count()
    answer = city.client(getattr(city.people, name)).post("/calendar/take/", {"whose": "all"})
    assert answer.status_code == 403
    assert list(Entry.objects.order_by("seq").values_list("act", flat=True)[before:]) == ["access.denied"]
