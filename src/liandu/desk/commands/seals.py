"""What the audit administrator does with the seals."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.journal.commands import note_export, note_receipt, note_verification
from liandu.journal.exporting import export_lines
from liandu.journal.queries import state_of_seals
from liandu.journal.verification import Result, verify

NEWEST = 50  # seals that the page checks: a quarter of a million entries at most, in a few seconds


def verify_seals(*, by: Any) -> Result:
    """Check the newest seals, journal that it was done and what came out, and return the result.

    Nothing is locked while it checks: only the row of the journal stands in a transaction.
    """
    require(by, Act.LOG_VIEW)
    result = verify(newest=NEWEST)
    number = state_of_seals().number
    with transaction.atomic():
        note_verification(seals=result.seals, number=number, fault=result.fault.kind if result.fault else "", by=by)
    return result


@transaction.atomic
def export_seals(*, by: Any) -> Iterator[str]:
    """Journal that the seals are taken out, and return them line by line: digests only, no entry can be read."""
    require(by, Act.LOG_VIEW)
    note_export(number=state_of_seals().number, digests_only=True, by=by)
    return export_lines(digests_only=True)


@transaction.atomic
def take_receipt(*, seq: int, by: Any) -> None:  # who may is asked by queries.receipt_for: it is 404, not 403
    """Journal that the receipt of an entry is taken out."""
    note_receipt(seq=seq, by=by)
