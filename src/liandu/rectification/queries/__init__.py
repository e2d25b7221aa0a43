"""Reading items, always through the reader's eyes."""

from liandu.rectification.queries.counting import items_against_findings
from liandu.rectification.queries.duties import (
    acts_for_offices,
    acts_for_unit,
    offices_to_add,
    opened_duty,
    require_for_offices,
    require_for_unit,
    sees_the_unit,
)
from liandu.rectification.queries.items import (
    chosen_items,
    items_for,
    items_of_finding,
    items_to_acknowledge,
    objections_of,
    objections_to_answer,
    offices_of,
    opened_item,
    opened_objection,
    owner_changes_of,
)
from liandu.rectification.queries.openable import Waiting, openable, opened_round, rounds_to_open, with_lines

__all__ = [
    "Waiting",
    "acts_for_offices",
    "acts_for_unit",
    "chosen_items",
    "items_against_findings",
    "items_for",
    "items_of_finding",
    "items_to_acknowledge",
    "objections_of",
    "objections_to_answer",
    "offices_of",
    "offices_to_add",
    "openable",
    "opened_duty",
    "opened_item",
    "opened_objection",
    "opened_round",
    "owner_changes_of",
    "require_for_offices",
    "require_for_unit",
    "rounds_to_open",
    "sees_the_unit",
    "with_lines",
]
