"""How Word writes a counter: one function for each number format (ECMA-376 part 1, 17.18.59) that Chinese papers use.

Where the standard and Word differ, Word is followed: glyph sets such as ①…⑳ or 甲…癸 go over to plain decimal after
their last member, ``chineseCounting`` writes one digit after another from 100 on, and ``chineseCountingThousand`` has
〇 inside a number, not 零. Formats of other scripts are written as plain decimal.
"""

import re
from collections.abc import Callable

from liandu.kernel.numerals import to_chinese

_DIGITS = "〇一二三四五六七八九"
_FULL_WIDTH = "０１２３４５６７８９"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("贰叁陆万", "貳參陸萬")
_MOST_LETTERS = 64  # a start value of a milliard must not become a milliard letters
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def written(number: int, number_format: str) -> str:
    """Return a counter as Word prints it in ``number_format``: (12, "chineseCounting") -> 十二; unknown: decimal."""
    if number < 1 and number_format not in _WITH_ZERO:
        return str(number)
    return _FORMATS.get(number_format, str)(number)


def custom(pattern: str) -> Callable[[int], str] | None:
    """Return the format of ``w:numFmt w:format="001, 002, ..."``, or None for a pattern that is no padded decimal."""
    found = re.match(r"(0*1),", pattern)
    return (lambda number: str(number).zfill(len(found[1]))) if found else None


def _one_by_one(digits: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", digits)
    return lambda number: str(number).translate(table)


def _set_of(glyphs: str) -> Callable[[int], str]:
    """Return the format of a limited set; after its last member Word writes decimal."""
    return lambda number: glyphs[number - 1] if number <= len(glyphs) else str(number)


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + n) for n in range(count))


def _counting(number: int) -> str:
    return to_chinese(number) if 0 < number < 100 else _one_by_one(_DIGITS)(number)


def _counting_thousand(number: int) -> str:
    return to_chinese(number).replace("零", "〇")


def _japanese_counting(number: int) -> str:
    """Return 百二 for 102: no zeros, and no 一 before 十, 百 and 千."""
    return re.sub("一(?=[十百千])", "", to_chinese(number).replace("零", ""))


def _legal(number: int) -> str:
    return to_chinese(number, legal=True)


def _legal_traditional(number: int) -> str:
    return _legal(number).translate(_FORMAL)


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * min(count, _MOST_LETTERS)
    return out


def _letters(number: int) -> str:
    """Return a … z, then aa, bb, cc … as Word does (not ab as a spreadsheet does)."""
    rounds, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * min(rounds + 1, _MOST_LETTERS)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _cycle_of_sixty(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


_WITH_ZERO = frozenset(
    {
        "decimalZero", "decimalFullWidth", "decimalFullWidth2", "chineseCounting", "chineseCountingThousand",
        "chineseLegalSimplified", "ideographDigital", "ideographLegalTraditional", "japaneseDigitalTenThousand",
        "taiwaneseCounting", "taiwaneseCountingThousand", "taiwaneseDigital", "koreanDigital2", "numberInDash",
        "none", "bullet",
    }
)  # fmt: skip
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _one_by_one(_FULL_WIDTH),
    "decimalFullWidth2": _one_by_one(_FULL_WIDTH),
    "decimalEnclosedCircle": _set_of(_run("①", 20)),
    "decimalEnclosedCircleChinese": _set_of(_run("①", 20)),
    "decimalEnclosedParen": _set_of(_run("⑴", 20)),
    "decimalEnclosedFullstop": _set_of(_run("⒈", 20)),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _counting_thousand,
    "taiwaneseCountingThousand": lambda number: _counting_thousand(number).replace("万", "萬"),
    "japaneseCounting": _japanese_counting,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "ideographDigital": _one_by_one(_DIGITS),
    "taiwaneseDigital": _one_by_one(_DIGITS),
    "japaneseDigitalTenThousand": _one_by_one(_DIGITS),
    "koreanDigital2": _one_by_one(_DIGITS),
    "ideographTraditional": _set_of(_STEMS),
    "ideographZodiac": _set_of(_BRANCHES),
    "ideographZodiacTraditional": _cycle_of_sixty,
    "ideographEnclosedCircle": _set_of(_run("㈠", 10)),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
