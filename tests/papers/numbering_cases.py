"""Numbered documents with the numbers that Word prints, worked out without the reader.

Three sources: a table of formats written out by hand; single cases of restarts, overrides, links and the like, each with
its numbers written out; and documents drawn at random whose numbers come from :func:`expected_of`, which counts by
looking back over the document instead of keeping counters.
"""

# ruff: noqa: E501 - one case, one row: the paragraphs and their numbers are read side by side

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.papers.word_files import docx, p, tbl, tc, tr

FORMATS: dict[str, dict[int, str]] = {
    "decimal": {0: "0", 1: "1", 10: "10", 123: "123"},
    "decimalZero": {1: "01", 9: "09", 10: "10", 100: "100"},
    "decimalFullWidth": {1: "１", 10: "１０", 29: "２９"},
    "decimalFullWidth2": {3: "３", 20: "２０"},
    "decimalHalfWidth": {7: "7"},
    "decimalEnclosedCircle": {1: "①", 10: "⑩", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {1: "①", 9: "⑨", 10: "⑩"},
    "decimalEnclosedParen": {1: "⑴", 20: "⒇", 21: "21"},
    "decimalEnclosedFullstop": {1: "⒈", 20: "⒛", 21: "21"},
    "numberInDash": {1: "- 1 -", 12: "- 12 -"},
    "chineseCounting": {
        1: "一", 2: "二", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 30: "三十",
        99: "九十九", 100: "一〇〇", 101: "一〇一", 110: "一一〇", 256: "二五六", 1024: "一〇二四",
    },
    "chineseCountingThousand": {
        1: "一", 10: "十", 12: "十二", 20: "二十", 85: "八十五", 100: "一百", 101: "一百〇一", 110: "一百一十",
        111: "一百一十一", 250: "二百五十", 1000: "一千", 1001: "一千〇一", 1010: "一千〇一十", 10_001: "一万〇一",
    },
    "chineseLegalSimplified": {
        1: "壹", 2: "贰", 3: "叁", 6: "陆", 10: "壹拾", 15: "壹拾伍", 20: "贰拾", 101: "壹佰零壹", 1000: "壹仟",
    },
    "ideographDigital": {1: "一", 10: "一〇", 12: "一二", 20: "二〇", 105: "一〇五"},
    "taiwaneseDigital": {4: "四", 30: "三〇"},
    "japaneseDigitalTenThousand": {1: "一", 10: "一〇"},
    "koreanDigital2": {1: "一", 20: "二〇"},
    "taiwaneseCounting": {1: "一", 10: "十", 23: "二十三", 100: "一〇〇"},
    "taiwaneseCountingThousand": {10: "十", 100: "一百", 102: "一百〇二", 10_000: "一萬"},
    "japaneseCounting": {1: "一", 10: "十", 20: "二十", 100: "百", 102: "百二", 110: "百十", 1000: "千"},
    "ideographLegalTraditional": {1: "壹", 2: "貳", 3: "參", 6: "陸", 10: "壹拾", 21: "貳拾壹"},
    "ideographTraditional": {1: "甲", 2: "乙", 10: "癸", 11: "11"},
    "ideographZodiac": {1: "子", 12: "亥", 13: "13"},
    "ideographZodiacTraditional": {1: "甲子", 2: "乙丑", 13: "丙子", 60: "癸亥", 61: "甲子"},
    "ideographEnclosedCircle": {1: "㈠", 10: "㈩", 11: "11"},
    "upperRoman": {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 90: "XC", 1999: "MCMXCIX"},
    "lowerRoman": {2: "ii", 19: "xix", 400: "cd"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 28: "BB", 53: "AAA"},
    "lowerLetter": {3: "c", 26: "z", 30: "dd"},
    "ordinal": {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 22: "22nd", 113: "113th"},
    "hex": {9: "9", 10: "A", 255: "FF"},
    "none": {1: ""},
    "bullet": {1: ""},
    "thaiLetters": {3: "3"},  # scripts that no Chinese paper uses are written in decimal
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A document and the numbers of its paragraphs in order; "" for a paragraph without one."""

    name: str
    body: str
    numbers: tuple[str, ...]
    numbering: str = ""
    styles: str = ""

    def document(self) -> bytes:
        """Return the document as a file."""
        return docx(self.body, numbering=self.numbering, styles=self.styles)


def level(
    ilvl: int, number_format: str, text: str, *, start: int | None = 1, restart: int | None = None, more: str = ""
) -> str:
    """Return a ``w:lvl``; ``more`` stands before its text (``w:isLgl``, ``w:pStyle``, ``w:suff``)."""
    return (
        f'<w:lvl w:ilvl="{ilvl}">'
        + (f'<w:start w:val="{start}"/>' if start is not None else "")
        + f'<w:numFmt w:val="{number_format}"/>'
        + (f'<w:lvlRestart w:val="{restart}"/>' if restart is not None else "")
        + f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str, more: str = "") -> str:
    """Return a ``w:abstractNum``."""
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, overrides: str = "") -> str:
    """Return a ``w:num`` over the abstract definition ``of``."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def starts_at(ilvl: int, value: int) -> str:
    """Return an override that starts a level at ``value``."""
    return f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


def style(style_id: str, numbered: str = "", based_on: str = "", more: str = "", kind: str = "paragraph") -> str:
    """Return a ``w:style``; ``numbered`` is the inside of its ``w:numPr``."""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}" {more}><w:name w:val="{style_id}"/>'
        + (f'<w:basedOn w:val="{based_on}"/>' if based_on else "")
        + (f"<w:pPr><w:numPr>{numbered}</w:numPr></w:pPr>" if numbered else "")
        + "</w:style>"
    )


