"""The way of an upload: taken in, looked at, kept and listed for reading; or refused with nothing left."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.files.incoming import taking_in
from liandu.inspections.commands import Received, note_refused_material, nothing_left_of
from liandu.inspections.examination import examine
from liandu.inspections.models import Inspection, Material, Round
from liandu.inspections.rules import (
    CLUE_LIST_NAME,
    plain_filename,
    refuse_above_ceiling,
    refuse_clue_list,
    refuse_wrong_correction,
)
from liandu.intake.commands.documents import receive_document
from liandu.kernel.refusals import Refusal
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
    name, sha256 = plain_filename(name), ""
    try:
        refuse_clue_list(kind)
        refuse_wrong_correction(corrects, round=round, inspection=inspection)
        refuse_above_ceiling(grade, name=name)
        with taking_in(chunks, name=name, most=settings.LIANDU_UPLOAD_MB * 1024 * 1024) as incoming:
            sha256 = incoming.sha256
            examined = examine(incoming.path, name)
            refuse_clue_list(kind, found=examined.clue_list)
            with nothing_left_of(incoming), transaction.atomic():
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
    except Denied:
        raise
    except Refusal as refusal:
        if refusal.code == "material.clue_list":
            name = CLUE_LIST_NAME
        note_refused_material(round=round, name=name, sha256=sha256, refusal=refusal, by=by)
        raise
