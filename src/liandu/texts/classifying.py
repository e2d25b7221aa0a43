"""Statements into the classes of a taxonomy: by its words first, by what people confirmed as soon as that is better.

score(c) = weighted mean over the views of z(cos(x, m * L_c + sum of confirmed x)), L_c being what the taxonomy says of
the class: prototypes after Rocchio with the words of the class as a prior. For characters half of it is a logistic
regression (C = 5) that takes each phrase of a class as an example, and confirmed texts too once a class has five.
How it was measured: docs/design/algorithms/texts.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from liandu.texts.encoders import Encoder
from liandu.texts.keywords import Category
from liandu.texts.learning import Learned, learn
from liandu.texts.normalising import Normaliser
from liandu.texts.statements import Label, Statement
from liandu.texts.viewpoints import CharacterView, EncoderView, KeywordView, Scores, View, cosines

# Without enough confirmed texts, with characters alone and with encoders; only high, middle and low come of it.
TEMPERATURE, WITH_ENCODERS = 0.7, 0.6
HIGH, MIDDLE = 0.85, 0.5
CHUNK = 2000  # statements at once: bounds the memory of dense rows


class Confidence(StrEnum):
    """How sure a suggestion is; ``high`` was right in nine of ten on statements nobody had tuned to."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a class is suggested: one of its keywords that the text holds, or a confirmed text that is alike.

    ``label`` is the id that the confirmed text came with, "" where it had none.
    """

    keyword: str = ""
    confirmed: str = ""
    label: str = ""
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The classes of a statement, best first, with their share of 1; ``confirmed`` when a person has said so."""

    codes: tuple[str, ...]
    shares: tuple[float, ...]
    confidence: Confidence
    reasons: tuple[Reason, ...]
    confirmed: bool = False

    @property
    def code(self) -> str:
        """The best class."""
        return self.codes[0]


@dataclass
class Classifier:
    """Suggests classes. Confirmed labels are never overwritten; a label whose id is among the statements stands.

    ``units`` are names to mask in texts. Without ``encoders`` it is model-free.
    """

    categories: Mapping[str, Category]
    encoders: Sequence[Encoder] = ()
    labels: Sequence[Label] = ()
    units: Sequence[str] = ()
    plain: Callable[[str], str] = field(init=False)  # a text with units and numbers masked

    def __post_init__(self) -> None:
        """Prepare the masks; everything else is made when it is first asked for."""
        self.plain = Normaliser(self.units).plain

    @cached_property
    def _confirmed(self) -> list[Label]:
        """The labels with a text, in an order of their own: what is learned must not hang on the order of a file."""
        return sorted(
            (label for label in self.labels if label.text.strip()), key=lambda label: (label.text, label.code)
        )

    @cached_property
    def _views(self) -> list[View]:
        texts = [self.plain(label.text) for label in self._confirmed]
        encoded = [EncoderView(self.categories, encoder) for encoder in self.encoders]
        return [CharacterView(self.categories, texts), *encoded, KeywordView(self.categories)]

    @cached_property
    def _confirmed_rows(self) -> list[Any]:
        texts = [self.plain(label.text) for label in self._confirmed]
        return [view.rows(texts) for view in self._views]

    @cached_property
    def _longest_first(self) -> dict[str, list[str]]:
        return {code: sorted(c.keywords, key=lambda word: (-len(word), word)) for code, c in self.categories.items()}

    @cached_property
    def learned(self) -> Learned:
        """What the confirmed labels taught: which method is the best one here, and the temperature."""
        codes = list(self.categories)
        answers = np.array([codes.index(label.code) for label in self._confirmed], np.int64)
        return learn(self._views, self._confirmed_rows, answers, self._usual)

    @property
    def _usual(self) -> float:
        return WITH_ENCODERS if self.encoders else TEMPERATURE

    @property
    def calibrated(self) -> bool:
        """Whether shares may be read as probabilities: fifty confirmed texts or more."""
        return self.learned.temperature is not None

    def rows(self, texts: Sequence[str]) -> list[Any]:
        """Return for each view the rows of ``texts``; encoding is the slow part, so rows may be kept."""
        plain = [self.plain(text) for text in texts]
        return [view.rows(plain) for view in self._views]

    def scores(self, rows: Sequence[Any]) -> Scores:
        """Return n x classes scores for the rows of rows()."""
        return self.learned.model.scores(rows)

    def comparable(self, rows: Sequence[Any]) -> list[tuple[float, Any]]:
        """Return (weight, rows) of the views by which texts may be held against each other."""
        return [(view.weight, row) for view, row in zip(self._views, rows, strict=True) if view.compares]

    def suggest(
        self, statements: Sequence[Statement], top: int = 3, rows: Sequence[Any] | None = None
    ) -> list[Suggestion]:
        """Return a suggestion for each statement, in their order; ``rows`` are theirs, where they are at hand."""
        out: list[Suggestion] = []
        for start in range(0, len(statements), CHUNK):
            part = statements[start : start + CHUNK]
            given = [row[start : start + CHUNK] for row in rows] if rows is not None else None
            out += self._suggest(part, top, given or self.rows([statement.text for statement in part]))
        return out

    def _suggest(self, statements: Sequence[Statement], top: int, rows: Sequence[Any]) -> list[Suggestion]:
        scores = self.scores(rows)
        shares = softmax(scores / (self.learned.temperature or self._usual))
        nearest = self._nearest(rows)
        said = {label.id: label.code for label in self.labels if label.id}
        codes = list(self.categories)
        out = []
        for at, statement in enumerate(statements):
            if statement.id in said:
                code = said[statement.id]
                out.append(Suggestion((code,), (1.0,), Confidence.HIGH, (), confirmed=True))
                continue
            best = np.argsort(-scores[at], kind="stable")[:top]
            reasons = (*self._keywords(statement.text, codes[best[0]]), *nearest[at])
            confidence = confidence_of(shares[at, best[0]]) if np.ptp(scores[at]) > 0 else Confidence.LOW
            out.append(
                Suggestion(tuple(codes[c] for c in best), tuple(map(float, shares[at, best])), confidence, reasons)
            )
        return out

    def _keywords(self, text: str, code: str) -> list[Reason]:
        """Return up to five keywords of the class that the text holds, longest first, none inside another."""
        found: list[str] = []
        for word in self._longest_first[code]:
            if word in text and not any(word in longer for longer in found):
                found.append(word)
        return [Reason(keyword=word) for word in found[:5]]

    def _nearest(self, rows: Sequence[Any]) -> list[list[Reason]]:
        """Return the three confirmed texts most alike to each row, best first."""
        count = rows[0].shape[0]
        if not self._confirmed:
            return [[] for _ in range(count)]
        pairs = zip(self.comparable(rows), self.comparable(self._confirmed_rows), strict=True)
        alike = np.asarray(sum(weight * cosines(row, confirmed) for (weight, row), (_, confirmed) in pairs))
        alike = alike / sum(weight for weight, _ in self.comparable(rows))
        best = np.argsort(-alike, axis=1, kind="stable")[:, :3]
        return [[self._likeness(self._confirmed[c], alike[at, c]) for c in best[at]] for at in range(count)]

    @staticmethod
    def _likeness(confirmed: Label, alike: float) -> Reason:
        return Reason(confirmed=confirmed.text, label=confirmed.id, likeness=float(alike))


def softmax(scores: Scores) -> Scores:
    """Return each row as shares of 1."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def confidence_of(share: float) -> Confidence:
    """Return the word for a share of the best class."""
    if share >= HIGH:
        return Confidence.HIGH
    return Confidence.MIDDLE if share >= MIDDLE else Confidence.LOW
