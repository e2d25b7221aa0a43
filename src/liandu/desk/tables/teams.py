"""The lists of the desk about visibility and joint teams."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.visibility import Sight
from liandu.desk.queries.teams import Load
from liandu.orgs.models import JointTeam, Loan, TeamArea, TeamMember, TeamTask
from liandu.ui.dates import day, distance
from liandu.ui.tables import Cell, Column, Table, by_part, table


def days(since: date, until: date | None) -> str:
    """Return two days as a span in words: "2026年3月1日 至 2026年5月30日", or "2026年3月1日起"."""
    if until is None:
        return _("%(since)s起") % {"since": day(since)}
    return _("%(since)s 至 %(until)s") % {"since": day(since), "until": day(until)}


def _why(sight: Sight) -> Cell:
    return Cell(_("%(why)s（%(days)s）") % {"why": sight.why, "days": days(sight.since, sight.until)})


SIGHTS = (
    Column(gettext_lazy("人员"), lambda sight: Cell(sight.person, sub=sight.office)),
    Column(gettext_lazy("岗位"), lambda sight: Cell(sight.role)),
    Column(gettext_lazy("为什么能看到"), _why),
)
WITHOUT = (
    Column(gettext_lazy("事项"), lambda pair: Cell(pair[0])),
    Column(gettext_lazy("谁可以办理"), lambda pair: Cell(pair[1])),
)


def sights_table(rows: Sequence[Sight]) -> Table:
    """Return who can see a record as a table."""
    return table(SIGHTS, rows, caption=_("谁能看到"))


def without_table(pairs: Sequence[tuple[str, str]]) -> Table:
    """Return the acts that a person does not carry, with who does, as a table."""
    return table(WITHOUT, pairs, caption=_("不能办理的事项"))


def running(since: date, until: date | None, *, today: date) -> Cell:
    """Return how something with days stands today, as a badge."""
    if since > today:
        return Cell(_("未开始"), tone="plain", shape="○")
    if until is not None and until < today:
        return Cell(_("已结束"), tone="plain", shape="⊘")
    return Cell(_("进行中"), tone="now", shape="●")


TEAMS = (
    Column(
        gettext_lazy("联合监督组"),
        lambda team: Cell(team.name, url=reverse("desk:team", args=[team.pk]), sub=team.purpose),
    ),
    Column(gettext_lazy("形式"), lambda team: Cell(team.get_kind_display())),
    Column(gettext_lazy("牵头"), lambda team: Cell(str(team.office))),
    Column(gettext_lazy("时间"), lambda team: Cell(days(team.since, team.until)), css="aside"),
    Column(gettext_lazy("成员"), lambda team: Cell(str(team.members_now)), css="number"),
    Column(gettext_lazy("未办事项"), lambda team: Cell(str(team.open_tasks)), css="number"),
    Column(gettext_lazy("状态"), lambda team: running(team.since, team.until, today=timezone.localdate())),
)


def teams_table(rows: Sequence[JointTeam]) -> Table:
    """Return teams (with ``members_now`` and ``open_tasks``) as a table."""
    return table(TEAMS, rows, caption=_("联合监督组"))


def _member_state(member: TeamMember) -> Cell:
    lasts = [last for last in (member.until, member.team.until) if last]
    return running(member.since, min(lasts) if lasts else None, today=timezone.localdate())


MEMBERS = (
    Column(gettext_lazy("成员"), lambda row: Cell(str(row.user), sub=str(row.office))),
    Column(gettext_lazy("职责"), lambda row: Cell(row.get_duty_display())),
    Column(gettext_lazy("时间"), lambda row: Cell(days(row.since, row.until))),
    Column(gettext_lazy("状态"), _member_state),
)
AREAS = (
    Column(gettext_lazy("区域"), lambda row: Cell(str(row))),
    Column(gettext_lazy("时间"), lambda row: Cell(days(row.since, row.until))),
    Column(
        gettext_lazy("状态"),
        lambda row: running(
            row.since, min(filter(None, (row.until, row.team.until)), default=None), today=timezone.localdate()
        ),
    ),
)


def members_table(rows: Sequence[TeamMember]) -> Table:
    """Return memberships as a table."""
    return table(MEMBERS, rows, caption=_("成员"))


def areas_table(rows: Sequence[TeamArea]) -> Table:
    """Return the parts of an area as a table."""
    return table(AREAS, rows, caption=_("区域"))


def _due(task: TeamTask) -> Cell:
    if task.done_on:
        return Cell(_("%(day)s办结") % {"day": day(task.done_on)}, tone="good", shape="✓", sub=task.result)
    late = task.due < timezone.localdate()
    words = _("已逾期") if late else _("未办结")
    return Cell(
        words,
        tone="late" if late else "now",
        shape="!" if late else "●",
        sub=f"{day(task.due)} · {distance(task.due)}",
    )


_WHAT = Column(gettext_lazy("事项"), lambda row: Cell(row.what, sub=str(row.unit or "")))
_OWNER = Column(gettext_lazy("承办"), lambda row: Cell(str(row.owner.user), sub=str(row.owner.office)))
_STATE = Column(gettext_lazy("期限"), _due)
_TEAM = Column(
    gettext_lazy("联合监督组"), lambda row: Cell(row.team.name, url=reverse("desk:team", args=[row.team_id]))
)
_ACT = Column(gettext_lazy("办结"), by_part("desk/_task_done.html"), css="act")


def tasks_table(rows: Sequence[TeamTask], *, with_team: bool = False) -> Table:
    """Return tasks (with ``may_finish``) as a table."""
    columns = (_WHAT, *((_TEAM,) if with_team else ()), _OWNER, _STATE, _ACT)
    return table(columns, rows, caption=_("事项"))


LOANS = (
    Column(gettext_lazy("人员"), lambda row: Cell(str(row.user))),
    Column(gettext_lazy("从"), lambda row: Cell(str(row.from_office))),
    Column(gettext_lazy("到"), lambda row: Cell(str(row.to_office))),
    Column(gettext_lazy("时间"), lambda row: Cell(days(row.since, row.until), sub=row.reason)),
    Column(gettext_lazy("状态"), lambda row: running(row.since, row.until, today=timezone.localdate())),
)


def loans_table(rows: Sequence[Loan]) -> Table:
    """Return loans as a table."""
    return table(LOANS, rows, caption=_("借调"))


def load_table(rows: Sequence[Load], *, caption: Any, first: Any) -> Table:
    """Return the load of people or of offices as a table, each with a bar."""
    columns = (
        Column(first, lambda load: Cell(load.name, sub=load.office)),
        Column(gettext_lazy("未办事项"), lambda load: Cell(str(load.open)), css="number"),
        Column(gettext_lazy("其中逾期"), lambda load: Cell(str(load.late)), css="number"),
        Column(gettext_lazy("参加的组"), lambda load: Cell(str(load.teams)), css="number"),
        Column(gettext_lazy("借调"), lambda load: Cell(str(load.loans)), css="number"),
        Column(gettext_lazy("轻重"), by_part("desk/_load.html"), css="aside"),
    )
    return table(columns, rows, caption=caption)
