"""Open a web page or a saved web archive and put the paper together."""

import email
import email.policy
import re

from lxml import etree
from lxml import html as lxml_html

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import BlockKind, Paper
from liandu.papers.reading.html.main_block import main_block
from liandu.papers.reading.html.walk import Walk, one_line
from liandu.papers.reading.packages import too_large
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.text import bytes_of, decode, empty, too_long

_HTML_HEAD = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|title|div|table|p)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_HEADER_LINE = re.compile(rb"[\w-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OTHER_FORMATS = (b"PK", b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0")
_NAMED_WRONGLY = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"})  # pages say so and use all of GB18030
_ENDINGS = frozenset({"html", "htm", "shtml", "xhtml"})


class HtmlReader:
    """Reads .html, .htm and .mht pages."""

    name = "html"

    def score(self, source: Source) -> float:
        """Return 0.9 when the file begins with HTML tags or as a saved web archive; less with the ending alone."""
        head = source.head[:2048].replace(b"\0", b"")
        if head.startswith(_OTHER_FORMATS):
            return 0.0
        if _is_archive(source.head):
            return 0.9
        start = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
        if not _HTML_HEAD.search(head):
            return 0.0
        if start.startswith(b"<"):
            return 0.9
        return 0.7 if source.ending in _ENDINGS else 0.0

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return the text block's paragraphs and tables, and everything around it as furniture."""
        data = bytes_of(source, limits)
        if len(data) > limits.part_bytes:
            raise too_large(limits.part_bytes // 2**20)
        root = _parsed(_page_of_archive(data) if _is_archive(source.head) else _markup(data), limits)
        title = one_line(root.findtext(".//title") or "")
        walk = Walk(limits, title)
        walk.run(root, main_block(root))
        if all(block.kind is BlockKind.FURNITURE for block in walk.blocks):
            raise empty()
        return Paper("html", tuple(walk.blocks), tuple(walk.tables), title=title)


READER = HtmlReader()


def _is_archive(head: bytes) -> bool:
    """Say whether the file begins with mail headers that announce a web archive."""
    head, place = head.replace(b"\r\n", b"\n"), 0
    while match := _HEADER_LINE.match(head, place):
        if b"multipart/related" in match[0].lower():
            return True
        place = match.end()
    return False


def _page_of_archive(data: bytes) -> str:
    """Return the first HTML part of a saved web archive (.mht)."""
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(payload, bytes):
            return _markup(payload)
    raise _broken()


def _markup(data: bytes) -> str:
    """Return the page as text: a byte order mark decides, then the declared charset, then what decodes plausibly."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            # A UTF-16 page cannot carry a readable declaration, so such a one is wrong; UTF-7 is an attack.
            if not name.startswith(("utf-16", "utf-7")):
                return data.decode("gb18030" if name in _NAMED_WRONGLY else name)
        except (LookupError, UnicodeError):
            pass
    return decode(data)


def _parsed(markup: str, limits: Limits) -> etree._Element:
    """Return the tree; raise CannotRead when it is empty or nested deeper than ``limits.depth``."""
    # libxml2 stops at a zero byte, and a declared encoding would contradict the decoded text.
    markup = _XML_DECLARATION.sub("", markup.replace("\0", ""))
    if not markup.strip():
        raise empty()
    if markup.count("<") > limits.cells:
        raise too_long(limits)
    # huge_tree only lifts libxml2's limit of 10 MB for one text; size, tags and depth are bounded here.
    parser = lxml_html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise _broken() from None
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            raise CannotRead(
                "file.too_deep", gettext_noop("文件内部的嵌套层数异常，可能是恶意文件，没有接收。请核对来源。")
            )
    return root


def _broken() -> CannotRead:
    return CannotRead("file.broken", gettext_noop("网页已损坏，读不出内容；请用浏览器打开后重新保存，再上传。"))
