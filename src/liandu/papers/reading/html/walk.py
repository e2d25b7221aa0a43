"""One walk through a web page that makes blocks and tables of it."""

import re
from collections.abc import Iterator

from lxml import etree

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Block, BlockKind, Cell, Table
from liandu.papers.reading.html.grid import Grid, span_of
from liandu.papers.reading.protocol import CannotRead, Limits
from liandu.papers.reading.text import CLEANING, too_long

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "canvas",
        "object",
        "embed",
        "applet",
        "iframe",
        "frame",
        "frameset",
        "select",
        "option",
        "textarea",
        "button",
        "input",
        "audio",
        "video",
        "map",
        "link",
        "meta",
        "base",
        "title",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "menu"})
_CLOSING = re.compile(
    r"\s*(?:(?:上一[篇条页]|下一[篇条页])\s*[：:]?|"
    r"(?:相关|延伸|推荐)(?:阅读|新闻|链接|文章|信息|附件|稿件|解读)\s*[：:]?\s*$)"
)
"""Lines that close the text: what follows them without a full stop is a list of links."""
_SURROUND = re.compile(
    r"\s*(?:(?:打印|关闭)(?:本[页文]|窗口|此页)?[】）\]) ]*$|字体(?:大小)?\s*[：:【]|"
    r"(?:当前|您(?:现在)?(?:所在)?的?)位置\s*[：:]|"
    r"(?:浏览|点击|阅读|访问)(?:量|数|率|次数)\s*[：:]|索\s*引\s*号\s*[：:]|分享到\s*[：:]?\s*$|"
    r"扫一扫\S{0,4}(?:手机|打开|分享)|"
    r"(?:责任)?编辑\s*[：:]|(?:信息)?来源\s*[：:]|发布(?:时间|日期|机构)\s*[：:]|"
    r"(?:主办|承办)(?:单位)?\s*[：:]|版权所有|"
    r"(?:\S{0,8}备案号|网站标识码)\s*[：:]|网站(?:地图|首页)\s*$)"
)
"""Lines that belong to the site also when they stand inside the text block."""
_SPACE = re.compile(r"[ \t\n\r\f\v\u3000]+")
_HEADINGS = {f"h{n}": n - 1 for n in range(1, 7)}
_SHORT_LINE = 80  # letters; furniture is never longer
_TITLE = 8  # letters; a shorter line that repeats the page's title may be anything


def one_line(text: str) -> str:
    """Return ``text`` with invisible characters gone and each run of white space as one space."""
    return _SPACE.sub(" ", text.translate(CLEANING)).strip()


