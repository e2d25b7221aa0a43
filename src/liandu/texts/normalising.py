"""Texts made comparable: one width and case, units and numbers masked; with the way back to the original."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

UNIT = "某"
NUMBER = "0"
# One character for one, so that places stay: full width to half width, capitals to small letters.
_ONE_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_ONE_FORM = {code: ord(chr(to).lower()) for code, to in _ONE_WIDTH.items()} | {
    code: code + 32 for code in range(ord("A"), ord("Z") + 1)
}
# 12、3.5%、12,000、三十余万: with what makes them larger, so that 35000元 and 3.5万元 look the same.
_NUMBERS = re.compile(r"(?:\d+(?:[.,]\d+)*%?|[〇零一二三四五六七八九十百千两]{2,})[余多]?[百千万亿]*[余多]?")
_NO_WORD = re.compile(r"[\W_]+")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text: character ``i`` stands for original[starts[i]:ends[i]]."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that [start, end) of the normalised text came from; start < end."""
        return self.starts[start], self.ends[end - 1]


class Normaliser:
    """Normalises texts; ``units`` are the names (and short names) of units to mask, of two characters or more."""

    def __init__(self, units: Iterable[str] = (), *, bare: bool = False) -> None:
        """Prepare the masks. With ``bare`` punctuation and white space are dropped, as shared passages need it."""
        names = sorted({name.translate(_ONE_FORM).strip() for name in units})
        self._steps = [(_any_of(name for name in names if len(name) > 1), UNIT), (_NUMBERS, NUMBER)]
        if bare:
            self._steps.append((_NO_WORD, ""))

    def plain(self, text: str) -> str:
        """Return the normalised text alone: quick, for many texts."""
        text = text.translate(_ONE_FORM)
        for pattern, mask in self._steps:
            text = pattern.sub(mask, text)
        return text

    def __call__(self, text: str) -> Normalised:
        """Return the normalised text with the way back; its text is the same as plain() gives."""
        places = list(zip(range(len(text)), range(1, len(text) + 1), strict=True))
        text = text.translate(_ONE_FORM)
        for pattern, mask in self._steps:
            text, places = _masked(pattern, mask, text, places)
        return Normalised(text, tuple(start for start, _ in places), tuple(end for _, end in places))


def _masked(
    pattern: re.Pattern[str], mask: str, text: str, places: list[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """Replace what ``pattern`` finds by ``mask`` (one character or none), in the text and in its places."""
    pieces, kept, done = [], [], 0
    for found in pattern.finditer(text):
        start, end = found.span()
        pieces += [text[done:start], mask]
        kept += places[done:start]
        if mask:
            kept.append((places[start][0], places[end - 1][1]))
        done = end
    return "".join([*pieces, text[done:]]), [*kept, *places[done:]]


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds the longest of ``names``: a tree, since thousands of alternatives would be slow."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for name in names:
        node = tree
        for character in name:
            node = node.setdefault(character, {})
        node[""] = {}
    return re.compile(_branch(tree)) if tree else _NEVER


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    ways = [re.escape(character) + _branch(below) for character, below in node.items() if character]
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)}){'?' if '' in node else ''}"
