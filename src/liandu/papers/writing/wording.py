"""Text from anywhere, made safe to print: nothing in it can break the file or turn the reading around."""

import re

from liandu.papers.writing.blocks import Signatures

# What XML 1.0 cannot hold, and the marks that turn the direction of reading (a name shown backwards deceives).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0010fffe\U0010ffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
SIGN_HERE = "签名：＿＿＿＿＿＿＿（盖章）　　　年　　月　　日"


def printable(text: str) -> str:
    r"""Return the text without what no paper can hold; the ends of its lines are ``\n``."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return the text in one line, for places that have only one."""
    return " ".join(printable(text).split())


def lines_to_sign(signatures: Signatures) -> list[tuple[str, str]]:
    """Return for each party the line that names it and the line where it signs."""
    return [(f"{label}：{value}" if value else f"{label}：", SIGN_HERE) for label, value in signatures.lines]
