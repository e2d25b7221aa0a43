"""Several units in one document: paragraphs that open by naming a unit and go on with its problems."""

import re

from liandu.intake.understanding.clues import is_clue
from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.lexicon import REQUIREMENT, demands, has_deficiency
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import trim
from liandu.intake.understanding.shapes.prose import list_after, read_line
from liandu.intake.understanding.shapes.statement import is_list, read_statement
from liandu.intake.understanding.units import leading_unit

_SAYING = re.compile(r"(?:时|中)?[，,]?(?:巡察组)?(?:指出|认为|发现|反馈)(?=[：:，,])")


def unit_paragraphs(lines: list[Line]) -> list[tuple[str, Line, int]]:
    """Return (unit, line, index behind the name) of the paragraphs that open with a unit, when there are several."""
    found = []
    for line in lines:
        lead = leading_unit(line) if line.label is None else None
        if lead is not None:
            found.append((lead[0], line, lead[1]))
    return found if len({unit for unit, _line, _at in found}) >= 2 else []


def read_units(lines: list[Line]) -> list[Draft]:
    """Return the problems of documents that treat one unit after the other, [] for other documents."""
    heads = unit_paragraphs(lines)
    if not heads:
        return []
    by_line = {id(line): (unit, at) for unit, line, at in heads}
    out: list[Draft] = []
    unit: str | None = None
    waiting: list[Line] = []
    for line in [*lines, None]:
        head = by_line.get(id(line)) if line is not None else None
        if line is not None and head is None:
            if unit is not None:
                waiting.append(line)
            continue
        if unit is not None:
            out.extend(_owned(_below(waiting), unit))
        waiting, unit = [], None
        if line is not None and head is not None:
            found = _own(line, head[1])
            out.extend(_owned(found, head[0]))
            # A paragraph that states nothing itself leaves its unit's problems to the paragraphs under it.
            unit = head[0] if not found else None
    return out


def _below(lines: list[Line]) -> list[Draft]:
    kept = []
    for line in lines:
        if is_clue(line.words()) or (demands(line.words()) and line.ordinal is None):
            break
        kept.append(line)
    return list_after(kept)


def _own(line: Line, at: int) -> list[Draft]:
    """Return the problems of a unit's own paragraph, from behind its name."""
    saying = _SAYING.match(line.text, at, line.end)
    start = saying.end() if saying else at
    while start < line.end and line.text[start] in "：:，, ":
        start += 1
    rest = Line(line.block, line.text, start, line.end, content=start)
    found = read_line(rest)
    if found:
        return found
    begin, end = trim(line.text, start, line.end)
    words = line.text[begin:end]
    if begin < end and (has_deficiency(words) or is_list(line.text, begin, end)) and not REQUIREMENT.match(words):
        return read_statement(line.block, line.text, begin, end, lone=True)
    return []


def _owned(drafts: list[Draft], unit: str) -> list[Draft]:
    for draft in drafts:
        draft.unit = draft.unit or unit
        _owned(draft.children, unit)
    return drafts
