"""Reading accounts, always through the reader's eyes."""

from liandu.rectification.queries.items import items_for, opened_item

__all__ = ["items_for", "opened_item"]
