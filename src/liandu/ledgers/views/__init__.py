"""Pages of the ledgers."""

from liandu.ledgers.views.acting import bulk, bulk_done
from liandu.ledgers.views.comparing import compare, export_comparison
from liandu.ledgers.views.findings import export, findings
from liandu.ledgers.views.items import export_items, items
from liandu.ledgers.views.saved_views import (
    change_view,
    delete_view,
    open_plain,
    open_with,
    restore_view,
    save_view,
    views,
)

__all__ = [
    "bulk",
    "bulk_done",
    "change_view",
    "compare",
    "delete_view",
    "export",
    "export_comparison",
    "export_items",
    "findings",
    "items",
    "open_plain",
    "open_with",
    "restore_view",
    "save_view",
    "views",
]
