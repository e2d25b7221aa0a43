"""Recognising any ordinal that may open a heading or an item, typed in the text or computed by automatic numbering.

A *style* is the way of writing (``一、`` or ``（1）``) and says what belongs to one list; a *value* is the number. The
rank of a style is where official documents usually put it (GB/T 9704-2012: 一、 > （一） > 1. > （1）); it is only a
hint, the sequences that count up decide (see outline.py).
"""

import re
from dataclasses import dataclass

from liandu.kernel.numerals import from_chinese

_CN = "一二三四五六七八九十百零〇两"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_TURNS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "此外": 4, "最后": 5}
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)} | {chr(0x2776 + n): n + 1 for n in range(10)}
_BRACKETED = {chr(0x2474 + n): n + 1 for n in range(20)}
_DOTTED = {chr(0x2488 + n): n + 1 for n in range(20)}
_IDEOGRAPH = {chr(0x3220 + n): n + 1 for n in range(10)}
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10}
_DOT = "[.．、]"

RANK = {
    "part": 0,
    "cn": 1,
    "(cn)": 2,
    "cn)": 2,
    "named": 3,
    "di": 3,
    "roman": 3,
    "stem": 4,
    "n": 4,
    "n.n": 5,
    "n.n.n": 6,
    "n.n.n.n": 7,
    "(n)": 6,
    "n)": 7,
    "circle": 8,
    "letter": 9,
    "turn": 10,
    "qi": 10,
    "shi": 11,
    "yao": 11,
}

_FORMS: tuple[tuple[str, str], ...] = (
    ("part", rf"第([{_CN}\d]{{1,4}})(?:章|部分|篇|节)[、:：\s]?"),
    ("di", rf"第([{_CN}]{{1,3}})(?:是|[，,、：:。]|(?=个问题))"),
    ("qi", rf"其([{_CN}]{{1,2}})(?:是|[，,、：:])"),
    ("shi", rf"([{_CN}]{{1,3}})是(?![否的不])[：:，,]?"),
    ("yao", rf"([{_CN}]{{1,3}})要(?!素)[：:，,]?"),
    ("cn", rf"([{_CN}]{{1,3}})\s?[、.．](?!\d)"),
    ("(cn)", rf"[（(]\s?([{_CN}]{{1,3}})\s?[)）][、.．]?"),
    ("cn)", rf"([{_CN}]{{1,3}})[)）][、.．]?"),
    ("n.n.n.n", r"\d{1,2}[.．]\d{1,2}[.．]\d{1,2}[.．](\d{1,2})(?![\d年月日万亿元%％])[.．、]?"),
    ("n.n.n", r"\d{1,2}[.．]\d{1,2}[.．](\d{1,2})(?![\d年月日万亿元%％])[.．、]?"),
    ("n.n", r"\d{1,2}[.．](\d{1,2})(?=[\s、．.\u4e00-\u9fff“])(?![年月日号万亿元个项条次人名件倍％%])[.．、]?"),
    ("n", rf"(\d{{1,3}})\s?{_DOT}(?!\d)"),
    ("(n)", r"[（(]\s?(\d{1,3})\s?[)）][、.．]?"),
    ("n)", r"(\d{1,3})[)）][、.．]?"),
    ("turn", rf"({'|'.join(_TURNS)})(?:是|[，,、：:])"),
    ("stem", rf"([{_STEMS}])[、.．]"),
    ("circle", f"([{''.join(_CIRCLED)}])[、.．]?"),
    ("(n)", f"([{''.join(_BRACKETED)}])[、.．]?"),
    ("n", f"([{''.join(_DOTTED)}])"),
    ("(cn)", f"([{''.join(_IDEOGRAPH)}])[、.．]?"),
    ("roman", f"([{''.join(_ROMAN)}])[、.．]"),
    ("letter", r"[（(]?([a-z])[)）]|([A-Ha-h])[.．、](?![A-Za-z\d])"),
    ("named", rf"(?:问题|任务|整改任务|事项)([{_CN}]{{1,3}}|\d{{1,3}})\s?[、.．：:]\s?"),
)
_COMPILED = tuple((style, re.compile(pattern)) for style, pattern in _FORMS)
_BY_FIRST: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
_LOOKUP = _TURNS | _CIRCLED | _BRACKETED | _DOTTED | _IDEOGRAPH | _ROMAN
_FIRST: tuple[tuple[str, set[str]], ...] = (
    ("0123456789０１２３４５６７８９", {"n", "n.n", "n.n.n", "n.n.n.n", "n)"}),
    ("（(", {"(cn)", "(n)", "letter"}),
    ("第", {"part", "di"}),
    (_CN, {"shi", "yao", "cn", "cn)"}),
    ("其", {"qi", "turn"}),
    ("首再此最", {"turn"}),
    ("问任整事", {"named"}),
    ("".join(char for char in _LOOKUP if len(char) == 1) + _STEMS, {"circle", "(n)", "n", "(cn)", "roman", "stem"}),
    ("abcdefghijklmnopqrstuvwxyzABCDEFGH", {"letter"}),
)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """An ordinal as it stands: its style, its value, its exact text and the index just after it."""

    style: str
    value: int
    text: str
    end: int

    @property
    def rank(self) -> int:
        """Return where official documents usually put this style: 0 outermost."""
        return RANK[self.style]


def _value(text: str) -> int | None:
    if text in _LOOKUP:
        return _LOOKUP[text]
    if text in _STEMS:
        return _STEMS.index(text) + 1
    if text.isdecimal():
        return int(text)
    if text.isascii() and text.isalpha():
        return ord(text.lower()) - ord("a") + 1
    return from_chinese(text)


def _forms_for(char: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the forms that can begin with ``char``; kept, so that most text costs one dictionary look-up."""
    known = _BY_FIRST.get(char)
    if known is not None:
        return known
    styles: set[str] = next((styles for chars, styles in _FIRST if char in chars), set())
    forms = tuple(form for form in _COMPILED if form[0] in styles)
    if len(_BY_FIRST) < 5000:
        _BY_FIRST[char] = forms
    return forms


def ordinal_at(text: str, start: int, end: int | None = None) -> Ordinal | None:
    """Return the ordinal that begins exactly at ``start`` of ``text``, or None."""
    limit = len(text) if end is None else end
    if start >= limit:
        return None
    for style, pattern in _forms_for(text[start]):
        match = pattern.match(text, start, limit)
        if match is None:
            continue
        value = _value(match.group(1) or match.group(match.lastindex or 1))
        if value:
            return Ordinal(style, value, match.group().strip(), match.end())
    return None


def automatic_ordinal(number: str) -> Ordinal | None:
    """Return the ordinal that automatic numbering printed (``block.number``), or None for bullets and the like."""
    bare = number.strip()
    if not bare:
        return None
    found = ordinal_at(bare, 0)
    if found is None:
        found = ordinal_at(bare + "、", 0)  # a number without any mark behind it
    if found is None:
        return None
    return Ordinal(found.style, found.value, bare, 0)