def in_list(*places: tuple[int, int] | int | None) -> str:
    """Return paragraphs: (num, level), a level of num 1, or None for one without a number."""
    paragraphs = []
    for place in places:
        if place is None:
            paragraphs.append(p("文"))
            continue
        of, ilvl = place if isinstance(place, tuple) else (1, place)
        paragraphs.append(p("文", num=str(of), level=ilvl))
    return "".join(paragraphs)


OFFICIAL = (
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircleChinese", "%5"),
)
DECIMAL = (
    level(0, "decimal", "%1"),
    level(1, "decimal", "%1.%2"),
    level(2, "decimal", "%1.%2.%3"),
    level(3, "decimal", "%1.%2.%3.%4"),
)
_ONE = num(1, 1)
_TWO = num(1, 1) + num(2, 1)


def cases() -> list[Case]:
    """Return all cases: formats, single cases, drawn ones."""
    return [*_formats(), *_levels(), *_restarts(), *_overrides(), *_styles(), *_places(), *_oddities(), *_drawn()]


def _formats() -> Iterator[Case]:
    for name, values in FORMATS.items():
        for start, shown in values.items():
            # A bullet has no number, whatever stands in its text.
            number = "" if name == "bullet" else f"第{shown}项"
            definition = abstract(1, level(0, name, "第%1项", start=start))
            yield Case(f"{name} {start}", in_list(0), (number,), definition + _ONE)
        second = abstract(1, level(0, name, "%1"), level(1, name, "%1-%2"))
        first = values.get(1)
        if first:
            yield Case(f"{name} two levels", in_list(0, 1), (first, f"{first}-{first}"), second + _ONE)


