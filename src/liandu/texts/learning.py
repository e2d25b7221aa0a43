"""What scores are made of, and what confirmed labels teach: prototypes, a regression, and which of them is better."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from liandu.texts.viewpoints import CharacterView, Scores, View, cosines, standard

Answers = npt.NDArray[np.int64]
SURELY = 1.64  # deviations: one in twenty, on one side
ENOUGH = 5  # confirmed texts of a class before the regression learns from confirmed texts at all
CALIBRATED = 50  # confirmed texts before shares are probabilities
FOLDS = 5  # of the confirmed texts, one left out each time
PULL = (
    60.0  # of the usual temperature, in answers or so: fifths of the same labels make shares look surer than they are
)
CONFIRMED = 3.0  # what a confirmed text weighs in the regression; a phrase of the taxonomy weighs about 1


class Method(StrEnum):
    """Where scores come from: the taxonomy alone, or confirmed texts too."""

    DEFINITIONS = "definitions"
    PROTOTYPES = "prototypes"
    REGRESSION = "regression"


@dataclass(frozen=True)
class Model:
    """A fitted method: a prototype of each class for each view, and a regression on characters."""

    views: Sequence[View]
    prototypes: tuple[Any, ...]
    regression: Any  # LogisticRegression; None where the taxonomy has a single class

    def scores(self, rows: Sequence[Any]) -> Scores:
        """Return n x classes scores; ``rows`` for each view, the characters first.

        The weighted mean over the views of cosines with unit variance a row; for characters half of it comes from the
        regression. So the scale does not hang on how many views there are.
        """
        parts = [standard(cosines(row, to)) for row, to in zip(rows, self.prototypes, strict=True)]
        if self.regression is not None:
            parts[0] = (parts[0] + standard(self._logits(rows[0]))) / 2
        weights = [view.weight for view in self.views]
        return np.asarray(sum(w * part for w, part in zip(weights, parts, strict=True)) / sum(weights))

    def _logits(self, rows: Any) -> Scores:
        logits = np.asarray(self.regression.decision_function(rows), np.float64)
        return logits if logits.ndim == 2 else np.column_stack([-logits, logits])  # of two classes it gives one column


@dataclass(frozen=True)
class Learned:
    """The model of the method that won, how often each was right on texts it had not seen, and the temperature."""

    model: Model
    method: Method
    right: dict[Method, float]
    temperature: float | None


def fit(
    views: Sequence[View], rows: Sequence[Any], answers: Answers, method: Method, plain: Model | None = None
) -> Model:
    """Return the model of ``method``; ``rows`` of the confirmed texts for each view, ``answers`` their classes.

    ``plain`` is the model of the definitions, whose regression the prototypes share.
    """
    prototypes = tuple(view.classes for view in views)
    if method is not Method.DEFINITIONS:
        prototypes = tuple(
            _prototypes(view, row, answers) if view.compares else view.classes
            for view, row in zip(views, rows, strict=True)
        )
    if method is Method.PROTOTYPES and plain is not None:
        return Model(views, prototypes, plain.regression)
    characters = views[0]
    assert isinstance(characters, CharacterView)  # noqa: S101 - the order of views is ours
    learned, classes = characters.phrases, characters.phrase_classes
    counts = np.bincount(classes)
    weights = len(classes) / len(counts) / counts[classes]  # each class speaks as loud, whatever the length of its list
    if method is Method.REGRESSION:
        learned = sparse.vstack([learned, rows[0]], format="csr")
        classes, weights = (
            np.concatenate([classes, answers]),
            np.concatenate([weights, np.full(len(answers), CONFIRMED)]),
        )
    if len(counts) < 2:
        return Model(views, prototypes, None)
    # Its matrices are small: threads of the linear algebra wait for each other and cost four times the work.
    with threadpool_limits(limits=1, user_api="blas"):
        regression = LogisticRegression(C=5, max_iter=1000, tol=1e-3).fit(learned, classes, sample_weight=weights)
    return Model(views, prototypes, regression)


def learn(views: Sequence[View], rows: Sequence[Any], answers: Answers, usual: float) -> Learned:
    """Return the model to use: what was learned without a fifth of the confirmed texts is asked for that fifth.

    Where the definitions alone do better than that by more than chance, they are kept. ``usual`` is the temperature
    where nothing was confirmed.
    """
    plain = fit(views, rows, answers, Method.DEFINITIONS)
    if not len(answers):
        return Learned(plain, Method.DEFINITIONS, {}, None)
    learning = Method.REGRESSION if np.bincount(answers).max() >= ENOUGH else Method.PROTOTYPES
    methods = [Method.DEFINITIONS, learning]
    unseen = {method: _unseen(views, rows, answers, method, plain) for method in methods}
    right = {method: float((scores.argmax(axis=1) == answers).mean()) for method, scores in unseen.items()}
    hits = {method: scores.argmax(axis=1) == answers for method, scores in unseen.items()}
    only_plain = int((hits[Method.DEFINITIONS] & ~hits[learning]).sum())
    only_learned = int((hits[learning] & ~hits[Method.DEFINITIONS]).sum())
    # On a few dozen labels the two differ by chance; learning must be worse at one in twenty (McNemar).
    best = Method.DEFINITIONS if only_plain - only_learned > SURELY * sqrt(only_plain + only_learned) else learning
    model = plain if best is Method.DEFINITIONS else fit(views, rows, answers, best, plain)
    temperature = fit_temperature(unseen[best], answers, usual) if len(answers) >= CALIBRATED else None
    return Learned(model, best, right, temperature)


def fit_temperature(scores: Scores, answers: Answers, usual: float) -> float:
    """Return the temperature that makes softmax(scores / t) most likely for ``answers`` (Guo et al. 2017).

    Pulled a little to the ``usual`` one: fifty answers alone leave it uncertain by a fifth.
    """

    def loss(log_t: float) -> float:
        scaled = scores / np.exp(log_t)
        likelihood = (logsumexp(scaled, axis=1) - scaled[np.arange(len(answers)), answers]).sum()
        return float(likelihood + PULL * (log_t - np.log(usual)) ** 2)

    return float(np.exp(minimize_scalar(loss, bounds=(-4, 4), method="bounded").x))


def _unseen(views: Sequence[View], rows: Sequence[Any], answers: Answers, method: Method, plain: Model) -> Scores:
    """Return the scores of each confirmed text by a model that did not learn from it."""
    if method is Method.DEFINITIONS:
        return plain.scores(rows)
    folds = np.empty(len(answers), np.int64)
    folds[np.argsort(answers, kind="stable")] = np.arange(len(answers)) % FOLDS  # each class spread over the folds
    out = np.zeros((len(answers), views[0].classes.shape[0]))
    for fold in range(FOLDS):
        held = folds == fold
        if held.any():
            model = fit(views, [row[~held] for row in rows], answers[~held], method, plain)
            out[held] = model.scores([row[held] for row in rows])
    return out


def _prototypes(view: View, rows: Any, answers: Answers) -> Any:
    """Return classes x d rows: the words of a class as often as the prior says, and its confirmed texts (Rocchio)."""
    count = view.classes.shape[0]
    chosen = sparse.csr_array((np.ones(len(answers)), (answers, np.arange(len(answers)))), shape=(count, len(answers)))
    return normalize(view.classes * view.prior + chosen @ rows)
