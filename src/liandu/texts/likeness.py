"""How much two short texts are alike, and which of several a text means: for lists that name things by their words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")

LIKE_ENOUGH = 0.6  # below it two statements of problems are different problems
BY_HOW_MUCH = 0.1  # the second best must be less alike by so much, or nobody can tell which is meant
_NOT_WORDS = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Return ``text`` without punctuation and space, in one width and case."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).lower()


def pairs_of(text: str) -> Counter[str]:
    """Return the pairs of neighbouring characters of the bare text, with how often each occurs."""
    plain = bare(text)
    return Counter(plain[at : at + 2] for at in range(max(len(plain) - 1, min(len(plain), 1))))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how alike two texts are by their pairs (Dice): 0 nothing in common, 1 the same pairs."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def meant_by(text: str, among: Mapping[Key, Counter[str]]) -> tuple[Key, float] | None:
    """Return the key of the text that ``text`` means, with how alike they are; None when none or several might be.

    ``among`` holds pairs_of() each text.
    """
    asked = pairs_of(text)
    scored = sorted(((likeness(asked, pairs), key) for key, pairs in among.items()), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < LIKE_ENOUGH:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < BY_HOW_MUCH:
        return None
    return scored[0][1], scored[0][0]
