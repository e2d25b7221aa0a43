"""Reading the ledgers, always through the reader's eyes."""

from liandu.ledgers.paging import PAGE
from liandu.ledgers.queries.bulk import BulkResult, bulk_acts_for, bulk_result
from liandu.ledgers.queries.comparing import (
    Changed,
    ComparedPage,
    Moves,
    all_changed,
    compared_page,
    moves_between,
)
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
from liandu.ledgers.queries.items import (
    Book,
    ItemPage,
    ItemRow,
    all_item_rows,
    book_of,
    item_page,
    items_with_keys,
    keys_of,
)
from liandu.ledgers.queries.saved_views import KeptViews, found_view, kept_views
from liandu.ledgers.queries.totals import Tally, Totals, numbers_for, totals_of
from liandu.rectification.rules.rates import rate_of

__all__ = [
    "GROUPS",
    "ORDERS",
    "PAGE",
    "Book",
    "BulkResult",
    "Changed",
    "Choices",
    "ComparedPage",
    "ItemPage",
    "ItemRow",
    "ItemTotal",
    "KeptViews",
    "Moves",
    "Page",
    "Row",
    "Tally",
    "ThemeTotals",
    "Totals",
    "View",
    "all_changed",
    "all_item_rows",
    "all_rows",
    "book_of",
    "bulk_acts_for",
    "bulk_result",
    "choices_for",
    "compared_page",
    "default_columns",
    "found_view",
    "item_page",
    "items_with_keys",
    "kept_views",
    "keys_of",
    "ledger_for",
    "moves_between",
    "numbers_for",
    "page_of",
    "rate_of",
    "theme_totals",
    "totals_of",
]
