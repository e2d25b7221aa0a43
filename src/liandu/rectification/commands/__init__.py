"""Changing accounts. Every function is one act: may, change, entry."""

from liandu.rectification.commands.opening import open_items
from liandu.rectification.commands.posting import amend_item, post_entry

__all__ = ["amend_item", "open_items", "post_entry"]
