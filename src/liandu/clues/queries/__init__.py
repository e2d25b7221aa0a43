"""Reading clues: by being named in them, never by unit; a recusal always wins."""

from liandu.clues.queries.counts import clue_counts
from liandu.clues.queries.people import (
    approver_posts,
    case_offices,
    handler_posts,
    keeper_posts,
    people_of_register,
    recusals_for,
    rounds_to_name,
    sending_offices,
    sitting_for,
    units_to_name,
)
from liandu.clues.queries.reach import (
    assignments_for,
    clue_number,
    clues_for,
    knows_all_of,
    lines_for,
    lists_for,
    may_enter,
    people_recused,
    registers_of,
)
from liandu.clues.queries.readers import KeptBeside, Named, kept_beside, named_in, recusals_from
from liandu.clues.queries.register import (
    PAGE,
    RegisterPage,
    Wanted,
    lists_page,
    opened_clue,
    opened_list,
    register_page,
)
from liandu.clues.queries.sealed import clues_indexed_before, sealed_texts
from liandu.clues.queries.tasks import tasks_for_clues

__all__ = [
    "PAGE", "KeptBeside", "Named", "RegisterPage", "Wanted", "approver_posts", "assignments_for", "case_offices",
    "clue_counts", "clue_number", "clues_for", "clues_indexed_before", "handler_posts", "keeper_posts", "kept_beside",
    "knows_all_of", "lines_for", "lists_for", "lists_page", "may_enter", "named_in", "opened_clue", "opened_list",
    "people_of_register", "people_recused", "recusals_for", "recusals_from", "register_page", "registers_of",
    "rounds_to_name", "sealed_texts", "sending_offices", "sitting_for", "tasks_for_clues", "units_to_name",
]  # fmt: skip
