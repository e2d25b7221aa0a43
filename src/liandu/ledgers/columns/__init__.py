"""The columns of the ledgers, each ledger one list: page, spreadsheet and (later) the API are made from it."""

from liandu.ledgers.columns.findings import BY_KEY, COLUMNS, DEFAULT, THEME_DEFAULT
from liandu.ledgers.columns.kinds import Column, Value, lookups_of, reader_of

__all__ = [
    "BY_KEY",
    "COLUMNS",
    "DEFAULT",
    "THEME_DEFAULT",
    "Column",
    "Value",
    "lookups_of",
    "reader_of",
]
