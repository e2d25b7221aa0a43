"""Joint teams as pages show them: lists with counts, one team, work over all teams, and who carries how much."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from liandu.access.queries import may, unit_keys_within
from liandu.access.queries.teams import heads, loans_for, members_for, tasks_for, teams_for
from liandu.access.roles import Act
from liandu.accounts.models import User
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.orgs.models import JointTeam, Loan, Sector, TeamArea, TeamMember, TeamTask, Unit
from liandu.orgs.queries import on_day, units_of_team

STEPS = 10  # of a bar


def teams_listed(reader: Any) -> QuerySet[JointTeam]:
    """Return the teams the reader may see, newest first, each with its members of today and its open tasks."""
    today = on_day(timezone.localdate(), "members__")
    return teams_for(reader).annotate(
        members_now=Count("members", filter=today, distinct=True),
        open_tasks=Count("tasks", filter=Q(tasks__done_on=None), distinct=True),
    ).order_by("-since", "-pk")  # fmt: skip


@dataclass(frozen=True, slots=True)
class TeamPage:
    """What the page of one team shows."""

    members: list[TeamMember]
    areas: list[TeamArea]
    tasks: list[TeamTask]
    units: int
    findings: int | None  # None: the reader does not read findings there
    leads: bool  # may give tasks


def team_page(reader: Any, team: JointTeam) -> TeamPage:
    """Return what the page of ``team`` shows: members, area, tasks, and how much lies in the area today."""
    today = timezone.localdate()
    area = units_of_team(team.pk, day=today).exclude(sector="").order_by()
    units = list(area.values_list("pk", flat=True))
    reads = unit_keys_within(reader, Act.FINDING_VIEW)
    readable = reads is None or bool(reads & frozenset(units))
    leads = may(reader, Act.TEAM_MANAGE, team.office) or heads(reader, team)
    tasks = list(tasks_for(reader).filter(team=team))
    return TeamPage(
        members=list(members_for(reader).filter(team=team)),
        areas=list(team.areas.select_related("unit", "team").order_by("since", "pk")),
        tasks=with_may_finish(reader, tasks, leads=leads),
        units=len(units),
        findings=findings_for(reader).filter(unit__in=units, state=State.CONFIRMED).count() if readable else None,
        leads=leads,
    )


def with_may_finish(reader: Any, tasks: Iterable[TeamTask], *, leads: bool) -> list[TeamTask]:
    """Return the tasks, each knowing whether the reader may note it done."""
    found = list(tasks)
    for task in found:
        task.may_finish = task.done_on is None and (leads or task.owner.user_id == reader.pk)  # type: ignore[attr-defined]
    return found


def work_of(reader: Any) -> list[TeamTask]:
    """Return the open tasks over all teams that the reader may see, own ones first, then by the day they are due."""
    tasks = with_may_finish(reader, tasks_for(reader).filter(done_on=None), leads=may(reader, Act.TEAM_MANAGE))
    return sorted(tasks, key=lambda task: (task.owner.user_id != reader.pk, task.due, task.pk))


@dataclass(frozen=True, slots=True)
class Load:
    """What one person or office carries now; ``step`` of STEPS is the length of the bar."""

    name: str
    office: str
    open: int
    late: int
    teams: int
    loans: int
    step: int = 0


def workload(reader: Any) -> tuple[list[Load], list[Load]]:
    """Return the load by person and by office, the heaviest first, in the teams the reader may see: three queries."""
    today = timezone.localdate()
    members = list(members_for(reader).filter(on_day(today), on_day(today, "team__")))
    tasks = list(tasks_for(reader).filter(done_on=None))
    loans = list(loans_for(reader).filter(on_day(today)))
    people = {member.user_id: (str(member.user), str(member.office)) for member in members}
    people |= {task.owner.user_id: (str(task.owner.user), str(task.owner.office)) for task in tasks}
    people |= {loan.user_id: (str(loan.user), str(loan.from_office)) for loan in loans if loan.user_id not in people}
    offices = {member.office_id: str(member.office) for member in members}
    offices |= {task.owner.office_id: str(task.owner.office) for task in tasks}
    offices |= {loan.from_office_id: str(loan.from_office) for loan in loans}
    late = [task for task in tasks if task.due < today]
    by_person = [
        Counter(task.owner.user_id for task in tasks), Counter(task.owner.user_id for task in late),
        Counter(member.user_id for member in members), Counter(loan.user_id for loan in loans),
    ]  # fmt: skip
    by_office = [
        Counter(task.owner.office_id for task in tasks), Counter(task.owner.office_id for task in late),
        Counter({office: len({m.team_id for m in members if m.office_id == office}) for office in offices}),
        Counter(loan.from_office_id for loan in loans),
    ]  # fmt: skip
    return (
        _loads(people, by_person),
        _loads({key: (name, "") for key, name in offices.items()}, by_office),
    )


def _loads(names: dict[int, tuple[str, str]], counted: list[Counter[int]]) -> list[Load]:
    most = max(counted[0].values(), default=0)
    open_tasks, late, teams, loans = counted
    rows = [
        Load(
            name,
            office,
            open_tasks[key],
            late[key],
            teams[key],
            loans[key],
            round(open_tasks[key] / most * STEPS) if most else 0,
        )
        for key, (name, office) in names.items()
    ]
    return sorted(rows, key=lambda row: (-row.open, -row.late, row.name))


# What the forms offer


def offices_offered() -> QuerySet[Unit]:
    """Return the offices of the three parties, in tree order."""
    return Unit.objects.exclude(party="").order_by("path")


def areas_offered() -> QuerySet[Unit]:
    """Return the units that may be an area; the root only together with a sector."""
    return Unit.objects.filter(Q(sector__in=Sector.values) | Q(parent=None)).order_by("path")


def people_offered() -> QuerySet[User]:
    """Return the people with an open account, by name."""
    return User.objects.filter(is_active=True).order_by("display_name", "username")


def members_now(team: JointTeam) -> QuerySet[TeamMember]:
    """Return those who are in the team today."""
    return team.members.filter(on_day(timezone.localdate())).select_related("user", "office", "team").order_by("pk")


def areas_now(team: JointTeam) -> QuerySet[TeamArea]:
    """Return the parts of the team's area that are not over."""
    today = timezone.localdate()
    return team.areas.filter(Q(until=None) | Q(until__gte=today)).select_related("unit", "team").order_by("pk")


def units_now(team: JointTeam) -> QuerySet[Unit]:
    """Return the units in the team's area today."""
    return units_of_team(team.pk, day=timezone.localdate()).exclude(sector="").order_by("path")


def loans_open(reader: Any) -> QuerySet[Loan]:
    """Return the loans that are not over, as far as the reader may see them."""
    return loans_for(reader).filter(until__gte=timezone.localdate()).order_by("user__display_name", "pk")
