"""Plain text: what encoding it is in, and its paragraphs.

What is normalised, and nothing else: line ends (CRLF, CR, form feed, U+2028) end a line; no-break and other odd spaces
become one ordinary space each; zero-width characters, byte order marks and control characters vanish; white space at
both ends of a paragraph goes. Digits, punctuation and widths stay as written.
"""

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Sequence

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Block, BlockKind, Paper
from liandu.papers.reading.lines import (
    Line,
    Piece,
    column_of,
    flow,
    is_hard_wrapped,
    width_of,
    without_page_marks,
)
from liandu.papers.reading.packages import too_large
from liandu.papers.reading.protocol import CannotRead, Limits, Source

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = dict.fromkeys(
    map(ord, "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"), " "
)
_GONE = dict.fromkeys(
    [
        *(c for c in range(0x20) if chr(c) not in "\t\n\r\x0b\x0c"),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF0, 0xFFFC),
        0xFFFE,
        0xFFFF,
    ]
)
CLEANING: dict[int, str | None] = {**_SPACES, **_GONE}
"""Table for ``str.translate``: odd spaces to one space, invisible characters away."""

_COMMON = re.compile(r"[一-龥，。、；：（）“”\x20-\x7e\s0-9]")
_NO_WRITING = frozenset({"Cc", "Co", "Cn", "Cs"})
_CONTROLS = frozenset("\t\r\n\x0b\x0c\x1a\x85")
_NO_TEXT = bytes(byte for byte in range(27) if byte < 9 or byte > 13)
_ENDINGS = frozenset({"txt", "text", "md", "log", "csv", ""})


class TextReader:
    """Reads .txt in UTF-8, GB18030 (so GBK and GB2312) and UTF-16, with or without a byte order mark."""

    name = "text"

    def score(self, source: Source) -> float:
        """Return 0.4 for what looks like text (0.6 with a text ending), less than any real format; 0 for the rest."""
        if _is_binary(source.head):
            return 0.0
        return 0.6 if source.ending in _ENDINGS else 0.4

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return one block for each paragraph; cut lines are joined, page marks and footnotes set apart."""
        text = decode(bytes_of(source, limits)).translate(CLEANING)
        if len(text) > limits.characters:
            raise too_long(limits)
        if not text.strip():
            raise empty()
        pieces, pages = _pieces(text)
        return Paper("text", tuple(blocks_of(pieces, paged=pages is not None)), pages=pages)


READER = TextReader()


def bytes_of(source: Source, limits: Limits) -> bytes:
    """Return the bytes of the file; raise CannotRead when it is empty, too large or cannot be opened."""
    check_size(source, limits)
    try:
        return source.path.read_bytes()
    except OSError:
        raise CannotRead("file.unreadable", gettext_noop("文件打不开，请重新上传。")) from None


def check_size(source: Source, limits: Limits) -> None:
    """Raise CannotRead when the file is empty or too large."""
    if source.size > limits.bytes:
        raise too_large(limits.bytes // 2**20)
    if not source.size:
        raise empty()


def too_long(limits: Limits) -> CannotRead:
    """Return the refusal of a file with more letters than ``limits`` allow."""
    return CannotRead(
        "file.too_long", gettext_noop("文件的文字超过%(most)s字，请拆分后再上传。"), most=limits.characters
    )


def empty() -> CannotRead:
    """Return the refusal of a file without any text."""
    return CannotRead("file.empty", gettext_noop("文件是空的，没有可读的文字。"))


def decode(data: bytes) -> str:
    """Return the text of ``data``; raise CannotRead when it is in no encoding that gives plausible text.

    A byte order mark decides. Without one: UTF-16 when zero bytes or the spread of Chinese say so, then strict UTF-8,
    then strict GB18030 if what comes out looks like writing. A UTF-8 file with a few broken bytes is read with those
    bytes left out, since converters do cut characters in half.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding) or _lenient(data, encoding)
    if wide := _utf16(data):
        return wide
    text = _strict(data, "utf-8")
    if text is not None and plausible(text):
        return text
    text = _strict(data, "gb18030")
    if text is not None and plausible(text):
        return text
    return _lenient(data, "utf-8", "gb18030")


