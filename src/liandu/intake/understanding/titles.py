"""Reading the title out of a heading: peeling off the wrapper and telling where the text behind the title begins."""

import re
from dataclasses import dataclass
from enum import StrEnum

from liandu.intake.understanding.labels import Part, labels_in
from liandu.intake.understanding.lexicon import ends_in_judgement, has_deficiency, is_measure
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import FULL_STOP, closing_quote, first_sentence_end, marks, trim


class Form(StrEnum):
    """How a title stands in its heading."""

    QUOTED = "quoted"  # 关于“…”问题的整改
    ABOUT = "about"  # 关于…的问题
    AREA = "area"  # …方面: names an area, states nothing
    RUN_IN = "run_in"  # title。text
    PLAIN = "plain"  # the title alone on its line


@dataclass(frozen=True, slots=True)
class Title:
    """The span of a title in its line, its form, and where the text behind it begins (the line's end when none)."""

    start: int
    end: int
    form: Form
    rest: int


_SOURCE = (
    r"(?:中央|省委|市委|区委|县委|本轮|上级)?(?:巡察组?|巡视组?|审计组?|督察组?|检查组?)?"
    r"(?:反馈|指出|提出|发现|查出|通报|反映)?(?:意见)?(?:指出|提出|反映)?(?:存在)?(?:的)?(?:关于|问题)?"
)
_LEAD_QUOTED = re.compile(
    rf"(?:(?:关于|针对|对于|对|就|在|聚焦|围绕)\s?{_SOURCE}(?:第[一二三四五六七八九十\d]+[条项个])?\s?|(?:反馈|存在|主要|具体|巡察)?(?:的)?问题[一二三四五六七八九十\d]*[：:]\s?|{_SOURCE})[“「\"【]"
)
_AFTER_QUOTE = re.compile(
    r"\s?(?:等)?(?:的)?(?:方面)?(?:存在)?(?:的)?(?:突出|主要|具体)?(?:问题|情况|现象)?(?:(?:的)?整改|落实)?(?:落实|进展|完成|推进|措施|工作|成效)*(?:情况|结果|成效|进展)?(?:方面)?\s?(?P<stop>[。：:；;，,]|$)"
)
_AFTER_AREA = re.compile(r"\s?等?(?:的)?方面")
_WRAP_END = re.compile(
    r"(?:等)?(?:的|这一|方面的|等)?(?P<word>问题)(?:(?:的)?(?:整改|落实)(?:落实|进展|完成|推进|工作)*(?:情况|措施|结果|成效|进展)?)?\s?(?P<stop>[。：:；;，,\s]|$)"
)
_LEAD_ABOUT = re.compile(
    r"(?:关于|针对|对于|就|(?P<bare>对))\s?(?:(?:巡察|巡视|审计)(?:组)?(?:反馈|指出|提出|发现)(?:意见)?(?:指出|提出)?的)?"
)
_PREFIX = re.compile(
    r"(?:(?:巡察|巡视|审计)?(?:反馈|存在|具体|主要|发现)?(?:的)?(?:整改)?(?:问题|任务)(?:表述|描述|内容)?(?:[一二三四五六七八九十]{1,2}|\d{1,2})?|表现[一二三四五六七八九十]|子项[一二三四五六七八九十\d]{0,2})\s?[：:]\s?"
)
_COLON = re.compile(r"[：:]")
_TAIL = re.compile(
    r"(?:的)?问题(?:的)?(?:整改|落实)(?:落实|进展|完成|推进)*(?:情况|措施|结果|成效|进展)?$|(?<=问题)整改(?:落实)?情况$|(?:整改|落实)(?:落实|进展|完成)?情况$"
)
_AREA = re.compile(
    r"方面(?:存在)?(?:的)?(?:主要|突出|具体)?(?:问题|不足)?(?:(?:的)?整改(?:落实|进展)?(?:情况)?)?[：:。]?$"
)
_STATUS_TAIL = re.compile(
    r"\s?[（(【\[](?:已完成|已整改|完成整改|正在整改|基本完成|长期坚持|持续整改|立行立改|整改中|未完成|已销号|阶段性完成)[^）)】\]]{0,8}[)）】\]]$"
)


def read_title(line: Line) -> Title:
    """Return the title of a heading line, whatever its form."""
    start, end = line.content, line.end
    labels = [label for label in labels_in(line.text, start, end) if label.start > start]
    if labels:
        end = labels[0].start
    title = _quoted(line.text, start, end) or _about(line.text, start, end) or _plain(line.text, start, end)
    if labels and title.rest >= end:
        return Title(title.start, title.end, Form.RUN_IN if title.form is Form.PLAIN else title.form, labels[0].start)
    return title if not labels else Title(title.start, title.end, title.form, title.rest)


