"""Pages of the ledgers."""

from liandu.ledgers.views.findings import export, findings
from liandu.ledgers.views.items import export_items, items

__all__ = ["export", "export_items", "findings", "items"]
