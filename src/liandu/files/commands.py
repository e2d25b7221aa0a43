"""Keeping an original."""

import os
from typing import Any

from django.db import transaction

from liandu.files.incoming import Incoming
from liandu.files.models import StoredFile, path_of
from liandu.journal.commands import record


@transaction.atomic
def keep_file(*, incoming: Incoming, by: Any) -> StoredFile:
    """Keep the content and return its row; the same content again returns the row that is there.

    The bytes are put in their place before the row is written: a row always has its bytes. Bytes whose row was rolled
    back are removed by the caller with discard_unkept().
    """
    known = StoredFile.objects.filter(sha256=incoming.sha256).first()
    if known is not None and known.path.exists():
        return known
    place = path_of(incoming.sha256)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not place.exists():
        incoming.path.chmod(0o400)
        os.link(incoming.path, place)
    if known is not None:
        return known
    kept = StoredFile.objects.create(sha256=incoming.sha256, sm3=incoming.sm3, size=incoming.size)
    record(
        act="file.kept",
        subject=kept,
        by=by,
        facts={"sha256": incoming.sha256, "sm3": incoming.sm3, "size": incoming.size},
    )
    return kept


def discard_unkept(*, sha256: str) -> None:  # not atomic and not journaled: it removes bytes that no row ever named
    """Remove the bytes with this digest when no row names them; to be called after a roll-back."""
    if not StoredFile.objects.filter(sha256=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)