# fmt: off
def _levels() -> Iterator[Case]:
    official, decimal = abstract(1, *OFFICIAL) + _ONE, abstract(1, *DECIMAL) + _ONE
    yield Case("official outline", in_list(0, 1, 1, 2, 2, 3, 4, 4, 1, 0, 1),
               ("一、", "（一）", "（二）", "1.", "2.", "（1）", "①", "②", "（三）", "二、", "（一）"), official)
    yield Case("text between", in_list(0, None, 1, None, None, 1, 0),
               ("一、", "", "（一）", "", "", "（二）", "二、"), official)
    yield Case("decimal outline", in_list(0, 1, 2, 2, 1, 2, 0, 1), ("1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1"),
               decimal)
    yield Case("skipped level in the middle", in_list(0, 2, 2, 0, 1), ("1", "1.1.1", "1.1.2", "2", "2.1"), decimal)
    yield Case("begins below the top", in_list(1, 1, 0, 1), ("1.1", "1.2", "2", "2.1"), decimal)
    yield Case("begins at the third level", in_list(2, 1, 2), ("1.1.1", "1.2", "1.2.1"), decimal)
    yield Case("skipped level starts at its start", in_list(1),
               ("4.7",), abstract(1, level(0, "decimal", "%1", start=4), level(1, "decimal", "%1.%2", start=7)) + _ONE)
    yield Case("start values", in_list(0, 0, 1, 1, 0, 1), ("三、", "四、", "（五）", "（六）", "五、", "（五）"),
               abstract(1, level(0, "chineseCounting", "%1、", start=3), level(1, "chineseCounting", "（%2）", start=5)) + _ONE)
    yield Case(
        "no start means zero", in_list(0, 0), ("0.", "1."), abstract(1, level(0, "decimal", "%1.", start=None)) + _ONE
    )
    yield Case("nine levels", in_list(*range(9)), tuple(f"{n}" for n in "123456789"),
               abstract(1, *(level(n, "decimal", f"%{n + 1}", start=n + 1) for n in range(9))) + _ONE)
    yield Case("legal level", in_list(0, 1, 0, 1), ("一、", "1.1", "二、", "2.1"),
               abstract(1, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "%1.%2", more="<w:isLgl/>")) + _ONE)
    yield Case("legal switched off", in_list(0, 1), ("一、", "一.一"),
               abstract(1, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "%1.%2", more='<w:isLgl w:val="0"/>')) + _ONE)
    yield Case("words around the number", in_list(0, 1, 0), ("第一章", "第一条", "第二章"),
               abstract(1, level(0, "chineseCountingThousand", "第%1章"), level(1, "chineseCountingThousand", "第%2条")) + _ONE)
    yield Case("bullet counts for nobody", in_list(0, 1, 0, 1), ("1.", "", "2.", ""),
               abstract(1, level(0, "decimal", "%1."), level(1, "bullet", "•")) + _ONE)
    yield Case(
        "text without a number", in_list(0, 0), ("附件：", "附件："), abstract(1, level(0, "none", "附件：")) + _ONE
    )
    yield Case(
        "empty text",
        in_list(0, 1),
        ("", "（1）"),
        abstract(1, level(0, "decimal", ""), level(1, "decimal", "（%2）")) + _ONE,
    )
    yield Case("separators do not belong to the number", in_list(0, 1), ("1.", "（1）"),
               abstract(1, level(0, "decimal", "%1.", more='<w:suff w:val="space"/>'),
                        level(1, "decimal", "（%2）", more='<w:suff w:val="nothing"/>')) + _ONE)
    for written, first, tenth in (("01, 02, 03, ...", "01", "10"), ("001, 002, 003, ...", "001", "010")):
        fmt = f'<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="{written}"/></mc:Choice>'
        fmt += '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        for start, number in ((1, first), (10, tenth)):
            definition = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/>{fmt}<w:lvlText w:val="%1"/></w:lvl>'
            yield Case(f"padded {written} from {start}", in_list(0), (number,), abstract(1, definition) + _ONE)


def _restarts() -> Iterator[Case]:
    def third(restart: int | None) -> str:
        return abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "（%2）"),
                        level(2, "decimal", "[%3]", restart=restart)) + _ONE

    walk = (0, 1, 2, 2, 1, 2, 0, 2)
    heads = ("1.", "（1）", "[1]", "[2]", "（2）")
    yield Case("restart after any higher level", in_list(*walk), (*heads, "[1]", "2.", "[1]"), third(None))
    yield Case("restart after the second level", in_list(*walk), (*heads, "[1]", "2.", "[1]"), third(2))
    yield Case("restart only after the first level", in_list(*walk), (*heads, "[3]", "2.", "[1]"), third(1))
    yield Case("never restart", in_list(*walk), (*heads, "[3]", "2.", "[4]"), third(0))
    running = (
        abstract(1, level(0, "chineseCounting", "第%1章"), level(1, "chineseCounting", "第%2条", restart=0)) + _ONE
    )
    yield Case("articles run through chapters", in_list(0, 1, 1, 0, 1, 0, 1),
               ("第一章", "第一条", "第二条", "第二章", "第三条", "第三章", "第四条"), running)


