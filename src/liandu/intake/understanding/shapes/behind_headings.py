"""What stands behind and under a heading: items, facts, rectification, labels."""

from dataclasses import dataclass

from liandu.intake.understanding.clues import is_clue
from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.labels import REMEDY_PARTS, Part
from liandu.intake.understanding.lexicon import demands, has_deficiency, is_general, is_measure
from liandu.intake.understanding.outline import Section
from liandu.intake.understanding.roles import Role
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import FULL_STOP, GROUP_END, parts, trim
from liandu.intake.understanding.shapes.answered import read_answers
from liandu.intake.understanding.shapes.headings import Cousins, Heading, rest_line
from liandu.intake.understanding.shapes.label_blocks import attach, gather
from liandu.intake.understanding.shapes.run_in import facts_and_remedy
from liandu.intake.understanding.shapes.statement import items_behind, listed_behind, read_statement
from liandu.intake.understanding.titles import Form, Title, without_tail
from liandu.kernel.words import gettext_noop as _
from liandu.papers.blocks import Paper, Passage

REASONS = {
    Form.QUOTED: _("标题为“关于‘……’问题”，取引号内的文字"),
    Form.ABOUT: _("标题为“关于……的问题”，取其中的文字"),
    Form.AREA: _("标题为问题所属的方面"),
    Form.RUN_IN: _("编号标题的首句"),
    Form.PLAIN: _("编号标题"),
}
REASON_LABELLED = _("标题之下“问题”标签后的表述")
REASON_PARAGRAPH = _("标题之下每段一个问题")
_LONGEST_ITEM = 70  # characters of a paragraph that states one problem and nothing else


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of an outline needs to know: the paper, its headings, whether it tells what was done."""

    paper: Paper
    answers: bool  # progress notices and audits answer each problem; a feedback opinion does not
    cousins: Cousins


@dataclass(slots=True)
class Candidate:
    """A heading being judged, with what was found under it."""

    section: Section
    head: Line
    title: Title
    weight: int
    children: list[Draft]
    role: Role
    unit: str | None = None
    lists: bool = False  # the lists behind the headings beside it are items
    groups: bool = False  # so are the clauses between ；

    @property
    def words(self) -> str:
        """Return the words of the title."""
        return self.head.text[self.title.start : self.title.end]


def read_area(heading: Heading, section: Section) -> list[Draft]:
    """Return the problems that stand as running text behind or under the name of an area; labels are not read here."""
    if section.sections():
        return []
    head, title = heading.head, heading.title
    out: list[Draft] = []
    for line in [*([rest_line(head, title)] if title.rest < head.end else []), *section.lines()]:
        if line.label is not None:
            return []
        if is_clue(line.words()) or (out and demands(line.words())):
            break
        out.extend(read_statement(line.block, line.text, line.content, line.end, lone=True))
    return out


def settle_lists(candidates: list[Candidate]) -> None:
    """Judge the lists (一是…, 有的…) behind headings side by side together: items when a third of all judge."""
    spans = [
        text[slice(*span)]
        for candidate in candidates
        if not candidate.children
        for text, start, end in _behind(candidate)
        for span in listed_behind(text, start, end)
    ]
    judged = sum(has_deficiency(words) for words in spans)
    acting = sum(is_measure(words) for words in spans)
    for candidate in candidates:
        candidate.lists = judged * 3 >= len(spans) and acting * 2 < len(spans)
        candidate.groups = _all_grouped(candidates)


def _all_grouped(candidates: list[Candidate]) -> bool:
    """Return whether one sentence of several ；-clauses stands under most headings, and most clauses hold no number."""
    told = [place for candidate in candidates if not candidate.children for place in _behind(candidate)]
    grouped = [parts(*place, GROUP_END) for place in told if len(parts(*place, FULL_STOP)) == 1]
    several = [spans for spans in grouped if len(spans) >= 2]
    counted = sum(any(char.isdigit() for char in place[0]) for place in told)
    return len(several) >= 2 and len(several) * 3 >= len(candidates) * 2 and counted * 2 <= len(told)


def _behind(candidate: Candidate) -> list[tuple[str, int, int]]:
    """Return the first text behind a heading, on its line or under it, as (text, start, end)."""
    head, title = candidate.head, candidate.title
    if title.rest < head.end:
        return [(head.text, title.rest, head.end)]
    return [(line.text, line.content, line.end) for line in candidate.section.opening()[:1]]


def give_paragraphs(candidates: list[Candidate]) -> None:
    """Make items of the paragraphs under headings, where they are single sentences under most headings of the list.

    Paragraphs of several sentences, or with numbers in most of them, say what was found about the heading's problem.
    """
    bare = [c for c in candidates if not c.children and c.title.rest >= c.head.end and c.title.form is not Form.AREA]
    told = [(candidate, _single_sentences(candidate.section)) for candidate in bare]
    several = [lines for _candidate, lines in told if len(lines) >= 2]
    every = [line for _candidate, lines in told for line in lines]
    counted = sum(any(char.isdigit() for char in line.words()) for line in every)
    if len(several) < 2 or len(several) * 2 < len(candidates) or counted * 2 >= len(every):
        return
    for candidate, lines in told:
        for line in lines:
            span = trim(line.text, line.content, line.end)
            candidate.children.append(Draft(Passage(line.block, *span), REASON_PARAGRAPH))


def _single_sentences(section: Section) -> list[Line]:
    """Return the lines under a heading up to the first that is no single sentence; [] under sections of their own."""
    out: list[Line] = []
    if section.sections():
        return out
    for line in section.lines():
        words = line.words()
        whole = len(parts(line.text, line.content, line.end, FULL_STOP)) == 1 and words.endswith("。")
        if not whole or line.label or len(words) > _LONGEST_ITEM or is_clue(words) or demands(words):
            break
        out.append(line)
    return out


def draft_of(candidate: Candidate, setting: Setting) -> Draft:
    """Return the problem that an accepted heading states, with what stands behind and under it."""
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


def _fill(draft: Draft, candidate: Candidate, setting: Setting) -> None:
    """Put what stands behind and under the heading on ``draft``: labels, facts, rectification, items."""
    section, head, title, words = candidate.section, candidate.head, candidate.title, candidate.words
    following = [line for line in section.all_lines() if line.text]
    rest = [rest_line(head, title)] if title.rest < head.end else []
    before, entries = gather([*rest, *following])
    statement = next((e for e in entries if e.label.part is Part.PROBLEM and e.passages), None)
    if statement is not None and (is_measure(words) or len(words) < 4 or (draft.area and setting.answers)):
        draft.title, draft.reason = statement.passages[0], REASON_LABELLED
        entries = [e for e in entries if e is not statement]
    attach(draft, entries, setting.paper)
    if draft.remedy or any(e.label.part in REMEDY_PARTS for e in entries):
        draft.facts[:0] = before
    elif before:
        _unlabelled(draft, before, setting, candidate)


def _unlabelled(draft: Draft, before: list[Passage], setting: Setting, candidate: Candidate) -> None:
    """Read text without labels behind a title: items, facts, or what was done."""
    if draft.area and not setting.answers:
        for passage in before:
            text = setting.paper.blocks[passage.block].text
            draft.children.extend(read_statement(passage.block, text, passage.start, passage.end, lone=True))
        return
    if not setting.answers:
        _items_or_facts(draft, before, setting, candidate)
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


def _items_or_facts(draft: Draft, before: list[Passage], setting: Setting, candidate: Candidate) -> None:
    """Read what stands behind a title of a feedback: items counted one by one, or facts."""
    general = is_general(setting.paper.quote(draft.title))
    for passage in before:
        text, place = setting.paper.blocks[passage.block].text, (passage.start, passage.end)
        grouped = candidate.groups and not draft.children
        items: list[Draft] = []
        if not draft.facts:
            items = items_behind(passage.block, text, *place, general=general, sure=candidate.lists, grouped=grouped)
        draft.children.extend(items)
        if not items:
            draft.facts.append(passage)
