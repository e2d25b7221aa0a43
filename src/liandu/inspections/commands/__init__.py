"""Opening rounds, registering inspections, receiving material, and the special themes that they carry."""

from liandu.inspections.commands.rounds import (
    Received,
    destroy_material,
    give_feedback,
    note_refused_material,
    note_taken_out,
    nothing_left_of,
    open_inspection,
    open_round,
    open_term,
    receive_material,
    restore_material,
    withdraw_material,
)
from liandu.inspections.commands.themes import (
    adopt_default_themes,
    carry_themes,
    carry_themes_in_round,
    change_theme,
    mark_material,
    open_theme,
)

__all__ = [
    "Received",
    "adopt_default_themes",
    "carry_themes",
    "carry_themes_in_round",
    "change_theme",
    "destroy_material",
    "give_feedback",
    "mark_material",
    "note_refused_material",
    "note_taken_out",
    "nothing_left_of",
    "open_inspection",
    "open_round",
    "open_term",
    "open_theme",
    "receive_material",
    "restore_material",
    "withdraw_material",
]
