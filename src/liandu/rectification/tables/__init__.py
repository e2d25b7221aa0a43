"""The lists of this stage; those of items stand here by name."""

from liandu.rectification.tables.items import (
    chosen_table,
    due_table,
    new_deadlines_table,
    rounds_table,
    ticked_table,
    waiting_table,
)

__all__ = [
    "chosen_table",
    "due_table",
    "new_deadlines_table",
    "rounds_table",
    "ticked_table",
    "waiting_table",
]
