"""Memberships of joint teams and loans carry rights beside posts, on their days and not a day longer."""

from datetime import date

import pytest
import time_machine

from liandu.access.commands import (
    add_area,
    add_member,
    end_area,
    end_loan,
    end_member,
    end_post,
    end_team,
    extend_loan,
    extend_team,
    give_post,
    lend_person,
)
from liandu.access.models import Post
from liandu.access.queries import Ground, acts_of, may, own_offices, posts_of, require, standings_of, units_within
from liandu.access.roles import ROLES, Act
from liandu.accounts.models import User
from liandu.inspections.queries import inspections_for
from liandu.orgs.commands import add_unit
from liandu.orgs.models import TeamArea, TeamMember
from tests.people import SINCE


def anew(person):
    return User.objects.get(pk=person.pk)


def seen_by(person):
    return sorted(row.unit.name for row in inspections_for(anew(person)))


def on(day):
    return time_machine.travel(f"{day} 09:00:00+08:00", tick=False)


def lent(city, **more):
    """Lend the officer of the fourth room to the third for June."""
    about = {
        "user": city.people.teamer, "from_office": city.units.fourth_room, "to_office": city.units.third_room,
        "since": date(2027, 6, 1), "until": date(2027, 6, 30), "reason": "集中核查", "by": city.people.director,
    }  # fmt: skip
    return lend_person(**about | more)


def test_a_member_stands_in_the_team_beside_the_post(city):
    standings = standings_of(city.people.teamer)
    assert [(s.ground, s.role_key, str(s.unit), s.source, s.since, s.until) for s in standings] == [
        (Ground.POST, "supervision_officer", "市纪委监委第四监督检查室", "", SINCE, None),
        (Ground.TEAM, "team_member", "市纪委监委第四监督检查室", "高校联合监督组", SINCE, None),
    ]
    assert [post.role for post in posts_of(city.people.teamer)] == ["supervision_officer"]


def test_a_member_carries_in_the_area_the_acts_of_a_member_and_no_others(city):
    teamer, university = city.people.teamer, city.units.university
    assert {act for act in Act if may(teamer, act, university)} == ROLES["team_member"].acts
    assert {act for act in Act if may(teamer, act, city.units.firm)} == set()
    assert acts_of(teamer) == ROLES["team_member"].acts | ROLES["supervision_officer"].acts


@pytest.mark.parametrize("how", ["membership", "team", "area"])
def test_reach_ends_with_the_day_of_membership_team_or_area(city, how):
    last, director = date(2027, 6, 30), city.people.director
    if how == "membership":
        end_member(member=TeamMember.objects.get(), until=last, by=director)
    elif how == "team":
        end_team(team=city.team, until=last, reason="任务完成", by=director)
    else:
        end_area(area=TeamArea.objects.get(), until=last, by=director)
    with on("2027-06-30"):
        assert seen_by(city.people.teamer) == ["云州大学"]
    with on("2027-07-01"):
        assert seen_by(city.people.teamer) == []


def test_reach_ends_at_midnight_of_the_site(city):
    end_member(member=TeamMember.objects.get(), until=date(2027, 6, 30), by=city.people.director)
    with time_machine.travel("2027-06-30 15:59:59+00:00", tick=False):
        assert seen_by(city.people.teamer) == ["云州大学"]
    with time_machine.travel("2027-06-30 16:00:00+00:00", tick=False):
        assert seen_by(city.people.teamer) == []


def test_an_extended_team_reaches_on(city):
    end_team(team=city.team, until=date(2027, 6, 30), reason="任务完成", by=city.people.director)
    extend_team(team=city.team, until=date(2027, 7, 31), reason="尚有两项未完", by=city.people.director)
    assert city.team.ended_because == ""
    with on("2027-07-31"):
        assert seen_by(city.people.teamer) == ["云州大学"]
    with on("2027-08-01"):
        assert seen_by(city.people.teamer) == []


def test_an_area_of_a_whole_sector_is_that_sector_and_nothing_else(city):
    add_area(team=city.team, unit=city.units.root, sector="department", since=SINCE, by=city.people.director)
    assert seen_by(city.people.teamer) == ["云州大学", "云州市水利局"]
    assert not may(anew(city.people.teamer), Act.FINDING_VIEW, city.units.third_room)


def test_an_area_covers_what_lies_below(city):
    school = add_unit(name="云州大学附属中学", code="111", parent=city.units.university, by=None, sector="university")
    assert may(anew(city.people.teamer), Act.MATERIAL_VIEW, school)


