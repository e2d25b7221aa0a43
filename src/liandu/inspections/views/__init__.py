"""Pages of rounds, inspections, material and themes."""

from liandu.inspections.views.inspecting import (
    give_feedback,
    inspection,
    mark_material,
    material,
    open_inspection,
    open_round,
    open_term,
    original,
    restore_material,
    round_,
    rounds,
    withdraw_material,
)
from liandu.inspections.views.themes import (
    adopt_default_themes,
    carry_themes,
    carry_themes_in_round,
    change_theme,
    open_theme,
    theme,
    themes,
)

__all__ = [
    "adopt_default_themes",
    "carry_themes",
    "carry_themes_in_round",
    "change_theme",
    "give_feedback",
    "inspection",
    "mark_material",
    "material",
    "open_inspection",
    "open_round",
    "open_term",
    "open_theme",
    "original",
    "restore_material",
    "round_",
    "rounds",
    "theme",
    "themes",
    "withdraw_material",
]
