"""Headings as they are read before their list is judged: title, part in the document, weight; and their cousins.

Cousins are the headings of one document that stand at the same place of the numbering (一、 > （一） > 1.) in chapters
that may hold problems. What most of them are decides for a list that is too short or too plain to speak for itself.
"""

import re
from dataclasses import dataclass, field

from liandu.intake.understanding.labels import REMEDY_PARTS, Part
from liandu.intake.understanding.lexicon import ends_in_judgement, has_deficiency, is_measure
from liandu.intake.understanding.outline import Section
from liandu.intake.understanding.roles import SKIPPED, Role, role_of
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.shapes.label_blocks import gather
from liandu.intake.understanding.titles import Form, Title, read_title, weight

_OVERRULED = frozenset({Role.PREPARATION, Role.REQUIREMENTS, Role.NEXT, Role.CAUSES})
_NAMES_A_CHAPTER = re.compile(
    r"(?:情况|工作|要求|建议|安排|措施|打算|原因|分析|剖析|成效|责任|概况|思路|举措|体会|问题|不足|部署|做法|计划)$"
)
_FEW = 4  # fewer cousins than this decide nothing

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read for itself: ``weight`` is how much it looks like a problem (see titles.weight)."""

    head: Line
    title: Title
    role: Role
    weight: int

    @property
    def words(self) -> str:
        """Return the words of the title."""
        return self.head.text[self.title.start : self.title.end]


def rest_line(head: Line, title: Title) -> Line:
    """Return the text behind a title as a line of its own."""
    return Line(head.block, head.text, title.rest, head.end, content=title.rest)


def read_heading(section: Section, head: Line) -> Heading:
    """Return the heading of ``section``; a label that follows at once makes it a problem whatever its words."""
    title = read_title(head)
    words = head.text[title.start : title.end]
    score = weight(title, head)
    follows = next(iter(section.opening()), None)
    label = follows.label if follows is not None else None
    if label is not None and label.part in (*REMEDY_PARTS, Part.PROBLEM, Part.FACT):
        score = max(score, 3)
    if title.rest < head.end and title.form is not Form.AREA:
        inline = [entry.label for entry in gather([rest_line(head, title)])[1]]
        if any(found.part in REMEDY_PARTS for found in inline):
            score = max(score, 3)
    return Heading(head, title, _role(words), score)


def _role(words: str) -> Role:
    """Return the part that the heading plays; a judgement is no chapter of preparation, whatever words it uses."""
    role = role_of(words)
    bare = words.rstrip("。")
    if role in _OVERRULED and (bare.endswith("方面") or ends_in_judgement(bare) or _judges(bare)):
        return Role.UNKNOWN
    return role


def _judges(words: str) -> bool:
    return has_deficiency(words) and not is_measure(words) and _NAMES_A_CHAPTER.search(words) is None


@dataclass(slots=True)
class _Tally:
    """How many headings stand at one place, and how many of them speak for problems or for measures."""

    total: int = 0
    speaking: int = 0
    against: int = 0


@dataclass(slots=True)
class Cousins:
    """The headings of an outline, each read once, and what those at the same place of the numbering look like."""

    headings: dict[int, Heading] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    tallies: dict[Place, _Tally] = field(default_factory=dict)

    def of(self, section: Section) -> Heading | None:
        """Return the heading of ``section``, None when it has none."""
        return self.headings.get(id(section))

    def are_problems(self, sections: list[Section], *, expected: bool) -> bool:
        """Return whether most headings at the place of these (one list) speak for problems and hardly any against.

        Where problems are ``expected`` a third is enough.
        """
        tally = self.tallies.get(self.places.get(id(sections[0]), ())) if sections else None
        if tally is None or tally.total < _FEW:
            return False
        enough = tally.total * (1 if expected else 2)
        return tally.speaking * 3 >= enough and tally.against * 5 <= tally.total


def read_cousins(root: Section) -> Cousins:
    """Return all headings under ``root`` with their places counted; chapters left out by their words do not count."""
    cousins = Cousins()
    _read_under(root, (), cousins, counts=True)
    return cousins


def _read_under(parent: Section, above: Place, cousins: Cousins, *, counts: bool) -> None:
    for section in parent.sections():
        place = (*above, section.ordinal.style if section.ordinal else "#")
        inside = counts and not section.annex
        if section.head is not None:
            heading = read_heading(section, section.head)
            cousins.headings[id(section)] = heading
            cousins.places[id(section)] = place
            if inside:
                tally = cousins.tallies.setdefault(place, _Tally())
                tally.total += 1
                tally.speaking += heading.weight >= 2
                tally.against += heading.weight < 0
            inside = inside and (heading.role not in SKIPPED or heading.title.form is Form.AREA)
        _read_under(section, place, cousins, counts=inside)
