"""Reading findings and what is proposed to become one, always through the reader's eyes."""

from liandu.findings.queries.classes import (
    ClassPage,
    ClassView,
    Quality,
    Waiting,
    class_counts,
    class_page,
    classes_to_confirm,
    confirmed_classes,
    how_many_are_classified,
    masked_units,
    quality_of,
    waiting_for_a_guess,
    with_reasons,
)
from liandu.findings.queries.difference import Difference, difference_with_earlier, standing_findings
from liandu.findings.queries.findings import Clipping, clipping_of, findings_for, opened_finding
from liandu.findings.queries.review import Review, document_to_review, next_to_check, review_of, units_to_choose
from liandu.findings.queries.source import blocks_touched, marked_blocks, source_of
from liandu.findings.queries.themes import ThemeCheck, checklists_of, item_names, theme_check
from liandu.findings.queries.tree import proposals_of, shown_parent, siblings_of, stamp_now, stamp_of

__all__ = [
    "ClassPage",
    "ClassView",
    "Clipping",
    "Difference",
    "Quality",
    "Review",
    "ThemeCheck",
    "Waiting",
    "blocks_touched",
    "checklists_of",
    "class_counts",
    "class_page",
    "classes_to_confirm",
    "clipping_of",
    "confirmed_classes",
    "difference_with_earlier",
    "document_to_review",
    "findings_for",
    "how_many_are_classified",
    "item_names",
    "marked_blocks",
    "masked_units",
    "next_to_check",
    "opened_finding",
    "proposals_of",
    "quality_of",
    "review_of",
    "shown_parent",
    "siblings_of",
    "source_of",
    "stamp_now",
    "stamp_of",
    "standing_findings",
    "theme_check",
    "units_to_choose",
    "waiting_for_a_guess",
    "with_reasons",
]
