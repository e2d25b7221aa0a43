"""The page of the search: what an address asks for, and the names that the index itself does not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from liandu.inspections.models import Round
from liandu.search.queries import Choice, Narrowed, Result, found_for, sees_any

LONGEST = 100  # characters of a question


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it asks wrongly is left out."""

    text: str = ""
    kind: str = ""
    unit: str = ""
    round: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Asked":
        """Return what an address asks for."""
        unit, round_, page = (_digits(asked.get(name)) for name in ("unit", "round", "page"))
        text = " ".join(str(asked.get("q") or "").split())[:LONGEST]
        return cls(text, str(asked.get("kind") or "")[:16], unit, round_, int(page or 1))

    @property
    def narrowed(self) -> Narrowed:
        """Return what is to be left."""
        unit, round_ = (int(value) if value else None for value in (self.unit, self.round))
        return Narrowed(self.kind, unit, round_)

    def address(self, **changes: Any) -> str:
        """Return the query string with ``changes``; "" takes a part out."""
        parts = {"q": self.text, "kind": self.kind, "unit": self.unit, "round": self.round, **changes}
        return urlencode({name: value for name, value in parts.items() if value})


def _digits(value: Any) -> str:
    text = str(value or "")
    return text if text.isdecimal() and text.isascii() and len(text) <= 15 else ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows: the result, the rounds to choose from, and whether the reader may find anything at all."""

    result: Result
    rounds: list[Choice]
    sees_any: bool


def search_page(reader: Any, asked: Asked) -> Seen:
    """Return what the address finds for this reader, with the names of the rounds in which something was found."""
    result = found_for(reader, asked.text, asked.narrowed, page=asked.page)
    rounds = Round.objects.filter(pk__in=result.rounds).order_by("term__mark", "-term__number", "-number")
    choices = [Choice(str(row.pk), str(row), result.rounds[row.pk]) for row in rounds] if result.rounds else []
    return Seen(result, choices, sees_any(reader))
