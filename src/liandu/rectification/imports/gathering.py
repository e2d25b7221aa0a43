"""What a file says about the items of a plan, gathered row by row, with every cell that could not be taken as it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from liandu.intake.understanding.dates import deadline_day
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.plan_sheets import DEPARTMENT, DUE, GOAL, KIND, LEADER, PERSON, STEP, STEP_DUE, kind_of
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.rules.plan_content import (
    LONGEST_DEPARTMENT,
    LONGEST_MILESTONE,
    LONGEST_NAME,
    LONGEST_TEXT,
    EntryContent,
    MeasureContent,
    MilestoneContent,
    TaskContent,
)
from liandu.texts.likeness import bare, meant_by, pairs_of

FIELDS = {GOAL: "goal", LEADER: "leader", DEPARTMENT: "department", PERSON: "person", KIND: "kind", DUE: "due_on"}
LONGEST = {"goal": LONGEST_TEXT, "leader": LONGEST_NAME, "department": LONGEST_DEPARTMENT, "person": LONGEST_NAME}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file something stands: the sheet, the row as the person counts it, the heading of the column."""

    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that could not be taken as it is: where, what is wrong, and what stays in its place ("" for nothing)."""

    place: Place
    why: Refusal
    kept: str = ""


@dataclass(slots=True)
class Gathered:
    """What the file says of one item so far. None: nothing, so that what the plan says stays."""

    line: PlanLine
    fields: dict[str, Any] = field(default_factory=dict)
    tasks: list[tuple[str, list[MeasureContent]]] = field(default_factory=list)
    milestones: list[MilestoneContent] = field(default_factory=list)
    measure_days: list[date] = field(default_factory=list)

    def content(self) -> EntryContent:
        """Return what the entry would say: what the file leaves blank stays as it is."""
        said = dict(self.fields)
        if self.tasks:
            said["tasks"] = tuple(TaskContent(what, tuple(measures)) for what, measures in self.tasks)
        if self.milestones:
            said["milestones"] = tuple(self.milestones)
        return replace(self.line.content, **said)


@dataclass(slots=True)
class Gathering:
    """The items of the plan, what the file says of each, and what was wrong."""

    lines: Sequence[PlanLine]
    found: dict[int, Gathered] = field(default_factory=dict)
    wrong: list[WrongCell] = field(default_factory=list)
    unmatched: list[tuple[Place, str]] = field(default_factory=list)
    by_words: dict[str, str] = field(default_factory=dict)  # number of the item: the words it was known by
    _numbers: dict[str, PlanLine] = field(default_factory=dict)
    _words: dict[int, Counter[str]] = field(default_factory=dict)
    _lines: dict[int, PlanLine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare the look-ups."""
        for line in self.lines:
            self._lines[line.item.pk] = line
            self._numbers[bare(line.item.number)] = line
            self._words[line.item.pk] = pairs_of(line.item.finding.title)

    def by_number(self, number: str) -> PlanLine | None:
        """Return the line whose item has this number, whatever hyphens and widths it is written with."""
        return self._numbers.get(bare(number)) if number else None

    def by_text(self, text: str) -> PlanLine | None:
        """Return the line whose problem ``text`` means, None when none or several might be meant."""
        if not text.strip():
            return None
        same = [line for line in self.lines if bare(line.item.finding.title) == bare(text)]
        if len(same) == 1:
            return same[0]
        meant = meant_by(text, self._words)
        if meant is None:
            return None
        line = self._lines[meant[0]]
        self.by_words[line.item.number] = text.strip()
        return line

    def of(self, line: PlanLine) -> Gathered:
        """Return what is gathered of an item."""
        return self.found.setdefault(line.item.pk, Gathered(line))

    def mark(self, place: Place, code: str, sentence: str, kept: str = "", **facts: Any) -> None:
        """Note a wrong cell."""
        self.wrong.append(WrongCell(place, Refusal(f"plan_import.{code}", sentence, **facts), kept))

    def text(self, text: str, most: int, place: Place) -> str:
        """Return ``text`` as it can be kept; what is too long is cut, and said so."""
        bare_text = text.strip()
        if len(bare_text) > most:
            self.mark(
                place,
                "too_long",
                gettext_noop("超过 %(most)s 个字，只取前面的。"),
                bare_text[:most][:40] + "…",
                most=most,
            )
            return bare_text[:most]
        return bare_text

    def day(self, text: str, place: Place, kept: date | None = None) -> date | None:
        """Return the day that ``text`` names; what is no day is noted, with the day that stays."""
        if not text.strip():
            return None
        found = deadline_day(text)
        if found is None:
            sentence = gettext_noop("“%(text)s”不是能看懂的日期，请写成 2026-09-30 这样。")
            self.mark(place, "no_day", sentence, kept.isoformat() if kept else "", text=text.strip()[:60])
            return None
        return date.fromisoformat(found)

    def set_field(self, gathered: Gathered, heading: str, text: str, place: Place) -> None:
        """Take a cell of goal or responsibilities; what contradicts an earlier row is noted, and the earlier stays."""
        name = FIELDS[heading]
        value = self._value(gathered, name, text, place)
        if value is None:
            return
        before = gathered.fields.get(name)
        if before is not None and before != value:
            sentence = gettext_noop("同一事项前后写得不一样，按前面的“%(first)s”。")
            self.mark(place, "contradiction", sentence, str(before)[:60], first=str(before)[:60])
            return
        gathered.fields[name] = value

    def _value(self, gathered: Gathered, name: str, text: str, place: Place) -> Any:
        if not text.strip():
            return None
        if name == "kind":
            kind = kind_of(text)
            if kind is None:
                sentence = gettext_noop("“%(text)s”不是整改类型，应是立行立改、限期整改、长期坚持之一。")
                self.mark(place, "no_kind", sentence, gathered.line.content.kind, text=text.strip()[:60])
            return kind
        if name == "due_on":
            kind = kind_of(text) if deadline_day(text) is None else None
            if kind is not None:  # "长期坚持" in the place of a day says the kind
                gathered.fields.setdefault("kind", kind)
                return None
            return self.day(text, place, gathered.line.content.due_on)
        return self.text(text, LONGEST[name], place)

    def add_step(self, gathered: Gathered, what: str, when: str, place: Place) -> None:
        """Take a milestone; one without a day cannot be kept, which is noted."""
        if not what.strip() and not when.strip():
            return
        due_on = self.day(when, replace(place, column=STEP_DUE))
        text = self.text(what, LONGEST_MILESTONE, replace(place, column=STEP))
        if due_on is None:
            if not when.strip():
                sentence = gettext_noop("阶段目标“%(text)s”没有时限，没有取。")
                self.mark(replace(place, column=STEP_DUE), "step_without_day", sentence, text=text[:60])
            return
        gathered.milestones.append(MilestoneContent(text, due_on))
