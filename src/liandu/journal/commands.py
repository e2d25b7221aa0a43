"""Writing to the trail."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone

from liandu.journal.appending import append
from liandu.journal.context import circumstances
from liandu.journal.fields import canonical
from liandu.journal.models import Entry, digest_of
from liandu.journal.offline import RECORD, UNIT
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal

_NOT_IN_TEXTS = {ord(UNIT): " ", ord(RECORD): " "}  # they stand between the texts when an entry is digested


def record(
    *, act: str, subject: models.Model | str, by: Any, facts: dict[str, Any] | None = None, reason: str = ""
) -> Entry:
    """Append one entry inside the caller's transaction and return it.

    ``act`` is noun.past ("finding.accepted"); ``by`` is the person (anything with ``username``) or None for the system
    itself; ``facts`` must survive JSON. Raises RuntimeError outside a transaction: an act without its entry, or an
    entry without its act, must be impossible.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "record() belongs inside the command's transaction"
        raise RuntimeError(msg)
    entry = _entry(act=act, subject=subject, by=by, facts=facts or {}, reason=reason)
    entry.save(force_insert=True)
    return entry


def record_many(
    *, act: str, subjects: Iterable[tuple[models.Model, dict[str, Any]]], by: Any, reason: str = ""
) -> list[int]:
    """Append one entry per (subject, facts) with few statements; return their numbers in order, as record() would."""
    if not transaction.get_connection().in_atomic_block:
        msg = "record_many() belongs inside the command's transaction"
        raise RuntimeError(msg)
    entries = [_entry(act=act, subject=thing, by=by, facts=facts, reason=reason) for thing, facts in subjects]
    return append([entry.as_row() for entry in entries])


def _entry(*, act: str, subject: models.Model | str, by: Any, facts: dict[str, Any], reason: str) -> Entry:
    here = circumstances()
    name = getattr(by, "display_name", "") or ""
    spelled = canonical(facts)
    entry = Entry(
        at=timezone.now(),
        act=act,
        subject=subject if isinstance(subject, str) else subject_of(subject),
        actor=getattr(by, "username", "") or "",
        actor_name=name.translate(_NOT_IN_TEXTS),
        office=here.office.translate(_NOT_IN_TEXTS),
        channel=here.channel,
        request_id=here.request_id,
        reason=reason.translate(_NOT_IN_TEXTS),
        # Through JSON once, so that what is hashed is what will be read back.
        facts=json.loads(spelled),
    )
    entry.digest = digest_of(entry.texts(spelled))
    return entry


@transaction.atomic
def record_denial(*, act: str, subject: str, by: Any, refusal: Refusal) -> Entry:
    """Append that ``by`` tried ``act`` and was denied. Called after the refused command has rolled back."""
    return record(act="access.denied", subject=subject, by=by, facts={"tried": act, "code": refusal.code})


@transaction.atomic
def note_export(*, number: int, digests_only: bool, by: Any) -> Entry:
    """Append that the seals up to ``number`` were taken out, with or without the entries under them."""
    facts = {"number": number, "digests_only": digests_only}
    return record(act="seals.exported", subject=f"journal.seal:{number}", by=by, facts=facts)


@transaction.atomic
def note_verification(*, seals: int, number: int, fault: str, by: Any) -> Entry:
    """Append that so many seals up to ``number`` were checked, and the code of the first fault ("": none)."""
    facts = {"seals": seals, "intact": not fault, "fault": fault}
    return record(act="seals.verified", subject=f"journal.seal:{number}", by=by, facts=facts)


@transaction.atomic
def note_receipt(*, seq: int, by: Any) -> Entry:
    """Append that the receipt of entry ``seq``, with the entry in it, was taken out."""
    return record(act="receipt.taken_out", subject=f"journal.entry:{seq}", by=by, facts={"seq": seq})


MISSES = (20, 200, 2_000)  # within ten minutes: so many are no longer old links, and a flood is three rows
_TEN_MINUTES = 600


def note_miss(*, by: Any) -> None:
    """Count that ``by`` asked for a thing that is not there for them, and append it when somebody seems to be guessing.

    Whether the thing exists makes no difference here, so neither the row nor the time it takes tells of it.
    """
    key = f"misses:{by.pk}"
    cache.add(key, 0, _TEN_MINUTES)
    try:
        times = cache.incr(key)
    except ValueError:  # the ten minutes ended in between
        return
    if times in MISSES:
        with transaction.atomic():
            record(act="access.probed", subject=by, by=by, facts={"times": times})
