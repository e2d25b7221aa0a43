"""Pages of items."""

from liandu.rectification.views.beginning import (
    acknowledge,
    acknowledge_all,
    answer_dispute,
    cancel,
    dispute,
    reinstate,
    take_back_dispute,
)
from liandu.rectification.views.item import item
from liandu.rectification.views.opening_items import open_signed, open_unsigned, opening, openings
from liandu.rectification.views.responsibility import add_office, assign, assign_many, change_owner, end_office

__all__ = [
    "acknowledge",
    "acknowledge_all",
    "add_office",
    "answer_dispute",
    "assign",
    "assign_many",
    "cancel",
    "change_owner",
    "dispute",
    "end_office",
    "item",
    "open_signed",
    "open_unsigned",
    "opening",
    "openings",
    "reinstate",
    "take_back_dispute",
]
