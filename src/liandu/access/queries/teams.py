"""Reading joint teams and loans, through the reader's eyes."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from liandu.access.queries.reach import acts_of, may, own_offices
from liandu.access.queries.standings import Ground, standings_of
from liandu.access.roles import Act, Scope
from liandu.orgs.models import Duty, JointTeam, Loan, TeamMember, TeamTask
from liandu.orgs.queries import on_day


def teams_for(reader: Any) -> QuerySet[JointTeam]:
    """Return the teams that the reader may see: their own while they are in it, those their office leads, or all."""
    rows = JointTeam.objects.select_related("office")
    if sees_every_team(reader):
        return rows
    own = [standing.team for standing in standings_of(reader) if standing.ground == Ground.TEAM]
    return rows.filter(Q(pk__in=own) | Q(office__in=own_offices(reader, Act.TEAM_VIEW)))


def sees_every_team(reader: Any) -> bool:
    """Return whether the reader's work covers the teams of the whole city."""
    return any(s.role.scope == Scope.CITY and Act.TEAM_VIEW in s.acts for s in standings_of(reader))


def members_for(reader: Any) -> QuerySet[TeamMember]:
    """Return the memberships, of every time, in the teams that the reader may see; heads first."""
    rows = TeamMember.objects.filter(team__in=teams_for(reader).order_by().values("pk"))
    return rows.select_related("user", "office", "team").order_by("since", "pk")


def tasks_for(reader: Any) -> QuerySet[TeamTask]:
    """Return the tasks of the teams that the reader may see, by the day they are due."""
    rows = TeamTask.objects.filter(team__in=teams_for(reader).order_by().values("pk"))
    return rows.select_related("team", "unit", "owner__user", "owner__office").order_by("due", "pk")


def loans_for(reader: Any) -> QuerySet[Loan]:
    """Return the loans that the reader may see: one's own, those from and to one's office, or all; newest first."""
    rows = Loan.objects.select_related("user", "from_office", "to_office")
    if sees_every_team(reader):
        return rows
    offices = own_offices(reader, Act.TEAM_VIEW)
    return rows.filter(Q(user=reader) | Q(from_office__in=offices) | Q(to_office__in=offices))


def heads(user: Any, team: JointTeam, *, day: date | None = None) -> bool:
    """Return whether ``user`` is the head of ``team`` on ``day`` (today when None), and the team runs."""
    day = day or timezone.localdate()
    rows = TeamMember.objects.filter(on_day(day), on_day(day, "team__"), user=user, team=team, duty=Duty.HEAD)
    return may(user, Act.TEAM_VIEW, day=day) and rows.exists()


def sees_teams(reader: Any) -> bool:
    """Return whether the reader has anything to do with joint teams."""
    return Act.TEAM_VIEW in acts_of(reader)
