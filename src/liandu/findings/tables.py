"""What a finding's document states of it, and the items of a theme's check, as lines to show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liandu.findings.models import Finding, Guess, Sureness
from liandu.findings.queries.classes import Quality, Waiting
from liandu.findings.queries.themes import CheckedItem, ThemeCheck
from liandu.inspections.models import Theme
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.ui.dates import day, moment

STATED = {
    "fact": gettext_lazy("事实"),
    "kind": gettext_lazy("整改类型"),
    "goal": gettext_lazy("整改目标"),
    "measures": gettext_lazy("整改措施"),
    "progress": gettext_lazy("进展情况"),
    "status": gettext_lazy("完成状态"),
    "leader": gettext_lazy("责任领导"),
    "owner": gettext_lazy("责任人"),
    "department": gettext_lazy("责任部门"),
    "support": gettext_lazy("配合部门"),
    "deadline": gettext_lazy("整改时限"),
    "deadline_text": gettext_lazy("时限原文"),
    "done_on": gettext_lazy("完成日期"),
}


def stated_facts(finding: Finding) -> list[tuple[str, str]]:
    """Return (label, text) for what the document states of the finding, in the order of STATED."""
    return [(str(label), _shown(finding.stated[key])) for key, label in STATED.items() if finding.stated.get(key)]


def _shown(value: object) -> str:
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One item of a theme's check, ready to show: ``shape`` and ``words`` say how it stands."""

    number: int
    code: str
    name: str
    shape: str
    tone: str
    words: str
    detail: str
    findings: tuple[Finding, ...]
    can_state: bool
    can_take_back: bool


def check_lines(theme: Theme, check: ThemeCheck, *, chinese: bool) -> list[CheckLine]:
    """Return the items of the check as lines."""
    return [_check_line(theme, row, chinese=chinese) for row in check.items]


def _check_line(theme: Theme, row: CheckedItem, *, chinese: bool) -> CheckLine:
    count, clear = len(row.findings), row.clear
    detail = ""
    if clear is not None:
        detail = f"{clear.checked_by} · {moment(clear.checked_at)}" + (f" · {clear.note}" if clear.note else "")
    if count:
        words, shape, tone = ngettext("发现 %(n)s 条", "发现 %(n)s 条", count) % {"n": count}, "●", "look"
    elif clear is not None:
        words, shape, tone = _("未发现问题"), "○", "good"
    else:
        words, shape, tone = _("未检查"), "", "plain"
    return CheckLine(
        number=row.item.number,
        code=theme.item_code(row.item.number),
        name=row.item.in_language(chinese),
        shape=shape,
        tone=tone,
        words=words,
        detail=_("曾写“未发现问题”，请收回：%(who)s") % {"who": detail} if row.contradicts else detail,
        findings=row.findings,
        can_state=not count and clear is None,
        can_take_back=clear is not None,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A class to choose: ``key`` is the digit that chooses it."""

    key: int
    code: str
    words: str
    percent: str  # "" until shares may be read as probabilities


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A finding of the queue, ready to show: the classes to choose from, and why they are proposed."""

    finding: Finding
    choices: tuple[Choice, ...]
    sureness: str
    shape: str
    tone: str
    keywords: str
    nearest: tuple[tuple[Finding, str], ...]
    confirmed: str  # the class that a person has said, in words


_SURE = {Sureness.HIGH: ("●", "good"), Sureness.MIDDLE: ("◐", "look"), Sureness.LOW: ("○", "plain")}


def class_line(row: Waiting) -> ClassLine:
    """Return a finding of the queue as a line."""
    guess, finding = row.guess, row.finding
    sureness = Sureness(guess.sureness) if guess else None
    shape, tone = _SURE[sureness] if sureness else ("", "plain")
    choices = [
        Choice(place, code, class_in_words(code), percent)
        for place, (code, percent) in enumerate(_shares(guess) if guess else (), start=1)
    ]
    return ClassLine(
        finding,
        tuple(choices),
        str(sureness.label) if sureness else "",
        shape,
        tone,
        _("、").join(f"“{word}”" for word in (guess.why.get("keywords", []) if guess else [])),
        tuple((one, class_in_words(one.category)) for one in row.nearest),
        class_in_words(finding.category) if finding.category_confirmed else "",
    )


def _shares(guess: Guess) -> list[tuple[str, str]]:
    """Return the classes of a guess with their shares in percent, "" as long as they are no probabilities."""
    pairs = zip(guess.codes, guess.shares, strict=True)
    return [(code, f"{share:.0%}" if guess.calibrated else "") for code, share in pairs]


def quality_lines(quality: Quality) -> dict[str, Any]:
    """Return the tables of the page of quality: by class, and what is taken for what."""
    return {
        "by_class": [
            (class_in_words(row.code), row.said, row.guessed, row.right, share_of(row.right, row.said))
            for row in quality.classes
        ],
        "confused": [(class_in_words(guessed), class_in_words(said), n) for guessed, said, n in quality.confused],
        "right": share_of(quality.right, quality.total),
        "among_three": share_of(quality.among_three, quality.total),
        "covered": share_of(quality.covered, quality.total),
    }


def share_of(part: int, whole: int) -> str:
    """Return a share in percent, "—" of nothing."""
    return f"{part / whole:.0%}" if whole else "—"
