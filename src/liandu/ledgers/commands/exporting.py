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
def note_export(*, view: Addressed, rows: int, by: Any, act: str = "ledger.exported") -> None:
    """Journal that ``by`` took ``rows`` rows of a ledger out, and which view; ``act`` says which ledger."""
    require(by, Act.LEDGER_EXPORT)
    record(act=act, subject=root_unit(), by=by, facts={"view": view.address(), "rows": rows})
