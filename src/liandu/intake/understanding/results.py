"""What understanding a paper gives: proposals and figures, each with the passage it came from and a reason."""

from dataclasses import dataclass
from enum import StrEnum

from liandu.papers.blocks import Passage


class DocumentKind(StrEnum):
    """What sort of document it is."""

    FEEDBACK = "feedback"  # 反馈意见: states problems
    PROGRESS = "progress"  # 整改进展情况通报: problems with what was done
    AUDIT = "audit"  # audit report or report on audit rectification
    LEDGER = "ledger"  # 台账: a table, a row a problem
    NEWS = "news"
    OTHER = "other"


class Level(StrEnum):
    """The three levels of the tree of problems."""

    ASPECT = "aspect"  # 方面
    PROBLEM = "problem"  # 大项
    ITEM = "item"  # 子项


@dataclass(frozen=True, slots=True)
class ProposedProblem:
    """One node of the tree of problems, as the document states it.

    ``path`` holds the ordinals from the outermost, as printed ("（一）", "1."), computed from automatic numbering, or
    ``#n`` (running number among its siblings) where nothing is printed. ``title`` is the exact text without ordinal,
    wrapper (关于“…”问题的整改) and closing 。. ``leaf`` nodes are what must be written off one by one. ``labels``
    hold what a label block or a table row states, by the label's stem: ``kind``, ``deadline``, ``owner``, ``leader``,
    ``measures``, ``progress``, ``status``, ``fact``. ``reason`` is a sentence a clerk can read, in Chinese.
    """

    path: tuple[str, ...]
    level: Level
    leaf: bool
    title: str
    unit: str | None
    passage: Passage
    reason: str
    rectification: str | None = None
    rectification_passage: Passage | None = None
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number the document states: ``value`` in ``unit`` of ``quantity``; ``text`` is the exact words."""

    quantity: str
    value: float
    unit: str
    approximate: bool
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that is a recommendation or speaks of clues; never a problem."""

    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a person should look at: ``code`` for machines, ``sentence`` in Chinese for people."""

    code: str
    sentence: str
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood of one paper; ``problems`` in document order, parents before children."""

    kind: DocumentKind
    units: tuple[str, ...]
    problems: tuple[ProposedProblem, ...]
    recommendations: tuple[Mention, ...]
    clue_mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]
    warnings: tuple[Caution, ...]
