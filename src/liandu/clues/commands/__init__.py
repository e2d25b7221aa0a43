"""Changing clues. Every function is one act: may (by right and by being named), change, journal without words."""

from liandu.clues.commands.assignments import (
    accept_assignment,
    assign_clue,
    conclude_assignment,
    note_progress,
    recall_assignment,
    refuse_assignment,
    report_result,
    return_result,
)
from liandu.clues.commands.coming import Listed, bring_in_list
from liandu.clues.commands.correcting import correct_clue
from liandu.clues.commands.decisions import (
    approve_disposition,
    change_people,
    hold_review,
    propose_disposition,
    record_follow_up,
    restart_clue,
    return_disposition,
)
from liandu.clues.commands.keys import index_batch, rewrap_batch, rotate_keys
from liandu.clues.commands.lists import Signed, add_line, draft_list, drop_line, resend_refused, send_list, sign_list
from liandu.clues.commands.opening import open_clue
from liandu.clues.commands.reading import (
    ClueTexts,
    begin_sitting,
    note_printed,
    read_clue,
    read_list,
    search_names,
)
from liandu.clues.commands.recusals import end_recusal, recuse

__all__ = [
    "ClueTexts", "Listed", "Signed", "accept_assignment", "add_line", "approve_disposition", "assign_clue",
    "begin_sitting", "bring_in_list", "change_people", "conclude_assignment", "correct_clue", "draft_list",
    "drop_line", "end_recusal", "hold_review", "index_batch",
    "note_printed", "note_progress", "open_clue", "propose_disposition", "read_clue", "read_list", "recall_assignment",
    "record_follow_up", "recuse", "refuse_assignment", "report_result", "resend_refused", "restart_clue",
    "return_disposition", "return_result", "rewrap_batch", "rotate_keys", "search_names", "send_list", "sign_list",
]  # fmt: skip
