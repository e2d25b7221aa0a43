"""Where on a web page the text stands.

The text block is the innermost element that holds nearly all sentences of the page. Chinese letters and sentence marks
count for it, letters in links against it. Names that content systems give to the block (zoom, TRS_Editor …) only help
to decide; a page without them is read the same way.
"""

import re
from dataclasses import dataclass

from lxml import etree

_CONTAINERS = frozenset(
    [
        "div",
        "td",
        "article",
        "section",
        "main",
        "body",
        "center",
        "form",
        "li",
        "dd",
        "blockquote",
        "table",
        "tbody",
        "tr",
        "font",
        "span",
        "font",
    ]
)
_UNREAD = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "select",
        "textarea",
        "nav",
        "footer",
        "aside",
        "menu",
        "iframe",
    ]
)
_HINT = re.compile(
    r"zoom|content|article|trs_?editor|ueditor|conttext|detail|main-?text|news_?text|正文", re.IGNORECASE
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MARKS = re.compile(r"[，。；、：]")
_SENTENCE = re.compile(r"[。；，]")
_PARTS = "p|div|br|ul|ol|table|section|li|tr|td|tbody|h2|h3|h4|center|article|blockquote"
_TIE = 1.3  # what a telling name is worth
_STRAY = 0.2  # of the sentences may stand outside the block (a cookie notice, an address)


@dataclass(slots=True)
class _Weight:
    """How much of an element is writing, how much of that stands in links, and how much is sentences."""

    text: float = 0.0
    links: float = 0.0
    sentences: float = 0.0

    @property
    def value(self) -> float:
        """Return what the element is worth as a text block."""
        return self.text - self.links

    def add(self, text: str, *, linked: bool) -> None:
        """Count a piece of text."""
        letters = len(_CHINESE.findall(text))
        value = letters + 4 * len(_MARKS.findall(text)) + 0.2 * min(len(text.strip()), 2000)
        self.text += value
        if linked:
            self.links += 1.5 * value
        elif _SENTENCE.search(text):
            self.sentences += value

    def absorb(self, other: "_Weight") -> None:
        """Count what a child holds."""
        self.text, self.links = self.text + other.text, self.links + other.links
        self.sentences += other.sentences


def main_block(root: etree._Element) -> etree._Element:
    """Return the element that holds the text of the page, the body when the writing is spread all over it."""
    body = root.find("body")
    here = root if body is None else body
    weights = _weights(here)
    total = weights[here].value
    while True:
        inner = [child for child in here if child.tag in _CONTAINERS]
        best = max(inner, key=lambda child: _rank(child, weights), default=None)
        if best is None or not _is_inside(best, here, weights, total):
            return here
        here = best


def _is_inside(
    best: etree._Element, here: etree._Element, weights: dict[etree._Element, _Weight], total: float
) -> bool:
    """Say whether the text of ``here`` stands in its child ``best`` alone, not merely its longest paragraph."""
    hinted = _is_hinted(best)
    if weights[best].value < 0.4 * total:
        return False
    stray = weights[here].sentences - weights[best].sentences
    if stray > _STRAY * weights[best].sentences and not hinted:
        return False
    if best.tag == "tr" and sum(weights[cell].text > 8 for cell in best if cell in weights) > 1:
        return False
    return hinted or _is_container(best)


def _is_container(element: etree._Element) -> bool:
    """Say whether an element holds paragraphs rather than being one."""
    return bool(element.xpath(f"boolean(.//*[{' or '.join('self::' + name for name in _PARTS.split('|'))}])"))


def _is_hinted(element: etree._Element) -> bool:
    return bool(_HINT.search(f"{element.get('id', '')} {element.get('class', '')}"))


def _rank(element: etree._Element, weights: dict[etree._Element, _Weight]) -> float:
    value = weights[element].value
    return value * _TIE if _is_hinted(element) else value


def _weights(root: etree._Element) -> dict[etree._Element, _Weight]:
    """Return the weight of every element of ``root``, itself included."""
    weights: dict[etree._Element, _Weight] = {}
    unread = linked = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            weights[element] = _Weight()
            unread += element.tag in _UNREAD
            linked += element.tag == "a"
            if element.text and not unread:
                weights[element].add(element.text, linked=bool(linked))
            continue
        unread -= element.tag in _UNREAD
        linked -= element.tag == "a"
        parent = element.getparent()
        if element is root or parent is None:
            continue
        weights[parent].absorb(weights[element])
        if element.tail and not unread:
            weights[parent].add(element.tail, linked=bool(linked))
    return weights