def test_the_area_of_one_team_is_not_that_of_another(city):
    lead = city.people.director
    other = type(city.team)(name="另一组", kind="other", office=city.units.third_room, purpose="x", since=SINCE)
    other.save()
    add_area(team=other, unit=city.units.firm, since=SINCE, by=lead)
    assert seen_by(city.people.teamer) == ["云州大学"]
    add_member(team=other, user=city.people.teamer, office=city.units.fourth_room, since=SINCE, by=lead)
    assert seen_by(city.people.teamer) == ["云州大学", "云州水务集团有限公司"]


def test_a_member_does_not_act_for_the_office_they_come_from_by_the_team(city):
    assert [str(unit) for unit in own_offices(city.people.teamer, Act.TEAM_VIEW)] == ["市纪委监委第四监督检查室"]
    end_post(post=Post.objects.get(user=city.people.teamer), until=date(2025, 1, 1), by=None)
    assert list(own_offices(anew(city.people.teamer), Act.TEAM_VIEW)) == []
    assert seen_by(city.people.teamer) == ["云州大学"]


def test_who_is_lent_carries_the_role_at_the_borrowing_office_for_that_time(city):
    end_member(member=TeamMember.objects.get(), until=date(2026, 12, 31), by=city.people.director)
    lent(city)
    seen = {}
    for day in ("2027-05-31", "2027-06-01", "2027-06-30", "2027-07-01"):
        with on(day):
            person = anew(city.people.teamer)
            seen[day] = (seen_by(person), Act.PACKAGE_SIGN in acts_of(person), len(standings_of(person)),
                         [str(unit) for unit in own_offices(person, Act.PACKAGE_SIGN)])  # fmt: skip
    fourth, third = "市纪委监委第四监督检查室", "市纪委监委第三监督检查室"
    assert seen == {
        "2027-05-31": ([], True, 1, [fourth]),
        "2027-06-01": (["云州大学"], True, 2, [third, fourth]),
        "2027-06-30": (["云州大学"], True, 2, [third, fourth]),
        "2027-07-01": ([], True, 1, [fourth]),
    }


def test_a_loan_carries_nothing_once_the_post_at_home_is_over(city):
    lent(city)
    end_post(post=Post.objects.get(user=city.people.teamer), until=date(2027, 6, 10), by=None)
    with on("2027-06-10"):
        loan = next(s for s in standings_of(anew(city.people.teamer)) if s.ground == Ground.LOAN)
        assert (loan.role_key, str(loan.unit), loan.source, loan.since, loan.until) == (
            "supervision_officer", "市纪委监委第三监督检查室", "市纪委监委第四监督检查室", date(2027, 6, 1),
            date(2027, 6, 10),
        )  # fmt: skip
    with on("2027-06-11"):
        assert [s.ground for s in standings_of(anew(city.people.teamer))] == [Ground.TEAM]


def test_a_loan_takes_only_roles_of_an_office_along(city):
    give_post(user=city.people.teamer, role="clue_handler", unit=city.units.fourth_room, since=SINCE, by=None)
    lent(city)
    with on("2027-06-15"):
        carried = [s.role_key for s in standings_of(anew(city.people.teamer)) if s.ground == Ground.LOAN]
        assert carried == ["supervision_officer"]


def test_a_loan_is_ended_early_and_extended(city):
    loan = lent(city)
    end_loan(loan=loan, until=date(2027, 6, 15), reason="提前完成", by=city.people.director)
    with on("2027-06-16"):
        assert [s.ground for s in standings_of(anew(city.people.teamer))] == [Ground.POST, Ground.TEAM]
    extend_loan(loan=loan, until=date(2027, 8, 31), reason="又忙", by=city.people.director)
    with on("2027-08-31"):
        assert Ground.LOAN in [s.ground for s in standings_of(anew(city.people.teamer))]


def test_all_standings_and_their_reach_are_two_queries(city, django_assert_num_queries):
    lent(city, since=date(2026, 1, 1), until=date(2999, 1, 1))
    give_post(user=city.people.teamer, role="unit_head", unit=city.units.bureau, since=SINCE, by=None)
    person = anew(city.people.teamer)
    with django_assert_num_queries(2):
        for act in Act:
            may(person, act, city.units.firm)
            units_within(person, act)


def test_every_question_can_be_asked_of_another_day(city):
    end_post(post=Post.objects.get(user=city.people.secretary), until=date(2026, 6, 30), by=None)
    person, university = anew(city.people.secretary), city.units.university
    answers = {
        day: (len(standings_of(person, day=day)), may(person, Act.FINDING_VIEW, university, day=day),
              bool(acts_of(person, day=day)), units_within(person, Act.FINDING_VIEW, day=day).count())
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    }  # fmt: skip
    held, nothing = (1, True, True, 1), (0, False, False, 0)
    assert list(answers.values()) == [nothing, held, held, nothing]


def test_what_is_required_of_a_member_follows_the_area(city):
    require(city.people.teamer, Act.MATERIAL_VIEW, unit=city.units.university)
