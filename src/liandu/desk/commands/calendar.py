"""That somebody took days out of the house, in a file for their own calendar."""

from datetime import date
from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.journal.commands import record
from liandu.orgs.queries import root_unit


@transaction.atomic
def note_calendar_export(*, since: date, until: date, whose: str, events: int, by: Any) -> None:
    """Journal that ``by`` took ``events`` days from ``since`` to ``until`` out, and whose."""
    require(by, Act.LEDGER_EXPORT)
    facts = {"since": since.isoformat(), "until": until.isoformat(), "whose": whose, "events": events}
    record(act="calendar.exported", subject=root_unit(), by=by, facts=facts)
