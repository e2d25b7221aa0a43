"""Texts put into the index as a step of the worker puts them."""

from django.utils import timezone

from liandu.search.commands import Step, keep_texts
from liandu.search.engines import Within, look
from liandu.search.kinds import Source
from liandu.search.queries import cursor_now
from liandu.search.terms import words_asked

EVERYWHERE = Within(((("finding", "item"), None),))


def source(key, title="", body="", *, unit=None, round=None) -> Source:  # noqa: A002 - the field's term
    return Source(key, unit, round, timezone.now(), title, body)


def keep(*sources, kind="finding", gone=()) -> None:
    texts = {kind: {one.key: one for one in sources} | dict.fromkeys(gone)}
    cursor = cursor_now()
    assert keep_texts(step=Step(cursor.edition, cursor.upper, cursor.awaited), texts=texts, worker="test")


def keys(text, within=EVERYWHERE, *, most=100) -> list[int]:
    return [row.key for row in look(words_asked(text), within, most=most).rows]
