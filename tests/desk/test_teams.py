"""Pages of joint teams and loans: lists, one team, work over all teams, workload; acts through their forms."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from liandu.access.commands import add_member, end_team, form_team, give_task, lend_person
from liandu.journal.models import Entry
from liandu.orgs.models import Duty, JointTeam, Loan, TeamArea, TeamMember, TeamTask
from tests.people import SINCE
from tests.rectification.given import a_finding


def page(city, name, place="teams", *args):
    return city.client(getattr(city.people, name)).get(reverse(f"desk:{place}", args=args))


def send(city, name, place, form, *args):
    return city.client(getattr(city.people, name)).post(reverse(f"desk:{place}", args=args), form)


def in_days(days):
    return timezone.localdate() + timedelta(days)


def tasks(city, count, *, due=10):
    member = TeamMember.objects.get(user=city.people.teamer)
    return [
        give_task(team=city.team, what=f"事项{n}", owner=member, due=in_days(due), by=city.people.director)
        for n in range(count)
    ]


def names(answer, key="table"):
    return [row.cells[0][1].text for group in answer.context[key].groups for row in group.rows]


@pytest.mark.parametrize(
    ("person", "seen"),
    [("director", 2), ("clerk", 2), ("room", 2), ("teamer", 1), ("organization", 0)],
)
def test_a_team_is_seen_by_members_the_lead_office_and_the_city(city, person, seen):
    form_team(name="另一组", kind="other", office=city.units.third_room, purpose="x", since=SINCE,
              by=city.people.director)  # fmt: skip
    assert len(names(page(city, person))) == seen


def test_a_team_is_gone_for_the_member_whose_membership_is_over(city):
    TeamMember.objects.update(until=in_days(-1))
    assert page(city, "teamer", "team", city.team.pk).status_code == 404
    assert page(city, "room", "team", city.team.pk).status_code == 200


def test_the_page_of_a_team_shows_people_days_area_and_what_is_there(city):
    tasks(city, 1)
    answer = page(city, "teamer", "team", city.team.pk)
    assert names(answer, "members") == ["联合员"]
    assert names(answer, "areas") == ["云州大学"]
    assert names(answer, "tasks") == ["事项0"]
    assert (answer.context["shown"].units, answer.context["shown"].findings) == (1, 0)
    assert (answer.context["doors"], answer.context["task_doors"]) == ([], [])


def test_who_reads_no_findings_there_is_told_no_number(city):
    TeamArea.objects.update(unit=city.units.firm)
    assert page(city, "room", "team", city.team.pk).context["shown"].findings is None


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("place", "queries"), [("teams", 4), ("team", 11), ("team_work", 4), ("workload", 6), ("loans", 4)]
)
def test_pages_take_the_same_queries_for_one_and_three(city, count, place, queries, django_assert_num_queries):
    tasks(city, count)
    for n in range(count):
        person = [city.people.room, city.people.organization, city.people.clerk][n]
        office = [city.units.third_room, city.units.cadre_division, city.units.inspection_office][n]
        add_member(team=city.team, user=person, office=office, since=SINCE, by=city.people.director)
        lend_person(user=person, from_office=office, to_office=city.units.fourth_room, since=SINCE,
                    until=in_days(9), reason="x", by=city.people.director)  # fmt: skip
    args = [city.team.pk] if place == "team" else []
    browser = city.client(city.people.clerk)
    with django_assert_num_queries(queries):
        assert browser.get(reverse(f"desk:{place}", args=args)).status_code == 200


def test_the_head_of_a_team_gives_tasks_and_nothing_else(city):
    TeamMember.objects.update(duty=Duty.HEAD)
    answer = page(city, "teamer", "team", city.team.pk)
    assert (len(answer.context["task_doors"]), answer.context["doors"]) == (1, [])
    form = {"task-what": "核查", "task-owner": TeamMember.objects.get().pk, "task-due": in_days(3).isoformat()}
    assert send(city, "teamer", "give_task", form, city.team.pk).status_code == 302
    end = {"end-until": in_days(1).isoformat(), "end-reason": "x"}
    assert send(city, "teamer", "end_team", end, city.team.pk).status_code == 403
    assert TeamTask.objects.get().what == "核查"


def test_work_over_all_teams_has_own_tasks_first_then_by_day(city):
    TeamMember.objects.update(until=None)
    other = add_member(team=city.team, user=city.people.room, office=city.units.third_room, since=SINCE,
                       by=city.people.director)  # fmt: skip
    for what, owner, due in (("甲", other, 1), ("乙", TeamMember.objects.get(user=city.people.teamer), 9)):
        give_task(team=city.team, what=what, owner=owner, due=in_days(due), by=city.people.director)
    assert names(page(city, "teamer", "team_work")) == ["乙", "甲"]
    assert names(page(city, "room", "team_work")) == ["甲", "乙"]


def test_a_task_is_noted_done_by_its_owner_once(city):
    (task,) = tasks(city, 1)
    assert send(city, "teamer", "finish_task", {"result": " "}, task.pk).status_code == 409
    assert send(city, "teamer", "finish_task", {"result": "已走访"}, task.pk).status_code == 302
    assert send(city, "teamer", "finish_task", {"result": "再来"}, task.pk).status_code == 409
    assert (TeamTask.objects.get().result, TeamTask.objects.get().done_on) == ("已走访", timezone.localdate())
    assert Entry.objects.filter(act="team.task_done").count() == 1


def test_what_is_overdue_is_shown_as_late(city):
    tasks(city, 1)
    TeamTask.objects.update(due=in_days(-2))
    (group,) = page(city, "teamer", "team_work").context["table"].groups
    cells = {str(column.label): cell for column, cell in group.rows[0].cells}
    assert (cells["期限"].text, cells["期限"].tone) == ("已逾期", "late")


def test_workload_counts_by_person_and_office(city):
    tasks(city, 3)
    late = TeamTask.objects.first()
    TeamTask.objects.filter(pk=late.pk).update(due=in_days(-1))
    answer = page(city, "director", "workload")
    rows = [[cell.text for _column, cell in row.cells][:5] for row in answer.context["people"].groups[0].rows]
    assert rows == [["联合员", "3", "1", "1", "0"]]
    offices = [[cell.text for _column, cell in row.cells][:5] for row in answer.context["offices"].groups[0].rows]
    assert offices == [["市纪委监委第四监督检查室", "3", "1", "1", "0"]]
    assert "load-10" in answer.content.decode()


def test_a_team_is_formed_and_gets_members_and_an_area(city):
    form = {"name": "县域组", "kind": "region", "office": city.units.third_room.pk, "purpose": "联督",
            "since": "2026-06-01"}  # fmt: skip
    made = send(city, "director", "form_team", form)
    team = JointTeam.objects.get(name="县域组")
    assert made.headers["Location"] == f"/teams/{team.pk}/"
    member = {"member-user": city.people.room.pk, "member-office": city.units.third_room.pk, "member-duty": "head",
              "member-since": "2026-06-01"}  # fmt: skip
    area = {"area-unit": city.units.root.pk, "area-sector": "soe", "area-since": "2026-06-01"}
    assert send(city, "director", "add_member", member, team.pk).status_code == 302
    assert send(city, "director", "add_area", area, team.pk).status_code == 302
    assert send(city, "director", "form_team", form).status_code == 422
    assert (team.members.get().duty, str(team.areas.get())) == ("head", "云州市委 · 国企")


@pytest.mark.parametrize(
    ("place", "form", "words"),
    [
        ("add_area", {"area-unit": "root", "area-since": "2026-06-01"}, "联合监督组的区域不能是全市"),
        ("add_area", {"area-unit": "university", "area-since": "2026-06-01"}, "云州大学在此期间已经在区域内"),
        ("add_area", {"area-unit": "firm", "area-since": "2020-06-01"}, "起始日期不在联合监督组的存续期间内"),
        ("add_member", {"member-user": "teamer", "member-office": "fourth_room", "member-duty": "member",
                        "member-since": "2026-06-01"}, "联合员在此期间已经是组员"),
        ("add_member", {"member-user": "room", "member-office": "fourth_room", "member-duty": "member",
                        "member-since": "2026-06-01"}, "王主任在此期间没有在市纪委监委第四监督检查室任职"),
        ("add_member", {"member-user": "audit", "member-office": "third_room", "member-duty": "member",
                        "member-since": "2026-06-01"}, "三员互斥"),
        ("end_team", {"end-until": "2024-01-02", "end-reason": "x"}, "结束日期不能早于今天"),
        ("extend_team", {"more-until": "2999-01-02", "more-reason": "x"}, "没有定结束日期"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(city, place, form, words):
    before = Entry.objects.count()
    ids = {**vars(city.units), **vars(city.people)}
    filled = {key: getattr(ids.get(value), "pk", value) for key, value in form.items()}
    answer = send(city, "director", place, filled, city.team.pk)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert Entry.objects.count() == before
    assert (TeamMember.objects.count(), TeamArea.objects.count()) == (1, 1)


def test_a_team_that_has_ended_is_not_changed_any_more(city):
    end_team(team=city.team, until=timezone.localdate(), reason="完成", by=city.people.director)
    JointTeam.objects.update(until=in_days(-1))
    answer = send(city, "director", "end_team", {"end-until": in_days(1).isoformat(), "end-reason": "x"}, city.team.pk)
    assert (answer.status_code, "已经结束，不能再改" in answer.content.decode()) == (409, True)


def test_loans_are_entered_and_refused_when_they_overlap(city):
    form = {"lend-user": city.people.room.pk, "lend-from_office": city.units.third_room.pk,
            "lend-to_office": city.units.fourth_room.pk, "lend-since": "2026-06-01", "lend-until": "2999-06-30",
            "lend-reason": "抽调"}  # fmt: skip
    assert send(city, "director", "lend", form).status_code == 302
    again = send(city, "director", "lend", form)
    assert (again.status_code, "时间不能重叠" in again.content.decode()) == (409, True)
    assert send(city, "clerk", "lend", form).status_code == 403
    loan = Loan.objects.get()
    end = {"back-loan": loan.pk, "back-until": in_days(1).isoformat(), "back-reason": "提前完成"}
    assert send(city, "director", "end_loan", end).status_code == 302
    assert Loan.objects.get().until == in_days(1)
    assert [len(names(page(city, who, "loans"))) for who in ("director", "room", "teamer", "organization")] == [
        1, 1, 1, 0,
    ]  # fmt: skip


def test_what_is_done_on_loan_is_recorded_for_the_borrowing_office(city):
    lend_person(user=city.people.room, from_office=city.units.third_room, to_office=city.units.fourth_room,
                since=SINCE, until=date(2999, 1, 1), reason="x", by=city.people.director)  # fmt: skip
    browser = city.client(city.people.room)
    keys = [standing.key for standing in browser.get("/").context["posts"]]
    browser.post(reverse("desk:act_as"), {"post": keys[1]})
    browser.get(reverse("desk:administration"))
    assert Entry.objects.filter(act="access.denied").last().office == "市纪委监委第四监督检查室"


def test_the_button_of_a_team_opens_the_findings_of_its_area_today(city):
    here = a_finding(city)
    a_finding(city, unit=city.units.firm)
    browser = city.client(city.people.director)
    url = f"/ledger/?team={city.team.pk}&state=confirmed"
    assert url.replace("&", "&amp;") in browser.get(f"/teams/{city.team.pk}/").content.decode()
    page = browser.get(url).context["page"]
    assert [row.pk for row in page.rows] == [here.pk]
    city.team.areas.update(until=timezone.localdate() - timedelta(days=1))
    assert browser.get(url).context["page"].total == 0


def test_the_area_of_a_team_that_one_may_not_see_narrows_to_nothing(city):
    a_finding(city)
    assert city.client(city.people.secretary).get(f"/ledger/?team={city.team.pk}").context["page"].total == 0
    assert city.client(city.people.room).get(f"/ledger/?team={city.team.pk}").context["page"].total == 1
