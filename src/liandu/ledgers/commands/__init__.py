"""The acts of the ledgers. Every function is one act: may, change, entry."""

from liandu.ledgers.commands.exporting import note_export

__all__ = ["note_export"]
