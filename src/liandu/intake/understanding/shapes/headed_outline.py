"""一、 > （一） > 1. > （1）: problems as the numbered headings of an outline.

A heading is never judged alone. The headings of one list are judged together (``judged``): wrapped titles, labels that
follow and words of deficiency speak for problems, verbs of acting speak for measures. Chapters whose words say that
they hold the organisation of the work, causes, next steps or recommendations are left out.
"""

import re
from dataclasses import dataclass

from liandu.intake.understanding.clues import is_clue
from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.labels import REMEDY_PARTS, Part
from liandu.intake.understanding.lexicon import ends_in_judgement, is_general, is_measure
from liandu.intake.understanding.outline import Section
from liandu.intake.understanding.recommendations import offers
from liandu.intake.understanding.roles import SKIPPED, Role, is_bare, role_of
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.shapes.answered import read_answers
from liandu.intake.understanding.shapes.label_blocks import attach, gather, read_records
from liandu.intake.understanding.shapes.prose import announces, list_after
from liandu.intake.understanding.shapes.run_in import facts_and_remedy
from liandu.intake.understanding.shapes.statement import items_behind, read_statement
from liandu.intake.understanding.titles import Form, Title, read_title, weight, without_tail
from liandu.intake.understanding.units import heading_unit, is_unit
from liandu.kernel.words import gettext_noop as _
from liandu.papers.blocks import Paper, Passage

REASONS = {
    Form.QUOTED: _("标题为“关于‘……’问题”，取引号内的文字"),
    Form.ABOUT: _("标题为“关于……的问题”，取其中的文字"),
    Form.AREA: _("标题为问题所属的方面"),
    Form.RUN_IN: _("编号标题的首句"),
    Form.PLAIN: _("编号标题"),
}
_CHAPTER_END = re.compile(r"(?:情况|问题|结果|事项|概况)$")
REASON_LABELLED = _("标题之下“问题”标签后的表述")


