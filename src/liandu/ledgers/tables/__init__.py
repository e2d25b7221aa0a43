"""The ledgers as lines of tables: texts made here, so that the templates only place them."""

from liandu.ledgers.tables.findings import headings, item_lines, lines

__all__ = ["headings", "item_lines", "lines"]
