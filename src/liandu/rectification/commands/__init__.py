"""Changing accounts. Every function is one act: may, change, entry."""

from liandu.rectification.commands.opening import open_items
from liandu.rectification.commands.plan_reviewing import Reviewed, review_entries
from liandu.rectification.commands.plans import (
    Edit,
    begin_plan,
    note_plan_taken,
    save_entries,
    submit_plan,
    take_back_plan,
)
from liandu.rectification.commands.posting import amend_item, post_entry

__all__ = [
    "Edit",
    "Reviewed",
    "amend_item",
    "begin_plan",
    "note_plan_taken",
    "open_items",
    "post_entry",
    "review_entries",
    "save_entries",
    "submit_plan",
    "take_back_plan",
]