@dataclass(slots=True)
class _Candidate:
    """A heading being judged, with what was found under it."""

    section: Section
    head: Line
    title: Title
    weight: int
    children: list[Draft]
    role: Role
    unit: str | None = None

    @property
    def words(self) -> str:
        """Return the words of the title."""
        return self.head.text[self.title.start : self.title.end]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of an outline needs to know: the paper, and whether the document tells what was done."""

    paper: Paper
    answers: bool  # progress notices and audits answer each problem; a feedback opinion does not


def read_outline(root: Section, setting: Setting) -> list[Draft]:
    """Return the problems that the numbered headings under ``root`` state."""
    return _read(root, setting, top=True, expected=False)


def _read(parent: Section, setting: Setting, *, top: bool, expected: bool) -> list[Draft]:
    out: list[Draft] = []
    for lead, sections in _runs(parent):
        if lead is not None and offers(lead):
            continue
        announced = expected or (lead is not None and announces(lead))
        out.extend(_read_run(sections, setting, top=top, expected=announced))
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
        lead = before if before is not None and before.text[: before.end].endswith(("：", ":", "。")) else None
        fresh = part.ordinal is not None and part.ordinal.value == 1 and lead is not None
        if not runs or fresh:
            runs.append((lead, [part]))
        else:
            runs[-1][1].append(part)
        before = None
    return runs


def _read_run(sections: list[Section], setting: Setting, *, top: bool, expected: bool) -> list[Draft]:
    read = [_candidate(section, setting) for section in sections if not _is_labelled_part(section)]
    candidates = [candidate for candidate in read if candidate is not None]
    _settle_units(candidates)
    kept = [c for c in candidates if not _left_out(c, top=top)]
    numbered_chapters = top and any(c.role in SKIPPED for c in candidates)
    out: list[Draft] = []
    judged = [c for c in kept if not _is_container(c, chapters=numbered_chapters)]
    accepted = _accepted(judged, expected=expected)
    for candidate in kept:
        if candidate not in judged:
            out.extend(_inside(candidate, setting))
        elif accepted and not _stray(candidate):
            out.append(_draft(candidate, setting))
        elif not accepted and candidate.children and top:
            out.extend(_with_prefix(candidate.children, candidate.section))
    return out


def _settle_units(candidates: list[_Candidate]) -> None:
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


def _candidate(section: Section, setting: Setting) -> _Candidate | None:
    """Return the heading of a section with what was found under it; None for the annex, which restates."""
    head = section.head
    if head is None or section.annex:
        return None
    title = read_title(head)
    words = head.text[title.start : title.end]
    role = _role(words)
    score = weight(title, head)
    follows = next(iter(section.opening()), None)
    if (
        follows is not None
        and follows.label is not None
        and follows.label.part in (*REMEDY_PARTS, Part.PROBLEM, Part.FACT)
    ):
        score = max(score, 3)
    if title.rest < head.end and title.form is not Form.AREA:
        inline = [e.label for e in gather([_rest_line(head, title)])[1]]
        if any(label.part in REMEDY_PARTS for label in inline):
            score = max(score, 3)
    if is_clue(words):
        return _Candidate(section, head, title, -2, [], Role.CONTACT)
    unit = heading_unit(words)
    skip = role in SKIPPED and score < 3
    expected = role is Role.PROBLEMS or score >= 2
    children = [] if skip and role is not Role.PREPARATION else _read(section, setting, top=False, expected=expected)
    if not children and not skip:
        children = _records(section, setting, area=title.form is Form.AREA)
    return _Candidate(section, head, title, score, children, role, unit=unit)


def _role(words: str) -> Role:
    role = role_of(words)
    if role in (Role.PREPARATION, Role.REQUIREMENTS) and (words.rstrip("。").endswith("方面") or _judges(words)):
        return Role.UNKNOWN
    return role


def _judges(words: str) -> bool:
    return ends_in_judgement(words.rstrip("。"))


def _rest_line(head: Line, title: Title) -> Line:
    return Line(head.block, head.text, title.rest, head.end, content=title.rest)


def _records(section: Section, setting: Setting, *, area: bool = False) -> list[Draft]:
    """Return records when several 问题： labels stand under one heading; under the name of an area one is enough."""
    records = read_records(section.opening(), setting.paper)
    return records if len(records) > 1 or (records and area) else []


def _left_out(candidate: _Candidate, *, top: bool) -> bool:
    if candidate.role not in SKIPPED or candidate.weight >= 3:
        return False
    if candidate.role is Role.PREPARATION:
        # Only wrapped or labelled headings inside speak against the chapter's own words.
        return not _strong(candidate.children) if top else not candidate.children
    return True


def _strong(drafts: list[Draft]) -> bool:
    return any(d.reason in (REASONS[Form.QUOTED], REASONS[Form.ABOUT]) or _strong(d.children) for d in drafts)


def _is_container(candidate: _Candidate, *, chapters: bool) -> bool:
    """Return whether a heading only announces problems, as 二、反馈问题整改情况 does, or names a unit."""
    if candidate.unit is not None:
        return True
    words = candidate.words
    if candidate.title.form in (Form.QUOTED, Form.AREA, Form.ABOUT):
        return False
    if chapters and candidate.weight == 0 and _CHAPTER_END.search(words):
        return True
    return candidate.role is Role.PROBLEMS and (is_bare(words) or chapters)


def _accepted(candidates: list[_Candidate], *, expected: bool) -> bool:
    """Return whether a list of headings is one of problems: at least half speak for it, or it is announced."""
    if not candidates:
        return False
    speaking = sum(c.weight >= 2 or bool(c.children) for c in candidates)
    against = sum(c.weight < 0 and not c.children for c in candidates)
    if expected and speaking * 3 >= len(candidates) and against * 2 < len(candidates):
        return True
    return speaking * 2 >= len(candidates) and speaking > against


def _stray(candidate: _Candidate) -> bool:
    return candidate.weight < 0 and not candidate.children


def _inside(candidate: _Candidate, setting: Setting) -> list[Draft]:
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
    return _with_prefix(found, candidate.section)


def _listed(candidate: _Candidate) -> list[Draft]:
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


def _draft(candidate: _Candidate, setting: Setting) -> Draft:
    section, title, head = candidate.section, candidate.title, candidate.head
    ordinal = section.ordinal.text if section.ordinal else ""
    draft = Draft(Passage(head.block, title.start, title.end), REASONS[title.form], ordinal, headed=True)
    draft.area = title.form is Form.AREA
    draft.children = candidate.children
    if draft.children:
        draft.area = draft.area or (candidate.weight == 0 and title.form in (Form.PLAIN, Form.RUN_IN))
        return draft
    if title.form in (Form.RUN_IN, Form.PLAIN):
        draft.title = Passage(head.block, *without_tail(head.text, title.start, title.end))
    _fill(draft, candidate, setting)
    return draft


def _fill(draft: Draft, candidate: _Candidate, setting: Setting) -> None:
    """Put what stands behind and under the heading on ``draft``: labels, facts, rectification, items."""
    section, head, title, words = candidate.section, candidate.head, candidate.title, candidate.words
    following = [line for line in section.all_lines() if line.text]
    rest = [_rest_line(head, title)] if title.rest < head.end else []
    before, entries = gather([*rest, *following])
    statement = next((e for e in entries if e.label.part is Part.PROBLEM and e.passages), None)
    if statement is not None and (is_measure(words) or len(words) < 4 or (draft.area and setting.answers)):
        draft.title, draft.reason = statement.passages[0], REASON_LABELLED
        entries = [e for e in entries if e is not statement]
    attach(draft, entries, setting.paper)
    if draft.remedy or any(e.label.part in REMEDY_PARTS for e in entries):
        draft.facts[:0] = before
    elif before:
        _unlabelled(draft, before, setting)


def _unlabelled(draft: Draft, before: list[Passage], setting: Setting) -> None:
    """Read text without labels behind a title: items, facts, or what was done."""
    if draft.area and not setting.answers:
        for passage in before:
            text = setting.paper.blocks[passage.block].text
            draft.children.extend(read_statement(passage.block, text, passage.start, passage.end))
        return
    if not setting.answers:
        _items_or_facts(draft, before, setting)
        return
    for passage in before:
        text = setting.paper.blocks[passage.block].text
        items = read_answers(passage.block, text, passage.start, passage.end) if not draft.remedy else []
        draft.children.extend(items)
        if not items:
            facts, remedy = (
                facts_and_remedy(text, passage.start, passage.end)
                if not draft.remedy
                else ([], [(passage.start, passage.end)])
            )
            draft.facts.extend(Passage(passage.block, *span) for span in facts)
            draft.remedy.extend(Passage(passage.block, *span) for span in remedy)


def _items_or_facts(draft: Draft, before: list[Passage], setting: Setting) -> None:
    """Read what stands behind a title of a feedback: items counted one by one, or facts."""
    general = is_general(setting.paper.quote(draft.title))
    for passage in before:
        text = setting.paper.blocks[passage.block].text
        items = (
            items_behind(passage.block, text, passage.start, passage.end, general=general) if not draft.facts else []
        )
        draft.children.extend(items)
        if not items:
            draft.facts.append(passage)
