"""The parts of a .docx package and the order in which they are read."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import BODY_KINDS, BlockKind, Paper
from liandu.papers.reading.docx.story import Story
from liandu.papers.reading.docx.styles import Styles, without_table_styles
from liandu.papers.reading.numbering import Counting, Numbering, W
from liandu.papers.reading.packages import (
    ZIP_HEAD,
    Package,
    broken,
    open_package,
    parse_xml,
    part_names,
    with_macros,
)
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.text import empty

_ENDINGS = frozenset({"docx", "docm", "dotx", "dotm"})
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_APART = {"header": BlockKind.HEADER, "footer": BlockKind.FOOTER}
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_STALE = 0.1  # the file's own counts are believed when its characters agree with the text within this share


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str  # the last word of the type: "styles", "header" …
    target: str  # name of a part


class DocxReader:
    """Reads .docx and .dotx; refuses documents with macros."""

    name = "docx"

    def score(self, source: Source) -> float:
        """Return 1 for a zip package with a Word document in it, a little for a broken zip that is named like one."""
        if not source.head.startswith(ZIP_HEAD):
            return 0.0
        names = part_names(source)
        if "word/document.xml" in names:
            return 1.0
        if any(name.startswith("word/") for name in names):
            return 0.8
        return 0.3 if not names and source.ending in _ENDINGS else 0.0

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return the paper; raise CannotRead when the package is broken, dangerous, with macros or no Word document."""
        with open_package(source, limits) as package:
            _refuse_macros(package)
            main = _main_part(package, limits)
            return _Document(package, main, limits).paper()


READER = DocxReader()


class _Document:
    """One opened document while it is read."""

    def __init__(self, package: Package, main: str, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._main = main
        self._relations = _relations(package, main, limits)
        styles = Styles(self._part("styles", without_table_styles))
        numbering = Numbering.parse(self._part("numbering"), styles.list_styles)
        styles.use(numbering)
        self._numbering = numbering
        self._story = Story(styles, numbering, limits)

    def paper(self) -> Paper:
        """Return the blocks of the body, then headers and footers, then notes."""
        body = _xml(self._package, self._main, self._limits).find(W + "body")
        if body is None:
            raise broken("no w:body")
        self._story.body(body, Counting(self._numbering))
        self._headers()
        self._notes()
        if not any(block.text for block in self._story.blocks):
            raise _pictures_only() if self._story.pictures else empty()
        return Paper(
            "docx",
            tuple(self._story.blocks),
            tuple(table for table in self._story.tables if table.rows),
            pages=self._pages(),
            title=self._title(),
            remarks=tuple(self._remarks()),
        )

    def _part(self, kind: str, trim: Callable[[bytes], bytes] = bytes) -> etree._Element | None:
        for relation in self._relations:
            if relation.kind == kind and relation.target in self._package:
                return _parsed(trim(self._package.read(relation.target)), self._limits)
        return None

    def _headers(self) -> None:
        for wanted, block_kind in _APART.items():
            seen: set[tuple[str, ...]] = set()
            for relation in self._relations:
                if relation.kind == wanted and relation.target in self._package:
                    start = len(self._story.blocks)
                    self._story.apart(_xml(self._package, relation.target, self._limits), block_kind)
                    texts = tuple(block.text for block in self._story.blocks[start:])
                    # First, odd and even pages mostly say the same.
                    if texts in seen:
                        del self._story.blocks[start:]
                    seen.add(texts)

    def _notes(self) -> None:
        for kind, element in _NOTES.items():
            root = self._part(kind)
            for note in root.iterchildren(W + element) if root is not None else ():
                if note.get(W + "type", "normal") == "normal":
                    self._story.apart(note, BlockKind.NOTE)

    def _pages(self) -> int | None:
        """Return the page count that the writing program stored, if its count of characters fits the text."""
        counts = _small_part(self._package, "docProps/app.xml")
        pages = re.search(rb"<Pages>(\d{1,6})</Pages>", counts)
        stored = re.search(rb"<Characters>(\d{1,9})</Characters>", counts)
        if not pages or not stored:
            return None
        texts = (block.text for block in self._story.blocks if block.kind in BODY_KINDS)
        shown = sum(len("".join(text.split())) for text in texts)
        return int(pages[1]) if abs(shown - int(stored[1])) <= _STALE * max(shown, 1) else None

    def _title(self) -> str:
        core = _small_part(self._package, "docProps/core.xml")
        if b"title" not in core:
            return ""
        try:
            title = _parsed(core, self._limits).find("{http://purl.org/dc/elements/1.1/}title")
        except CannotRead as refused:
            # The text can be read without this part; an attack in it is refused all the same.
            if refused.code != "file.broken":
                raise
            return ""
        return (title.text or "").strip() if title is not None else ""

    def _remarks(self) -> list[str]:
        remarks = []
        if self._story.pictures:
            remarks.append(gettext_noop("文中有图片，图片里的文字没有读取。"))
        if self._story.foreign:
            remarks.append(gettext_noop("文中嵌入了其他文件的内容，没有读取。"))
        return remarks


def _pictures_only() -> CannotRead:
    return CannotRead("file.scan", gettext_noop("文件里只有图片，没有可读的文字。请上传 PDF 扫描件或可编辑的文件。"))


def _refuse_macros(package: Package) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        raise with_macros()
    if "[Content_Types].xml" in package and b"macroEnabled" in package.read("[Content_Types].xml"):
        raise with_macros()


def _main_part(package: Package, limits: Limits) -> str:
    """Return the name of the part with the text: the one the package names, else the usual one."""
    for relation in _relations(package, "", limits):
        if relation.kind == "officeDocument" and relation.target in package:
            return relation.target
    if "word/document.xml" in package:
        return "word/document.xml"
    raise CannotRead("file.no_document", gettext_noop("文件里没有 Word 正文，可能已损坏。请另存后再上传。"))


def _relations(package: Package, part: str, limits: Limits) -> list[_Relation]:
    """Return what ``part`` refers to inside the package; "" stands for the package itself."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", name + ".rels")
    if listing not in package:
        return []
    relations = []
    for element in _xml(package, listing, limits):
        target = element.get("Target", "")
        if element.get("TargetMode") != "External" and target:
            place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            relations.append(_Relation(element.get("Type", "").rsplit("/", 1)[-1], place))
    return relations


def _xml(package: Package, name: str, limits: Limits) -> etree._Element:
    return _parsed(package.read(name), limits)


def _parsed(data: bytes, limits: Limits) -> etree._Element:
    """Return the root of a part; the Strict form is read under the names of the usual one."""
    if b"purl.oclc.org" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return parse_xml(data, limits)


def _small_part(package: Package, name: str) -> bytes:
    """Return a part about the document, empty when it is missing or damaged: the text can be read without it."""
    try:
        return package.read(name) if name in package else b""
    except CannotRead:
        return b""
