"""Sealed texts of clues: each record by itself, under keys that lie outside the database.

A text is bound to its table, record and field: moved elsewhere, it does not open. Names are found by a keyed digest of
exactly the name, never by a part of it.
"""

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField, Model

from liandu.keys.folder import KeyFolder
from liandu.keys.records import Vault

PURPOSE = "clues"


def vault() -> Vault:
    """Return the vault of the clues, with the keys and the algorithm of this site."""
    return Vault(KeyFolder(settings.LIANDU_KEYS), purpose=PURPOSE, algorithm=settings.LIANDU_CIPHER)


def context_of(thing: Model | type[Model], key: str, field: str) -> str:
    """Return what a sealed text is bound to: table, key of the record, field."""
    return f"{thing._meta.db_table}:{key}:{field}"


def seal(thing: Model, **texts: str) -> None:
    """Put ``texts`` into the fields of ``thing`` by their names, sealed; an empty text stays empty."""
    keys = vault()
    for field, text in texts.items():
        token = keys.seal(text.encode(), context=context_of(thing, thing.pk, field)) if text else b""
        setattr(thing, field, token)


def unseal(thing: Model, field: str) -> str:
    """Return the text of a sealed field, "" when it is empty. The caller has checked the reader."""
    token = bytes(getattr(thing, field) or b"")
    return vault().open(token, context=context_of(thing, thing.pk, field)).decode() if token else ""


def sealed_fields() -> list[tuple[type[Model], list[str]]]:
    """Return every table of this app that holds sealed texts, with the names of the fields."""
    found = []
    for model in apps.get_app_config("clues").get_models():
        fields = [field.name for field in model._meta.concrete_fields if isinstance(field, BinaryField)]
        if fields:
            found.append((model, fields))
    return found


def packed_persons(persons: Iterable[dict[str, Any]]) -> str:
    """Return persons (name, post) as the text that is sealed."""
    return json.dumps([{"name": p["name"], "post": p.get("post", "")} for p in persons], ensure_ascii=False)


def unpacked_persons(text: str) -> list[dict[str, str]]:
    """Return the persons of a text made by packed_persons()."""
    return json.loads(text) if text else []


def folded_name(name: str) -> str:
    """Return a name as it is compared: full and half width alike, without spaces and middle dots."""
    kept = (
        char for char in unicodedata.normalize("NFKC", name).casefold() if not char.isspace() and char not in "·•・‧"
    )
    return "".join(kept)
