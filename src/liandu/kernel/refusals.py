"""A refusal: an act or an input that is turned away, with a sentence that helps the person who tried."""

from typing import Any


class Refusal(Exception):
    """Something was turned away; nothing was changed.

    ``code`` is stable and for machines (``"file.encrypted"``); ``sentence`` is Chinese source text, perhaps with
    ``%(name)s`` places, for people; ``facts`` fill the places. Pages translate ``sentence`` before filling it.
    """

    def __init__(self, code: str, sentence: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.facts = facts

    def __str__(self) -> str:
        """Return the sentence in the source language."""
        return self.sentence % self.facts if self.facts else self.sentence

    def __reduce__(self) -> tuple[Any, ...]:
        """Let a refusal travel back whole from a worker process."""
        return (_rebuild, (type(self), self.code, self.sentence, self.facts))


def _rebuild(kind: type[Refusal], code: str, sentence: str, facts: dict[str, Any]) -> Refusal:
    return kind(code, sentence, **facts)
