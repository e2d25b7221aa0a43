"""Reach follows posts and oversight, day by day."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from liandu.access.commands import end_post, give_post
from liandu.access.denials import Denied
from liandu.access.models import Post
from liandu.access.queries import acts_of, may, posts_of, require, units_within, visible
from liandu.access.roles import Act
from liandu.accounts.commands import close_account, open_account
from liandu.accounts.models import User
from liandu.inspections.models import Inspection
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.orgs.commands import add_unit, assign_oversight, end_oversight
from liandu.orgs.models import Oversight
from tests.people import PASSWORD, SINCE


def anew(person):
    """Return the person as the next request will see them: what they hold is kept for one request only."""
    return User.objects.get(pk=person.pk)


def seen_by(person):
    rows = visible(Inspection.objects.all(), anew(person), Act.INSPECTION_VIEW)
    return sorted(row.unit.name for row in rows)


def on(day):
    return time_machine.travel(f"{day} 09:00:00+08:00", tick=False)


@pytest.fixture
def newcomer(db):
    return open_account(username="xinren", display_name="新人", password=PASSWORD, by=None)


def test_oversight_by_date_moves_a_unit_from_one_room_to_another(city):
    row = Oversight.objects.get(office=city.units.third_room)
    end_oversight(oversight=row, until=date(2026, 6, 30), by=None)
    assign_oversight(office=city.units.third_room, unit=city.units.bureau, since=date(2026, 7, 1), by=None)
    with on("2026-06-30"):
        assert seen_by(city.people.room) == ["云州大学"]
    with on("2026-07-01"):
        assert seen_by(city.people.room) == ["云州市水利局"]


def test_the_day_changes_at_midnight_of_the_site(city):
    end_oversight(oversight=Oversight.objects.get(office=city.units.third_room), until=date(2026, 6, 30), by=None)
    with time_machine.travel("2026-06-30 15:59:59+00:00", tick=False):
        assert seen_by(city.people.room) == ["云州大学"]
    with time_machine.travel("2026-06-30 16:00:00+00:00", tick=False):
        assert seen_by(city.people.room) == []


def test_a_room_reaches_what_lies_below_the_units_it_oversees(city):
    college = add_unit(name="云州大学附属中学", code="111", parent=city.units.university, by=None, sector="university")
    assert may(city.people.room, Act.FINDING_VIEW, college)
    assert may(city.people.secretary, Act.FINDING_VIEW, college)
    assert not may(city.people.organization, Act.FINDING_VIEW, college)


def test_a_post_holds_from_its_first_to_its_last_day(city, newcomer):
    post = give_post(user=newcomer, role="leader", unit=city.units.root, since=date(2026, 6, 1), by=None)
    end_post(post=post, until=date(2026, 6, 30), by=None, reason="调离")
    held = {}
    for day in ("2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01"):
        with on(day):
            held[day] = len(posts_of(anew(newcomer)))
    assert held == {"2026-05-31": 0, "2026-06-01": 1, "2026-06-30": 1, "2026-07-01": 0}
    assert Entry.objects.last().reason == "调离"


def test_a_post_does_not_end_before_it_begins(city):
    post = Post.objects.get(user=city.people.clerk)
    with pytest.raises(Refusal) as refused:
        end_post(post=post, until=date(2023, 12, 31), by=None)
    assert refused.value.code == "post.ends_before_it_begins"
    assert Post.objects.get(pk=post.pk).until is None


def test_a_post_may_be_narrowed_to_sectors(city, newcomer):
    give_post(user=newcomer, role="leader", unit=city.units.root, since=SINCE, by=None, sectors=("soe", "university"))
    assert seen_by(newcomer) == ["云州大学", "云州水务集团有限公司"]


def test_posts_add_up_each_act_with_its_own_reach(city, newcomer):
    give_post(user=newcomer, role="unit_head", unit=city.units.bureau, since=SINCE, by=None)
    give_post(user=newcomer, role="leader", unit=city.units.root, since=SINCE, by=None)
    newcomer = anew(newcomer)
    assert units_within(newcomer, Act.FINDING_VIEW) is None
    assert [unit.name for unit in units_within(newcomer, Act.MATERIAL_VIEW)] == ["云州市水利局"]


def test_an_unknown_role_is_refused(city, newcomer):
    with pytest.raises(Refusal, match="没有“emperor”这个岗位"):
        give_post(user=newcomer, role="emperor", unit=city.units.root, since=SINCE, by=None)


@pytest.mark.parametrize("held", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("wanted", ["system_admin", "security_admin", "audit_admin", "inspection_clerk"])
def test_an_administrator_holds_no_other_role(city, newcomer, held, wanted):
    give_post(user=newcomer, role=held, unit=city.units.root, since=SINCE, by=None)
    if held == wanted:
        give_post(user=newcomer, role=wanted, unit=city.units.root, since=SINCE, by=None)
        return
    with pytest.raises(Refusal, match="三员互斥"):
        give_post(user=newcomer, role=wanted, unit=city.units.root, since=SINCE, by=None)
    assert [post.role for post in Post.objects.filter(user=newcomer)] == [held]


def test_a_clerk_does_not_become_an_administrator_beside_it(city):
    with pytest.raises(Refusal, match="三员互斥"):
        give_post(user=city.people.clerk, role="audit_admin", unit=city.units.root, since=SINCE, by=None)


def test_a_post_with_an_end_still_keeps_administrators_apart_until_then(city, newcomer):
    role = {"user": newcomer, "unit": city.units.root, "by": None}
    give_post(role="system_admin", since=SINCE, until=date(2026, 12, 31), **role)
    with pytest.raises(Refusal, match="三员互斥"):
        give_post(role="audit_admin", since=date(2026, 12, 31), **role)
    with pytest.raises(Refusal, match="三员互斥"):
        give_post(role="audit_admin", since=date(2020, 1, 1), until=SINCE, **role)
    give_post(role="audit_admin", since=date(2027, 1, 1), **role)
    give_post(role="audit_admin", since=date(2020, 1, 1), until=date(2020, 12, 31), **role)
    assert Post.objects.filter(user=newcomer).count() == 3


def test_nobody_and_those_who_left_hold_nothing(city):
    close_account(user=city.people.clerk, by=None, reason="调离")
    for person in (AnonymousUser(), anew(city.people.clerk), city.people.nobody):
        assert (posts_of(person), acts_of(person), may(person, Act.FINDING_VIEW)) == ([], frozenset(), False)


def test_flags_of_django_open_nothing(city):
    city.people.nobody.is_staff = city.people.nobody.is_superuser = True
    assert acts_of(city.people.nobody) == frozenset()


def test_a_denial_carries_its_reason_the_act_and_the_subject(city):
    with pytest.raises(Denied) as denied:
        require(city.people.clerk, Act.FINDING_WITHDRAW, unit=city.units.firm)
    denial = denied.value
    assert (denial.code, denial.act, denial.subject) == (
        "access.denied", "finding.withdraw", f"orgs.unit:{city.units.firm.pk}"
    )  # fmt: skip
    assert str(denial) == "您的岗位不能“撤回问题”。巡视办负责人可以办理。"


def test_the_denial_names_the_thing_itself_where_there_is_one(city):
    with pytest.raises(Denied) as denied:
        require(city.people.leader, Act.INSPECTION_OPEN, unit=city.units.firm, subject=city.inspections.firm)
    assert denied.value.subject == f"inspections.inspection:{city.inspections.firm.pk}"


def test_an_act_carried_elsewhere_is_denied_here(city):
    require(city.people.room, Act.MATERIAL_VIEW, unit=city.units.university)
    with pytest.raises(Denied):
        require(city.people.room, Act.MATERIAL_VIEW, unit=city.units.firm)


def test_posts_are_read_once_a_request(city, django_assert_num_queries):
    person = anew(city.people.clerk)
    with django_assert_num_queries(1):
        for act in Act:
            may(person, act)


def test_a_post_reads_as_person_role_and_unit(city):
    assert str(Post.objects.get(user=city.people.secretary)) == "李书记 · 被巡视党组织主要负责人 · 云州大学"
