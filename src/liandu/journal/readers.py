"""Who may read the history of what: the journal knows labels and keys only, so each stage says it here.

A stage registers in its ``presenters`` room. What nobody has spoken for, nobody may read by its entry's number.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

# All of the history, nothing, or what stands there from a moment on.
MayRead = Callable[[Any, int], bool | datetime]
_speakers: dict[str, MayRead] = {}


def may_read(label: str) -> Callable[[MayRead], MayRead]:
    """Register, as a decorator, who says what of the history of the ``label`` with a key a reader may see."""

    def register(speaker: MayRead) -> MayRead:
        if label in _speakers:
            msg = f"{label} is spoken for twice"
            raise ValueError(msg)
        _speakers[label] = speaker
        return speaker

    return register


def may_read_history(reader: Any, subject: str, at: datetime) -> bool:
    """Return whether ``reader`` may see what is of ``at`` in the history of ``subject`` (``findings.finding:12``)."""
    label, _colon, key = subject.partition(":")
    speaker = _speakers.get(label)
    if speaker is None or not (key.isascii() and key.isdigit()):
        return False
    said = speaker(reader, int(key))
    return at >= said if isinstance(said, datetime) else said
