"""JSON kept as the very text that is digested: no database may put its keys into another order."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

_encode = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """Return ``value`` as JSON in its one spelling: keys in order, no spaces, every character as itself."""
    return _encode(value)


class CanonicalJSON(models.TextField):  # type: ignore[type-arg]  # Django's class takes no arguments when it runs
    """A dictionary in Python, canonical JSON text in the database. Not to be asked for by its keys."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:  # noqa: ARG002 - Django's
        """Return what the text says."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """Return the value itself, or what a text says."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """Return the text."""
        return value if value is None or isinstance(value, str) else canonical(value)
