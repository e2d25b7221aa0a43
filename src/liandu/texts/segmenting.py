"""Words and pairs of characters: what a Chinese text is cut into.

Words come from rjieba with the words of the field in ``words.txt``, which it would split otherwise (三重/一大). Pairs
need no dictionary: they are what full-text search is built on, since words lose a part of what people look for.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

HAN = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003134f"
_RUN = re.compile(r"[^\W_]+")
_WORD = re.compile(rf"[{HAN}a-z]")


@cache
def _jieba() -> Any:
    # Loads its dictionary (50 ms): only who cuts words should wait for it.
    from rjieba import Jieba

    segmenter = Jieba()
    for word in (files("liandu.texts") / "words.txt").read_text(encoding="utf-8").split():
        segmenter.add_word(word, 100_000, None)
    return segmenter


@cache
def empty_words() -> frozenset[str]:
    """Return the words that stand in statements of every class and name none."""
    return frozenset((files("liandu.texts") / "empty_words.txt").read_text(encoding="utf-8").split())


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order: Han and Latin words in one width and case, without marks and numbers."""
    found = _jieba().cut(unicodedata.normalize("NFKC", text).lower())
    return [word for word in found if _WORD.search(word)]


def telling_words(text: str) -> list[str]:
    """Return the words of ``text`` that may name what it is about: two characters or more, none of the empty ones."""
    empty = empty_words()
    return [word for word in words(text) if len(word) > 1 and word not in empty]


def folded(text: str) -> str:
    """Return ``text`` in one width and lower case, as it is compared."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """Return what stands between marks and spaces in ``text``, folded: 安全、生产2024年 -> 安全, 生产2024年."""
    return _RUN.findall(folded(text))


def bigrams(text: str, *, ends: bool = False) -> list[str]:
    """Return the terms of ``text`` for full-text search, in order: the same for the index and for what is looked up.

    Each run of characters gives its overlapping pairs (安全生产 -> 安全, 全生, 生产), whatever script they are of, so
    that every piece of it is found (4年 in 2024年); a run of one character gives that character, to be looked up as a
    prefix. With ``ends``, for the index, the last character of a run follows its pairs, so that the prefix finds it
    there too.
    """
    terms: list[str] = []
    for run in runs(text):
        if len(run) == 1:
            terms.append(run)
            continue
        terms += [run[at : at + 2] for at in range(len(run) - 1)]
        if ends:
            terms.append(run[-1])
    return terms