def _overrides() -> Iterator[Case]:
    base = abstract(1, *DECIMAL)
    yield Case("two nums of one list go on", in_list((1, 0), (1, 0), (2, 0), (1, 0)), ("1", "2", "3", "4"), base + _TWO)
    yield Case("two lists interleaved", in_list((1, 0), (2, 0), (1, 0), (2, 0), (2, 1), (1, 1)),
               ("1", "一、", "2", "二、", "（一）", "2.1"), base + abstract(2, *OFFICIAL) + num(1, 1) + num(2, 2))
    yield Case("two lists alike do not share", in_list((1, 0), (2, 0), (1, 0)), ("1", "1", "2"),
               base + abstract(2, *DECIMAL) + num(1, 1) + num(2, 2))
    yield Case("start again", in_list((1, 0), (1, 0), (2, 0), (2, 0)), ("1", "2", "1", "2"),
               base + num(1, 1) + num(2, 1, starts_at(0, 1)))
    yield Case("start again at five", in_list((1, 0), (2, 0), (2, 0), (2, 1)), ("1", "5", "6", "6.1"),
               base + num(1, 1) + num(2, 1, starts_at(0, 5)))
    yield Case("the override restarts once", in_list((2, 0), (1, 0), (2, 0)), ("1", "2", "3"),
               base + num(1, 1) + num(2, 1, starts_at(0, 1)))
    yield Case("back to the first num", in_list((1, 0), (1, 0), (2, 0), (1, 0)), ("1", "2", "1", "2"),
               base + num(1, 1) + num(2, 1, starts_at(0, 1)))
    yield Case("many fresh starts", in_list(*((n, 0) for n in range(1, 6) for _ in range(2))), ("1", "2") * 5,
               base + "".join(num(n, 1, starts_at(0, 1)) for n in range(1, 6)))
    yield Case("override of a lower level", in_list((1, 0), (1, 1), (2, 1), (2, 1)), ("1", "1.1", "1.3", "1.4"),
               base + num(1, 1) + num(2, 1, starts_at(1, 3)))
    yield Case("a lower level restarts at its override", in_list((2, 0), (2, 1), (2, 0), (2, 1)), ("1", "1.3", "2", "2.3"),
               base + num(2, 1, starts_at(1, 3)))
    yield Case("a level written in another way", in_list((1, 0), (2, 0), (1, 0)), ("1", "二、", "3"),
               base + num(1, 1) + num(2, 1, f'<w:lvlOverride w:ilvl="0">{level(0, "chineseCounting", "%1、")}</w:lvlOverride>'))
    yield Case("another way and another start", in_list((1, 0), (2, 0), (2, 0)), ("1", "七、", "八、"),
               base + num(1, 1) + num(2, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
               + level(0, "chineseCounting", "%1、") + "</w:lvlOverride>"))
    yield Case("a level only the override has", in_list((1, 0), (1, 1)), ("1.", "a"),
               abstract(1, level(0, "decimal", "%1.")) + num(1, 1, f'<w:lvlOverride w:ilvl="1">{level(1, "lowerLetter", "%2")}</w:lvlOverride>'))


