"""Pages of findings: the finding itself, and the review of what a document proposes."""

from liandu.findings.views.finding import confirm_category, finding, withdraw
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

__all__ = [
    "accept",
    "accept_all",
    "add",
    "assign_unit",
    "confirm_category",
    "dismiss",
    "edit",
    "finding",
    "merge",
    "move",
    "review",
    "review_news",
    "review_tree",
    "split",
    "undo",
    "withdraw",
]
