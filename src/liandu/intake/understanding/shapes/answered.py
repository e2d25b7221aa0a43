"""对X问题，Y已…。: an item and its rectification in one sentence, as audit reports write them."""

import re
from dataclasses import dataclass

from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.lexicon import has_deficiency
from liandu.intake.understanding.sentences import FULL_STOP, GROUP_END, Span, closing_quote, parts, trim
from liandu.kernel.words import gettext_noop as _
from liandu.papers.blocks import Passage

REASON = _("“对……问题，……”一句中的问题表述")

_OPEN = re.compile(r"(?:(?:一|二|三|四|五|六|七|八|九|十)是|[（(]\d+[)）])?(?:针对|关于|对于|对|就)")
_CLOSE = re.compile(r"(?:的|等|这一|的这一)?问题(?:[，,：:]|(?=已|由))")
_BACKWARD = re.compile(
    r"(?:上述|以上|有关|相关|该|此|这些|这类|此类|同类|类似|发现|反馈|存在|查出|移送|移交|指出|巡察(?:组)?(?:反馈|指出|发现)|审计(?:查出|发现|指出)|整改(?:中|不)|未(?:整改|完成)|尚未|短期|已|共性|突出|个性|重点|其他|其它|\d+[个类项件]|[一二三四五六七八九十]+[个类项件]|各类|所有|全部)+(?:的|出的|到位的|完成的)?\Z"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An item's title span and the span of what was done about it."""

    title: Span
    remedy: Span


def answers(text: str, start: int, end: int) -> list[Answer]:
    """Return the 对X问题，Y pairs of ``text[start:end]``; text up to the next pair belongs to the rectification.

    A list only counts when it opens with a pair, so that a measure in the middle of a text that speaks of a problem
    again makes no item.
    """
    found: list[tuple[Span, int, int]] = []
    for at, sentence in enumerate(parts(text, start, end, FULL_STOP)):
        pair = _pair(text, *sentence)
        if pair is None and at == 0:
            return []
        if pair is not None:
            found.append((pair[0], sentence[0], pair[1]))
            found.extend(_more(text, pair[1], sentence[1]))
    out = []
    for at, (title, _begin, remedy_start) in enumerate(found):
        stop = found[at + 1][1] if at + 1 < len(found) else end
        out.append(Answer(title, trim(text, remedy_start, stop, tail=" \u3000；;")))
    return out


def read_answers(block: int, text: str, start: int, end: int) -> list[Draft]:
    """Return the items that :func:`answers` finds as drafts."""
    out = []
    for pair in answers(text, start, end):
        item = Draft(Passage(block, *pair.title), REASON)
        if pair.remedy[0] < pair.remedy[1]:
            item.remedy.append(Passage(block, *pair.remedy))
        out.append(item)
    return out


def _more(text: str, start: int, end: int) -> list[tuple[Span, int, int]]:
    """Return further pairs that stand behind ； in the same sentence."""
    out = []
    for piece in parts(text, start, end, GROUP_END)[1:]:
        pair = _pair(text, *piece)
        if pair is not None:
            out.append((pair[0], piece[0], pair[1]))
    return out


def _pair(text: str, start: int, end: int) -> tuple[Span, int] | None:
    lead = _OPEN.match(text, start, end)
    if lead is None:
        return None
    if lead.end() < end and text[lead.end()] == "“":
        closing = closing_quote(text, lead.end(), end)
        if closing is not None:
            match = _CLOSE.match(text, closing + 1, end)
            if match is not None:
                return (lead.end() + 1, closing), match.end()
    match = _CLOSE.search(text, lead.end(), min(end, lead.end() + 140))
    if match is None or match.start() - lead.end() < 4:
        return None
    words = text[lead.end() : match.start()]
    if _BACKWARD.match(words) or "；" in words:
        return None
    if "，" in words and not has_deficiency(words):
        return None
    return trim(text, lead.end(), match.start()), match.end()
