"""What a joint team has to do, and that it is done."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import may, require
from liandu.access.queries.teams import heads
from liandu.access.roles import Act
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import JointTeam, TeamMember, TeamTask, Unit
from liandu.orgs.queries import on_day, units_of_team


@transaction.atomic
def give_task(
    *, team: JointTeam, what: str, owner: TeamMember, due: date, by: Any, unit: Unit | None = None
) -> TeamTask:
    """Give a member of the team something to do, at a unit of its area or at none, and return the task.

    The one who manages teams, or the head of this one, may.
    """
    if not heads(by, team):
        require(by, Act.TEAM_MANAGE, unit=team.office, subject=team)
    today = timezone.localdate()
    if not TeamMember.objects.filter(on_day(today), on_day(today, "team__"), pk=owner.pk, team=team).exists():
        raise Refusal("task.owner_not_in_team", gettext_noop("承办人现在不是这个组的成员。"))
    if due < today:
        raise Refusal("task.due_in_the_past", gettext_noop("完成期限不能早于今天。"))
    if unit is not None and not units_of_team(team.pk, day=today).filter(pk=unit.pk).exists():
        raise Refusal("task.outside_the_area", gettext_noop("%(unit)s不在这个组的区域内。"), unit=unit.name)
    if not what.strip():
        raise Refusal("task.empty", gettext_noop("请写明要做什么。"))
    task = TeamTask.objects.create(team=team, what=what.strip(), owner=owner, due=due, unit=unit)
    facts = {"what": task.what, "owner": str(owner.user), "due": due, "unit": unit.name if unit else ""}
    record(act="team.task_given", subject=team, by=by, facts=facts)
    return task


@transaction.atomic
def note_task_done(*, task: TeamTask, result: str, by: Any) -> TeamTask:
    """Note that a task is done, with its result, and return it; its owner, the head or who manages teams may."""
    owns = task.owner.user_id == by.pk and may(by, Act.TEAM_VIEW)
    if not owns and not heads(by, task.team):
        require(by, Act.TEAM_MANAGE, unit=task.team.office, subject=task.team)
    if not result.strip():
        raise Refusal("task.result_missing", gettext_noop("请写明办理结果。"))
    today, written = timezone.localdate(), result.strip()[:300]
    if not TeamTask.objects.filter(pk=task.pk, done_on=None).update(done_on=today, result=written):
        raise Refusal("task.done_already", gettext_noop("这一项已经办结。"))
    task.done_on, task.result = today, written
    record(act="team.task_done", subject=task.team, by=by, facts={"what": task.what, "result": written})
    return task
