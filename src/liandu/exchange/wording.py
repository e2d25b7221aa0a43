"""Fields, verdicts and outcomes in words, for the pages of exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liandu.exchange.comparing import Comparison, Verdict
from liandu.exchange.kinds import kind_named
from liandu.exchange.models import Outcome
from liandu.exchange.states import Packing
from liandu.kernel.refusals import Refusal
from liandu.ui.errors import in_words

VERDICTS = {
    Verdict.NEW: (pgettext_lazy("a record", "新增"), "＋", "now"),
    Verdict.CHANGED: (gettext_lazy("更新"), "◐", "now"),
    Verdict.CONFLICT: (gettext_lazy("两边都改过"), "！", "look"),
    Verdict.REFUSED: (gettext_lazy("不能导入"), "×", "look"),
    Verdict.SAME: (gettext_lazy("没有变化"), "＝", "plain"),
}
OUTCOMES = {
    Outcome.ACCEPTED: ("●", "good"),
    Outcome.KEPT: ("＝", "plain"),
    Outcome.REFUSED: ("×", "look"),
}
PACKED = {
    Packing.WAITING: ("○", "plain"),
    Packing.PACKING: ("◐", "now"),
    Packing.MADE: ("◑", "now"),
    Packing.FAILED: ("×", "look"),
    Packing.ACKNOWLEDGED: ("●", "good"),
    Packing.PARTLY: ("！", "look"),
}
FIELDS = {
    "number": gettext_lazy("编号"),
    "name": gettext_lazy("名称"),
    "kind": gettext_lazy("类别"),
    "theme": gettext_lazy("专题"),
    "since": gettext_lazy("开始日期"),
    "until": gettext_lazy("结束日期"),
    "answer_months": gettext_lazy("答复时限（月）"),
    "team": gettext_lazy("巡视组"),
    "team_head": gettext_lazy("组长"),
    "members": gettext_lazy("成员"),
    "stationed_from": gettext_lazy("进驻"),
    "stationed_until": gettext_lazy("撤点"),
    "feedback_on": gettext_lazy("反馈日期"),
    "title": gettext_lazy("标题或表述"),
    "grade": gettext_lazy("密级"),
    "filename": gettext_lazy("文件名"),
    "dated": gettext_lazy("成文日期"),
    "state": gettext_lazy("状态"),
    "sha256": gettext_lazy("原件摘要"),
    "aspect": gettext_lazy("方面"),
    "problem": gettext_lazy("问题"),
    "category": gettext_lazy("类别"),
    "category_confirmed": gettext_lazy("类别已确认"),
    "stated": gettext_lazy("文件所载"),
    "rectification": gettext_lazy("整改情况"),
    "quote": gettext_lazy("原文"),
    "passage": gettext_lazy("出处"),
    "term": gettext_lazy("届次"),
    "above": gettext_lazy("上级联动轮次"),
    "round": gettext_lazy("轮次"),
    "unit": gettext_lazy("单位"),
    "inspection": gettext_lazy("巡视"),
    "corrects": gettext_lazy("更正"),
    "material": gettext_lazy("材料"),
    "note": gettext_lazy("说明"),
    "purpose": gettext_lazy("事由"),
    "sender": gettext_lazy("移交单位"),
    "recipient": gettext_lazy("接收单位"),
    "supplements": gettext_lazy("补充"),
    "handed_over_on": gettext_lazy("发出"),
    "settled_on": gettext_lazy("签收完毕"),
    "digest": gettext_lazy("校验码"),
    "lines": gettext_lazy("清单各行"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A record of an inspection, ready for the page."""

    name: str
    key: str
    title: str
    word: Any
    shape: str
    tone: str
    sentence: str
    differences: list[tuple[Any, str, str]]
    is_conflict: bool
    is_unknown_unit: bool


def shown(one: Comparison) -> Shown:
    """Return a compared record as the page shows it."""
    word, shape, tone = VERDICTS[one.verdict]
    return Shown(
        name=one.name,
        key=one.record.key,
        title=one.title,
        word=word,
        shape=shape,
        tone=tone,
        sentence=refusal_in_words(one.refusal),
        differences=[_difference(one.record.kind, *difference) for difference in one.differences],
        is_conflict=one.verdict == Verdict.CONFLICT,
        is_unknown_unit=one.refusal.get("code") == "exchange.unit_unknown",
    )


def refusal_in_words(stored: Mapping[str, Any]) -> str:
    """Return a refusal as it is stored, or as a peer sent it, in the reader's language; "" for none."""
    if not stored:
        return ""
    try:
        return in_words(Refusal(stored["code"], stored["sentence"], **_without_ours(stored["facts"])))
    except (KeyError, TypeError, ValueError):  # a peer's sentence may name places that it does not fill
        return str(stored.get("sentence", ""))


def _without_ours(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in {"code", "sentence"}}


def _difference(of: str, name: str, ours: Any, theirs: Any) -> tuple[Any, str, str]:
    ours, theirs = _apart(ours, theirs)
    kind = kind_named(of)
    if kind is None:
        return FIELDS.get(name, name), _value(ours), _value(theirs)
    label = kind.words.get(name) or FIELDS.get(name, name)
    return label, _value(kind.in_words(name, ours)), _value(kind.in_words(name, theirs))


def _apart(ours: Any, theirs: Any) -> tuple[Any, Any]:
    """Return both sides of a difference; of two lists of lines only the lines that are not on both, at most ten."""
    if not all(isinstance(side, list) and all(isinstance(one, dict) for one in side) for side in (ours, theirs)):
        return ours, theirs
    mine, other = ([one for one in a if one not in b] for a, b in ((ours, theirs), (theirs, ours)))
    return mine[:10], other[:10]


def _value(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        return _("；").join(
            f"{FIELDS.get(name, name)} {text}" for name, text in value.items() if text not in (None, "")
        )
    if isinstance(value, list):
        return _("；").join(_value(part) for part in value)
    return str(value)[:400]
