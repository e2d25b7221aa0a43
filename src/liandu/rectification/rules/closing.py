"""What a write-off asks for, held against what there is: the checklist of an item, each line in words.

Sources of the lines: PRODUCT.md ("Readiness is required before a request. Every refused move says why in words"), the
policy of the round (evidence, who signs, site check), and the signs of rectification on paper only that can be told
before anybody signs (all papers and no facts, proof older than the feedback, misconduct without any consequence).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liandu.inspections.models import Signer
from liandu.inspections.taxonomies import taxonomy
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import Item
from liandu.rectification.models.progress import MONEY, PEOPLE
from liandu.rectification.rules.deadlines import policy_for
from liandu.rectification.states import Kind

# Classes that name misconduct (our taxonomy, B4 to B9): one expects money paid back or people dealt with.
MISCONDUCT = ("B4", "B5", "B6", "B7", "B8", "B9")
NAMES_SHOWN, NAME_LENGTH = 3, 24


@dataclass(frozen=True, slots=True)
class Readiness:
    """What there is about an item, as far as a write-off asks for it (queries.readiness_of).

    ``pieces`` and ``kinds`` tell the evidence that stands, ``early`` names what of it is older than the feedback and
    not marked 边巡边改; ``outcomes`` are kinds (OutcomeKind).
    ``reported_at`` is when the newest progress came in; ``begun_at`` from when it counts: the plan's approval, or the
    write-off before the last re-opening. ``returned_at`` is when the last request was returned, ``added_at`` when the
    newest progress or evidence came in. ``duties`` are the capacities in which offices stand on the item, ``also`` the
    parties that its theme asks to sign.
    """

    measures: int = 0
    open_measures: tuple[str, ...] = ()
    pieces: int = 0
    kinds: frozenset[str] = frozenset()
    early: tuple[str, ...] = ()
    outcomes: frozenset[str] = frozenset()
    milestones: int = 0
    open_milestones: int = 0
    open_extension: bool = False
    begun_at: datetime | None = None
    reported_at: datetime | None = None
    returned_at: datetime | None = None
    added_at: datetime | None = None
    duties: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    checked_on_site: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist: ``sentence`` says how it stands, ``stops`` whether it keeps from asking."""

    code: str
    sentence: str
    met: bool
    stops: bool = True
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Return the sentence in the source language."""
        return self.sentence % self.facts if self.facts else self.sentence

    def spelled(self) -> dict[str, Any]:
        """Return the line as data that a request keeps; ``sentence`` and ``facts`` let it be shown in any language."""
        return {
            "code": self.code,
            "words": self.words,
            "met": self.met,
            "stops": self.stops,
            "sentence": self.sentence,
            "facts": self.facts,
        }


def lacking(item: Item, ready: Readiness) -> tuple[Check, ...]:
    """Return the checklist of ``item``: every line that its class, kind and policy ask for, met or not."""
    return (
        _measures(ready),
        _progress(ready),
        *_evidence(item, ready),
        _dates(ready),
        *_outcomes(item, ready),
        *_milestones(item, ready),
        _extension(ready),
        _person(item),
        _signers(item, ready),
        *_site_check(item, ready),
        *_since_return(ready),
    )


def parties_of(item: Item, also: Iterable[str]) -> tuple[str, ...]:
    """Return who must sign the write-off, in order, by the policy and by the theme (``also``).

    The inspected organisation is never among them: its request is its signature, and nobody signs for themselves.
    """
    policy = policy_for(item.policy_id)
    named = policy.signers_of(category=item.category, sector=item.unit.sector, theme=item.theme, also=also)
    return tuple(party for party in named if party != Signer.UNIT)


def reasons_against(checklist: Iterable[Check]) -> tuple[Check, ...]:
    """Return the lines that keep a unit from asking."""
    return tuple(check for check in checklist if check.stops and not check.met)


def _measures(ready: Readiness) -> Check:
    if not ready.measures:
        return Check("measures", gettext_noop("整改方案里还没有整改措施。"), met=False)
    if ready.open_measures:
        facts = {"n": len(ready.open_measures), "names": _named(ready.open_measures)}
        return Check("measures", gettext_noop("还有 %(n)s 条整改措施没有完成：%(names)s。"), met=False, facts=facts)
    return Check("measures", gettext_noop("整改措施 %(n)s 条全部完成。"), met=True, facts={"n": ready.measures})


def _progress(ready: Readiness) -> Check:
    reported = ready.reported_at is not None and (ready.begun_at is None or ready.reported_at >= ready.begun_at)
    if reported:
        return Check("progress", gettext_noop("方案通过以后填报过整改进展。"), met=True)
    return Check("progress", gettext_noop("方案通过以后（重新立账的，从重新立账起）还没有填报整改进展。"), met=False)


def _evidence(item: Item, ready: Readiness) -> list[Check]:
    rules = policy_for(item.policy_id).evidence_for(item.category)
    n = ready.pieces
    if not n:
        return [Check("evidence", gettext_noop("还没有佐证材料。"), met=False)]
    unmet = [rule for rule in rules if not ready.kinds & set(rule.kinds)]
    if not unmet:
        return [Check("evidence", gettext_noop("佐证材料 %(n)s 份，种类符合要求。"), met=True, facts={"n": n})]
    return [
        Check("evidence", gettext_noop("现有佐证材料还不够：%(note)s。"), met=False, facts={"note": rule.note})
        if rule.note
        else Check("evidence", gettext_noop("现有佐证材料还不够：种类不符合政策口径的要求。"), met=False)
        for rule in unmet
    ]


def _dates(ready: Readiness) -> Check:
    if ready.early:
        sentence = gettext_noop("有 %(n)s 份佐证材料早于反馈之日，又没有注明边巡边改：%(names)s。")
        facts = {"n": len(ready.early), "names": _named(ready.early)}
        return Check("evidence_dates", sentence, met=False, facts=facts)
    return Check("evidence_dates", gettext_noop("没有早于反馈之日又未注明边巡边改的佐证材料。"), met=True)


def _outcomes(item: Item, ready: Readiness) -> list[Check]:
    """Return the hint for misconduct: it stops nobody, for there are cases where nobody had to pay or answer."""
    if not taxonomy().falls_under(item.category, MISCONDUCT):
        return []
    if ready.outcomes & {kind.value for kind in (*MONEY, *PEOPLE)}:
        return [Check("outcomes", gettext_noop("填报了资金追缴清退或者人员处理。"), met=True, stops=False)]
    sentence = gettext_noop("这类问题一般有资金追缴清退或者人员处理，目前都没有填报；确实没有的，请在申请里说明。")
    return [Check("outcomes", sentence, met=False, stops=False)]


def _milestones(item: Item, ready: Readiness) -> list[Check]:
    if item.kind != Kind.LONG_TERM:
        return []
    if ready.milestones and not ready.open_milestones:
        sentence = gettext_noop("长期坚持的阶段目标 %(n)s 个全部完成。")
        return [Check("milestones", sentence, met=True, facts={"n": ready.milestones})]
    sentence = gettext_noop("长期坚持的事项还有 %(n)s 个阶段目标没有完成。")
    if not ready.milestones:
        return [Check("milestones", gettext_noop("长期坚持的事项还没有阶段目标。"), met=False)]
    return [Check("milestones", sentence, met=False, facts={"n": ready.open_milestones})]


def _extension(ready: Readiness) -> Check:
    if ready.open_extension:
        return Check("extension", gettext_noop("延期申请还没有答复，请先等答复或者收回。"), met=False)
    return Check("extension", gettext_noop("没有待答复的延期申请。"), met=True)


def _person(item: Item) -> Check:
    if item.person.strip():
        return Check("person", gettext_noop("责任人：%(person)s。"), met=True, facts={"person": item.person})
    return Check("person", gettext_noop("还没有明确到人的责任人。"), met=False)


def _signers(item: Item, ready: Readiness) -> Check:
    parties = parties_of(item, ready.also)
    absent = [party for party in parties if party not in ready.duties]
    if absent:
        sentence = gettext_noop("有 %(n)s 方应当签字而没有确定由哪个单位签字，请巡视办在整改责任里补上。")
        return Check("signers", sentence, met=False, facts={"n": len(absent)})
    return Check("signers", gettext_noop("审核签字的 %(n)s 方都已确定。"), met=True, facts={"n": len(parties)})


def _site_check(item: Item, ready: Readiness) -> list[Check]:
    """Return the line of the check on site. It stops no request, for the unit cannot do it; it stops the signatures."""
    if not policy_for(item.policy_id).needs_site_check(item.category):
        return []
    if ready.checked_on_site:
        return [Check("site_check", gettext_noop("已现场核查，情况属实。"), met=True, stops=False)]
    sentence = gettext_noop("这类问题要现场核查属实才能签字，目前还没有。")
    return [Check("site_check", sentence, met=False, stops=False)]


def _since_return(ready: Readiness) -> list[Check]:
    if ready.returned_at is None:
        return []
    if ready.added_at is not None and ready.added_at > ready.returned_at:
        return [Check("since_return", gettext_noop("上次退回以后补充了进展或者佐证材料。"), met=True, stops=False)]
    sentence = gettext_noop("上次退回以后还没有补充进展或者佐证材料。")
    return [Check("since_return", sentence, met=False, stops=False)]


def _named(names: Sequence[str]) -> str:
    shown = [name if len(name) <= NAME_LENGTH else f"{name[:NAME_LENGTH]}…" for name in names[:NAMES_SHOWN]]
    return "；".join(shown) + ("……" if len(names) > NAMES_SHOWN else "")
