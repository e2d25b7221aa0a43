"""The ledgers as spreadsheets: exactly the view on the page, any number of rows in constant memory."""

from liandu.ledgers.exports.comparing import export_comparison
from liandu.ledgers.exports.findings import export_ledger, ledger_title
from liandu.ledgers.exports.items import export_items
from liandu.ledgers.exports.writing import write_xlsx

__all__ = ["export_comparison", "export_items", "export_ledger", "ledger_title", "write_xlsx"]
