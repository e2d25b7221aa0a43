"""Reading accounts, always through the reader's eyes."""

from liandu.rectification.queries.extensions import (
    acts_for_office,
    extensions_for,
    extensions_of,
    extensions_to_decide,
    offices_with_duty,
    open_extension,
)
from liandu.rectification.queries.items import items_for, opened_item
from liandu.rectification.queries.proofs import Proof, proof_of, proofs_of
from liandu.rectification.queries.register import (
    RegisterView,
    counts_of_register,
    institutions_asked_for,
    institutions_for,
    institutions_of,
    register_page,
    units_of_register,
)
from liandu.rectification.queries.working import (
    bulk_page,
    evidence_for,
    evidence_of,
    items_worked_on,
    measures_of,
    milestone_for,
    milestones_of,
    report_to_correct,
    reports_of,
    same_files_elsewhere,
)

__all__ = [
    "Proof",
    "RegisterView",
    "acts_for_office",
    "bulk_page",
    "counts_of_register",
    "evidence_for",
    "evidence_of",
    "extensions_for",
    "extensions_of",
    "extensions_to_decide",
    "institutions_asked_for",
    "institutions_for",
    "institutions_of",
    "items_for",
    "items_worked_on",
    "measures_of",
    "milestone_for",
    "milestones_of",
    "offices_with_duty",
    "open_extension",
    "opened_item",
    "proof_of",
    "proofs_of",
    "register_page",
    "report_to_correct",
    "reports_of",
    "same_files_elsewhere",
    "units_of_register",
]
