"""The sealed part of a package that somebody opened who may not know of it: kept as it came until a registrar opens it.

What is kept is the file itself, enveloped to this site's key; nothing of its content stands in the database. It is
opened like a package: decrypted anew, the signature and every part verified anew, and only its sealed records applied.
"""

import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.clues.queries import registers_of
from liandu.exchange.commands.applying import Applying
from liandu.exchange.inspecting import reopened_sealed
from liandu.exchange.models import Arrival, SealedPart
from liandu.exchange.queries import sealed_parts_for
from liandu.exchange.sealing import workshop
from liandu.exchange.states import SEALED, Sealed, SealedAct
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


@transaction.atomic
def keep_sealed_part(*, arrival: Arrival) -> SealedPart:
    """Keep the file of ``arrival`` for who may open its sealed part, and return what waits; done by nobody's hand.

    Who opened the rest does not learn of it, so the journal names nobody and the entry stands under a key of its own.
    """
    row = SealedPart.objects.create(arrival=arrival, kept_at=timezone.now())
    row.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.link(arrival.path, row.path)
    except OSError:  # a file system without hard links
        shutil.copyfile(arrival.path, row.path)
        row.path.chmod(0o600)
    record(act="sealed_part.kept", subject=row, by=None, facts={})
    return row


def open_sealed_part(*, part: SealedPart, by: Any) -> dict[str, int]:
    """Take over the sealed records of a package for the register of ``by``; return how many by outcome.

    All of them or none: what another person, or a unit matched first, would let in leaves the part waiting as it is.
    Only what is above the ceiling is refused for good. The file goes, and the receipt for the sender is written.
    """
    _require_part(by, part)
    with reopened_sealed(part) as (me, opened), workshop() as folder:
        opening, moved = Applying(me=me, opened=opened, arrival=part.arrival, by=by, choices={}, folder=folder), False
        try:
            with transaction.atomic():
                _moved(part, SealedAct.OPEN, by)
                moved = True
                opening.run_sealed()
                counts = _summed(opening.counts)
                record(act="sealed_part.opened", subject=part, by=by, facts=counts)
                opening.receipt(part.receipt_path)
                transaction.on_commit(partial(part.path.unlink, missing_ok=True))
        except BaseException:
            if moved:
                part.receipt_path.unlink(missing_ok=True)
            part.refresh_from_db()
            raise
    return counts


def _summed(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    return {
        outcome: sum(of_kind[outcome] for of_kind in counts.values())
        for outcome in sorted({outcome for of_kind in counts.values() for outcome in of_kind})
    }


@transaction.atomic
def discard_sealed_part(*, part: SealedPart, reason: str, by: Any) -> SealedPart:
    """Do not open a sealed part, with a reason; its file goes, and the sender hears nothing more. Return the part."""
    _require_part(by, part)
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Refusal("exchange.reason_missing", gettext_noop("请写不拆封的理由。"))
    _moved(part, SealedAct.DISCARD, by)
    record(act="sealed_part.discarded", subject=part, by=by, facts={}, reason=reason)
    transaction.on_commit(partial(part.path.unlink, missing_ok=True))
    return part


def _moved(part: SealedPart, act: SealedAct, by: Any) -> None:
    """Move ``part``, if nobody moved it meanwhile."""
    state, now = SEALED.after(state=part.state, act=act), timezone.now()
    if not SealedPart.objects.filter(pk=part.pk, state=Sealed.WAITING).update(state=state, ended_at=now, ended_by=by):
        raise Refusal("exchange.changed_meanwhile", gettext_noop("这个包刚被别人办过，请刷新后再看。"))
    part.state, part.ended_at, part.ended_by = state, now, by


def _require_part(by: Any, part: SealedPart) -> None:
    require(by, Right.CLUE_REGISTER, subject=part)
    if not registers_of(by).exists() or not sealed_parts_for(by).filter(pk=part.pk).exists():
        sentence = gettext_noop("只能登记在自己所在的案件监督管理室。")
        raise Denied("access.denied", sentence, act=str(Right.CLUE_REGISTER), subject=f"exchange.sealedpart:{part.pk}")


@transaction.atomic
def note_sealed_receipt_taken_out(*, part: SealedPart, by: Any) -> Path:
    """Journal that the receipt for a sealed part was taken out and return where it is."""
    _require_part(by, part)
    if part.state != Sealed.OPENED or not part.receipt_path.exists():
        raise Refusal("exchange.no_receipt", gettext_noop("导入以后才有回执。"))
    record(act="sealed_part.receipt_taken_out", subject=part, by=by, facts={})
    return part.receipt_path
