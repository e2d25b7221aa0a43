"""That somebody took a ledger out is journaled."""

from typing import Any, Protocol

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.journal.commands import record
from liandu.orgs.queries import root_unit


class Addressed(Protocol):
    """A view of a ledger, whichever: it can say its address."""

    def address(self) -> str:
        """Return the query string of the view."""


@transaction.atomic
def note_export(*, view: Addressed, rows: int, by: Any) -> None:
    """Journal that ``by`` took ``rows`` rows of the ledger of findings out, and which view."""
    _note("ledger.exported", view, rows, by)


@transaction.atomic
def note_export_of_items(*, view: Addressed, rows: int, by: Any) -> None:
    """Journal that ``by`` took ``rows`` rows of the ledger of items out, and which view."""
    _note("items.exported", view, rows, by)


@transaction.atomic
def note_export_of_comparison(*, view: Addressed, rows: int, by: Any) -> None:
    """Journal that ``by`` took the ``rows`` items out that changed between two days, and which view."""
    _note("items.compared", view, rows, by)


def _note(act: str, view: Addressed, rows: int, by: Any) -> None:
    require(by, Act.LEDGER_EXPORT)
    record(act=act, subject=root_unit(), by=by, facts={"view": view.address(), "rows": rows})
