"""Making up joint teams: the team, its members, its area."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from liandu.access.models import Post
from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.access.rules import (
    refuse_administrator,
    refuse_closed_account,
    refuse_days_out_of_order,
    refuse_end_in_the_past,
    rows_beside,
    shares_a_day,
)
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Duty, JointTeam, TeamArea, TeamMember, Unit


@transaction.atomic
def form_team(
    *, name: str, kind: str, office: Unit, purpose: str, since: date, by: Any, until: date | None = None
) -> JointTeam:
    """Form a joint team led by ``office`` and return it; members and area come next."""
    require(by, Act.TEAM_MANAGE, unit=office)
    refuse_days_out_of_order(since, until)
    if not office.party:
        raise Refusal("team.led_by_an_office", gettext_noop("牵头的要是三方的机构，不能是被巡视单位。"))
    if not purpose.strip():
        raise Refusal("team.purpose_missing", gettext_noop("请写明联合监督的任务。"))
    if JointTeam.objects.filter(name=name).exists():
        raise Refusal("team.exists", gettext_noop("已有名为“%(name)s”的联合监督组。"), name=name)
    team = JointTeam.objects.create(
        name=name, kind=kind, office=office, purpose=purpose.strip(), since=since, until=until
    )
    facts = {"name": name, "kind": kind, "office": office.name, "since": since, "until": until}
    record(act="team.formed", subject=team, by=by, facts=facts)
    return team


@transaction.atomic
def extend_team(*, team: JointTeam, until: date | None, reason: str, by: Any) -> JointTeam:
    """Let a team that still runs go on until a later day (None: without an end for now) and return it."""
    _allow(team, by)
    if team.until is None:
        raise Refusal("team.has_no_end", gettext_noop("这个组没有定结束日期，不用延长。"))
    if until is not None and until <= team.until:
        raise Refusal("team.not_later", gettext_noop("延长后的日期要晚于原定的结束日期。"))
    for member in team.members.filter(shares_a_day(team.until, until)).select_related("user"):
        refuse_administrator(member.user, max(member.since, team.until), _earlier(member.until, until))
    before = _move_end(team, until=until, ended_because="", reason=reason)
    record(act="team.extended", subject=team, by=by, facts=_ends(team, before), reason=reason)
    return team


@transaction.atomic
def end_team(*, team: JointTeam, until: date, reason: str, by: Any) -> JointTeam:
    """Let a team end with the day ``until``, for a reason; what its members reached through it ends that day."""
    _allow(team, by)
    refuse_end_in_the_past(team.since, until)
    if team.until is not None and until > team.until:
        raise Refusal("team.ends_later", gettext_noop("这是延长，请用“延长”办理。"))
    before = _move_end(team, until=until, ended_because=reason.strip()[:300], reason=reason)
    record(act="team.ended", subject=team, by=by, facts=_ends(team, before), reason=reason)
    return team


def _move_end(team: JointTeam, *, until: date | None, ended_because: str, reason: str) -> date | None:
    """Write the new end of a team, unless somebody moved it meanwhile; return the end before."""
    if not reason.strip():
        raise Refusal("team.reason_missing", gettext_noop("请写明理由。"))
    before = team.until
    rows = JointTeam.objects.filter(pk=team.pk, until=before)
    if not rows.update(until=until, ended_because=ended_because):
        raise Refusal("team.changed_meanwhile", gettext_noop("这一条刚被别人改过，请刷新后再办。"))
    team.until, team.ended_because = until, ended_because
    return before


def _ends(team: JointTeam, before: date | None) -> dict[str, Any]:
    return {"name": team.name, "before": before, "until": team.until}


@transaction.atomic
def add_member(
    *,
    team: JointTeam,
    user: Any,
    office: Unit,
    since: date,
    by: Any,
    duty: str = Duty.MEMBER,
    until: date | None = None,
) -> TeamMember:
    """Take a person of ``office`` into a team and return the membership; they reach its area from ``since`` on."""
    _allow(team, by)
    refuse_days_out_of_order(since, until)
    if since < team.since or (team.until is not None and since > team.until):
        raise Refusal("team.outside_its_days", gettext_noop("起始日期不在联合监督组的存续期间内。"))
    refuse_closed_account(user)
    refuse_administrator(user, since, until)
    if not rows_beside(Post.objects.all(), user, since, until).filter(unit__path__startswith=office.path).exists():
        sentence = gettext_noop("%(person)s在此期间没有在%(office)s任职。")
        raise Refusal("team.no_post_there", sentence, person=str(user), office=office.name)
    if rows_beside(TeamMember.objects.all(), user, since, until).filter(team=team).exists():
        raise Refusal("team.member_already", gettext_noop("%(person)s在此期间已经是组员。"), person=str(user))
    heads = team.members.filter(shares_a_day(since, until), duty=Duty.HEAD)
    if duty == Duty.HEAD and heads.exists():
        raise Refusal("team.one_head", gettext_noop("此期间已有组长，请先结束原组长的任期。"))
    member = TeamMember.objects.create(team=team, user=user, office=office, duty=duty, since=since, until=until)
    facts = {"person": str(user), "office": office.name, "duty": duty, "since": since, "until": until}
    for thing in (team, user):  # the history of either must be whole
        record(act="team.member_added", subject=thing, by=by, facts={"name": team.name, **facts})
    return member


@transaction.atomic
def end_member(*, member: TeamMember, until: date, by: Any, reason: str = "") -> TeamMember:
    """Let a membership end with the day ``until`` and return it; the reach that came with it ends that day."""
    _allow(member.team, by)
    refuse_end_in_the_past(member.since, until)
    _move_row_end(TeamMember.objects.all(), member, until)
    facts = {"name": member.team.name, "person": str(member.user), "until": until}
    for thing in (member.team, member.user):
        record(act="team.member_ended", subject=thing, by=by, facts=facts, reason=reason)
    return member


@transaction.atomic
def add_area(
    *, team: JointTeam, unit: Unit, since: date, by: Any, sector: str = "", until: date | None = None
) -> TeamArea:
    """Give a team ``unit`` and everything below it (only that ``sector`` of it, when one is named) as its area."""
    _allow(team, by)
    refuse_days_out_of_order(since, until)
    if since < team.since or (team.until is not None and since > team.until):
        raise Refusal("team.outside_its_days", gettext_noop("起始日期不在联合监督组的存续期间内。"))
    if unit.parent_id is None and not sector:
        raise Refusal("team.area_too_wide", gettext_noop("联合监督组的区域不能是全市；请选单位、区县，或者一个板块。"))
    if unit.party:
        raise Refusal("team.area_of_units", gettext_noop("区域由被巡视单位组成，不能是三方机构。"))
    if team.areas.filter(shares_a_day(since, until), unit=unit, sector=sector).exists():
        raise Refusal("team.area_already", gettext_noop("%(unit)s在此期间已经在区域内。"), unit=unit.name)
    area = TeamArea.objects.create(team=team, unit=unit, sector=sector, since=since, until=until)
    facts = {"name": team.name, "unit": unit.name, "sector": sector, "since": since, "until": until}
    record(act="team.area_added", subject=team, by=by, facts=facts)
    return area


@transaction.atomic
def end_area(*, area: TeamArea, until: date, by: Any) -> TeamArea:
    """Let a part of a team's area end with the day ``until`` and return it."""
    _allow(area.team, by)
    refuse_end_in_the_past(area.since, until)
    _move_row_end(TeamArea.objects.all(), area, until)
    facts = {"name": area.team.name, "unit": area.unit.name, "sector": area.sector, "until": until}
    record(act="team.area_ended", subject=area.team, by=by, facts=facts)
    return area


def _allow(team: JointTeam, by: Any) -> None:
    """Raise Denied or Refusal unless ``by`` may change the team, and it has not ended yet."""
    require(by, Act.TEAM_MANAGE, unit=team.office, subject=team)
    if team.until is not None and team.until < timezone.localdate():
        raise Refusal("team.over", gettext_noop("“%(name)s”已经结束，不能再改；需要时请另行组建。"), name=team.name)


def _move_row_end(rows: QuerySet[Any], row: TeamMember | TeamArea, until: date) -> None:
    """Write an earlier end, unless somebody moved it meanwhile or it is over."""
    if row.until is not None and row.until < until:
        raise Refusal("team.row_over", gettext_noop("这一条在那一天之前就结束了。"))
    if not rows.filter(pk=row.pk, until=row.until).update(until=until):
        raise Refusal("team.changed_meanwhile", gettext_noop("这一条刚被别人改过，请刷新后再办。"))
    row.until = until


def _earlier(first: date | None, second: date | None) -> date | None:
    return min(filter(None, (first, second)), default=None)
