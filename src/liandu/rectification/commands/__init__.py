"""Changing accounts. Every function is one act: may, change, entry."""

from liandu.rectification.commands.evidence import (
    attach_evidence,
    note_evidence_taken,
    note_refused_evidence,
    withdraw_evidence,
)
from liandu.rectification.commands.extending import ask_extension, decide_extension, take_back_extension
from liandu.rectification.commands.lasting import add_milestone, drop_milestone, finish_milestone, turn_long_term
from liandu.rectification.commands.opening import open_items
from liandu.rectification.commands.posting import amend_item, post_entry
from liandu.rectification.commands.register import (
    note_register_taken,
    record_institution,
    review_institution,
    strike_institution,
)
from liandu.rectification.commands.reporting import (
    complete_stage,
    note_refused_document,
    note_sheet_taken,
    report_progress,
    report_several,
)

__all__ = [
    "add_milestone",
    "amend_item",
    "ask_extension",
    "attach_evidence",
    "complete_stage",
    "decide_extension",
    "drop_milestone",
    "finish_milestone",
    "note_evidence_taken",
    "note_refused_document",
    "note_refused_evidence",
    "note_register_taken",
    "note_sheet_taken",
    "open_items",
    "post_entry",
    "record_institution",
    "report_progress",
    "report_several",
    "review_institution",
    "strike_institution",
    "take_back_extension",
    "turn_long_term",
    "withdraw_evidence",
]
