"""A policy as plain data and back, and the profiles that come along."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from liandu.inspections.policies.content import (
    CLOCKS,
    Begin,
    Clock,
    ClockCode,
    EvidenceKind,
    EvidenceRule,
    ExtensionRule,
    Policy,
    SignRule,
)
from liandu.kernel.days import Span, Unit
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

DEFAULT = "six_months"  # the preset of a round that nobody has given a policy
MOST_DAYS = 3650  # no clock of a round runs longer


def spelled(policy: Policy) -> dict[str, Any]:
    """Return the policy as data that survives JSON and YAML."""
    return {
        "name": policy.name,
        "basis": policy.basis,
        "clocks": {
            clock.code.value: {
                "count": clock.span.count,
                "unit": clock.span.unit.value,
                "begins": clock.begins.value,
                "basis": clock.basis,
            }
            for clock in policy.clocks
        },
        "reminders": list(policy.reminders),
        "signing": {
            "in_order": policy.signs_in_order,
            "rules": [
                {
                    "parties": list(rule.parties),
                    "categories": list(rule.categories),
                    "sectors": list(rule.sectors),
                    "themes": list(rule.themes),
                }
                for rule in policy.sign_rules
            ],
        },
        "evidence": [
            {"kinds": list(rule.kinds), "categories": list(rule.categories), "note": rule.note}
            for rule in policy.evidence_rules
        ],
        "extension": {
            "times": policy.extension.times,
            "days": policy.extension.days,
            "approver": policy.extension.approver,
            "in_time_only": policy.extension.in_time_only,
        },
        "publicity_days": policy.publicity_days,
        "site_check": list(policy.site_check),
    }


def read(data: Mapping[str, Any]) -> Policy:
    """Return the policy that ``data`` spells; raise Refusal with a sentence when it spells none."""
    try:
        policy = _read(data)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Refusal("policy.unreadable", gettext_noop("政策口径的内容不完整或写法不对，请对照表单检查。")) from fault
    missing = [code for code in CLOCKS if code not in {clock.code for clock in policy.clocks}]
    if missing:
        raise Refusal("policy.clock_missing", gettext_noop("缺少时限：%(clock)s。"), clock=missing[0].label)
    if not any(rule.parties for rule in policy.sign_rules):
        raise Refusal("policy.no_signer", gettext_noop("销号至少要有一方签字。"))
    return policy


def _read(data: Mapping[str, Any]) -> Policy:
    signing, extension = data["signing"], data["extension"]
    return Policy(
        name=_text(data["name"]),
        basis=str(data.get("basis", "")),
        clocks=tuple(_clock(code, data["clocks"][code]) for code in CLOCKS if code in data["clocks"]),
        reminders=tuple(sorted({_number(n, 0, MOST_DAYS) for n in data["reminders"]}, reverse=True)),
        sign_rules=tuple(
            SignRule(
                parties=_words(rule["parties"]),
                categories=_words(rule.get("categories", ())),
                sectors=_words(rule.get("sectors", ())),
                themes=_words(rule.get("themes", ())),
            )
            for rule in signing["rules"]
        ),
        signs_in_order=bool(signing["in_order"]),
        evidence_rules=tuple(
            EvidenceRule(
                kinds=tuple(EvidenceKind(kind).value for kind in rule["kinds"]),
                categories=_words(rule.get("categories", ())),
                note=str(rule.get("note", "")),
            )
            for rule in data["evidence"]
        ),
        extension=ExtensionRule(
            times=_number(extension["times"], 0, 20),
            days=_number(extension["days"], 0, MOST_DAYS),
            approver=_text(extension["approver"]),
            in_time_only=bool(extension["in_time_only"]),
        ),
        publicity_days=_number(data["publicity_days"], 0, 120),
        site_check=_words(data.get("site_check", ())),
    )


def _clock(code: ClockCode, said: Mapping[str, Any]) -> Clock:
    span = Span(_number(said["count"], 0, MOST_DAYS), Unit(said["unit"]))
    return Clock(code=code, span=span, begins=Begin(said["begins"]), basis=_text(said["basis"]))


def _number(value: Any, least: int, most: int) -> int:
    number = int(value)
    if not least <= number <= most:
        raise ValueError(number)
    return number


def _text(value: Any) -> str:
    text = str(value).strip()
    if not text:
        raise ValueError(value)
    return text


def _words(value: Any) -> tuple[str, ...]:
    return tuple(_text(word) for word in value)


@cache
def presets() -> Mapping[str, Policy]:
    """Return the profiles that come along, by their code: six_months, three_months, audit."""
    data = yaml.safe_load((files("liandu.inspections.policies") / "presets.yaml").read_text(encoding="utf-8"))
    return {code: read(said) for code, said in data.items()}
