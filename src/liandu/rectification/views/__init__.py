"""Pages of items."""

from liandu.rectification.views.item import item

__all__ = ["item"]
