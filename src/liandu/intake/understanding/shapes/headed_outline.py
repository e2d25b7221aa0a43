"""一、 > （一） > 1. > （1）: problems as the numbered headings of an outline.

A heading is never judged alone. The headings of one list are judged together (``judged``): wrapped titles, labels that
follow and words of deficiency speak for problems, verbs of acting speak for measures. Chapters whose words say that
they hold the organisation of the work, causes, next steps or recommendations are left out.
"""

import re
from itertools import pairwise

from liandu.intake.understanding.clues import is_clue
from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.labels import Part
from liandu.intake.understanding.outline import Section
from liandu.intake.understanding.recommendations import offers
from liandu.intake.understanding.roles import SKIPPED, Role, is_bare
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.shapes.answered import REASON as ANSWERED
from liandu.intake.understanding.shapes.answered import read_answers
from liandu.intake.understanding.shapes.behind_headings import (
    REASONS,
    Candidate,
    Setting,
    draft_of,
    give_paragraphs,
    read_area,
    settle_lists,
)
from liandu.intake.understanding.shapes.headings import read_cousins
from liandu.intake.understanding.shapes.label_blocks import read_records
from liandu.intake.understanding.shapes.prose import announces, list_after
from liandu.intake.understanding.shapes.statement import read_statement
from liandu.intake.understanding.titles import Form
from liandu.intake.understanding.units import heading_unit, is_unit
from liandu.intake.understanding.unnumbered import is_chapter
from liandu.papers.blocks import Paper

_CHAPTER_END = re.compile(r"(?:情况|问题|结果|事项|概况)$")


def read_outline(root: Section, paper: Paper, *, answers: bool) -> list[Draft]:
    """Return the problems that the numbered headings under ``root`` state; ``answers``: it tells what was done."""
    return _read(root, Setting(paper, answers, read_cousins(root)), top=True, expected=False)


def _read(parent: Section, setting: Setting, *, top: bool, expected: bool, area: bool = False) -> list[Draft]:
    out: list[Draft] = []
    for lead, sections in _runs(parent):
        if lead is not None and offers(lead):
            continue
        announced = expected or (lead is not None and announces(lead))
        out.extend(_read_run(sections, setting, top=top, expected=announced, area=area))
    return out


def _runs(parent: Section) -> list[tuple[Line | None, list[Section]]]:
    """Return the lists that stand directly under ``parent``, each with the line before it when that announces it.

    A list that begins again at one behind such a line is another list: problems, and then recommendations.
    """
    runs: list[tuple[Line | None, list[Section]]] = []
    before: Line | None = None
    for part in parent.parts:
        if isinstance(part, Line):
            before = part
            continue
        lead = before if before is not None and _may_lead(before) else None
        fresh = part.ordinal is not None and part.ordinal.value == 1 and lead is not None
        if not runs or fresh:
            runs.append((lead, [part]))
        else:
            runs[-1][1].append(part)
        before = None
    return runs


def _may_lead(line: Line) -> bool:
    """Return whether a line before a list says what the list is: a sentence, or a chapter's words on their own line."""
    return line.text[: line.end].endswith(("：", ":", "。")) or is_chapter(line)


def _read_run(sections: list[Section], setting: Setting, *, top: bool, expected: bool, area: bool) -> list[Draft]:
    own = [section for section in sections if not _is_labelled_part(section)]
    read = [_candidate(section, setting, announced=expected) for section in own]
    candidates = [candidate for candidate in read if candidate is not None]
    _settle_units(candidates)
    kept = [c for c in candidates if not _left_out(c, top=top)]
    numbered_chapters = top and any(c.role in SKIPPED for c in candidates)
    out: list[Draft] = []
    judged = [c for c in kept if not _is_container(c, chapters=numbered_chapters)]
    like_cousins = setting.cousins.are_problems([c.section for c in judged], expected=expected and not setting.answers)
    accepted = _accepted(judged, expected=expected, area=area, like_cousins=like_cousins)
    if accepted and not setting.answers:
        give_paragraphs(judged)
        settle_lists(judged)
    onward = _counts_onward(kept)
    for candidate in kept:
        if candidate not in judged:
            found = _inside(candidate, setting)
            out.extend(found if onward else _with_prefix(found, candidate.section))
        elif accepted and not (_stray(candidate) and not like_cousins):
            out.append(draft_of(candidate, setting))
        elif not accepted and candidate.children and top:
            out.extend(_with_prefix(candidate.children, candidate.section))
    return out


def _counts_onward(candidates: list[Candidate]) -> bool:
    """Return whether the lists under parts (第一部分) count on from one to the next: then the part is no ordinal."""
    firsts = [c.section.sections()[0].ordinal for c in candidates if c.section.sections()]
    if len(firsts) < 2 or any(c.section.ordinal is None or c.section.ordinal.style != "part" for c in candidates):
        return False
    values = [ordinal.value for ordinal in firsts if ordinal is not None]
    return len(values) == len(firsts) and all(later > earlier for earlier, later in pairwise(values))


def _settle_units(candidates: list[Candidate]) -> None:
    """Take a heading for a unit too when most headings of its list are: a school among party groups."""
    if sum(c.unit is not None for c in candidates) * 2 <= len(candidates):
        return
    for candidate in candidates:
        if candidate.unit is None and is_unit(candidate.words):
            candidate.unit = candidate.words


