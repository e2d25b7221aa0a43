"""Counts of the register: the same for every reader, so that two readers cannot compare; small numbers suppressed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.clues.models import Clue, Kind, Nature, Outcome, Source
from liandu.clues.states import State
from liandu.clues.suppression import Cell, Shown, publish
from liandu.inspections.models import Round
from liandu.orgs.models import Sector


@dataclass(frozen=True, slots=True)
class CountTable:
    """One dimension: its name, and (label, cell) in the order of its choices."""

    key: str
    name: str
    rows: list[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Counts:
    """All that leaves the wall: tables, the total if it may be shown, the rate of conclusion if it may be."""

    tables: list[CountTable]
    total: int | None
    concluded: int | None
    rate: str
    day: date


def clue_counts(reader: Any) -> Counts:
    """Return the counts of all clues by round, source, nature, disposition, outcome and sector, as may be shown.

    Whoever carries CLUE_COUNT gets the same answer; it holds no clue, and nothing from which one follows.
    """
    require(reader, Act.CLUE_COUNT)
    names = _names()
    counted = {key: _by(field, list(labels)) for key, (field, _name, labels) in names.items()}
    counted["progress"] = _progress()
    published = publish(counted)
    names["progress"] = ("", _("办理进度"), {"concluded": _("已办结"), "open": _("办理中")})
    tables = [
        CountTable(key, name, [(labels[cell.key], cell) for cell in published.tables[key]])
        for key, (_field, name, labels) in names.items()
    ]
    done = next(cell for cell in published.tables["progress"] if cell.key == "concluded")
    concluded = done.value if done.shown == Shown.VALUE else None
    rate = ""
    if concluded is not None and published.total:
        rate = f"{concluded / published.total * 100:.1f}%"
    return Counts(tables, published.total, concluded, rate, timezone.localdate())


def _names() -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return each dimension: the field it groups by, its name, and the labels of its cells; "" is what is not set."""
    rounds = {
        str(pk): name for pk, name in Round.objects.order_by("-term__number", "-number").values_list("pk", "name")
    }
    kinds = {value: str(label) for value, label in Kind.choices}
    outcomes = {value: str(label) for value, label in Outcome.choices if value not in {"case", "supported"}}
    return {
        "round": ("round", _("轮次"), {**rounds, "": _("不属于轮次")}),
        "source": ("source", _("来源"), {value: str(label) for value, label in Source.choices}),
        "nature": ("nature", _("性质"), {value: str(label) for value, label in Nature.choices}),
        "kind": ("kind", _("处置方式"), {**kinds, "": _("没有处置")}),
        "outcome": ("outcome", _("办理结果"), {**outcomes, "": _("没有结果")}),
        "sector": (
            "unit__sector",
            _("板块"),
            {**{value: str(label) for value, label in Sector.choices}, "": _("其他")},
        ),
    }


def _by(field: str, keys: list[str]) -> dict[str, int]:
    found = {
        "" if key is None else str(key): count
        for key, count in Clue.objects.order_by().values_list(field).annotate(n=Count("pk"))
    }
    return {key: found.get(key, 0) for key in keys}


def _progress() -> dict[str, int]:
    states = _by("state", State.values)
    done = states[State.CONCLUDED]
    return {"concluded": done, "open": sum(states.values()) - done}
