"""Writing to the trail."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone

from liandu.journal.appending import append, moment_text
from liandu.journal.context import circumstances
from liandu.journal.fields import canonical
from liandu.journal.models import digest_of
from liandu.journal.offline import RECORD, UNIT
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal


def record(
    *, act: str, subject: models.Model | str, by: Any, facts: dict[str, Any] | None = None, reason: str = ""
) -> int:
    """Append one entry inside the caller's transaction and return its number.

    ``act`` is noun.past ("finding.accepted"); ``by`` is the person (anything with ``username``) or None for the system
    itself; ``facts`` must survive JSON. Raises RuntimeError outside a transaction: an act without its entry, or an
    entry without its act, must be impossible.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "record() belongs inside the command's transaction"
        raise RuntimeError(msg)
    [number] = append([_row(act=act, subject=subject, by=by, facts=facts or {}, reason=reason)])
    return number


def record_many(
    *, act: str, subjects: Iterable[tuple[models.Model, dict[str, Any]]], by: Any, reason: str = ""
) -> list[int]:
    """Append one entry per (subject, facts) with few statements; return their numbers in order, as record() would."""
    if not transaction.get_connection().in_atomic_block:
        msg = "record_many() belongs inside the command's transaction"
        raise RuntimeError(msg)
    return append([_row(act=act, subject=thing, by=by, facts=facts, reason=reason) for thing, facts in subjects])


def _row(*, act: str, subject: models.Model | str, by: Any, facts: dict[str, Any], reason: str) -> tuple[str, ...]:
    """Return an entry as it will stand (``appending.COLUMNS``): the ten texts that are digested, and their digest.

    No model is made of it: every act of everybody pays for this (benchmarks/journal_writers.py).
    """
    here = circumstances()
    texts = (
        moment_text(timezone.now()),
        act,
        subject if isinstance(subject, str) else subject_of(subject),
        getattr(by, "username", "") or "",
        _without_marks(getattr(by, "display_name", "") or ""),
        _without_marks(here.office),
        here.channel,
        here.request_id,
        _without_marks(reason),
        canonical(facts),
    )
    return (*texts, digest_of(texts))


def _without_marks(text: str) -> str:
    """Return the text without the two characters that stand between the texts when an entry is digested."""
    return text.replace(UNIT, " ").replace(RECORD, " ")


@transaction.atomic
def record_denial(*, act: str, subject: str, by: Any, refusal: Refusal) -> int:
    """Append that ``by`` tried ``act`` and was denied. Called after the refused command has rolled back."""
    return record(act="access.denied", subject=subject, by=by, facts={"tried": act, "code": refusal.code})


@transaction.atomic
def note_export(*, number: int, digests_only: bool, by: Any) -> int:
    """Append that the seals up to ``number`` were taken out, with or without the entries under them."""
    facts = {"number": number, "digests_only": digests_only}
    return record(act="seals.exported", subject=f"journal.seal:{number}", by=by, facts=facts)


@transaction.atomic
def note_verification(*, seals: int, number: int, fault: str, by: Any) -> int:
    """Append that so many seals up to ``number`` were checked, and the code of the first fault ("": none)."""
    facts = {"seals": seals, "intact": not fault, "fault": fault}
    return record(act="seals.verified", subject=f"journal.seal:{number}", by=by, facts=facts)


@transaction.atomic
def note_receipt(*, seq: int, by: Any) -> int:
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
