"""The ledger's only act: that somebody took it out is journaled."""

from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.journal.commands import record
from liandu.ledgers.queries import View
from liandu.orgs.queries import root_unit


@transaction.atomic
def note_export(*, view: View, rows: int, by: Any) -> None:
    """Journal that ``by`` took ``rows`` rows of the ledger out, and which view."""
    require(by, Act.LEDGER_EXPORT)
    record(act="ledger.exported", subject=root_unit(), by=by, facts={"view": view.address(), "rows": rows})
