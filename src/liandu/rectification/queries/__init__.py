"""Reading accounts, always through the reader's eyes."""

from liandu.rectification.queries.closing import opened_request, requests_for, requests_of
from liandu.rectification.queries.items import items_for, opened_item
from liandu.rectification.queries.readiness import readiness_by_item, readiness_of, theme_signers

__all__ = [
    "items_for",
    "opened_item",
    "opened_request",
    "readiness_by_item",
    "readiness_of",
    "requests_for",
    "requests_of",
    "theme_signers",
]
