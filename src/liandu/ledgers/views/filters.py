"""The filters of a ledger's form, whichever ledger it is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from liandu.inspections.taxonomies import taxonomy
from liandu.inspections.taxonomies.wording import words_of
from liandu.ledgers.classes import NO_CLASS
from liandu.ledgers.queries import Choices


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the form: its name in the address, its label, what it offers and what is chosen."""

    name: str
    label: str
    everything: str
    options: list[tuple[str, str]]
    chosen: str


def choices_of(choices: Any) -> list[tuple[str, str]]:
    """Return an enumeration as the choices of a filter."""
    return [(str(value), str(label)) for value, label in choices.choices]


def class_choices(chosen: str = "") -> list[tuple[str, str]]:
    """Return the first levels of the taxonomy, each with its classes, and what has none yet; ``chosen`` too."""
    said = taxonomy()
    codes = sorted({*said.aspects, *said.leaves, *([chosen] if chosen in said.retired else [])})  # "A" before "A1"
    return [*((code, words_of(said, code)) for code in codes), (NO_CLASS, _("没有类别"))]


def term_filter(choices: Choices, chosen: str) -> list[Filter]:
    """Return the filter by term, where there are several or one is chosen."""
    if len(choices.terms) < 2 and not chosen:
        return []
    return [Filter("term", _("届次"), _("全部届次"), choices.terms, chosen)]
