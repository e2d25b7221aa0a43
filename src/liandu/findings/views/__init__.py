"""Pages of findings: the finding itself, and the review of what a document proposes."""

from liandu.findings.views.classes import (
    class_quality,
    classes,
    confirm_categories,
    confirm_in_queue,
    reopen_category,
)
from liandu.findings.views.finding import confirm_category, confirm_theme, finding, reinstate, withdraw
from liandu.findings.views.proposals import (
    accept,
    accept_all,
    add,
    assign_unit,
    dismiss,
    edit,
    merge,
    move,
    split,
    undo,
)
from liandu.findings.views.review import review, review_news, review_tree
from liandu.findings.views.themes import propose_themes, state_clear, take_back_clear, theme_check

__all__ = [
    "accept",
    "accept_all",
    "add",
    "assign_unit",
    "class_quality",
    "classes",
    "confirm_categories",
    "confirm_category",
    "confirm_in_queue",
    "confirm_theme",
    "dismiss",
    "edit",
    "finding",
    "merge",
    "move",
    "propose_themes",
    "reinstate",
    "reopen_category",
    "review",
    "review_news",
    "review_tree",
    "split",
    "state_clear",
    "take_back_clear",
    "theme_check",
    "undo",
    "withdraw",
]
