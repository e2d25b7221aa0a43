"""Interface words in code that knows nothing of Django.

Chinese is the source language of every sentence. Plain packages mark a sentence with :func:`gettext_noop`, so that it
is collected for translation, and the page that shows it translates it.
"""

from typing import Any, Self


def gettext_noop(text: str) -> str:
    """Return ``text`` unchanged; the name tells the message collector to pick the literal up."""
    return text


class Sentence(str):
    """A Chinese sentence, its ``%(name)s`` places filled; it keeps ``source`` and ``facts`` for its translation."""

    __slots__ = ("facts", "source")
    source: str
    facts: dict[str, str]

    def __new__(cls, source: str, **facts: str) -> Self:
        """Fill the places of ``source`` with ``facts``; without facts ``source`` stays as it is."""
        made = super().__new__(cls, source % facts if facts else source)
        made.source, made.facts = source, facts
        return made


def parts_of(sentence: str) -> dict[str, Any]:
    """Return ``sentence`` as it is stored: {"sentence": what gettext looks up, "facts": what fills its places}."""
    if isinstance(sentence, Sentence):
        return {"sentence": sentence.source, "facts": sentence.facts}
    return {"sentence": sentence, "facts": {}}
