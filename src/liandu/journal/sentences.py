"""Acts in words: each stage tells here, in its ``presenters`` room, how an entry reads."""

from collections.abc import Callable

from liandu.journal.models import Entry

Sentence = Callable[[Entry], str]
_sentences: dict[str, Sentence] = {}


def tell(act: str, sentence: Sentence) -> None:
    """Register how entries of ``act`` read; the sentence is translated when it is made."""
    if act in _sentences:
        msg = f"{act} is told twice"
        raise ValueError(msg)
    _sentences[act] = sentence


def told(act: str) -> bool:
    """Return whether ``act`` has a sentence."""
    return act in _sentences


def sentence_for(entry: Entry) -> str:
    """Return the entry as a sentence in the reader's language; an unknown act reads as its code."""
    sentence = _sentences.get(entry.act)
    return sentence(entry) if sentence else entry.act