def plausible(text: str) -> bool:
    """Say whether ``text`` looks like writing: mostly common characters, hardly any control or private ones."""
    sample = text[:20_000]
    if not sample.strip():
        return True
    counted = Counter(sample)  # each letter is looked at once, however often it stands there
    bad = sum(n for c, n in counted.items() if unicodedata.category(c) in _NO_WRITING and c not in _CONTROLS)
    common = sum(n for c, n in counted.items() if _COMMON.match(c))
    return bad <= 2 + len(sample) // 50 and common * 10 >= len(sample) * 6


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _lenient(data: bytes, *encodings: str) -> str:
    for encoding in encodings:
        text = data.decode(encoding, errors="replace")
        broken = text.count("\ufffd")
        if broken * 100 <= len(text) and plausible(text):
            return text.replace("\ufffd", "")
    raise CannotRead("file.not_text", gettext_noop("文件内容不是文字，可能已损坏或改过扩展名；请确认后重新上传。"))


def _utf16(data: bytes) -> str | None:
    """Return the text when ``data`` is UTF-16 without a mark: spaces, line ends or digits show as zero bytes."""
    sample = data[:4000]
    if len(data) % 2 or b"\0" not in sample:
        return None
    little, big = sample[1::2].count(0), sample[::2].count(0)
    encoding = "utf-16-le" if little > big else "utf-16-be"
    text = _strict(data, encoding)
    return text if text is not None and plausible(text) and "\0" not in text else None


def _is_binary(head: bytes) -> bool:
    """Say whether the first bytes are surely no text; cheap, since every file is asked."""
    if not head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"MZ", b"{\\rtf")):
        return True
    if b"\0" in head and _utf16(head[: len(head) // 2 * 2]) is not None:
        return False
    return (len(head) - len(head.translate(None, _NO_TEXT))) * 30 > len(head)


def lines_of(text: str) -> list[Line]:
    """Return the lines of cleaned ``text`` that are not blank, measured in characters."""
    out: list[Line] = []
    gap = False
    for raw in _LINE_ENDS.split(text):
        whole = raw.replace("\t", "    ").rstrip(" \u3000")
        bare = whole.lstrip(" \u3000")
        if not bare:
            gap = True
            continue
        left = width_of(whole[: len(whole) - len(bare)])
        out.append(Line(bare, left, left + width_of(bare), after_gap=gap))
        gap = False
    return out


def _pieces(text: str) -> tuple[list[Piece], int | None]:
    """Return the pieces of a text file in order, and its pages when it carries page marks."""
    pages, marks = without_page_marks(lines_of(text))
    lines = [line for page in pages for line in page]
    if is_hard_wrapped(lines):
        pieces = flow([page for page in pages if page], column_of(lines))
    else:
        pieces = [Piece(BlockKind.PARAGRAPH, [line]) for line in lines]
    return with_marks(pieces, marks), len(pages) if marks else None


def with_marks(pieces: Sequence[Piece], marks: Sequence[Line]) -> list[Piece]:
    """Return ``pieces`` with each page mark as a footer after the last piece that begins on its page."""
    out: list[Piece] = []
    waiting = deque(marks)
    for piece in pieces:
        while waiting and waiting[0].page < piece.lines[0].page:
            out.append(Piece(BlockKind.FOOTER, [waiting.popleft()]))
        out.append(piece)
    return out + [Piece(BlockKind.FOOTER, [mark]) for mark in waiting]


def blocks_of(pieces: Sequence[Piece], *, paged: bool, start: int = 0) -> list[Block]:
    """Return blocks for ``pieces``, numbered from ``start``; ``paged`` says that the pages of their lines are known."""
    return [
        Block(
            index,
            piece.kind,
            piece.text,
            bold=piece.lines[0].bold,
            centred=piece.lines[0].centred,
            page=piece.lines[0].page + 1 if paged else None,
            boxes=tuple(line.box for line in piece.lines if line.box is not None),
        )
        for index, piece in enumerate(pieces, start)
    ]
