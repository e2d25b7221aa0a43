"""Looking, signing, opening again, ending. Every function is one act: may, reasons, change, entry."""

from liandu.supervision.commands.after import (
    ask_reopening,
    confirm_reopening,
    decline_reopening,
    end_item,
    take_back_reopening,
)
from liandu.supervision.commands.signing import (
    finish_publicity,
    note_form_taken,
    sign_items,
    sign_request,
    sign_requests,
)
from liandu.supervision.commands.site import note_refused_site_file, note_site_check, note_site_file_taken

__all__ = [
    "ask_reopening",
    "confirm_reopening",
    "decline_reopening",
    "end_item",
    "finish_publicity",
    "note_form_taken",
    "note_refused_site_file",
    "note_site_check",
    "note_site_file_taken",
    "sign_items",
    "sign_request",
    "sign_requests",
    "take_back_reopening",
]
