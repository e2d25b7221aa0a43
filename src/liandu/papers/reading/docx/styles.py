"""Paragraph and character styles of a Word document, with what they inherit."""

from dataclasses import dataclass

from lxml import etree

from liandu.papers.reading.numbering import VAL, Numbering, W, child_of, is_on, whole_number

_STYLE_END = b"</w:style>"
BODY_OUTLINE = 9  # w:outlineLvl 9 means running text


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says once its parents are asked too; ``num`` is "" without numbering, None is "not said"."""

    name: str = ""
    outline: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    centred: bool = False
    num: str = ""
    level: int = 0


class Styles:
    """The styles of one document, worked out when first asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the root of ``styles.xml``, None when the document has none."""
        self._elements: dict[str, etree._Element] = {}
        self._default = ""
        self._known: dict[str, Style] = {}
        self._numbering: Numbering | None = None
        self.list_styles: dict[str, str] = {}
        for element in root.iterchildren(W + "style") if root is not None else ():
            kind, style_id = element.get(W + "type"), element.get(W + "styleId", "")
            if kind == "numbering":
                self.list_styles[style_id] = _numbered(child_of(element, "pPr"))[0] or ""
            elif kind != "table":
                self._elements[style_id] = element
                if kind == "paragraph" and element.get(W + "default", "0") not in ("0", "false", "off"):
                    self._default = style_id

    def use(self, numbering: Numbering) -> None:
        """Take the numbering definitions, which styles and levels both refer to."""
        self._numbering = numbering

    def __getitem__(self, style_id: str) -> Style:
        """Return a style by its id, "" for the default paragraph style; an unknown id gives an empty style."""
        style_id = style_id or self._default
        if style_id not in self._known:
            self._known[style_id] = self._resolved(style_id)
        return self._known[style_id]

    def _chain(self, style_id: str) -> list[tuple[str, etree._Element]]:
        """Return the style and those it is based on, nearest first; a circle is cut."""
        chain: dict[str, etree._Element] = {}
        while style_id in self._elements and style_id not in chain:
            chain[style_id] = self._elements[style_id]
            base = child_of(chain[style_id], "basedOn")
            style_id = base.get(VAL, "") if base is not None else ""
        return list(chain.items())

    def _resolved(self, style_id: str) -> Style:
        chain = self._chain(style_id)
        if not chain:
            return Style()
        paragraphs = [found for _, element in chain if (found := child_of(element, "pPr")) is not None]
        runs = [found for _, element in chain if (found := child_of(element, "rPr")) is not None]
        name = child_of(chain[0][1], "name")
        num, level = self._number(chain)
        centre = _nearest(paragraphs, "jc")
        bold, hidden = _nearest(runs, "b"), _nearest(runs, "vanish")
        return Style(
            name=name.get(VAL, style_id) if name is not None else style_id,
            outline=outline_of(_nearest(paragraphs, "outlineLvl")),
            bold=None if bold is None else is_on(bold),
            hidden=None if hidden is None else is_on(hidden),
            centred=centre is not None and centre.get(VAL) == "center",
            num=num,
            level=level,
        )

    def _number(self, chain: list[tuple[str, etree._Element]]) -> tuple[str, int]:
        """Return list and level; a level that names one of the styles as its own goes before a written ``w:ilvl``."""
        numbers = [(style_id, *_numbered(child_of(element, "pPr"))) for style_id, element in chain]
        num = next((num for _, num, _ in numbers if num is not None), None)
        if num is None or num == "0" or self._numbering is None:
            return "", 0
        for style_id, own, level in numbers:
            linked = self._numbering.level_of_style(num, style_id)
            if linked is not None:
                return num, linked
            if level is not None:
                return num, level
            if own is not None:
                break
        return num, 0


def outline_of(element: etree._Element | None) -> int | None:
    """Return a ``w:outlineLvl`` as a heading level from 0, None for running text."""
    level = whole_number(element.get(VAL)) if element is not None else None
    return level if level is not None and 0 <= level < BODY_OUTLINE else None


def _numbered(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the num and the level that these paragraph properties name themselves."""
    return number_of(child_of(properties, "numPr") if properties is not None else None)


def number_of(element: etree._Element | None) -> tuple[str | None, int | None]:
    """Return num and level of a ``w:numPr``, None for what it does not say."""
    num = level = None
    for child in element if element is not None else ():
        if child.tag == W + "numId":
            num = child.get(VAL)
        elif child.tag == W + "ilvl":
            level = whole_number(child.get(VAL))
    return num, level


def without_table_styles(data: bytes) -> bytes:
    """Return ``styles.xml`` without the table styles that Word puts into each file: nine tenths of it, and no use here.

    Only the usual spelling is looked for; a file that spells otherwise is parsed whole.
    """
    *styles, rest = data.split(_STYLE_END)
    kept = []
    for style in styles:
        begin = style.rfind(b"<w:style ")
        if begin >= 0 and b'w:type="table"' in style[begin : style.find(b">", begin)]:
            kept.append(style[:begin])
        else:
            kept.append(style + _STYLE_END)
    return b"".join((*kept, rest))


def _nearest(properties: list[etree._Element], name: str) -> etree._Element | None:
    return next((found for one in properties if (found := child_of(one, name)) is not None), None)
