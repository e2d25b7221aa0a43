"""A new key for the clues: each batch is a transaction of its own, so a killed run goes on where it stopped."""

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from liandu.clues.commands.opening import index_names
from liandu.clues.models import Clue
from liandu.clues.sealing import context_of, unpacked_persons, unseal, vault
from liandu.journal.commands import record

BATCH = 200


@transaction.atomic
def rotate_keys(*, index: bool, by: Any) -> str:
    """Take a new master key (or index key) into use and return its id; what is kept must be wrapped anew after it."""
    keys = vault()
    key = keys.rotate_index() if index else keys.rotate()
    record(act="keys.rotated", subject=f"keys.{key.purpose}", by=by, facts={"key": key.id, "index": index})
    return key.id


@transaction.atomic
def rewrap_batch(*, model: type[Model], fields: list[str], keys: list[str], by: Any) -> int:
    """Wrap the sealed texts of these records under the master key in use and return how many texts that were.

    A text that was written anew meanwhile is left alone: it is under the new key already.
    """
    safe, rows = vault(), QuerySet[Any](model)
    current = safe.folder.current(safe.purpose)
    done = 0
    for row in rows.filter(pk__in=keys).order_by("pk"):
        for field in fields:
            token = bytes(getattr(row, field) or b"")
            if not token or (current and safe.key_of(token) == current.id):
                continue
            fresh = safe.rewrap(token, context=context_of(model, row.pk, field))
            done += rows.filter(pk=row.pk, **{field: token}).update(**{field: fresh})
    record(act="keys.rewrapped", subject=f"keys.{safe.purpose}", by=by, facts={"texts": done})
    return done


@transaction.atomic
def index_batch(*, clues: list[str], by: Any) -> int:
    """Index the names of these clues under the index key in use and return how many clues that were."""
    rows = list(Clue.objects.select_for_update().filter(pk__in=clues).order_by("pk"))
    for clue in rows:
        index_names(clue, [person["name"] for person in unpacked_persons(unseal(clue, "persons"))])
    record(act="keys.indexed", subject="keys.clues-index", by=by, facts={"clues": len(rows)})
    return len(rows)