def _styles() -> Iterator[Case]:
    linked = abstract(
        1,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>'),
    )
    h1, h2 = '<w:numId w:val="1"/>', '<w:ilvl w:val="1"/><w:numId w:val="1"/>'


    def walk(*styles: str) -> str:
        return "".join(p("文", style=one) for one in styles)

    yield Case("styles with levels", walk("H1", "H2", "H2", "H1", "H2"), ("一、", "（一）", "（二）", "二、", "（一）"),
               linked + _ONE, style("H1", h1) + style("H2", h2))
    yield Case("level found by the style's name alone", walk("H1", "H2"), ("一、", "（一）"),
               linked + _ONE, style("H1", h1) + style("H2", h1))
    yield Case("the num comes from the parent", walk("H1", "H2"), ("一、", "（一）"),
               linked + _ONE, style("H1", h1) + style("H2", '<w:ilvl w:val="1"/>', based_on="H1"))
    yield Case("a child inherits number and level", walk("H1", "Kid", "H2", "Kid2"), ("一、", "二、", "（一）", "（二）"), linked + _ONE,
               style("H1", h1) + style("H2", h2) + style("Kid", based_on="H1") + style("Kid2", based_on="H2"))
    yield Case("a child switches off", walk("H1", "Kid", "H1"), ("一、", "", "二、"),
               linked + _ONE, style("H1", h1) + style("Kid", '<w:numId w:val="0"/>', based_on="H1"))
    yield Case("a paragraph switches off", p("文", style="H1") + p("文", style="H1", num="0", level=0) + p("文", style="H1"),
               ("一、", "", "二、"), linked + _ONE, style("H1", h1))
    yield Case("a paragraph changes the level only", p("文", style="H1") + p("文", style="H1", level=1), ("一、", "（一）"),
               linked + _ONE, style("H1", h1))
    yield Case("a paragraph's own list wins", p("文", style="H1") + p("文", style="H1", num="2", level=0), ("一、", "1"),
               linked + abstract(2, *DECIMAL) + num(1, 1) + num(2, 2), style("H1", h1))
    yield Case("the default style is numbered", p("文") + p("文") + p("文", style="Other"), ("一、", "二、", ""),
               linked + _ONE, style("H1", h1, more='w:default="1"') + style("Other"))
    yield Case("styles and paragraphs share a list", p("文", style="H1") + in_list(0, 1) + p("文", style="H2"),
               ("一、", "二、", "（一）", "（二）"), linked + _ONE, style("H1", h1) + style("H2", h2))
    yield Case(
        "styles in a circle",
        p("文", style="A"),
        ("",),
        linked + _ONE,
        style("A", based_on="B") + style("B", based_on="A"),
    )
    list_style = style("L", '<w:numId w:val="1"/>', kind="numbering")
    yield Case("through a list style", in_list((2, 0), (2, 1), (2, 0)), ("1", "1.1", "2"),
               abstract(1, *DECIMAL, more='<w:styleLink w:val="L"/>') + abstract(2, more='<w:numStyleLink w:val="L"/>')
               + num(1, 1) + num(2, 2), list_style)
    yield Case("through a list style with a start", in_list((2, 0), (3, 0)), ("1", "1"),
               abstract(1, *DECIMAL, more='<w:styleLink w:val="L"/>') + abstract(2, more='<w:numStyleLink w:val="L"/>')
               + num(1, 1) + num(2, 2) + num(3, 2, starts_at(0, 1)), list_style)
    yield Case("list styles in a circle", in_list((2, 0)), ("",),
               abstract(1, more='<w:numStyleLink w:val="L"/>') + num(1, 1) + num(2, 1), list_style)


def _places() -> Iterator[Case]:
    official = abstract(1, *OFFICIAL) + _ONE
    item = p("文", num="1", level=0)
    yield Case("in table cells", in_list(0) + tbl(tr(tc(item), tc("文")), tr(tc(item), tc("文"))) + in_list(0),
               ("一、", "二、", "", "三、", "", "四、"), official)
    yield Case("the empty part of a merged cell does not count",
               tbl(tr(tc(item, properties='<w:vMerge w:val="restart"/>'), tc("文")),
                   tr(tc(p(num="1", level=0), properties="<w:vMerge/>"), tc("文")), tr(tc(item), tc("文"))),
               ("一、", "", "", "二、", ""), official)
    yield Case("in a content control", f"<w:sdt><w:sdtContent>{in_list(0, 0)}</w:sdtContent></w:sdt>" + in_list(0),
               ("一、", "二、", "三、"), official)
    yield Case("an empty paragraph counts", in_list(0) + p(num="1", level=0) + in_list(0), ("一、", "三、"), official)
    yield Case("a deleted paragraph does not", in_list(0) + p(num="1", level=0, mark="<w:del/>") + in_list(0),
               ("一、", "二、"), official)
    yield Case("a hidden paragraph does not", in_list(0)
               + p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>", num="1", level=0, mark="<w:vanish/>") + in_list(0),
               ("一、", "二、"), official)
    yield Case("a deleted row does not", tbl(tr(tc(item)), tr(tc(item), properties="<w:del/>"), tr(tc(item))),
               ("一、", "二、"), official)