def _is_labelled_part(section: Section) -> bool:
    """Return whether a numbered line (（2）整改情况：…) is only a labelled part of its parent."""
    label = section.head.label if section.head else None
    return label is not None and label.part not in (Part.PROBLEM, Part.ITEM, Part.ASPECT, Part.SEQUENCE)


def _candidate(section: Section, setting: Setting, *, announced: bool) -> Candidate | None:
    """Return the heading of a section with what was found under it; None for the annex, which restates."""
    heading = setting.cousins.of(section)
    if heading is None or section.annex:
        return None
    head, title, role, score = heading.head, heading.title, heading.role, heading.weight
    if is_clue(heading.words):
        return Candidate(section, head, title, -2, [], Role.CONTACT)
    unit = heading_unit(heading.words)
    skip = role in SKIPPED and score < 3
    if skip and role is not Role.PREPARATION:
        return Candidate(section, head, title, score, [], role, unit=unit)
    area = title.form is Form.AREA and not setting.answers and not skip
    expected = role is Role.PROBLEMS or score >= 2 or (announced and (area or not setting.answers))
    children = _read(section, setting, top=False, expected=expected, area=area and announced)
    if not children and not skip:
        children = _records(section, setting, area=title.form is Form.AREA)
    if not children and area:
        children = read_area(heading, section)
    if not children and setting.answers and not skip:
        children = _answered(section)
    return Candidate(section, head, title, score, children, role, unit=unit)


def _records(section: Section, setting: Setting, *, area: bool = False) -> list[Draft]:
    """Return records when several 问题： labels stand under one heading; under the name of an area one is enough."""
    records = read_records(section.opening(), setting.paper)
    return records if len(records) > 1 or (records and area) else []


def _answered(section: Section) -> list[Draft]:
    """Return the 对X问题，Y pairs that stand right under a chapter; one alone may be a turn of speech."""
    lines = section.opening()
    found = [d for line in lines for d in read_answers(line.block, line.text, line.content, line.end)]
    return found if len(found) > 1 else []


def _left_out(candidate: Candidate, *, top: bool) -> bool:
    if candidate.role not in SKIPPED or candidate.weight >= 3:
        return False
    if candidate.role is Role.PREPARATION:
        # Only wrapped or labelled headings inside speak against the chapter's own words.
        return not _strong(candidate.children) if top else not candidate.children
    return True


def _strong(drafts: list[Draft]) -> bool:
    return any(d.reason in (REASONS[Form.QUOTED], REASONS[Form.ABOUT]) or _strong(d.children) for d in drafts)


def _is_container(candidate: Candidate, *, chapters: bool) -> bool:
    """Return whether a heading only announces problems, as 二、反馈问题整改情况 does, or names a unit."""
    if candidate.unit is not None:
        return True
    words = candidate.words
    if candidate.title.form in (Form.QUOTED, Form.AREA, Form.ABOUT):
        return False
    if candidate.children and candidate.children[0].reason == ANSWERED and not is_bare(words):
        return False  # the chapter of one field, its items answered right under it
    if chapters and candidate.weight == 0 and _CHAPTER_END.search(words):
        return True
    return candidate.role is Role.PROBLEMS and (is_bare(words) or chapters)


def _accepted(candidates: list[Candidate], *, expected: bool, area: bool, like_cousins: bool) -> bool:
    """Return whether a list of headings is one of problems.

    At least half must speak for it, a third where it is announced; one under the name of an area (``area``) that is
    announced, or where the cousins are problems. Half of them naming measures speaks against all of these.
    """
    if not candidates:
        return False
    speaking = sum(c.weight >= 2 or bool(c.children) for c in candidates)
    against = sum(c.weight < 0 and not c.children for c in candidates)
    if like_cousins and (against * 2 <= len(candidates)):
        return True
    if area and speaking and against * 2 <= len(candidates):
        return True
    if expected and speaking * 3 >= len(candidates) and against * 2 < len(candidates):
        return True
    return speaking * 2 >= len(candidates) and speaking > against


def _stray(candidate: Candidate) -> bool:
    return candidate.weight < 0 and not candidate.children


def _inside(candidate: Candidate, setting: Setting) -> list[Draft]:
    """Return the problems inside a heading that is none itself."""
    found = (
        candidate.children
        or _records(candidate.section, setting)
        or read_records(candidate.section.opening(), setting.paper)
    )
    told = "整改" in candidate.words
    if not found and (candidate.unit is not None or not (setting.answers or told)):
        found = _listed(candidate)
    elif not found:
        found = [
            d
            for line in candidate.section.opening()
            for d in read_answers(line.block, line.text, line.content, line.end)
        ]
    if candidate.unit is not None:
        _set_unit(found, candidate.unit)
    return found


def _listed(candidate: Candidate) -> list[Draft]:
    """Read the running text under a heading that announces problems."""
    head, out = candidate.head, []
    if candidate.title.rest < head.end:
        out = read_statement(head.block, head.text, candidate.title.rest, head.end)
    return out + list_after(list(candidate.section.all_lines()))


def _set_unit(drafts: list[Draft], unit: str) -> None:
    for draft in drafts:
        draft.unit = draft.unit or unit
        _set_unit(draft.children, unit)


def _with_prefix(drafts: list[Draft], section: Section) -> list[Draft]:
    ordinal = section.ordinal
    if ordinal is not None:
        for draft in drafts:
            draft.prefix = (ordinal.text, *draft.prefix)
    return drafts
