"""What later stages have to say about material and inspections on the pages of this stage.

This stage comes before them and may not import them, so they register here (in their ``presenters`` room).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liandu.inspections.models import Inspection, Material


@dataclass(frozen=True, slots=True)
class Remark:
    """A state by word and shape, in the reader's language; perhaps a page to go to, and a sentence of detail."""

    words: str
    shape: str = ""
    tone: str = "plain"
    url: str = ""
    action: str = ""
    detail: str = ""


OfMaterial = Callable[[Any, Sequence[Material]], Mapping[int, Remark]]
OfInspections = Callable[[Any, Sequence[Inspection]], Mapping[int, Remark]]
_of_material: list[OfMaterial] = []
_of_inspections: list[OfInspections] = []


def remark_on_material(speaker: OfMaterial) -> OfMaterial:
    """Register ``speaker(reader, material) -> remarks by key``; one call for a whole list. Usable as a decorator."""
    _of_material.append(speaker)
    return speaker


def remark_on_inspections(speaker: OfInspections) -> OfInspections:
    """Register ``speaker(reader, inspections) -> remarks by key``; one call for a whole list. Usable as a decorator."""
    _of_inspections.append(speaker)
    return speaker


def remarks_on_material(reader: Any, rows: Sequence[Material]) -> dict[int, list[Remark]]:
    """Return what ``reader`` may be told about each piece of material, by its key."""
    return _gathered(speaker(reader, rows) for speaker in _of_material) if rows else {}


def remarks_on_inspections(reader: Any, rows: Sequence[Inspection]) -> dict[int, list[Remark]]:
    """Return what ``reader`` may be told about each inspection, by its key."""
    return _gathered(speaker(reader, rows) for speaker in _of_inspections) if rows else {}


def _gathered(said: Any) -> dict[int, list[Remark]]:
    remarks: dict[int, list[Remark]] = {}
    for answer in said:
        for key, remark in answer.items():
            remarks.setdefault(key, []).append(remark)
    return remarks
