"""Amounts, outcomes and looks of this stage in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liandu.kernel.refusals import Refusal
from liandu.rectification.models import OutcomeKind
from liandu.rectification.models.progress import INSTITUTIONS, MONEY
from liandu.rectification.rules.outcomes import measure_of
from liandu.rectification.states import AskedState
from liandu.ui.errors import in_words

ASKED_LOOKS = {
    AskedState.ASKED: ("now", "◑"),
    AskedState.GRANTED: ("good", "●"),
    AskedState.REFUSED: ("look", "×"),
    AskedState.TAKEN_BACK: ("plain", "↺"),
}


def yuan(amount: Decimal) -> str:
    """Return an amount of money as people write it: 1,234.50 元, without .00."""
    text = f"{amount:,.2f}".removesuffix(".00")
    return _("%(amount)s 元") % {"amount": text}


def amount_in_words(kind: str, amount: Decimal) -> str:
    """Return the amount of an outcome with what it counts."""
    measure, n = measure_of(kind), int(amount)
    if measure == "yuan":
        return yuan(amount)
    if measure == "people":
        return ngettext("%(n)s 人", "%(n)s 人", n) % {"n": n}
    if measure == "times":
        return ngettext("%(n)s 次", "%(n)s 次", n) % {"n": n}
    return pgettext("outcomes", "%(n)s 项") % {"n": n}


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of outcomes: what it counts, and how much in words."""

    label: str
    words: str


def sums_in_words(outcomes: Mapping[str, Decimal], institutions: Mapping[str, int]) -> list[Sum]:
    """Return the sums of an item or of many: money, then institutions, which the register counts, then the rest."""

    def of(kinds: Iterable[OutcomeKind]) -> list[Sum]:
        return [Sum(str(kind.label), amount_in_words(kind, outcomes[kind])) for kind in kinds if kind in outcomes]

    kept = [
        Sum(str(name), amount_in_words(work, Decimal(institutions[work])))
        for work, name in INSTITUTIONS.items()
        if work in institutions
    ]
    return [*of(MONEY), *kept, *of(kind for kind in OutcomeKind if kind not in MONEY)]


def reasons_in_words(refusals: Iterable[Refusal]) -> tuple[str, ...]:
    """Return the sentences of refusals, for a grey button."""
    return tuple(in_words(refusal) for refusal in refusals)
