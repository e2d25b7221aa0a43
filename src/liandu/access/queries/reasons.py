"""Why somebody may, or may not: the ways that lead there, or the sentence that says what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.denials import Denied
from liandu.access.queries.covers import Path, covers_of, paths_to
from liandu.access.queries.reach import acts_of, may
from liandu.access.queries.standings import Ground, all_standings_of
from liandu.access.roles import ACT_NAMES, ROLES, Act
from liandu.journal.subjects import subject_of
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether an act is allowed: ``by`` which ways; or, when by none, the code and the sentence of the refusal."""

    by: tuple[Path, ...]
    code: str = ""
    sentence: str = ""
    facts: tuple[tuple[str, Any], ...] = ()

    @property
    def allowed(self) -> bool:
        """Return whether some way leads there."""
        return not self.code


def explain(user: Any, act: Act, unit: Unit | None = None, *, day: date | None = None) -> Explanation:
    """Return why ``user`` may or may not do ``act`` (over ``unit``) on ``day`` (today when None).

    A refusal names what is missing and who has it, never anything that lies outside the person's reach: only what was
    theirs before is named as ended.
    """
    if may(user, act, unit, day=day):
        return Explanation(tuple(paths_to(user, act, unit, day=day)) if unit is not None else ())
    words = {"name": str(ACT_NAMES[act]), "holders": holders_of(act)}
    ended = _ended(user, act, unit, day or timezone.localdate()) if unit is not None else None
    if ended is not None:
        return _told(ended, words)
    if act in acts_of(user, day=day):
        sentence = gettext_noop("您可以“%(name)s”，但这个单位不在您的范围内。负责该单位的%(holders)s可以办理。")
        return _refusal("access.elsewhere", sentence, **words)
    return _refusal("access.denied", gettext_noop("您的岗位不能“%(name)s”。%(holders)s可以办理。"), **words)


def _told(ended: Path, words: dict[str, str]) -> Explanation:
    """Return the refusal that says what ended, and when."""
    last = ended.until or timezone.localdate()
    facts = {**words, "year": last.year, "month": last.month, "day": last.day, "role": ended.standing.role_name}
    if ended.standing.until == ended.until and ended.standing.ground == Ground.TEAM:
        facts["team"] = ended.standing.source
        sentence = gettext_noop("您在“%(team)s”的工作已于%(year)s年%(month)s月%(day)s日结束，不能再“%(name)s”。")
    elif ended.standing.until == ended.until and ended.standing.ground == Ground.LOAN:
        facts["office"] = str(ended.standing.unit)
        sentence = gettext_noop("您借调到%(office)s的时间已于%(year)s年%(month)s月%(day)s日结束，不能再“%(name)s”。")
    elif ended.standing.until == ended.until:
        sentence = gettext_noop("您的岗位“%(role)s”已于%(year)s年%(month)s月%(day)s日结束，不能再“%(name)s”。")
    elif ended.standing.ground == Ground.TEAM:
        facts["team"] = ended.standing.source
        sentence = gettext_noop("这个单位已于%(year)s年%(month)s月%(day)s日后不再由“%(team)s”负责，不能再“%(name)s”。")
    else:
        sentence = gettext_noop(
            "您对该单位的联系监督已于%(year)s年%(month)s月%(day)s日结束，不能再“%(name)s”。现在负责该单位的%(holders)s可以办理。"
        )
    return _refusal("access.ended", sentence, **facts)


def _refusal(code: str, sentence: str, **facts: Any) -> Explanation:
    return Explanation((), code, sentence, tuple(facts.items()))


def _ended(user: Any, act: Act, unit: Unit, day: date) -> Path | None:
    """Return the way by which ``user`` last had ``act`` over ``unit`` before ``day``, None when never."""
    if not user.is_authenticated:
        return None
    carrying = [standing for standing in all_standings_of(user) if act in standing.acts and standing.since < day]
    if not carrying:
        return None
    covers = covers_of(unit, Q(since__lt=day))
    ways = [path for standing in carrying for path in covers.paths(standing)]
    over = [path for path in ways if path.until is not None and path.since <= path.until < day]
    return max(over, key=lambda path: path.until or day, default=None)


def require(user: Any, act: Act, *, unit: Unit | None = None, subject: Model | None = None) -> None:
    """Raise Denied, with the reason, unless ``user`` may do ``act`` over ``unit``; the journal names ``subject``."""
    if may(user, act, unit):
        return
    why = explain(user, act, unit)
    thing = subject if subject is not None else unit
    raise Denied(
        why.code,
        why.sentence,
        act=str(act),
        subject=subject_of(thing) if thing is not None else "",
        **dict(why.facts),
    )


def holders_of(act: Act) -> str:
    """Return the names of the roles that carry ``act``, joined for a sentence."""
    return _("、").join(str(role.name) for role in ROLES.values() if act in role.acts)
