"""From a text to the terms of the index, and from what somebody types to what is looked up: plain Python."""

from collections.abc import Iterator

from liandu.texts.segmenting import bigrams, runs

LONGEST = 60  # characters of one run that are looked up; parts overlap by as many
MOST_RUNS = 10  # runs in one question
PART = 1_500  # characters: PostgreSQL keeps 16,383 places of a row, and 256 of one term
TITLE = 300  # characters of a title that count as title


def words_asked(text: str) -> tuple[str, ...]:
    """Return the runs of characters that ``text`` asks for, each once: all must be found.

    Quotes, stars, brackets and whatever else some engine takes for an operator only separate.
    """
    asked = (run[:LONGEST] for run in runs(text.replace("\x00", " ")))
    return tuple(dict.fromkeys(asked))[:MOST_RUNS]


def terms_of(text: str) -> list[str]:
    """Return the terms of a text as the index keeps them, in order."""
    return bigrams(text, ends=True)


def phrase_of(word: str) -> list[str]:
    """Return the terms that stand one behind another where ``word`` (of words_asked) stands."""
    return bigrams(word)


def is_prefix(word: str) -> bool:
    """Return whether ``word`` is a single character, which is looked up as the beginning of a term."""
    return len(word) == 1


def stands_in(word: str, text: str) -> bool:
    """Return whether the index finds ``word`` (of words_asked) in ``text``."""
    terms = terms_of(text)
    if is_prefix(word):
        return any(term.startswith(word) for term in terms)
    phrase = phrase_of(word)
    return any(terms[at : at + len(phrase)] == phrase for at in range(len(terms) - len(phrase) + 1))


def parts_of(title: str, body: str) -> list[tuple[str, str]]:
    """Return the (title, body) of each part of a text, at least one; the title stands in the first.

    A part ends with a line where it can; a longer line is cut, and both sides keep what lies around the cut, so that
    nothing that can be asked for is lost.
    """
    if len(title) > TITLE:
        title, body = title[:TITLE], f"{title[TITLE - LONGEST :]}\n{body}"
    bodies = list(_filled(body)) or [""]
    return [(title, bodies[0]), *(("", one) for one in bodies[1:])]


def _filled(body: str) -> Iterator[str]:
    """Yield the lines of ``body``, as many together as go into a part."""
    kept: list[str] = []
    length = 0
    for line in _lines(body):
        if kept and length + len(line) > PART:
            yield "\n".join(kept)
            kept, length = [], 0
        kept.append(line)
        length += len(line) + 1
    if kept:
        yield "\n".join(kept)


def _lines(body: str) -> Iterator[str]:
    """Yield the lines that say something; of one that is longer than a part, pieces that overlap."""
    for whole in body.replace("\x00", " ").splitlines():
        line = whole.strip()
        while len(line) > PART:
            yield line[:PART]
            line = line[PART - LONGEST :]
        if line:
            yield line
