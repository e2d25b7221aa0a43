"""Opening zip packages (docx, xlsx, ofd, odt …) and XML so that a hostile or broken file costs little.

Everything is decided from the archive's directory before a byte is unpacked; nothing is ever written to disk and an
archive inside an archive is never opened. XML may declare no document type at all, so there are no entities to expand.
"""

import re
import struct
import zipfile
import zlib
from functools import cache, lru_cache
from typing import BinaryIO, Self

from lxml import etree

from liandu.kernel.words import gettext_noop
from liandu.papers.reading.protocol import CannotRead, Limits, Source

ZIP_HEAD = b"PK\x03\x04"
_RATIO_FROM = 1024 * 1024  # small parts compress well without being bombs
_DIRECTORY_ENTRY = 1024  # generous bytes for one entry of a zip directory
_END_RECORD = struct.Struct("<4s4H2LH")
_TAKEN_COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LIBXML_DEPTH = 256  # libxml2 itself stops here
_DOCTYPE = re.compile(rb"(?:\s*(?>(?:<\?(?>.*?\?>))|(?:<!--(?>.*?-->))))*\s*<!DOCTYPE", re.DOTALL)


def broken(detail: str = "") -> CannotRead:
    """Return the refusal of a file that is damaged; ``detail`` is kept as a fact for the log."""
    return CannotRead(
        "file.broken",
        gettext_noop("文件已损坏或不完整，打不开。请用 Word 或 WPS 打开后另存一份再上传。"),
        detail=detail,
    )


def bomb(detail: str) -> CannotRead:
    """Return the refusal of a file that would unpack to far more than it is."""
    return CannotRead(
        "file.bomb", gettext_noop("文件解压后异常庞大，可能是恶意文件，没有接收。请核对来源。"), detail=detail
    )


def too_large(megabytes: int) -> CannotRead:
    """Return the refusal of a file above a size limit, given in megabytes."""
    return CannotRead(
        "file.too_large", gettext_noop("文件太大，超过 %(limit)s MB 的上限。请拆分后再上传。"), limit=megabytes
    )


def protected() -> CannotRead:
    """Return the refusal of a file that needs a password."""
    return CannotRead("file.encrypted", gettext_noop("文件设有密码保护，不能读取。请取消密码后再上传。"))


def with_macros() -> CannotRead:
    """Return the refusal of a file that carries macros."""
    return CannotRead(
        "file.macros", gettext_noop("文件带有宏，为安全起见不接收。请另存为不含宏的 .docx 或 .xlsx 后再上传。")
    )


class Package:
    """An opened zip package: its part names and their bytes. Use as a context manager."""

    def __init__(self, file: BinaryIO, archive: zipfile.ZipFile) -> None:
        self._file = file
        self._archive = archive
        self._parts = {_plain(info.filename).lower(): info for info in archive.infolist() if not info.is_dir()}
        self.names = tuple(_plain(info.filename) for info in self._parts.values())

    def __enter__(self) -> Self:
        """Return the package itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self._file.close()

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part of this name (upper and lower case are the same, as the format says)."""
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """Return the unpacked bytes of one part; raise CannotRead when it is missing or damaged."""
        info = self._parts.get(name.lower())
        if info is None:
            raise CannotRead(
                "file.part_missing",
                gettext_noop("文件不完整，缺少“%(part)s”。请用 Word 或 WPS 打开后另存一份再上传。"),
                part=name,
            )
        try:
            return self._archive.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise broken(f"{name}: {error}") from error


