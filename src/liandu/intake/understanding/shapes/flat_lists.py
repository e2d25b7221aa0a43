"""A、B、C等问题: a flat list of problems that the words 等问题 close."""

import re

from liandu.intake.understanding.lexicon import PREFIXING, has_deficiency
from liandu.intake.understanding.sentences import COMMA, PAUSE, Span, marks, parts, trim

CLOSED = re.compile(
    r"(?:等(?:等)?(?:一些|突出|主要|普遍性?|共性|个性|苗头性|倾向性|不同程度)?(?:的)?(?:方面)?(?:存在)?(?:的)?(?:突出|主要|具体|共性)?(?:问题|情况|现象|不足|方面|情形|行为|短板)|"
    r"(?:的|这些|几个方面的|方面的)(?:突出|主要|共性)?(?:问题|现象|情况|不足))"
    r"(?=[。；;，,！]|$|需|不同|仍|依然|较|比较|突出|还)"
)
_CLOSED_END = re.compile(
    r"(?:等(?:等)?(?:一些|突出|主要|普遍性?|共性|个性)?(?:的)?(?:方面)?(?:存在)?(?:的)?(?:突出|主要|具体|共性)?(?:问题|情况|现象|不足|方面|情形|行为|短板)(?:较为|比较|仍然|依然|不同程度)?(?:突出|存在|明显)?)$"
)
_CLAUSE = 8  # characters
_NOUN_END = re.compile(
    r"(?:管理|监管|监督|工作|建设|使用|采购|审批|招标|投标|制度|机制|体系|领域|环节|资金|项目|工程|服务|执行|责任|发展|改革|教育|学习|活动|经费|资产|队伍|任务|单位|部门|人员)$"
)
_CONJUNCTION = re.compile(r"以及|和|及(?!时)")
_BARE_END = re.compile(r"(?:方面)?(?:的|这些)(?:突出|主要)?(?:问题|现象|情况|不足)$|几个方面$|方面$")


def flat_list(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of the problems of a list that 等问题 closes; [] when ``text[start:end]`` is none."""
    start, end = trim(text, start, end)
    closed = _CLOSED_END.search(text, start, end)
    if closed is None:
        return []
    end = closed.start()
    pieces = parts(text, start, end, COMMA)
    if len(pieces) < 2:
        return _with_conjunction(text, _split_pause(text, start, end, least=4))
    out: list[Span] = []
    for piece in pieces:
        inner = _split_pause(text, *piece, least=6)
        out.extend(inner if len(inner) > 1 else [piece])
    return _with_conjunction(text, _joined(text, out))


def _with_conjunction(text: str, pieces: list[Span]) -> list[Span]:
    """Return ``pieces`` with the last one parted at 和 or 以及 where both sides judge: A、B以及C等问题."""
    if len(pieces) < 2:
        return pieces
    start, end = pieces[-1]
    for mark_start, mark_end in marks(text, start, end, _CONJUNCTION):
        sides = (trim(text, start, mark_start), trim(text, mark_end, end))
        if all(stop - begin >= 4 and has_deficiency(text[begin:stop]) for begin, stop in sides):
            return [*pieces[:-1], *sides]
    return pieces


def _split_pause(text: str, start: int, end: int, least: int) -> list[Span]:
    """Return the spans between 、 when each reads as a problem; a bare noun belongs to the span after it."""
    return _joined(text, parts(text, start, end, PAUSE), least)


def _joined(text: str, pieces: list[Span], least: int = 4) -> list[Span]:
    """Return ``pieces`` with those that judge nothing, or are too short, joined to the piece that follows.

    Among several pieces a long one that reads as a clause is a piece of its own without a judging word.
    """
    out: list[Span] = []
    begin: int | None = None
    several = len(pieces) >= 3 or any(has_deficiency(text[slice(*piece)]) for piece in pieces)
    for start, end in pieces:
        first = start if begin is None else begin
        judged = has_deficiency(text[start:end]) or (several and begin is None and _is_clause(text[start:end]))
        if judged and end - first >= least:
            out.append((first, end))
            begin = None
        else:
            begin = first
    if begin is not None:
        end = pieces[-1][1]
        if out and has_deficiency(text[begin:end]) and end - begin < least:
            out[-1] = (out[-1][0], end)
        else:
            out.append((begin, end))
    return out


def _is_clause(words: str) -> bool:
    """Return whether ``words`` are a clause and not the first of several nouns: long, no preposition, no noun's end."""
    return len(words) >= _CLAUSE and PREFIXING.match(words) is None and _NOUN_END.search(words) is None


def without_closing(text: str, start: int, end: int) -> Span:
    """Return the span without a closing 等问题 or 的问题."""
    start, end = trim(text, start, end)
    for pattern in (_CLOSED_END, _BARE_END):
        match = pattern.search(text, start, end)
        if match is not None and match.start() - start >= 4:
            return trim(text, start, match.start())
    return start, end
