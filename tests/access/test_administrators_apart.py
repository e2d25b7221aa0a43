"""The three administrators are kept apart by the database, even for those who go around the commands."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from liandu.access.commands import add_member, end_post, form_team, give_post, lend_person
from liandu.access.models import Post
from liandu.accounts.commands import open_account
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Loan, TeamMember
from tests.people import PASSWORD, SINCE

ADMINISTRATORS = ["system_admin", "security_admin", "audit_admin"]


@pytest.fixture
def newcomer(db):
    return open_account(username="xinren", display_name="新人", password=PASSWORD, by=None)


@pytest.fixture
def team(city):
    return form_team(
        name="室组校第一组", kind="campus", office=city.units.third_room, purpose="校风", since=SINCE,
        by=city.people.director,
    )  # fmt: skip


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def put_post(user, role, unit, since="2024-01-01", until=None):
    """Write a post as one would with a database client."""
    return sql(
        "INSERT INTO access_post (user_id, role, unit_id, sectors, since, until) VALUES (%s, %s, %s, '[]', %s, %s)",
        user.pk, role, unit.pk, since, until,
    )  # fmt: skip


@pytest.mark.parametrize("held", ADMINISTRATORS)
@pytest.mark.parametrize("wanted", [*ADMINISTRATORS, "inspection_clerk", "leader"])
def test_raw_sql_gives_no_administrator_another_role(city, newcomer, held, wanted):
    put_post(newcomer, held, city.units.root)
    if held == wanted:
        assert put_post(newcomer, wanted, city.units.bureau) == 1
        return
    with pytest.raises(IntegrityError, match="kept apart"):
        put_post(newcomer, wanted, city.units.root)
    assert [post.role for post in Post.objects.filter(user=newcomer)] == [held]


@pytest.mark.parametrize("wanted", ADMINISTRATORS)
def test_raw_sql_makes_no_administrator_of_somebody_with_a_post(city, wanted):
    with pytest.raises(IntegrityError, match="kept apart"):
        put_post(city.people.clerk, wanted, city.units.root)


def test_the_days_decide_first_and_last_included(city, newcomer):
    put_post(newcomer, "system_admin", city.units.root, "2026-01-01", "2026-06-30")
    for since, until in [("2026-06-30", None), ("2025-01-01", "2026-01-01"), ("2025-01-01", None)]:
        with pytest.raises(IntegrityError, match="kept apart"):
            put_post(newcomer, "leader", city.units.root, since, until)
    put_post(newcomer, "leader", city.units.root, "2026-07-01")
    put_post(newcomer, "leader", city.units.root, "2025-01-01", "2025-12-31")
    assert Post.objects.filter(user=newcomer).count() == 3


def test_raw_sql_changes_no_role_and_no_days_into_a_breach(city, newcomer):
    put_post(newcomer, "leader", city.units.root, "2026-01-01", "2026-06-30")
    put_post(newcomer, "unit_head", city.units.firm, "2026-01-01", "2026-06-30")
    put_post(newcomer, "audit_admin", city.units.root, "2026-07-01")
    for change in ("role = 'system_admin' WHERE role = 'leader'", "until = NULL WHERE role = 'leader'",
                   "since = '2026-06-30' WHERE role = 'audit_admin'"):  # fmt: skip
        with pytest.raises(IntegrityError, match="kept apart"):
            sql(f"UPDATE access_post SET {change} AND user_id = %s", newcomer.pk)
    assert sql("UPDATE access_post SET until = '2026-06-29' WHERE role = 'leader' AND user_id = %s", newcomer.pk) == 1


def test_two_rows_in_one_statement_do_not_slip_through(city, newcomer):
    with pytest.raises(IntegrityError, match="kept apart"):
        sql(
            "INSERT INTO access_post (user_id, role, unit_id, sectors, since) VALUES"
            " (%s, 'system_admin', %s, '[]', '2026-01-01'), (%s, 'leader', %s, '[]', '2026-01-01')",
            newcomer.pk, city.units.root.pk, newcomer.pk, city.units.root.pk,
        )  # fmt: skip
    assert not Post.objects.filter(user=newcomer).exists()


def test_raw_sql_takes_no_administrator_into_a_team_and_lends_none(city, team):
    member = (
        "INSERT INTO orgs_teammember (team_id, user_id, office_id, duty, since) VALUES (%s, %s, %s, 'member', %s)",
        team.pk, city.people.audit.pk, city.units.third_room.pk, "2026-01-01",
    )  # fmt: skip
    columns = "user_id, from_office_id, to_office_id, since, until, reason"
    loan = (
        f"INSERT INTO orgs_loan ({columns}) VALUES (%s, %s, %s, '2026-01-01', '2026-02-01', '忙')",
        city.people.audit.pk, city.units.third_room.pk, city.units.case_office.pk,
    )  # fmt: skip
    for statement in (member, loan):
        with pytest.raises(IntegrityError, match="kept apart"):
            sql(*statement)
    assert not TeamMember.objects.filter(user=city.people.audit).exists()
    assert not Loan.objects.exists()


def test_who_is_in_a_team_or_lent_becomes_no_administrator_for_that_time(city, team):
    room, director = city.people.room, city.people.director
    end_post(post=Post.objects.get(user=room), until=date(2026, 3, 31), by=None)
    add_member(team=team, user=room, office=city.units.third_room, since=date(2026, 1, 1), until=date(2026, 6, 30),
               by=director)  # fmt: skip
    with pytest.raises(IntegrityError, match="kept apart"):
        put_post(room, "audit_admin", city.units.root, "2026-06-30")
    with pytest.raises(Refusal, match="联合监督组成员和借调人员在此期间不能担任管理员"):
        give_post(user=room, role="audit_admin", unit=city.units.root, since=date(2026, 6, 30), by=None)
    lend_person(user=room, from_office=city.units.third_room, to_office=city.units.case_office, reason="抽调",
                since=date(2026, 3, 1), until=date(2026, 7, 31), by=director)  # fmt: skip
    with pytest.raises(IntegrityError, match="kept apart"):
        put_post(room, "audit_admin", city.units.root, "2026-07-31")
    put_post(room, "audit_admin", city.units.root, "2026-08-01")


def test_the_command_says_it_in_words_before_the_database_does(city, team):
    before = Entry.objects.count()
    with pytest.raises(Refusal, match="三员互斥：审计员在此期间担任管理员"):
        add_member(team=team, user=city.people.audit, office=city.units.root, since=SINCE, by=city.people.director)
    with pytest.raises(Refusal, match="三员互斥：系统员在此期间担任管理员"):
        lend_person(user=city.people.system, from_office=city.units.third_room, to_office=city.units.case_office,
                    reason="抽调", since=SINCE, until=date(2026, 7, 31), by=city.people.director)  # fmt: skip
    assert Entry.objects.count() == before
