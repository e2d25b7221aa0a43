"""The way of an upload: taken in, looked at, kept and listed for reading; or refused with nothing left."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.commands import Received, looked_at, note_refused_material
from liandu.inspections.models import Inspection, Material, Round
from liandu.inspections.rules import refuse_wrong_correction
from liandu.intake.commands.documents import receive_document
from liandu.kernel.secrecy import Grade
from liandu.orgs.queries import root_unit


def receive_upload(
    *,
    round: Round,  # noqa: A002 - the field's term; the built-in is not needed here
    inspection: Inspection | None,
    chunks: Iterable[bytes],
    name: str,
    kind: str,
    grade: Grade,
    by: Any,
    dated: date | None = None,
    corrects: Material | None = None,
) -> Received:
    """Receive the bytes of one file as material, list it for reading, and return what became of it.

    Looking at the file may take seconds, so it happens before the transaction begins. A refusal is journaled by name,
    digest and reason, and raised; no copy stays. A denial is raised before a byte is written.
    """
    place = inspection.unit if inspection else root_unit()
    require(by, Right.MATERIAL_RECEIVE, unit=place, subject=inspection or round)
    refused = partial(note_refused_material, round=round, by=by)
    look = looked_at(chunks, name=name, turned_away=refused, kind=kind, declared=grade)
    with look as (incoming, examined), transaction.atomic():
        refuse_wrong_correction(corrects, round=round, inspection=inspection)
        return receive_document(
            round=round,
            inspection=inspection,
            incoming=incoming,
            kind=kind,
            title=examined.title,
            grade=grade,
            marking=examined.marking,
            format=examined.format,
            pages=examined.pages,
            dated=dated,
            corrects=corrects,
            by=by,
        )
