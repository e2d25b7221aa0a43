"""Keeping an original."""

import hashlib
import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from liandu.files.incoming import Incoming, leftovers
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


@transaction.atomic
def forget_file(*, stored: StoredFile, by: Any = None) -> bool:  # noqa: ARG001 - journaled by who knows why
    """Remove the row of a content that nothing names any more, its bytes after the commit; return whether it went.

    What another row still names stays as it is.
    """
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return False
    transaction.on_commit(partial(discard_unkept, sha256=stored.sha256))
    return True


def discard_unkept(*, sha256: str) -> None:  # not atomic and not journaled: it removes bytes that no row ever named
    """Remove the bytes with this digest when no row names them; to be called after a roll-back."""
    if not StoredFile.objects.filter(sha256=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)


def clear_incoming() -> int:  # not journaled: of what it removes nobody was told that it was kept
    """Remove what killed programs left on its way in, and return how many things; for the start of a server.

    Such a file may stand in its place already while its row was never written: then those bytes go as well. Whoever
    keeps the same content meanwhile has written the row before, or waits until this is done (SQLite).
    """
    cleared = 0
    for path in leftovers():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            with transaction.atomic():
                if path.stat().st_nlink > 1:
                    discard_unkept(sha256=_digest(path))
                path.unlink()
        cleared += 1
    return cleared


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
