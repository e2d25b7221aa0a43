"""Chinese numerals as official documents and Word numbering write them."""

DIGITS = "零一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_VALUE = {c: n for n, c in enumerate(DIGITS)} | {c: n for n, c in enumerate(LEGAL_DIGITS)} | {"〇": 0, "两": 2}
_POWER = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIAD = "万亿"


def to_chinese(number: int, *, legal: bool = False) -> str:
    """Return ``number`` (0 or more, below one hundred million) in counting form: 12 -> 十二; legal: 壹拾贰."""
    digits, units = (LEGAL_DIGITS, _LEGAL_UNITS) if legal else (DIGITS, _UNITS)
    if number == 0:
        return digits[0]
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""
        return to_chinese(high, legal=legal) + "万" + gap + (_counting(low, digits, units) if low else "")
    text = _counting(number, digits, units)
    return text[1:] if not legal and 10 <= number < 20 else text


def _counting(number: int, digits: str, units: tuple[str, ...]) -> str:
    out, pending_zero = "", False
    written = str(number)
    for place, char in enumerate(written):
        digit = int(char)
        if digit == 0:
            pending_zero = bool(out)
            continue
        if pending_zero:
            out, pending_zero = out + digits[0], False
        out += digits[digit] + units[len(written) - 1 - place]
    return out


def from_chinese(text: str) -> int | None:
    """Return the number that ``text`` writes (二十七 -> 27, 一〇五 -> 105, 两千 -> 2000), or None when it is none."""
    if not text or any(c not in _VALUE and c not in _POWER and c not in _MYRIAD for c in text):
        return None
    if all(c in _VALUE for c in text):
        return int("".join(str(_VALUE[c]) for c in text))
    total = myriads = section = digit = 0
    for char in text:
        if char in _VALUE:
            digit = _VALUE[char]
        elif char in _POWER:
            section, digit = section + (digit or 1) * _POWER[char], 0
        elif char == "万":
            myriads, section, digit = (section + digit) * 10_000, 0, 0
        else:
            total, myriads, section, digit = (total + myriads + section + digit) * 100_000_000, 0, 0, 0
    return total + myriads + section + digit
