"""The archive inside a package: a plain tar (ustar) with exactly one way of writing each entry.

Any tar reader opens it. Ours takes only what the writer would have written, byte for byte: every header is made anew
from the name and size it states, and compared. So there are no links, folders, devices, long names or second meanings,
and nothing is compressed: an entry is as large as it says, and the archive as large as its entries.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

BLOCK = 512
PIECE = 64 * 1024
LARGEST = 8**11 - 1  # what eleven octal digits can say
_END = bytes(2 * BLOCK)
_NAME = re.compile(r"manifest\.json|signature|records/[a-z_]{1,30}\.jsonl|originals/[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its name, its size, and where its bytes begin."""

    name: str
    size: int
    offset: int


def broken() -> Refusal:
    """Return the refusal for an archive that our writer would not have written."""
    sentence = gettext_noop("交换包的内部结构不对：不是联督导出的，或者被改动过。没有导入任何内容，请对方重新导出。")
    return Refusal("exchange.broken", sentence)


def header(name: str, size: int) -> bytes:
    """Return the one header of an entry with this name and size."""
    if not _NAME.fullmatch(name) or not 0 <= size <= LARGEST:
        raise broken()
    fields = struct.pack(
        "100s8s8s8s12s12s8s1s100s6s2s32s32s8s8s155s12x",
        name.encode("ascii"),
        b"0000600\0",
        b"0000000\0",
        b"0000000\0",
        b"%011o\0" % size,
        b"00000000000\0",
        b" " * 8,
        b"0",
        b"",
        b"ustar\0",
        b"00",
        b"",
        b"",
        b"0000000\0",
        b"0000000\0",
        b"",
    )
    return fields[:148] + b"%06o\0 " % sum(fields) + fields[156:]


def padding(size: int) -> bytes:
    """Return the zeros that fill the last block of ``size`` bytes."""
    return bytes(-size % BLOCK)


def written(entries: Iterable[tuple[str, int, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield the archive of (name, size, pieces) in pieces; the pieces of an entry must give its size."""
    for name, size, pieces in entries:
        yield header(name, size)
        yield from pieces
        yield padding(size)
    yield _END


class Pulled:
    """Pieces as a file to read from, for whoever pulls; a fault while pulling is kept in ``fault``."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        """Return ``size`` bytes, fewer only at the end: who envelops in pieces of one size relies on it."""
        out = bytearray()
        try:
            while len(out) < size:
                if not self._rest:
                    piece = next(self._pieces, None)
                    if piece is None:
                        break
                    self._rest = memoryview(piece)
                    continue
                given = self._rest[: size - len(out)]
                out += given
                self._rest = self._rest[len(given) :]
        except BaseException as fault:
            self.fault = fault
            raise
        return bytes(out)


def next_entry(file: IO[bytes], *, length: int) -> Entry | None:
    """Return the entry whose header stands at the place of ``file`` (``length`` bytes long); None at the right end."""
    block = file.read(BLOCK)
    if block == bytes(BLOCK):
        if file.read() != bytes(BLOCK):
            raise broken()
        return None
    if len(block) != BLOCK:
        raise broken()
    name, size = _name_and_size(block)
    if header(name, size) != block:
        raise broken()
    offset = file.tell()
    if offset + size + len(padding(size)) + len(_END) > length:
        raise broken()
    return Entry(name, size, offset)


def _name_and_size(block: bytes) -> tuple[str, int]:
    try:
        name = block[:100].rstrip(b"\0").decode("ascii")
        digits = block[124:135].decode("ascii")
    except UnicodeDecodeError:
        raise broken() from None
    if not re.fullmatch(r"[0-7]{11}", digits):
        raise broken()
    return name, int(digits, 8)


def pieces_of(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    """Yield the bytes of ``entry``; raise Refusal when the file ends before them."""
    file.seek(entry.offset)
    left = entry.size
    while left:
        piece = file.read(min(PIECE, left))
        if not piece:
            raise broken()
        left -= len(piece)
        yield piece


def skip_padding(file: IO[bytes], entry: Entry) -> None:
    """Go behind the last block of ``entry``; what fills it must be zeros."""
    file.seek(entry.offset + entry.size)
    if file.read(len(padding(entry.size))) != padding(entry.size):
        raise broken()
