"""Reading the ledgers, always through the reader's eyes."""

from liandu.ledgers.paging import PAGE
from liandu.ledgers.queries.findings import (
    GROUPS,
    ORDERS,
    Choices,
    ItemTotal,
    Page,
    Row,
    ThemeTotals,
    View,
    all_rows,
    choices_for,
    default_columns,
    ledger_for,
    page_of,
    theme_totals,
)

__all__ = [
    "GROUPS",
    "ORDERS",
    "PAGE",
    "Choices",
    "ItemTotal",
    "Page",
    "Row",
    "ThemeTotals",
    "View",
    "all_rows",
    "choices_for",
    "default_columns",
    "ledger_for",
    "page_of",
    "theme_totals",
]
