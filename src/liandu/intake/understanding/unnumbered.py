"""Headings that print no ordinal: names of areas on a line of their own, 【…】, bold or styled lines.

They only count where the document has several of them, and where numbering does not already give the outline.
"""

import re

from liandu.intake.understanding.lexicon import has_deficiency, is_measure
from liandu.intake.understanding.roles import SKIPPED, Role, role_of
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import first_sentence_end

_LONGEST = 40
_AREA_LINE = re.compile(r"[^。；，,：:]{2,34}方面(?:存在的?)?(?:主要)?(?:的)?(?:问题)?[：:]?$|[^。；：:]{4,36}方面$")
_BRACKETED = re.compile(r"【[^】]{2,30}】$|〖[^〗]{2,30}〗$|\[[^\]]{2,30}\]$|◆|■|●|★|▲|◎")
_ENDED = re.compile(r"[。；;！？，,、]$")


def is_heading(line: Line) -> bool:
    """Return whether an unnumbered line stands as a heading: short, no sentence, marked as one or naming an area."""
    words = line.whole().strip()
    if line.ordinal is not None or line.label is not None or not 2 <= len(words) <= _LONGEST or _ENDED.search(words):
        return False
    if _AREA_LINE.match(words) or _BRACKETED.match(words):
        return True
    return (line.outline is not None or line.bold >= line.end - line.start - 1) and not line.centred


def is_chapter(line: Line) -> bool:
    """Return whether an unmarked short line plays a chapter's part by its words (有关要求, 主要问题)."""
    words = line.whole().strip()
    if line.ordinal is not None or line.label is not None or len(words) > 16 or _ENDED.search(words):
        return False
    role = role_of(words)
    return role in SKIPPED or role is Role.PROBLEMS


def headings(lines: list[Line]) -> set[int]:
    """Return the ids of the unnumbered lines that are headings; empty when there are fewer than two."""
    body = lines[1:]
    found = {id(line) for line in body if is_heading(line)}
    areas = sum(
        _AREA_LINE.match(line.whole()) is not None or _BRACKETED.match(line.whole()) is not None
        for line in body
        if id(line) in found
    )
    numbered = sum(line.ordinal is not None and line.ordinal.rank <= 2 for line in body)
    if numbered >= 2 and areas < 2:
        return set()
    if numbered >= 2:
        found = {id(line) for line in body if id(line) in found and _BRACKETED.match(line.whole())}
    if len(found) < 2:
        return set()
    return found | {id(line) for line in body if is_chapter(line)}


def states_first(line: Line) -> bool:
    """Return whether a line opens with a short sentence that states a problem and goes on behind it."""
    stop = first_sentence_end(line.text, line.content, line.end)
    words = line.text[line.content : stop]
    judged = has_deficiency(words) or words.endswith("”")
    return judged and stop < line.end - 1 and len(words) <= _LONGEST and not is_measure(words)


def is_sentence(line: Line) -> bool:
    """Return whether a line is one short sentence and nothing else."""
    stop = first_sentence_end(line.text, line.start, line.end)
    return line.label is None and line.ordinal is None and line.end - stop == 1 and stop - line.start <= _LONGEST


def opens_problem(line: Line, following: Line | None) -> bool:
    """Return whether an unnumbered paragraph under a heading begins a problem: a bold, labelled or run-in title."""
    if line.label is not None or line.ordinal is not None:
        return False
    stop = first_sentence_end(line.text, line.start, line.end)
    length = stop - line.start
    if following is not None and following.label is not None and length <= 80:
        return True
    if line.bold:
        return length - 2 <= line.bold <= length + 2 and length <= 80
    return length <= 60 and has_deficiency(line.text[line.start : stop])
