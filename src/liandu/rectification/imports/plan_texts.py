"""A plan as running text: headings that name problems, and labels (整改目标：…) that say what is done about them."""

import re
from collections.abc import Iterator

from liandu.papers.blocks import Block, BlockKind, Paper
from liandu.rectification.imports.gathering import Gathered, Gathering, Place
from liandu.rectification.plan_sheets import (
    DEPARTMENT,
    DUE,
    GOAL,
    HEADINGS,
    KIND,
    LEADER,
    MEASURE,
    PERSON,
    PROBLEM,
    STEP,
    TASK,
)
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.rules.plan_content import LONGEST_TEXT, MOST_MEASURES, MOST_TASKS, MeasureContent

LABELLED = (GOAL, TASK, MEASURE, LEADER, DEPARTMENT, PERSON, KIND, DUE)
_WORDS = sorted((word for word, heading in HEADINGS.items() if heading in LABELLED), key=len, reverse=True)
_LABEL = re.compile(rf"({'|'.join(_WORDS)})\s*[:：]")
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=[。；;\s]))\s*(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])\s*")
_LEAD = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d))\s*")
_WRAP = re.compile(r"^(?:关于|针对)?[“\"]?(.*?)[”\"]?(?:的?(?:问题|情况))?[。：:]?$")
_ITEM_NUMBER = re.compile(r"\d{1,2}-\d{2}-\d{3}-\d{3}(?:-\d+)?")
_HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
LONGEST_HEADING = 300
_END = "。；;，, "


def gather_text(paper: Paper, gathering: Gathering) -> None:
    """Take the running text of ``paper`` into ``gathering``."""
    walk = _Walk(gathering)
    for at, block in enumerate((b for b in paper.blocks if b.kind == BlockKind.PARAGRAPH), 1):
        if block.text.strip():
            walk.take(block, Place("", at))
    walk.give_owners()


class _Walk:
    """Where the reading is: which item is in hand, and which label the words go on under."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.item: Gathered | None = None
        self.label = ""

    def take(self, block: Block, place: Place) -> None:
        """Take one paragraph: a heading that names a problem, labelled words, or the next measure."""
        text = f"{block.number}{block.text}".strip()
        found = self._named(block, text)
        if found is not None:
            self.item, self.label = self.gathering.of(found), ""
            return
        if _LABEL.search(text):
            self._take_labelled(text, place)
        elif self._is_heading(block, text):
            if PROBLEM in text:
                self.gathering.unmatched.append((place, text[:LONGEST_HEADING]))
            self.item, self.label = None, ""
        elif self.item is not None and self.label in {TASK, MEASURE}:
            self._put(self.label, text, place)

    def _named(self, block: Block, text: str) -> PlanLine | None:
        """Return the line that a paragraph names as its heading, by number or by its words."""
        if len(text) > LONGEST_HEADING or _LABEL.search(text):
            return None
        number = _ITEM_NUMBER.search(text)
        if number is not None:
            return self.gathering.by_number(number.group())
        if self.label in {TASK, MEASURE} and not self._is_heading(block, text):
            return None  # a measure may well repeat the words of its problem
        inner = _WRAP.match(_LEAD.sub("", text))
        return self.gathering.by_text(inner[1] if inner else text)

    def _is_heading(self, block: Block, text: str) -> bool:
        return block.outline is not None or block.bold >= len(block.text) > 0 or bool(_HEADING.match(text))

    def _take_labelled(self, text: str, place: Place) -> None:
        if self.item is None:
            return
        before = text[: self._first(text)].strip(_END)
        if _LEAD.sub("", before) and self.label in {TASK, MEASURE}:
            self._put(self.label, before, place)
        for label, words in _labelled(text):
            self.label = label
            if words:
                self._put(label, words, place)

    @staticmethod
    def _first(text: str) -> int:
        found = _LABEL.search(text)
        return found.start() if found else len(text)

    def _put(self, label: str, words: str, place: Place) -> None:
        item, gathering = self.item, self.gathering
        if item is None:
            return
        here = Place(place.sheet, place.row, label)
        if label == TASK:
            for part in _parts(words):
                if len(item.tasks) < MOST_TASKS:
                    item.tasks.append((gathering.text(part, LONGEST_TEXT, here), []))
        elif label == MEASURE:
            if not item.tasks:
                item.tasks.append(("", []))
            for part in _parts(words):
                if len(item.tasks[-1][1]) < MOST_MEASURES:
                    item.tasks[-1][1].append(MeasureContent(gathering.text(part, LONGEST_TEXT, here)))
        elif label != STEP:
            gathering.set_field(item, label, words.strip(_END), here)

    def give_owners(self) -> None:
        """Give measures, of which running text says neither who nor when, the item's person and day; name a task."""
        for item in self.gathering.found.values():
            content = item.content()
            item.tasks = [
                (
                    what or content.goal or item.line.item.finding.title,
                    [MeasureContent(row.what, row.owner or content.person, row.since, content.due_on) for row in rows],
                )
                for what, rows in item.tasks
            ]


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield each label of a paragraph with the words behind it."""
    found = list(_LABEL.finditer(text))
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        words = text[match.end() : end].strip()
        # The numbering of the label behind ("2.整改措施：") is none of these words.
        yield HEADINGS[match[1]], re.sub(r"(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*$", "", words).strip()


def _parts(words: str) -> list[str]:
    """Return the numbered parts of a text, the text itself when it has none."""
    parts = [part.strip().rstrip("；;") for part in _NUMBERED.split(words)]
    return [part for part in parts if part] or [words.strip()]
