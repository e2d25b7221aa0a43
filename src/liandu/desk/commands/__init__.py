"""Acts that are done at the desk: of the administrators, and on the seals of the journal."""

from liandu.desk.commands.administration import (
    close_account_of,
    end_post_of,
    end_sign_ins_of,
    give_post_to,
    open_account_for,
    remove_factors_of,
    reopen_account_of,
    reset_password_of,
    unlock_account_of,
)
from liandu.desk.commands.calendar import note_calendar_export
from liandu.desk.commands.looks import keep_look, undo_look
from liandu.desk.commands.seals import NEWEST, export_seals, take_receipt, verify_seals

__all__ = [
    "NEWEST",
    "close_account_of",
    "end_post_of",
    "end_sign_ins_of",
    "export_seals",
    "give_post_to",
    "keep_look",
    "note_calendar_export",
    "open_account_for",
    "remove_factors_of",
    "reopen_account_of",
    "reset_password_of",
    "take_receipt",
    "undo_look",
    "unlock_account_of",
    "verify_seals",
]
