"""What a picture is of: the whole, a sector or a unit, in all rounds, a term or one round; and where its rows stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.findings.states import State as FindingState
from liandu.inspections.models import Round
from liandu.inspections.queries import inspections_for
from liandu.orgs.models import Sector, Unit

COUNTED = "counted"  # the ledger's word for every state of an item but cancelled
LONGEST_KEY = 9


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and the address of exactly the rows that it counts."""

    n: int
    address: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a picture is of. ``sector`` is a unit's own when ``unit`` is given."""

    term: str = ""
    round: str = ""
    sector: str = ""
    unit: Unit | None = None

    @classmethod
    def of(cls, asked: Mapping[str, Any], *, sector: str = "", unit: Unit | None = None) -> "Scope":
        """Return the scope that an address asks for; what it asks wrongly is left out."""
        return cls(_key(asked.get("term")), _key(asked.get("round")), unit.sector if unit else sector, unit)

    @property
    def query(self) -> str:
        """Return term and round as the end of an address: "" or "?…"."""
        asked = urlencode({name: value for name, value in (("term", self.term), ("round", self.round)) if value})
        return f"?{asked}" if asked else ""

    @property
    def peers(self) -> "Scope":
        """Return what this one is held against: for a unit its sector, for a sector itself, else the whole."""
        return replace(self, unit=None)

    @property
    def by(self) -> str:
        """Return the field that splits the peers: sectors of the whole, units of a sector."""
        return "unit" if self.sector else "unit__sector"

    def condition(self, prefix: str = "") -> Q:
        """Return the condition that a row with the fields unit and round, after ``prefix``, is in this scope."""
        exact: dict[str, Any] = {"round__term": self.term, "round": self.round, "unit__sector": self.sector}
        exact |= {"unit": self.unit.pk} if self.unit else {}
        return Q(**{f"{prefix}{name}": value for name, value in exact.items() if value})

    def within(self, key: Any) -> "Scope":
        """Return the scope of one of the groups that ``by`` makes; the key of a unit is its number."""
        if self.sector:
            return replace(self, unit=Unit(pk=key, sector=self.sector))
        return replace(self, sector=str(key))

    def _where(self) -> dict[str, Any]:
        where = {"term": self.term, "round": self.round}
        return where | ({"unit": self.unit.pk} if self.unit else {"sector": self.sector})

    def findings(self, **more: Any) -> str:
        """Return where the confirmed findings of this scope stand, narrowed by ``more``."""
        return _address("ledgers:findings", {**self._where(), "state": FindingState.CONFIRMED, **more})

    def items(self, **more: Any) -> str:
        """Return where the items of this scope stand that are not cancelled, narrowed by ``more``."""
        return _address("ledgers:items", {**self._where(), "state": COUNTED, **more})

    def page(self) -> str:
        """Return the address of this scope's picture."""
        if self.unit:
            return reverse("insight:unit_profile", args=[self.unit.pk]) + self.query
        if self.sector:
            return reverse("insight:sector_profile", args=[self.sector]) + self.query
        return reverse("insight:profiles") + self.query


def _key(value: Any) -> str:
    text = str(value or "")
    return text if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else ""


def _address(page: str, narrowed: Mapping[str, Any]) -> str:
    return f"{reverse(page)}?{urlencode({name: value for name, value in narrowed.items() if value})}"


def unit_in_reach(reader: Any, pk: int) -> Unit | None:
    """Return an inspected unit whose findings the reader may see, None for every other."""
    rows = Unit.objects.exclude(sector="").filter(pk=pk)
    return visible(rows, reader, Act.FINDING_VIEW, unit="pk").first()


def is_sector(code: str) -> bool:
    """Return whether there is such a sector."""
    return code in Sector.values


def rounds_in_reach(reader: Any) -> list[Round]:
    """Return the rounds in which a unit within reach was inspected, with their terms, the newest first: one query."""
    keys = inspections_for(reader).select_related(None).order_by().values("round")
    rows = Round.objects.filter(pk__in=keys).select_related("term")
    return list(rows.order_by("term__mark", "-term__number", "-number"))