class Walk:
    """Goes through the tree once and makes blocks; which kind depends on whether it is inside the text block."""

    def __init__(self, limits: Limits, title: str = "") -> None:
        self._title = title
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self._limits = limits
        self._buffer: list[str] = []
        self._began = self._closed = False
        self._inside = 0
        self._furniture = 0
        self._grids: list[Grid] = []
        self._cells: list[list[str]] = []
        self._headings: list[int] = []
        self._centred = 0
        self._letters = self._places = 0

    def run(self, root: etree._Element, main: etree._Element) -> None:
        """Make blocks of everything under ``root``; ``main`` is the text block."""
        skipped = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = str(element.tag)
            if event == "start":
                skipped += tag in _DROPPED or _is_hidden(element)
                if not skipped:
                    self._enter(element, tag, is_main=element is main)
                    self._add(element.text)
                continue
            if skipped:
                skipped -= tag in _DROPPED or _is_hidden(element)
            else:
                self._leave(element, tag, is_main=element is main)
            if not skipped and element is not root:
                self._add(element.tail)
        self._flush()

    def _enter(self, element: etree._Element, tag: str, *, is_main: bool) -> None:
        if tag in _BLOCKS or tag == "br":
            self._flush()
        self._inside += is_main
        self._furniture += tag in _FURNITURE_TAGS
        if tag in _HEADINGS:
            self._headings.append(_HEADINGS[tag])
        self._centred += _is_centred(element, tag)
        if self._inside and tag == "table" and _is_data_table(element):
            self._grids.append(Grid(element))
        elif tag == "tr" and self._of_grid(element):
            self._grids[-1].begin_row()
        elif tag in {"td", "th"} and self._of_grid(element):
            self._cells.append([])

    def _leave(self, element: etree._Element, tag: str, *, is_main: bool) -> None:
        if tag in _BLOCKS:
            self._flush()
        self._inside -= is_main
        self._furniture -= tag in _FURNITURE_TAGS
        if tag in _HEADINGS:
            self._headings.pop()
        self._centred -= _is_centred(element, tag)
        if tag in {"td", "th"} and self._of_grid(element):
            self._close_cell(element)
        elif tag == "table" and self._grids and self._grids[-1].element is element:
            self._close_table()

    def _of_grid(self, element: etree._Element) -> bool:
        """Say whether this row or cell belongs to the table being filled, not to one that merely lays out a cell."""
        return bool(self._grids) and next(element.iterancestors("table"), None) is self._grids[-1].element

    def _add(self, text: str | None) -> None:
        if text:
            self._letters += len(text)
            if self._letters > self._limits.characters:
                raise too_long(self._limits)
            self._buffer.append(text)

    def _flush(self) -> None:
        """End the paragraph that is being gathered."""
        text = one_line("".join(self._buffer))
        self._buffer.clear()
        if not text:
            return
        if self._cells:
            self._cells[-1].append(text)
            return
        main = self._inside and not self._furniture
        taken = not self._is_apart(text) if main else self._is_title(text)
        kind = BlockKind.PARAGRAPH if taken else BlockKind.FURNITURE
        self._began = self._began or bool(main)
        outline = self._headings[-1] if self._headings and kind is BlockKind.PARAGRAPH else None
        self.blocks.append(Block(len(self.blocks), kind, text, outline=outline, centred=self._centred > 0))

    def _is_title(self, text: str) -> bool:
        """Say whether a line before the text block is the title: a first heading, or what <title> repeats."""
        if self._began or _is_surround(text):
            return False
        return self._headings[-1:] == [0] or (len(text) >= _TITLE and self._title.startswith(text))

    def _is_apart(self, text: str) -> bool:
        """Say whether a line inside the text block is furniture: a counter, or of the links that close the text."""
        self._closed = self._closed or bool(_CLOSING.match(text) and len(text) < _SHORT_LINE)
        return _is_surround(text) or (self._closed and "。" not in text)

    def _close_cell(self, element: etree._Element) -> None:
        text = "\n".join(self._cells.pop())
        across, down = span_of(element, "colspan"), span_of(element, "rowspan")
        self._places += across * down
        if self._places > self._limits.cells:
            raise _too_many_cells(self._limits)
        block = Block(len(self.blocks), BlockKind.CELL, text)
        self.blocks.append(block)
        self._grids[-1].add(Cell(block.index, text), across, down)

    def _close_table(self) -> None:
        """Finish a table; rows are made equally long with empty cells."""
        rows = [row for row in self._grids.pop().rows if row]
        width = max((max(row) + 1 for row in rows), default=0)
        if not width:
            return
        self._places += width * len(rows)
        if self._places > self._limits.cells:
            raise _too_many_cells(self._limits)
        if any(len(row) < width for row in rows):
            filler = Block(len(self.blocks), BlockKind.CELL, "")
            self.blocks.append(filler)
            for row in rows:
                for column in range(width):
                    row.setdefault(column, Cell(filler.index, ""))
        self.tables.append(Table(tuple(tuple(row[column] for column in range(width)) for row in rows)))


def _too_many_cells(limits: Limits) -> CannotRead:
    return CannotRead(
        "file.too_many_cells", gettext_noop("表格超过%(most)s个单元格，请拆分后再上传。"), most=limits.cells
    )


def _is_surround(text: str) -> bool:
    """Say whether a short line belongs to the site wherever it stands: 【打印】, 浏览量：… and their like."""
    return len(text) < _SHORT_LINE and bool(_SURROUND.match(text.lstrip("【[（(")))


def _is_hidden(element: etree._Element) -> bool:
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _is_centred(element: etree._Element, tag: str) -> bool:
    if tag == "center" or (element.get("align") or "").lower() == "center":
        return True
    style = element.get("style") or ""
    return "text-align:center" in style.replace(" ", "").lower()


def _is_data_table(table: etree._Element) -> bool:
    """Say whether a table holds data: two cells in one row at least; a single column only lays the page out."""
    return any(sum(cell.tag in {"td", "th"} for cell in row) > 1 for row in _rows(table))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")