def _quoted(text: str, start: int, end: int) -> Title | None:
    """Read 关于“…”问题的整改, 在“…”方面, 针对“…”问题 and a bare “…”问题."""
    lead = _LEAD_QUOTED.match(text, start, end)
    if lead is None:
        return None
    opening = lead.end() - 1
    closing = closing_quote(text, opening, end)
    after = _AFTER_QUOTE.match(text, closing + 1, end) if closing is not None else None
    if closing is None or after is None:
        # Quotes that do not nest well: the last closing quote that a 问题 or 方面 follows.
        for place in range(end - 1, opening, -1):
            if text[place] in '”"」】':
                after = _AFTER_QUOTE.match(text, place + 1, end)
                if after is not None and after.end() > place + 1:
                    closing = place
                    break
        else:
            return None
    if closing - opening < 3:
        return None
    behind = text[closing + 1 : after.end()]
    if not behind.strip("。：:；;，, ") and lead.end() - lead.start() == 1 and closing + 1 < end:
        return None
    span = trim(text, opening + 1, closing)
    rest = trim(text, after.end(), end, tail="")[0]
    return Title(*span, Form.QUOTED, rest)


def _about(text: str, start: int, end: int) -> Title | None:
    """Read 关于…的问题(的整改)。 without quotes; the text may hold the word 问题 itself."""
    lead = _LEAD_ABOUT.match(text, start, end)
    if lead is None:
        return None
    stop = first_sentence_end(text, start, end)
    for match in _WRAP_END.finditer(text, lead.end(), min(stop + 1, end)):
        comma = match.group("stop") in ("，", ",")
        if comma and not has_deficiency(text[lead.end() : match.start()]):
            continue
        # 对…问题，Y已…: only what was done may follow a bare 对, which else belongs to the title (对企业监管不力).
        if lead.group("bare") and not (comma and not has_deficiency(text[match.end() : stop])):
            continue
        if any(s < match.start() < e for s, e in _inner_quotes(text, lead.end(), stop)):
            continue
        span = trim(text, lead.end(), match.start())
        if span[1] - span[0] < 3:
            continue
        return Title(*span, Form.ABOUT, trim(text, match.end(), end, tail="")[0])
    return None


def _inner_quotes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out, place = [], text.find("“", start, end)
    while place >= 0:
        closing = closing_quote(text, place, end)
        if closing is None:
            break
        out.append((place, closing))
        place = text.find("“", closing, end)
    return out


def _plain(text: str, start: int, end: int) -> Title:
    """Read a title that stands bare, alone on its line or run in before its text."""
    prefix = _PREFIX.match(text, start, end)
    if prefix is not None:
        start = prefix.end()
        again = _quoted(text, start, end) or _about(text, start, end)
        if again is not None:
            return again
    stop = first_sentence_end(text, start, end)
    colons = marks(text, start, stop, _COLON)
    if stop < end and colons and _AREA.search(text[start : colons[0][0]]) is None:
        colons = []
    rest = trim(text, min(stop + 1, end), end, tail="")[0]
    if colons and colons[0][1] < end - 1:
        lead = text[start : colons[0][0]]
        if 4 <= len(lead) <= 60 and not is_measure(lead):
            stop, rest = colons[0][0], trim(text, colons[0][1], end, tail="")[0]
    span_start, span_end = trim(text, start, stop)
    status = _STATUS_TAIL.search(text, span_start, span_end)
    if status is not None and status.end() == span_end:
        span_end = trim(text, span_start, status.start())[1]
    words = text[span_start:span_end]
    if _AREA.search(words):
        return Title(span_start, span_end, Form.AREA, rest)
    return Title(span_start, span_end, Form.RUN_IN if rest < end else Form.PLAIN, rest)


def without_tail(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a leaf's title without a closing 问题整改情况; quotes around the whole are taken off too."""
    match = _TAIL.search(text, start, end)
    if match is not None and match.end() == end and match.start() - start >= 4:
        end = match.start()
    if text[start:end].startswith("“") and closing_quote(text, start, end) == end - 1:
        start, end = start + 1, end - 1
    return start, end


def weight(title: Title, line: Line) -> int:
    """Return how much a heading looks like a problem: 3 wrapped, 2 judged, 0 neutral, -2 a measure."""
    words = line.text[title.start : title.end]
    if title.form in (Form.QUOTED, Form.ABOUT):
        return 3 if not is_measure(words) or ends_in_judgement(words) else 2
    if title.form is Form.AREA:
        return 0
    if labelled_as_problem(line):
        return 3
    if is_measure(words):
        return 0 if ends_in_judgement(words) else -2  # 整治…不严 may be either
    # A saying in quotes at the end (“一评了之”) judges: what is named in plain words stands without quotes.
    return 2 if has_deficiency(words) or words.endswith("”") else 0


def labelled_as_problem(line: Line) -> bool:
    """Return whether the heading itself carries the label 问题：, or is counted as 问题一 or 整改任务一."""
    if line.ordinal is not None and line.ordinal.style == "named":
        return True
    return line.label is not None and line.label.part in (Part.PROBLEM, Part.ITEM)


__all__ = ["FULL_STOP", "Form", "Title", "labelled_as_problem", "read_title", "weight", "without_tail"]
