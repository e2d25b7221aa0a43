"""The visible text of one paragraph: runs, insertions, links, field results and symbols, without what is hidden."""

import re
from dataclasses import dataclass, field

from lxml import etree

from liandu.papers.reading.docx.styles import Style, Styles
from liandu.papers.reading.numbering import MC, VAL, W, is_on
from liandu.papers.reading.text import CLEANING

TEXT_BOX = W + "txbxContent"
ALTERNATIVES = MC + "AlternateContent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{http://purl.oclc.org/ooxml/drawingml/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_ODD = re.compile("[" + "".join(map(re.escape, map(chr, CLEANING))) + "]")

_RUN = W + "r"
_TEXT = W + "t"
_RUN_PROPERTIES = W + "rPr"
_FIELD_MARK = W + "fldChar"
_SYMBOL = W + "sym"
_OBJECTS = frozenset({W + "drawing", W + "pict", W + "object"})
_FIXED = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_SHOWN = frozenset({_TEXT, _SYMBOL, *_FIXED})
# Deleted and moved-away text (w:del, w:moveFrom) and the readings of w:ruby are left out by not being here.
_LOOKED_INTO = frozenset(
    W + name
    for name in (
        "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "dir", "bdo",
        "ruby", "rubyBase",
    )
)  # fmt: skip
# Symbol fonts keep their signs in the private range F000–F0FF; these are the ones that forms and lists use.
_SYMBOLS = {
    0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF071: "❑", 0xF075: "◆", 0xF0A1: "○", 0xF0A3: "□", 0xF0A7: "▪",
    0xF0A8: "□", 0xF0B7: "•", 0xF0D8: "➢", 0xF0E0: "→", 0xF0FB: "×", 0xF0FC: "√", 0xF0FD: "☒", 0xF0FE: "☑",
    0xF052: "☑", 0xF053: "☒",
}  # fmt: skip


@dataclass(slots=True)
class Inline:
    """Collects a paragraph (several when a deleted or hidden paragraph mark joins them).

    ``boxes`` are the text boxes met on the way, to be read after the paragraph; ``pictures`` says that there are some.
    """

    styles: Styles
    style: Style = field(default_factory=Style)
    pieces: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: bool = False
    _fields: list[bool] = field(default_factory=list)  # open fields, true while in the instruction

    def add(self, paragraph: etree._Element, style: Style) -> None:
        """Read one ``w:p`` whose style is ``style``."""
        self.style = style
        self._walk(paragraph)
        # A field left open must not swallow the paragraphs that follow.
        self._fields.clear()

    def text(self) -> tuple[str, int]:
        """Return the text, odd spaces cleaned and ends stripped, and how many of its first characters are bold."""
        whole = "".join(self.pieces)
        if _ODD.search(whole):
            self.pieces = [piece.translate(CLEANING) for piece in self.pieces]
            whole = "".join(self.pieces)
        stripped = whole.strip()
        bold = 0
        for piece, is_bold in zip(self.pieces, self.bold, strict=True):
            if not is_bold:
                break
            bold += len(piece)
        if bold:
            bold = min(max(bold - (len(whole) - len(whole.lstrip())), 0), len(stripped))
        return stripped, bold

    def _walk(self, parent: etree._Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag in _LOOKED_INTO:
                self._walk(child)
            elif tag == ALTERNATIVES:
                for shown in shown_of(child):
                    self._walk(shown)
            elif tag in (_MATH + "oMath", _MATH + "oMathPara"):
                self._put("".join(part.text or "" for part in child.iter(_MATH + "t")), bold=False)

    def _run(self, run: etree._Element) -> None:
        bold, hidden = self.style.bold, self.style.hidden
        for child in run:
            tag = child.tag
            if tag in _SHOWN:
                if not hidden:
                    self._put(_shown(child), bold=bool(bold))
            elif tag == _RUN_PROPERTIES:
                bold, hidden = self._run_format(child)
            elif tag == _FIELD_MARK:
                self._field(child.get(W + "fldCharType"))
            elif tag in _OBJECTS:
                self._object(child)
            elif tag == ALTERNATIVES:
                for shown in shown_of(child):
                    self._run(shown)
            elif tag in _LOOKED_INTO:
                self._walk(child)

    def _run_format(self, properties: etree._Element) -> tuple[bool | None, bool | None]:
        """Return bold and hidden: said by the run, else by its character style, else by the paragraph's style."""
        bold = hidden = None
        character = None
        for child in properties:
            tag = child.tag
            if tag == W + "b":
                bold = is_on(child)
            elif tag == W + "vanish":
                hidden = is_on(child)
            elif tag == W + "rStyle":
                character = self.styles[child.get(VAL, "")]
        for style in (character, self.style):
            if style is not None:
                bold = style.bold if bold is None else bold
                hidden = style.hidden if hidden is None else hidden
        return bold, hidden

    def _field(self, mark: str | None) -> None:
        if mark == "begin":
            self._fields.append(True)
        elif self._fields and mark == "separate":
            self._fields[-1] = False
        elif self._fields and mark == "end":
            self._fields.pop()

    def _put(self, text: str, *, bold: bool) -> None:
        if not (self._fields and any(self._fields)):
            self.pieces.append(text)
            self.bold.append(bold)

    def _object(self, element: etree._Element) -> None:
        self.boxes += text_boxes(element)
        self.pictures = self.pictures or next(element.iter(*_PICTURES), None) is not None


def text_boxes(element: etree._Element) -> list[etree._Element]:
    """Return the outermost text boxes of a drawing, each once: of alternatives only the one that is shown."""
    if next(element.iter(TEXT_BOX), None) is None:
        return []
    found: list[etree._Element] = []
    for child in element:
        if child.tag == TEXT_BOX:
            found.append(child)
        elif child.tag == ALTERNATIVES:
            found += [box for shown in shown_of(child) for box in text_boxes(shown)]
        else:
            found += text_boxes(child)
    return found


def shown_of(alternatives: etree._Element) -> list[etree._Element]:
    """Return the one child of ``mc:AlternateContent`` that counts: its first choice, else its fallback."""
    return next(([child] for child in alternatives.iterchildren(MC + "Choice", MC + "Fallback")), [])


def _shown(element: etree._Element) -> str:
    """Return what a child of a run prints: its text, a tab or break, or a symbol."""
    if element.tag == _TEXT:
        return element.text or ""
    return _FIXED.get(element.tag) or _symbol(element)


def _symbol(element: etree._Element) -> str:
    """Return a ``w:sym`` as a Unicode character, "" when only its font knows what it looks like."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    private = 0xE000 <= code <= 0xF8FF
    return _SYMBOLS.get(code, "") if private else chr(code) if 0x20 <= code < 0xD800 else ""
