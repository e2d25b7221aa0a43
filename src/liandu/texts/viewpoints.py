"""Views on texts and classes: characters and keywords always, encoders where installed. A text becomes a row."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from liandu.texts.encoders import Encoder
from liandu.texts.keywords import Category

Scores = npt.NDArray[np.float64]
# How much each counts; chosen on titles that nobody had tuned to, see decision 0020.
CHARACTERS, KEYWORDS = 1.5, 0.75
RUNS = (1, 3)
UNKNOWN = 0.2
_CLAUSE = re.compile(r"[，。；：、]")
_SHORT = 12  # characters: a definition below says too little for an encoder, so the keywords join it


class View(Protocol):
    """One way to see texts: its weight, the rows of the classes, and rows for texts (dense or sparse).

    ``compares`` says whether rows of two texts may be held against each other, and so whether it learns from texts;
    ``prior`` how many confirmed texts the words of a class weigh as much as.
    """

    name: str
    weight: float
    compares: bool
    prior: float
    classes: Any  # C x d

    def rows(self, texts: Sequence[str]) -> Any:
        """Return n x d rows of length 1 (0 for a text of which the view knows nothing)."""
        ...


class CharacterView:
    """Runs of one to three characters, TF-IDF with sublinear tf over what the taxonomy says of the classes."""

    name = "characters"
    weight = CHARACTERS
    compares = True
    prior = 100.0

    def __init__(self, categories: Mapping[str, Category], confirmed: Sequence[str] = ()) -> None:
        """Learn the runs; ``confirmed`` are normalised texts. No other text counts: guesses must not hang on them."""
        described = [_described(category) for category in categories.values()]
        known, all_runs = (
            CountVectorizer(analyzer="char", ngram_range=RUNS, lowercase=False).fit(texts).vocabulary_
            for texts in (described, [*described, *confirmed])
        )
        self._runs = TfidfVectorizer(
            analyzer="char", ngram_range=RUNS, sublinear_tf=True, lowercase=False, dtype=np.float32, vocabulary=all_runs
        ).fit(described)
        # Rarity is that among the classes, and runs that only confirmed texts hold weigh little: a few texts say little
        # of what marks a class. Where the taxonomy is silent they are all there is, and the length makes up for it.
        unknown = [place for run, place in all_runs.items() if run not in known]
        rarity = self._runs.idf_.copy()
        rarity[unknown] *= UNKNOWN
        self._runs.idf_ = rarity
        self.classes: Any = self.rows(described)
        spoken = [(place, phrase) for place, c in enumerate(categories.values()) for phrase in _phrases(c)]
        # Each phrase of a class is an example of it: what a regression learns before anybody confirmed anything.
        self.phrases: Any = self.rows([phrase for _, phrase in spoken])
        self.phrase_classes = np.array([place for place, _ in spoken], np.int64)

    def rows(self, texts: Sequence[str]) -> Any:
        """Return n x d sparse rows."""
        if not texts:  # sklearn refuses to transform nothing
            return sparse.csr_array((0, len(self._runs.vocabulary_)), dtype=np.float32)
        return sparse.csr_array(self._runs.transform(texts))


class KeywordView:
    """How many characters the keywords of each class cover in a text: the plain rule, worth more than it looks."""

    name = "keywords"
    weight = KEYWORDS
    compares = False
    prior = 0.0

    def __init__(self, categories: Mapping[str, Category]) -> None:
        """Take the keywords; a text's row has a number for each class, so the row of a class is all 0 but its own."""
        self._places: dict[str, list[int]] = {}
        for place, category in enumerate(categories.values()):
            for word in set(category.keywords):
                self._places.setdefault(word, []).append(place)
        self._lengths = sorted({len(word) for word in self._places})
        self.classes: Any = np.eye(len(categories))

    def rows(self, texts: Sequence[str]) -> Any:
        """Return n x classes rows."""
        covered = [[0] * len(self.classes) for _ in texts]
        for row, text in zip(covered, texts, strict=True):
            for word in self.found(text):
                for place in self._places[word]:
                    row[place] += len(word)
        return np.array(covered, np.float64).reshape(len(texts), len(self.classes))

    def found(self, text: str) -> set[str]:
        """Return the keywords of all classes that ``text`` holds; its pieces are looked up, not thousands of words."""
        return {
            piece
            for length in self._lengths
            for at in range(len(text) - length + 1)
            if (piece := text[at : at + length]) in self._places
        }


class EncoderView:
    """Vectors of a sentence encoder, the mean of the field taken away: without that all texts look alike.

    The mean of statements is that of the definitions' clauses, which have their length; the file at hand gives none,
    so that a guess does not hang on what else is in it.
    """

    compares = True
    prior = 10.0

    def __init__(self, categories: Mapping[str, Category], encoder: Encoder) -> None:
        """Encode names and definitions; keywords only where a definition is too short to mean much."""
        self.name, self.weight = encoder.identity, encoder.weight
        self._encoder = encoder
        clauses = [clause for c in categories.values() for clause in _CLAUSE.split(c.definition) if len(clause) > 3]
        self._mean = encoder.encode(clauses or [c.name for c in categories.values()]).mean(axis=0)
        vectors = encoder.encode([_defined(category) for category in categories.values()])
        self.classes: Any = normalize(vectors - vectors.mean(axis=0))

    def rows(self, texts: Sequence[str]) -> Any:
        """Return n x dimension rows."""
        return normalize(self._encoder.encode(texts) - self._mean) if texts else self._encoder.encode(())


def _described(category: Category) -> str:
    return "，".join([category.name, category.definition, *category.keywords])


def _phrases(category: Category) -> list[str]:
    clauses = [clause for clause in _CLAUSE.split(category.definition) if len(clause) > 1]
    return [category.name, *clauses, *category.keywords]


def _defined(category: Category) -> str:
    if len(category.definition) >= _SHORT:
        return f"{category.name}，{category.definition}"
    return "，".join([category.name, category.definition, *category.keywords])


def cosines(rows: Any, others: Any) -> Scores:
    """Return the n x m cosines of rows of length 1."""
    product = rows @ others.T
    return np.asarray(product.todense() if sparse.issparse(product) else product, np.float64)


def standard(scores: Scores) -> Scores:
    """Return each row with mean 0 and deviation 1; a row that says nothing becomes 0 everywhere."""
    spread = scores.std(axis=1, keepdims=True)
    return (scores - scores.mean(axis=1, keepdims=True)) / np.where(spread > 1e-12, spread, 1.0)
