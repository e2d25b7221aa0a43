"""Cells of the tables of pictures: a number opens its rows."""

from collections.abc import Callable
from typing import Any

from liandu.ui.tables import Cell, Column


def opening(n: int, address: str) -> Cell:
    """Return the cell of a number that opens its rows; what counts nothing opens nothing."""
    return Cell(str(n), url=address if n else "")


def number(label: Any, cell: Callable[[Any], Cell]) -> Column:
    """Return a column of numbers."""
    return Column(label, cell, css="number")
