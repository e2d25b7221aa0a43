"""That somebody took a picture's numbers, or a note, out is journaled."""

from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.journal.commands import record
from liandu.orgs.models import Unit
from liandu.orgs.queries import root_unit


@transaction.atomic
def note_profile_taken(*, key: str, address: str, rows: int, by: Any) -> None:
    """Journal that ``by`` took the ``rows`` rows of picture ``key`` out, which stands at ``address``."""
    require(by, Act.LEDGER_EXPORT)
    record(act="profile.exported", subject=root_unit(), by=by, facts={"key": key, "page": address, "rows": rows})


@transaction.atomic
def note_note_taken(*, unit: Unit, address: str, by: Any) -> None:
    """Journal that ``by`` took the note on the political ecology of ``unit`` out."""
    require(by, Act.LEDGER_EXPORT)
    record(act="ecology_note.taken", subject=unit, by=by, facts={"unit": unit.name, "page": address})
