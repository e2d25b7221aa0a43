"""The sealer: closes the open tail of the trail into numbered, signed seals. It makes no writer wait.

How numbers that come late and numbers that never come are told apart stands in docs/design/algorithms/seals.md.
"""

import hashlib
import json
import logging
import time
from concurrent.futures import Executor
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from liandu.journal import heads
from liandu.journal.appending import moment_text
from liandu.journal.arrivals import FAR, Awaited, next_transaction, oldest_running
from liandu.journal.fields import canonical
from liandu.journal.merkle import root
from liandu.journal.models import Seal, Span
from liandu.journal.offline import NO_HEAD, RECORD, VERSION, Row, content_of, leaf_of, pairs_of, sm3
from liandu.journal.rows import as_ranges, holes, rows_between, rows_of, spelled, without
from liandu.kernel.refusals import Refusal
from liandu.kernel.sweeps import Sweep
from liandu.kernel.words import gettext_noop
from liandu.keys.folder import Key, KeyFolder
from liandu.keys.signing import new_signing_key, sign

log = logging.getLogger(__name__)

PURPOSE = "journal"  # of the key that signs
MOST = 5_000  # entries in a seal, so that one fits into memory
EVERY = 3.0  # seconds between two looks at the tail


def key_folder() -> KeyFolder:
    """Return the folder of the keys that sign the seals."""
    return KeyFolder(settings.LIANDU_KEYS)


def seal_tail() -> int:
    """Close what is open into seals and return how many entries were sealed.

    Reads without a lock and writes one short transaction a seal; of two sealers at once one seals, the other finds the
    number taken and does nothing. Raises Refusal when the database knows fewer seals than the heads kept outside it.
    """
    sealed = 0
    while True:
        count = _seal_once()
        sealed += count
        if count < MOST:
            return sealed


def _seal_once() -> int:
    before = Seal.objects.order_by("-number").only("number", "header").first()
    _refuse_to_fork(before)
    said = json.loads(before.header) if before else {}
    upper, running = said.get("upper", 0), oldest_running()
    awaited: Awaited = [(pairs_of(part), since) for part, since in said.get("awaited", ())]
    late = rows_of([pair for pairs, _since in awaited for pair in pairs])
    rows = rows_between(upper, FAR, most=MOST)
    if not late and not rows:
        return 0
    came = {row[0] for row in late}
    waiting: Awaited = [
        (left, since) for pairs, since in awaited if since > running for left in [without(pairs, came)] if left
    ]
    new_holes = holes(upper, [row[0] for row in rows])
    # After the rows: whoever holds a number that was not there yet has begun before this.
    if new_holes and (next_one := next_transaction()):
        waiting.append((new_holes, next_one))
    written = _write(before, [*late, *rows], waiting, said)
    return len(late) + len(rows) if written else 0


def _write(before: Seal | None, rows: list[Row], waiting: Awaited, said: dict[str, Any]) -> bool:
    """Sign and keep the seal over ``rows``; return False when somebody else has made the one with this number."""
    rows = sorted(rows, key=itemgetter(0))
    contents = [_content(row) for row in rows]
    digests = [hashlib.sha256(content).digest() for content in contents]
    running = sm3()
    running.update(RECORD.encode().join(contents))
    numbers = [row[0] for row in rows]
    key = _key()
    header = canonical({
        "version": VERSION,
        "number": before.number + 1 if before else 1,
        "previous": head_of(before.header) if before else NO_HEAD,
        "ranges": as_ranges(numbers),
        "awaited": [[spelled(pairs), since] for pairs, since in waiting],
        "upper": max(said.get("upper", 0), numbers[-1]),
        "count": len(rows),
        "total": said.get("total", 0) + len(rows),
        "root": root([leaf_of(seq, digest) for seq, digest in zip(numbers, digests, strict=True)]).hex(),
        "sm3": running.hexdigest(),
        "sealed_at": moment_text(datetime.now(UTC)),
        "algorithm": key.algorithm,
        "key": key.id,
    })  # fmt: skip
    number = before.number + 1 if before else 1
    signature = sign(key, header.encode()).hex()
    listed = "".join([digest.hex() for digest in digests])
    try:
        with transaction.atomic(durable=True):  # numbers are looked at outside any transaction
            Seal.objects.bulk_create([Seal(number=number, header=header, signature=signature, digests=listed)])
            Span.objects.bulk_create(
                Span(low=low, high=high, seal=number) for low, high in pairs_of(as_ranges(numbers))
            )
            transaction.on_commit(keep_heads)
    except IntegrityError:
        return False
    return True


def _content(row: Row) -> bytes:
    """Return what is sealed of a row: its content; of one that somebody spoilt by hand, whatever it holds.

    Sealing must go on. Verification names such a row.
    """
    try:
        return content_of(row)
    except (TypeError, ValueError):
        return content_of([str(value) for value in row])


def head_of(header: str) -> str:
    """Return the head of a seal: the SHA-256 of its header."""
    return hashlib.sha256(header.encode()).hexdigest()


def _key() -> Key:
    """Return the signing key in use; another one when the site has chosen another algorithm."""
    folder = key_folder()
    known = folder.current(PURPOSE)
    if known is None or known.algorithm != settings.LIANDU_SIGNING:
        return new_signing_key(folder, purpose=PURPOSE, algorithm=settings.LIANDU_SIGNING)
    return known


def keep_heads() -> None:
    """Bring the file of heads up to the database; also after a kill between a seal and its line."""
    newest = heads.last()
    missing = Seal.objects.filter(number__gt=newest.number if newest else 0).order_by("number").only("number", "header")
    new = [
        heads.Head(seal.number, head_of(seal.header), json.loads(seal.header)["sealed_at"])
        for seal in missing.iterator()
    ]
    if new:
        heads.add(new)


def _refuse_to_fork(before: Seal | None) -> None:
    """A seal that follows an older one than the last that was kept would hide what was cut off."""
    newest = heads.last()
    if newest is None:
        return
    here = (before.number, head_of(before.header)) if before else (0, NO_HEAD)
    if newest.number > here[0] or (newest.number == here[0] and newest.head != here[1]):
        sentence = gettext_noop(
            "密钥文件夹的 heads.log 记有第 %(number)s 号封印，数据库只到第 %(here)s 号：末尾被截断，"
            "或恢复了较早的备份。已停止封印，请核实后按备份说明处理。"
        )
        raise Refusal("seals.cut_off", sentence, number=newest.number, here=here[0])


class _Clock:
    """When the tail was looked at last, and whether somebody was told that it cannot be sealed."""

    def __init__(self) -> None:
        self.looked = time.monotonic()
        self.told = ""


_clock = _Clock()


def seal_when_due(worker: str, pool: Executor) -> int:  # noqa: ARG001 - a sweep has this shape
    """Seal the tail when EVERY seconds are over; 0, because nobody waits for it and nothing follows from it."""
    if time.monotonic() - _clock.looked < EVERY:
        return 0
    try:
        seal_tail()
        keep_heads()
    except Refusal as refusal:
        if _clock.told != refusal.code:  # once is enough for the log; the page of the seals says it all the time
            log.error("the journal is not sealed: %s", refusal)  # noqa: TRY400 - a sentence, no fault of the program
        _clock.told = refusal.code
    finally:
        _clock.looked = time.monotonic()
    return 0


def _nobody() -> set[str]:
    return set()


def _nothing(workers: set[str]) -> int:  # noqa: ARG001 - a sweep has this shape
    return 0


SWEEPS = (Sweep("seals", seal_when_due, _nobody, _nothing),)
