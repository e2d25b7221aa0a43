"""Changing accounts. Every function is one act: may, change, entry."""

from liandu.rectification.commands.closing import hold_request, request_closure, settle_request, take_back_request
from liandu.rectification.commands.opening import open_items
from liandu.rectification.commands.posting import amend_item, post_entry

__all__ = [
    "amend_item",
    "hold_request",
    "open_items",
    "post_entry",
    "request_closure",
    "settle_request",
    "take_back_request",
]
