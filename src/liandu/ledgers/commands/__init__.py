"""The acts of the ledgers. Every function is one act: may, change, entry."""

from liandu.ledgers.commands.bulk import BULK, act_in_bulk
from liandu.ledgers.commands.exporting import note_export, note_export_of_comparison, note_export_of_items
from liandu.ledgers.commands.saved_views import change_view, delete_view, open_with, restore_view, save_view

__all__ = [
    "BULK",
    "act_in_bulk",
    "change_view",
    "delete_view",
    "note_export",
    "note_export_of_comparison",
    "note_export_of_items",
    "open_with",
    "restore_view",
    "save_view",
]
