"""A policy in words: what a person reads, and how two versions differ. Names of themes come from the caller."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.inspections.models import Signer
from liandu.inspections.policies.content import Clock, EvidenceKind, EvidenceRule, Policy, SignRule
from liandu.inspections.taxonomies.wording import classes_in_words
from liandu.kernel.days import Span, Unit
from liandu.orgs.models import Sector

NOTHING = "—"
Themes = Mapping[str, str]  # the names of themes by their codes


def span_in_words(span: Span) -> str:
    """Return a length of time as a rule says it: 6 个月, 10 个工作日."""
    n = {"n": span.count}
    if span.unit == Unit.MONTHS:
        return ngettext("%(n)s 个月", "%(n)s 个月", span.count) % n
    if span.unit == Unit.DAYS:
        return ngettext("%(n)s 天", "%(n)s 天", span.count) % n
    return ngettext("%(n)s 个工作日", "%(n)s 个工作日", span.count) % n


def clock_in_words(clock: Clock) -> str:
    """Return span and beginning of a clock in one line."""
    return _("自%(begins)s起 %(span)s") % {"begins": clock.begins.label, "span": span_in_words(clock.span)}


def parties_in_words(parties: Iterable[str]) -> str:
    """Return the parties of a rule in their order."""
    return _("、").join(str(Signer(party).label) for party in parties)


def scope_in_words(rule: SignRule | EvidenceRule, themes: Themes) -> str:
    """Return which items a rule is about."""
    parts = [classes_in_words(rule.categories)]
    if isinstance(rule, SignRule):
        parts.append(_("、").join(str(Sector(sector).label) for sector in rule.sectors))
        parts.append(_("、").join(_("“%(theme)s”专题") % {"theme": themes.get(code, code)} for code in rule.themes))
    said = [part for part in parts if part]
    return " · ".join(said) if said else _("所有事项")


def kinds_in_words(kinds: Iterable[str]) -> str:
    """Return kinds of evidence in one line."""
    return _("、").join(str(EvidenceKind(kind).label) for kind in kinds)


def reminders_in_words(days: Sequence[int]) -> str:
    """Return when people are reminded: 到期前 20 天、10 天，到期当天."""
    before = [ngettext("%(n)s 天", "%(n)s 天", n) % {"n": n} for n in days if n]
    said = [_("到期前 %(days)s") % {"days": _("、").join(before)}] if before else []
    said += [_("到期当天")] if 0 in days else []
    return _("，").join([*said, _("逾期后每个工作日")])


def extension_in_words(policy: Policy) -> str:
    """Return how an item may be extended."""
    rule = policy.extension
    if not rule.times:
        return _("不能延期")
    facts = {"times": rule.times, "days": rule.days, "who": Signer(rule.approver).label}
    said = _("最多 %(times)s 次，每次不超过 %(days)s 天，由%(who)s审批") % facts
    return said + (_("，须在到期前提出") if rule.in_time_only else _("，到期后也可以提出"))


def publicity_in_words(policy: Policy) -> str:
    """Return how long a write-off is made public before it counts."""
    n = policy.publicity_days
    return ngettext("公示 %(n)s 个工作日", "公示 %(n)s 个工作日", n) % {"n": n} if n else _("不公示")


def site_check_in_words(policy: Policy) -> str:
    """Return what is written off only after a check on site."""
    return classes_in_words(policy.site_check) or _("不要求")


def order_in_words(policy: Policy) -> str:
    """Return whether the parties sign one after the other."""
    return _("依次签字，巡视办最后") if policy.signs_in_order else _("不分先后")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two policies: what it is, how it was, how it will be; "—" for not there."""

    what: str
    before: str
    after: str


def differences(before: Policy, after: Policy, themes: Themes) -> list[Change]:
    """Return what differs, in the order of the document; empty when the two say the same."""
    old, new = _single(before), _single(after)
    found = [Change(what, old[what], new[what]) for what in old if old[what] != new[what]]
    for what, rules in (
        (_("销号签字"), [_sign_words(policy, themes) for policy in (before, after)]),
        (_("佐证要求"), [_evidence_words(policy, themes) for policy in (before, after)]),
    ):
        found += _rules_changed(what, *rules)
    return found


def _single(policy: Policy) -> dict[str, str]:
    """Return what a policy says once, by what it is about."""
    said = {_("名称"): policy.name, _("总依据"): policy.basis or NOTHING}
    for clock in policy.clocks:
        said[str(clock.code.label)] = _("%(clock)s（%(basis)s）") % {
            "clock": clock_in_words(clock),
            "basis": clock.basis,
        }
    return said | {
        _("到期提醒"): reminders_in_words(policy.reminders),
        _("签字先后"): order_in_words(policy),
        _("延期"): extension_in_words(policy),
        _("公示"): publicity_in_words(policy),
        _("现场核查"): site_check_in_words(policy),
    }


def _sign_words(policy: Policy, themes: Themes) -> list[str]:
    return [
        _("%(scope)s：%(parties)s") % {"scope": scope_in_words(rule, themes), "parties": parties_in_words(rule.parties)}
        for rule in policy.sign_rules
    ]


def _evidence_words(policy: Policy, themes: Themes) -> list[str]:
    return [
        _("%(scope)s：%(kinds)s%(note)s")
        % {
            "scope": scope_in_words(rule, themes),
            "kinds": kinds_in_words(rule.kinds),
            "note": _("（%(note)s）") % {"note": rule.note} if rule.note else "",
        }
        for rule in policy.evidence_rules
    ]


def _rules_changed(what: str, old: list[str], new: list[str]) -> list[Change]:
    gone = _without(old, new)
    come = _without(new, old)
    if not gone and not come and old != new:
        return [Change(_("%(what)s的先后") % {"what": what}, _("；").join(old), _("；").join(new))]
    return [Change(what, words, NOTHING) for words in gone] + [Change(what, NOTHING, words) for words in come]


def _without(these: list[str], those: list[str]) -> list[str]:
    """Return what stands in ``these`` more often than in ``those``, in order."""
    left, found = list(those), []
    for words in these:
        if words in left:
            left.remove(words)
        else:
            found.append(words)
    return found


def document(policy: Policy, themes: Themes) -> dict[str, Any]:
    """Return a policy as the page shows it: clocks as rows, rules in words."""
    return {
        "clocks": [
            {
                "name": clock.code.label,
                "span": span_in_words(clock.span),
                "begins": clock.begins.label,
                "basis": clock.basis,
            }
            for clock in policy.clocks
        ],
        "reminders": reminders_in_words(policy.reminders),
        "order": order_in_words(policy),
        "signing": [(scope_in_words(rule, themes), parties_in_words(rule.parties)) for rule in policy.sign_rules],
        "evidence": [
            (scope_in_words(rule, themes), kinds_in_words(rule.kinds), rule.note) for rule in policy.evidence_rules
        ],
        "extension": extension_in_words(policy),
        "publicity": publicity_in_words(policy),
        "site_check": site_check_in_words(policy),
    }