def open_package(source: Source, limits: Limits) -> Package:
    """Open a zip package after looking through its directory; raise CannotRead when it is broken or dangerous.

    Refused: no zip, truncated, encrypted entries, more parts or bytes than ``limits``, parts that unpack to more than
    ``limits.ratio`` times their size, overlapping parts, unusual compression, and names that are absolute, climb out of
    the package or come twice.
    """
    if source.size > limits.bytes:
        raise too_large(limits.bytes // 2**20)
    try:
        file = source.path.open("rb")
    except OSError as error:
        raise broken(str(error)) from error
    try:
        _check_directory_size(file, source, limits)
        archive = zipfile.ZipFile(file)
        _check_entries(archive.infolist(), source, limits)
    except CannotRead:
        file.close()
        raise
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        file.close()
        raise broken(str(error)) from error
    return Package(file, archive)


@lru_cache(maxsize=4)  # several readers ask about the same file when they score it
def part_names(source: Source) -> frozenset[str]:
    """Return the lower-case part names of a zip file for scoring, empty when it is none or broken; never raises."""
    if not source.head.startswith(ZIP_HEAD):
        return frozenset()
    try:
        with open_package(source, Limits()) as package:
            return frozenset(name.lower() for name in package.names)
    except CannotRead:
        return frozenset()


def parse_xml(data: bytes, limits: Limits) -> etree._Element:
    """Return the root element of ``data``, comments and processing instructions left out.

    Raises CannotRead for XML that is broken, too large, nested deeper than ``limits.depth`` or has a document type
    declaration (the only place where entities, and so entity bombs and outside files, can be declared).
    """
    if len(data) > limits.part_bytes:
        raise too_large(limits.part_bytes // 2**20)
    if declares_type(data):
        raise with_entities()
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise (_too_deep() if "Excessive depth" in str(error) else broken(str(error))) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise with_entities()
    if limits.depth < _LIBXML_DEPTH and _deeper_than(limits.depth)(root):
        raise _too_deep()
    return root


def _check_directory_size(file: BinaryIO, source: Source, limits: Limits) -> None:
    """Look at the end record alone, so that a directory of a million entries is refused before it is read."""
    file.seek(max(0, source.size - _END_RECORD.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise broken("no end record")
    _, _, _, _, entries, size, _, _ = _END_RECORD.unpack_from(tail, at)
    if entries > limits.parts or size > limits.parts * _DIRECTORY_ENTRY:
        raise bomb("too many parts")


def _check_entries(entries: list[zipfile.ZipInfo], source: Source, limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise bomb("too many parts")
    names = {_plain(entry.filename).lower() for entry in entries}
    if len(names) < len(entries) or not all(map(_is_inside, names)):
        raise CannotRead(
            "file.bad_names",
            gettext_noop("文件内部的路径名异常（重名或指向文件之外），可能是恶意文件，没有接收。请核对来源。"),
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise protected()
    if any(entry.compress_type not in _TAKEN_COMPRESSIONS for entry in entries):
        raise broken("unusual compression")
    if sum(entry.compress_size for entry in entries) > source.size:
        raise bomb("overlapping parts")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise bomb("total size")
    for entry in entries:
        if entry.file_size > limits.part_bytes:
            raise bomb("part size")
        if entry.file_size > _RATIO_FROM and entry.file_size > limits.ratio * entry.compress_size:
            raise bomb("ratio")


def _plain(name: str) -> str:
    """Return a part name with forward slashes; some packers write backslashes."""
    return name.replace("\\", "/")


def _is_inside(name: str) -> bool:
    """Return whether a name stays in the package: not absolute, no drive, no ``..``, no control characters."""
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        return False
    return name.isprintable()


def declares_type(data: bytes) -> bool:
    """Return whether XML (or anything else) declares a document type before its root element, in UTF-8 or UTF-16."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
        data = data.replace(b"\x00", b"")  # enough to see ASCII marks in UTF-16 of either order
        data = data.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return _DOCTYPE.match(data.removeprefix(b"\xef\xbb\xbf")) is not None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


@cache
def _deeper_than(depth: int) -> etree.XPath:
    """Return a test that is true for a tree with an element below ``depth`` others; runs in C over the tree once."""
    return etree.XPath("boolean(" + "/*" * (depth + 1) + ")")


def _too_deep() -> CannotRead:
    return CannotRead("file.too_deep", gettext_noop("文件内部的嵌套层数异常，可能是恶意文件，没有接收。请核对来源。"))


def with_entities() -> CannotRead:
    """Return the refusal of XML that declares a document type."""
    return CannotRead("file.entities", gettext_noop("文件内部带有实体声明，可能是恶意文件，没有接收。请核对来源。"))
