"""What is under which key: asked by the rotation of keys, which is the machine's work; no text is opened here."""

from collections.abc import Iterator

from django.db.models import Model, QuerySet

from liandu.clues.models import Clue
from liandu.clues.sealing import sealed_fields

CHUNK = 500
Tokens = Iterator[tuple[str, list[bytes]]]


def sealed_texts() -> Iterator[tuple[type[Model], list[str], Tokens]]:
    """Yield each table with its sealed fields and its rows: key, and the tokens that are not empty."""
    for model, fields in sealed_fields():
        yield model, fields, _tokens(model, fields)


def _tokens(model: type[Model], fields: list[str]) -> Tokens:
    """Yield the rows of a table by key, a chunk at a time, so that a rewrite meanwhile neither skips nor repeats."""
    last = ""
    while True:
        rows = list(QuerySet(model).filter(pk__gt=last).order_by("pk").values_list("pk", *fields)[:CHUNK])
        for key, *held in rows:
            yield key, [bytes(token) for token in held if token]
        if len(rows) < CHUNK:
            return
        last = rows[-1][0]


def clues_indexed_before(key_id: str) -> list[str]:
    """Return the keys of the clues with a name that is indexed under another key than ``key_id``."""
    rows = Clue.objects.filter(tokens__isnull=False).exclude(tokens__index_key=key_id)
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())
