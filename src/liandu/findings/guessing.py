"""What a process of its own does for the guesses of classes: learn from what people confirmed, then guess."""

from collections.abc import Mapping, Sequence

from liandu.texts.classifying import Classifier, Suggestion
from liandu.texts.keywords import Category
from liandu.texts.statements import Label, Statement

Texts = Sequence[tuple[int, str]]  # keys of findings with their words
Classed = Sequence[tuple[int, str, str]]  # the same with the class that a person has said


def guess(
    waiting: Texts, confirmed: Classed, units: Sequence[str], known: Mapping[str, Category]
) -> tuple[list[tuple[int, Suggestion]], bool]:
    """Return a suggestion for each of ``waiting`` by its key, and whether shares may be read as probabilities.

    ``units`` are names that say nothing about a class, ``known`` the classes in force: a process of its own
    does not ask the database. Takes seconds once classes were confirmed, so nobody waits for it.
    """
    labels = [Label(id=str(key), text=text, code=code) for key, text, code in confirmed if code in known]
    classifier = Classifier(known, labels=labels, units=units)
    # Their keys are not those of the labels: a label is never among those who wait.
    suggestions = classifier.suggest([Statement(id=f"waiting:{key}", text=text) for key, text in waiting])
    return [(key, one) for (key, _text), one in zip(waiting, suggestions, strict=True)], classifier.calibrated
