"""Seals and entries as lines of a file that ``offline.py`` checks elsewhere; the receipt of one entry; the anchor."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import qrcode

from liandu.journal.appending import moment_text
from liandu.journal.merkle import path
from liandu.journal.models import Seal, Span
from liandu.journal.offline import VERSION, leaf_of, pairs_of, read_header
from liandu.journal.rows import rows_between, rows_of
from liandu.journal.verification import public_keys


def export_lines(*, digests_only: bool) -> Iterator[str]:
    """Yield the export line by line, each with its end. Memory holds one seal's entries at a time.

    With ``digests_only`` no entry is in it: the chain, the signatures and the roots can be checked, nothing be read.
    """
    last = newest_seal()
    opening = {
        "liandu": "seals",
        "version": VERSION,
        "made_at": moment_text(datetime.now(UTC)),
        "digests_only": digests_only,
        "keys": _keys(),
    }
    yield _line(opening)
    for number in range(1, (last.number if last else 0) + 1):
        seal = Seal.objects.filter(number=number).first()
        if seal is None:  # whoever checks the file is told so by the gap
            continue
        if not digests_only:
            ranges = pairs_of(read_header(number, seal.header).ranges)
            yield from (_line(row) for row in rows_of(ranges))
        said = {"seal": number, "header": seal.header, "signature": seal.signature}
        yield _line(said | {"digests": seal.digests} if digests_only else said)
    yield _line({"end": last.number if last else 0})


def receipt_of(seq: int) -> dict[str, Any] | None:
    """Return what proves that entry ``seq`` stands under a signed seal, as it goes to a file; None: not sealed yet."""
    span = Span.objects.filter(low__lte=seq, high__gte=seq).first()
    seal = Seal.objects.filter(number=span.seal).first() if span else None
    rows = rows_between(seq - 1, seq)
    if seal is None or not rows:
        return None
    header = read_header(seal.number, seal.header)
    leaves = [
        leaf_of(number, bytes.fromhex(seal.digests[at * 64 : at * 64 + 64])) for at, number in enumerate(header.numbers)
    ]
    return {
        "liandu": "receipt",
        "version": VERSION,
        "entry": list(rows[0][:11]),
        "path": [node.hex() for node in path(leaves, header.numbers.index(seq))],
        "seal": seal.number,
        "header": seal.header,
        "signature": seal.signature,
        "keys": _keys(header.key),
    }


@dataclass(frozen=True, slots=True)
class Anchor:
    """The newest head, for the minutes of a meeting or for another office to keep."""

    number: int
    head: str
    sealed_at: str
    entries: int

    @property
    def text(self) -> str:
        """What the picture says: short enough to be read by any telephone."""
        return f"liandu-seal {self.number} {self.head}"

    @property
    def groups(self) -> str:
        """The head in groups of four digits, to be read aloud."""
        return " ".join(self.head[at : at + 4] for at in range(0, len(self.head), 4))


def anchor() -> Anchor | None:
    """Return the newest head, None before the first seal."""
    seal = newest_seal()
    if seal is None:
        return None
    header = read_header(seal.number, seal.header)
    return Anchor(seal.number, header.head, header.sealed_at, header.total)


def newest_seal() -> Seal | None:
    """Return the seal with the highest number."""
    return Seal.objects.order_by("-number").only("number", "header").first()


def qr_code(text: str) -> list[list[bool]]:
    """Return the picture as rows of squares, dark ones true, with the quiet zone around it."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(square) for square in row] for row in code.get_matrix()]


def fingerprint(public: bytes) -> str:
    """Return the fingerprint of a public key: its SHA-256."""
    return hashlib.sha256(public).hexdigest()


def _keys(only: str = "") -> list[dict[str, str]]:
    return [
        {"id": name, "algorithm": algorithm, "public": public.hex()}
        for name, (algorithm, public) in public_keys().items()
        if only in {"", name}
    ]


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
