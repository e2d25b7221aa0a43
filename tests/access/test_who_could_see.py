"""Who could see this on that day: equal to what each person was answered then, whatever happened since."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

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
    form_team,
    give_post,
    lend_person,
)
from liandu.access.models import Post
from liandu.access.queries import explain, may, paths_to, who_could_see
from liandu.access.queries.standings import was_open
from liandu.access.roles import Act
from liandu.accounts.commands import close_account
from liandu.accounts.models import User
from liandu.kernel.refusals import Refusal
from liandu.orgs.commands import assign_oversight, end_oversight
from liandu.orgs.models import JointTeam, Loan, Oversight, TeamArea, TeamMember
from liandu.orgs.queries import on_day
from tests.people import SINCE

FIRST = date(2027, 1, 1)
DAYS = 12
EVENTS = ("post", "end_post", "oversight", "end_oversight", "team", "end_team", "extend_team", "member", "end_member",
          "area", "end_area", "loan", "end_loan", "extend_loan", "close")  # fmt: skip


def on(day):
    return time_machine.travel(f"{day} 09:00:00+08:00", tick=False)


def names(act, unit, day):
    return [
        (str(one.person), one.path.standing.ground.value, str(one.path.over or ""), one.path.since, one.path.until)
        for one in who_could_see(act, unit, day)
    ]


def test_each_person_is_named_with_the_way_by_which(city):
    assert names(Act.MATERIAL_VIEW, city.units.university, date(2026, 6, 18)) == [
        ("刘文", "post", "", SINCE, None), ("周巡视", "post", "", SINCE, None),
        ("李书记", "post", "云州大学", SINCE, None), ("王主任", "post", "云州大学", SINCE, None),
        ("联合员", "team", "云州大学", SINCE, None),
    ]  # fmt: skip


def test_what_has_ended_since_is_still_told_of_its_days(city):
    last, day_after = date(2027, 3, 31), date(2027, 4, 1)
    end_post(post=Post.objects.get(user=city.people.secretary), until=last, by=None)
    end_oversight(oversight=Oversight.objects.get(office=city.units.third_room), until=last, by=None)
    end_team(team=city.team, until=last, reason="任务完成", by=city.people.director)
    with on("2027-04-20"):
        close_account(user=city.people.clerk, by=None, reason="调离")
    with on("2028-01-01"):
        seen = {day: [name for name, *_more in names(Act.MATERIAL_VIEW, city.units.university, day)]
                for day in (last, day_after, date(2027, 4, 20), date(2027, 4, 21))}  # fmt: skip
    assert list(seen.values()) == [
        ["刘文", "周巡视", "李书记", "王主任", "联合员"], ["刘文", "周巡视"], ["刘文", "周巡视"], ["周巡视"],
    ]  # fmt: skip


def test_nothing_is_given_to_who_cannot_sign_in(city):
    close_account(user=city.people.nobody, by=None, reason="调离")
    with pytest.raises(Refusal, match="无岗的账号已经停用"):
        give_post(user=city.people.nobody, role="leader", unit=city.units.root, since=SINCE, by=None)
    assert not Post.objects.filter(user=city.people.nobody).exists()


def test_nobody_could_before_anything_began(city):
    assert names(Act.MATERIAL_VIEW, city.units.university, date(2023, 12, 31)) == []


def test_the_days_of_a_way_are_those_on_which_all_of_it_held(city):
    row = Oversight.objects.get(office=city.units.third_room)
    row.since, row.until = date(2025, 1, 1), date(2027, 1, 1)
    row.save()
    give_post(user=city.people.nobody, role="supervision_officer", unit=city.units.third_room, by=None,
              since=date(2025, 6, 1), until=date(2026, 6, 30))  # fmt: skip
    days = {name: (since, until) for name, _ground, _over, since, until in
            names(Act.FINDING_VIEW, city.units.university, date(2026, 1, 1))}  # fmt: skip
    assert days["王主任"] == (date(2025, 1, 1), date(2027, 1, 1))
    assert days["无岗"] == (date(2025, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize("more", [0, 3])
def test_the_answer_takes_five_queries_however_many_there_are(city, more, django_assert_num_queries):
    for _number in range(more):
        assign_oversight(office=city.units.case_office, unit=city.units.university, since=SINCE, by=None)
        give_post(user=city.people.nobody, role="supervision_officer", unit=city.units.case_office, since=SINCE,
                  by=None)  # fmt: skip
    with django_assert_num_queries(5):
        who_could_see(Act.MATERIAL_VIEW, city.units.university, date(2026, 6, 18))


class History:
    """A city in which things happen day by day, each through its command and none before its day."""

    def __init__(self, city):
        self.city, self.director = city, city.people.director
        self.people = [city.people.room, city.people.secretary, city.people.teamer, city.people.nobody]
        self.units = [city.units.university, city.units.firm, city.units.bureau]
        self.offices = [city.units.third_room, city.units.fourth_room, city.units.cadre_division]
        self.truth = defaultdict(set)
        self.closed_on = {}

    def look(self, day):
        """Note what each person is answered now."""
        for person in self.people:
            user = User.objects.get(pk=person.pk)
            self.truth[day] |= {(user.pk, unit.pk) for unit in self.units if may(user, Act.FINDING_VIEW, unit)}

    def happen(self, kind, day, one, two, length):
        """Let one thing happen; what is refused does not."""
        try:
            with transaction.atomic():
                getattr(self, f"_{kind}")(day, one, two, day + timedelta(length) if length < 8 else None)
        except Refusal:
            pass

    def _running(self, rows, day, one):
        rows = list(rows.filter(on_day(day)).order_by("pk"))
        return rows[one % len(rows)] if rows else None

    def _post(self, day, one, two, until):
        role, unit = [("unit_head", self.units[two % 3]), ("supervision_officer", self.offices[two % 3]),
                      ("leader", self.city.units.root), ("security_admin", self.city.units.root)][two % 4]  # fmt: skip
        give_post(user=self.people[one % 4], role=role, unit=unit, since=day, until=until, by=None)

    def _end_post(self, day, one, _two, until):
        own = Post.objects.filter(user__in=self.people)
        if post := self._running(own, day, one):
            end_post(post=post, until=until or day, by=None)

    def _oversight(self, day, one, two, until):
        assign_oversight(office=self.offices[one % 3], unit=self.units[two % 3], since=day, until=until, by=None)

    def _end_oversight(self, day, one, _two, until):
        if row := self._running(Oversight.objects.all(), day, one):
            end_oversight(oversight=row, until=until or day, by=None)

    def _team(self, day, one, two, until):
        form_team(name=f"第{one}组", kind="other", office=self.offices[two % 3], purpose="x", since=day, until=until,
                  by=self.director)  # fmt: skip

    def _end_team(self, day, one, _two, until):
        if team := self._running(JointTeam.objects.all(), day, one):
            end_team(team=team, until=until or day, reason="x", by=self.director)

    def _extend_team(self, day, one, _two, until):
        if team := self._running(JointTeam.objects.all(), day, one):
            extend_team(team=team, until=until, reason="x", by=self.director)

    def _member(self, day, one, two, until):
        team, person = self._running(JointTeam.objects.all(), day, one), self.people[two % 4]
        post = self._running(Post.objects.filter(user=person), day, two)
        if team and post:
            add_member(team=team, user=person, office=post.unit, since=day, until=until, by=self.director)

    def _end_member(self, day, one, _two, until):
        if member := self._running(TeamMember.objects.all(), day, one):
            end_member(member=member, until=until or day, by=self.director)

    def _area(self, day, one, two, until):
        if team := self._running(JointTeam.objects.all(), day, one):
            unit, sector = [*((unit, "") for unit in self.units), (self.city.units.root, "soe")][two % 4]
            add_area(team=team, unit=unit, sector=sector, since=day, until=until, by=self.director)

    def _end_area(self, day, one, _two, until):
        if area := self._running(TeamArea.objects.all(), day, one):
            end_area(area=area, until=until or day, by=self.director)

    def _loan(self, day, one, two, until):
        lend_person(user=self.people[one % 4], from_office=self.offices[two % 3], to_office=self.offices[(two + 1) % 3],
                    since=day, until=until or day, reason="x", by=self.director)  # fmt: skip

    def _end_loan(self, day, one, _two, until):
        if loan := self._running(Loan.objects.all(), day, one):
            end_loan(loan=loan, until=until or day, reason="x", by=self.director)

    def _extend_loan(self, day, one, _two, until):
        if loan := self._running(Loan.objects.all(), day, one):
            extend_loan(loan=loan, until=until or day, reason="x", by=self.director)

    def _close(self, day, one, _two, _until):
        person = User.objects.get(pk=self.people[one % 4].pk)
        self.closed_on.setdefault(person.pk, day)
        close_account(user=person, by=None, reason="x")


EVENT = st.tuples(
    st.integers(0, DAYS - 1), st.sampled_from(EVENTS), st.integers(0, 11), st.integers(0, 11), st.integers(0, 9)
)


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole history takes minutes
)  # fmt: skip
@given(events=st.lists(EVENT, min_size=3, max_size=14))
def test_who_could_see_equals_what_each_person_was_answered_on_that_day(city, events):
    with transaction.atomic():
        history = History(city)
        for number in range(DAYS + 1):
            day = FIRST + timedelta(number)
            with on(day):
                today = [event for event in events if event[0] == number]
                history.look(day)
                for _number, kind, one, two, length in today:
                    history.happen(kind, day, one, two, length)
                    history.look(day)
        asked = {person.pk for person in history.people}
        with on(FIRST + timedelta(400)):
            for number in range(DAYS + 1):
                day = FIRST + timedelta(number)
                told = {
                    (one.person.pk, unit.pk)
                    for unit in history.units
                    for one in who_could_see(Act.FINDING_VIEW, unit, day)
                    if one.person.pk in asked
                }
                assert told >= history.truth[day], day
                # On the day of closing the answer does not know the hour: what came later that day counts too.
                late = {pair for pair in told if history.closed_on.get(pair[0]) == day}
                assert told - late == history.truth[day] - late, day
                again = [User.objects.get(pk=pk) for pk in asked]
                assert told == {
                    (user.pk, unit.pk)
                    for user in again
                    for unit in history.units
                    if may(user, Act.FINDING_VIEW, unit, day=day)
                }
        transaction.set_rollback(True)


# Why, and why not


def said(user, act, unit=None, **more):
    why = explain(user, act, unit, **more)
    return why.code, why.sentence % dict(why.facts)


def test_an_allowed_act_is_explained_by_its_ways(city):
    give_post(user=city.people.teamer, role="unit_head", unit=city.units.university, since=SINCE, by=None)
    why = explain(city.people.teamer, Act.FINDING_VIEW, city.units.university)
    assert why.allowed
    assert [path.standing.role_key for path in why.by] == ["unit_head", "team_member"]
    assert list(why.by) == paths_to(city.people.teamer, Act.FINDING_VIEW, city.units.university)


def test_an_act_that_no_post_carries_is_refused_with_who_can(city):
    assert said(city.people.room, Act.FINDING_WITHDRAW, city.units.university) == (
        "access.denied", "您的岗位不能“撤回问题”。巡视办负责人可以办理。"
    )  # fmt: skip


def test_an_act_carried_elsewhere_is_refused_without_saying_who_is_there(city):
    code, sentence = said(city.people.room, Act.PACKAGE_SIGN, city.units.firm)
    assert code == "access.elsewhere"
    assert sentence.startswith("您可以“签收移交”，但这个单位不在您的范围内。")
    assert "陈处长" not in sentence
    assert "云州水务" not in sentence


def test_what_ended_is_named_with_its_day(city):
    last, director = date(2027, 6, 30), city.people.director
    end_oversight(oversight=Oversight.objects.get(office=city.units.third_room), until=last, by=None)
    end_member(member=TeamMember.objects.get(), until=last, by=director)
    end_post(post=Post.objects.get(user=city.people.secretary), until=last, by=None)
    lend_person(user=city.people.teamer, from_office=city.units.fourth_room, to_office=city.units.cadre_division,
                since=SINCE, until=last, reason="抽调", by=director)  # fmt: skip
    university, firm = city.units.university, city.units.firm
    with on("2027-07-01"):
        told = [
            said(User.objects.get(pk=person.pk), act, unit)
            for person, act, unit in (
                (city.people.room, Act.PACKAGE_SIGN, university), (city.people.teamer, Act.FINDING_VIEW, university),
                (city.people.secretary, Act.FINDING_VIEW, university), (city.people.teamer, Act.FINDING_VIEW, firm),
            )
        ]  # fmt: skip
    assert {code for code, _sentence in told} == {"access.ended"}
    assert [sentence.split("，")[0] for _code, sentence in told] == [
        "您对该单位的联系监督已于2027年6月30日结束", "您在“高校联合监督组”的工作已于2027年6月30日结束",
        "您的岗位“被巡视党组织主要负责人”已于2027年6月30日结束",
        "您借调到市委组织部干部监督科的时间已于2027年6月30日结束",
    ]  # fmt: skip


def test_a_part_of_an_area_that_a_team_no_longer_has_is_named(city):
    end_area(area=TeamArea.objects.get(), until=date(2027, 6, 30), by=city.people.director)
    with on("2027-07-01"):
        _code, sentence = said(User.objects.get(pk=city.people.teamer.pk), Act.FINDING_VIEW, city.units.university)
    assert sentence.startswith("这个单位已于2027年6月30日后不再由“高校联合监督组”负责")


OPEN, SHUT = "account.reopened", "account.closed"


@pytest.mark.parametrize(
    ("moments", "open_days"),
    [
        ([], [1, 2, 3, 4, 5, 6, 7]),
        ([(SHUT, 3)], [1, 2, 3]),
        ([(SHUT, 3), (OPEN, 5)], [1, 2, 3, 5, 6, 7]),
        ([(SHUT, 3), (SHUT, 4), (OPEN, 6)], [1, 2, 3, 6, 7]),
        ([(SHUT, 2), (OPEN, 4), (SHUT, 5)], [1, 2, 4, 5]),
        ([(SHUT, 3), (OPEN, 3)], [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_an_account_is_open_but_between_closing_and_opening_again(moments, open_days):
    told = [(act, datetime(2026, 6, day, 4, tzinfo=UTC)) for act, day in moments]
    assert [day for day in range(1, 8) if was_open(told, date(2026, 6, day))] == open_days