def _oddities() -> Iterator[Case]:
    yield Case("no numbering part", in_list(0), ("",))
    yield Case("unknown num", in_list((9, 0)), ("",), abstract(1, *DECIMAL) + _ONE)
    yield Case("unknown level", in_list((1, 7)), ("",), abstract(1, *DECIMAL) + _ONE)
    yield Case("num without its definition", in_list(0), ("",), num(1, 5))
    yield Case("level that is no number", p("文", num="1", more='<w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr>'),
               ("1",), abstract(1, *DECIMAL) + _ONE)
    yield Case("reference to a deeper level", in_list(0), ("1-",), abstract(1, level(0, "decimal", "%1-%2")) + _ONE)
    yield Case("a per cent sign", in_list(0), ("100%1",), abstract(1, level(0, "decimal", "100%%1")) + _ONE)
    yield Case(
        "the largest start", in_list(0), ("32767",), abstract(1, level(0, "decimal", "%1", start=2_000_000_000)) + _ONE
    )
# fmt: on


@dataclass(slots=True)
class Plan:
    """A document to be drawn: levels with start and restart, and paragraphs as (list, level)."""

    starts: list[list[int]]  # of each list, of each level
    restarts: list[list[int | None]]
    paragraphs: list[tuple[int, int]] = field(default_factory=list)


def _drawn(count: int = 60) -> Iterator[Case]:
    for seed in range(count):
        plan = draw(random.Random(seed))
        body = in_list(*((of + 1, ilvl) for of, ilvl in plan.paragraphs))
        definitions = "".join(
            abstract(of, *(level(n, "decimal", "".join(f"/%{k + 1}" for k in range(n + 1)), start=starts[n], restart=restarts[n])
                           for n in range(4)))
            for of, (starts, restarts) in enumerate(zip(plan.starts, plan.restarts, strict=True))
        )  # fmt: skip
        nums = "".join(num(of + 1, of) for of in range(len(plan.starts)))
        yield Case(f"drawn {seed}", body, expected_of(plan), definitions + nums)


def draw(source: random.Random) -> Plan:
    """Return a random plan of one to three lists; paragraphs go at most one level down at a time."""
    lists = source.randint(1, 3)
    plan = Plan(
        starts=[[source.choice((1, 1, 1, 3)) for _ in range(4)] for _ in range(lists)],
        restarts=[[None if source.random() < 0.7 else source.randint(0, n) for n in range(4)] for _ in range(lists)],
    )
    depth = [-1] * lists
    for _ in range(source.randint(10, 40)):
        of = source.randrange(lists)
        depth[of] = source.randint(0, min(depth[of] + 1, 3))
        plan.paragraphs.append((of, depth[of]))
    return plan


def expected_of(plan: Plan) -> tuple[str, ...]:
    """Return the numbers of a plan, each found by looking back: how often its level came since it last began anew."""
    numbers = []
    for at, (of, ilvl) in enumerate(plan.paragraphs):
        past = [other for one, other in plan.paragraphs[: at + 1] if one == of]
        numbers.append("".join(f"/{_count(past, n, plan.starts[of], plan.restarts[of])}" for n in range(ilvl + 1)))
    return tuple(numbers)


def _count(past: Sequence[int], wanted: int, starts: Sequence[int], restarts: Sequence[int | None]) -> int:
    """Return how level ``wanted`` stands after the paragraphs ``past`` (levels of one list, the last one current)."""
    bound = restarts[wanted]
    breaking = range(wanted if bound is None else bound)
    begun = max((at for at, other in enumerate(past) if other in breaking and other < wanted), default=-1)
    return starts[wanted] + sum(other == wanted for other in past[begun + 1 :]) - 1
