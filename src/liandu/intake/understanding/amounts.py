"""Numbers as Chinese documents write them: with thousands commas, in Chinese, with 余, 约 or a space inside."""

import re

from liandu.kernel.numerals import from_chinese

# 12, 1,234.5, 二十七, １２ — with what makes it approximate before and after.
NUMBER = r"(?:\d[\d,，]*\d(?:[.．]\d+)?|\d+(?:[.．]\d+)?|[一二三四五六七八九十百千两〇]+)"
BEFORE = r"(?:(?P<about>约|近|超过|超|逾|不少于|大约|将近|上)\s?|(?:共计|累计|合计|共|达到|达|为|了|计)\s?)*"
AFTER = r"\s?(?P<odd>余|多|几)?\s?"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_SCALE = {"十": 10, "百": 100, "千": 1000}


def read_number(text: str) -> float | None:
    """Return the value of ``text`` ("1,234.5", "二十七"), None when it is none."""
    bare = text.translate(_FULL_WIDTH).replace(",", "").replace(" ", "")
    try:
        value = float(bare)
    except ValueError:
        chinese = from_chinese(bare)
        return None if chinese is None else float(chinese)
    return value


def plain(value: float) -> float:
    """Return ``value`` without the noise of binary fractions (at most six places)."""
    return round(value, 6)


def pattern(before: str, number: str, after: str) -> re.Pattern[str]:
    """Return a compiled pattern with the named groups ``value``, ``about`` and ``odd`` around the number."""
    return re.compile(f"{before}{BEFORE}(?P<value>{number}){AFTER}{after}")
