"""Acts on posts, joint teams and loans, and what was denied, in words."""

from typing import Any

from django.utils.translation import gettext as _

from liandu.access.roles import ACT_NAMES, ROLES
from liandu.journal.sentences import tell
from liandu.orgs.models import Duty, Sector


def _role(entry: Any) -> dict[str, object]:
    role = ROLES.get(entry.facts["role"])
    return {**entry.facts, "role": str(role.name) if role else entry.facts["role"]}


def _tried(entry: Any) -> dict[str, object]:
    name = ACT_NAMES.get(entry.facts["tried"])
    return {**entry.facts, "tried": str(name) if name else entry.facts["tried"]}


tell("access.denied", lambda e: _("尝试“%(tried)s”，被拒绝") % _tried(e))
tell("post.given", lambda e: _("任 %(unit)s %(role)s") % _role(e))
tell("post.ended", lambda e: _("不再任 %(unit)s %(role)s") % _role(e))


def _span(entry: Any) -> dict[str, object]:
    """Return the facts with the days in words: "2026-06-01 起", or both days."""
    since, until = entry.facts.get("since"), entry.facts.get("until")
    days = _("%(since)s 至 %(until)s") if until else _("%(since)s 起")
    return {**entry.facts, "days": days % {"since": since, "until": until}}


def _duty(entry: Any) -> dict[str, object]:
    return {**_span(entry), "duty": str(Duty(entry.facts["duty"]).label)}


def _area(entry: Any) -> dict[str, object]:
    """Return the facts with the area in words: the unit, and the sector of it where one is named."""
    facts = _span(entry)
    sector = entry.facts.get("sector")
    named = _("%(unit)s（%(sector)s）") % {**facts, "sector": str(Sector(sector).label)} if sector else facts["unit"]
    return {**facts, "area": named}


def _new_end(entry: Any) -> dict[str, object]:
    return {**entry.facts, "until": entry.facts["until"] or _("不定期")}


tell("team.formed", lambda e: _("组建“%(name)s”，%(office)s牵头，%(days)s") % _span(e))
tell("team.extended", lambda e: _("“%(name)s”由 %(before)s 延长到 %(until)s") % _new_end(e))
tell("team.ended", lambda e: _("“%(name)s”到 %(until)s 结束") % e.facts)
tell("team.member_added", lambda e: _("%(person)s（%(office)s）任“%(name)s”%(duty)s，%(days)s") % _duty(e))
tell("team.member_ended", lambda e: _("%(person)s 到 %(until)s 不再是“%(name)s”成员") % e.facts)
tell("team.area_added", lambda e: _("“%(name)s”负责 %(area)s，%(days)s") % _area(e))
tell("team.area_ended", lambda e: _("“%(name)s”到 %(until)s 不再负责 %(area)s") % _area(e))
tell("team.task_given", lambda e: _("交办 %(owner)s：%(what)s，%(due)s 前完成") % e.facts)
tell("team.task_done", lambda e: _("办结：%(what)s。结果：%(result)s") % e.facts)
tell("person.lent", lambda e: _("%(person)s 从%(from_office)s借调到%(to_office)s，%(days)s") % _span(e))
tell("loan.extended", lambda e: _("%(person)s 借调到%(to_office)s，由 %(before)s 延长到 %(until)s") % e.facts)
tell("loan.ended", lambda e: _("%(person)s 借调到%(to_office)s，提前到 %(until)s 结束") % e.facts)
