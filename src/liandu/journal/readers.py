"""Who may read the history of what: the journal knows labels and keys only, so each stage says it here.

A stage registers in its ``presenters`` room. What nobody has spoken for, nobody may read by its entry's number.
"""

from collections.abc import Callable
from typing import Any

MayRead = Callable[[Any, int], bool]
_speakers: dict[str, MayRead] = {}


def may_read(label: str) -> Callable[[MayRead], MayRead]:
    """Register, as a decorator, who says whether a reader may see the history of the ``label`` with a key."""

    def register(speaker: MayRead) -> MayRead:
        if label in _speakers:
            msg = f"{label} is spoken for twice"
            raise ValueError(msg)
        _speakers[label] = speaker
        return speaker

    return register


def may_read_history(reader: Any, subject: str) -> bool:
    """Return whether ``reader`` may see the history of ``subject`` (``findings.finding:12``)."""
    label, _colon, key = subject.partition(":")
    speaker = _speakers.get(label)
    return speaker is not None and key.isascii() and key.isdigit() and speaker(reader, int(key))
