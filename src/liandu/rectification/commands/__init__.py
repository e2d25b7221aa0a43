"""Changing items. Every function is one act: may, change, entry."""

from liandu.rectification.commands.acknowledging import (
    acknowledge_item,
    acknowledge_items,
    dispute_item,
    sustain_dispute,
    take_back_dispute,
    uphold_item,
)
from liandu.rectification.commands.assigning import add_office, assign_responsibility, change_owner, end_office
from liandu.rectification.commands.following import follow_finding
from liandu.rectification.commands.opening import cancel_item, open_items, reinstate_item
from liandu.rectification.commands.plan_reviewing import Reviewed, review_entries
from liandu.rectification.commands.plans import (
    Edit,
    begin_plan,
    note_plan_taken,
    save_entries,
    submit_plan,
    take_back_plan,
)
from liandu.rectification.commands.posting import Posted, amend_item, post_entries, post_entry

__all__ = [
    "Edit",
    "Posted",
    "Reviewed",
    "acknowledge_item",
    "acknowledge_items",
    "add_office",
    "amend_item",
    "assign_responsibility",
    "begin_plan",
    "cancel_item",
    "change_owner",
    "dispute_item",
    "end_office",
    "follow_finding",
    "note_plan_taken",
    "open_items",
    "post_entries",
    "post_entry",
    "reinstate_item",
    "review_entries",
    "save_entries",
    "submit_plan",
    "sustain_dispute",
    "take_back_dispute",
    "take_back_plan",
    "uphold_item",
]
