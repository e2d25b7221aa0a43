"""Cutting Chinese running text at marks that stand outside quotes and brackets, with the spans kept."""

import re
from functools import lru_cache

Span = tuple[int, int]

_PAIRS = {
    "”": "“",
    "’": "‘",
    "）": "（",
    ")": "(",
    "》": "《",
    "〉": "〈",
    "」": "「",
    "』": "『",
    "】": "【",
    "〕": "〔",
}
# A full-width bracket is now and then closed by a half-width one.
_SAME = {"(": "（", ")": "）"}
_BRACKETS = re.compile(r"[“”‘’（）()《》〈〉「」『』【】〔〕\"]")

FULL_STOP = re.compile(r"[。！？!?]")
GROUP_END = re.compile(r"[；;。！？!?]")
COMMA = re.compile(r"，|,(?!\d{3})")
PAUSE = re.compile(r"、")
ANY_STOP = re.compile(r"[。；;！？!?，：:]|,(?!\d{3})")

_SPACE = " \t\r\n\u3000\u00a0\u200b\u200c\u200d\ufeff\u2002\u2003"
TRAILING = "。；;，,、！!？?：:" + _SPACE


@lru_cache(maxsize=8192)
def shields(text: str) -> tuple[Span, ...]:
    """Return the outermost quoted or bracketed spans of ``text``; brackets without a partner shield nothing."""
    open_at: list[tuple[str, int]] = []
    found: list[Span] = []
    for match in _BRACKETS.finditer(text):
        char, place = match.group(), match.start()
        char = _SAME.get(char, char)
        if char == '"':
            if open_at and open_at[-1][0] == char:
                found.append((open_at.pop()[1], place + 1))
            else:
                open_at.append((char, place))
        elif char in _PAIRS:
            opener = _SAME.get(_PAIRS[char], _PAIRS[char])
            for depth in range(len(open_at) - 1, -1, -1):
                if open_at[depth][0] == opener:
                    found.append((open_at[depth][1], place + 1))
                    del open_at[depth:]
                    break
        else:
            open_at.append((char, place))
    outer: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0], -s[1])):
        if not outer or span[0] >= outer[-1][1]:
            outer.append(span)
    return tuple(outer)


def marks(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[Span]:
    """Return the spans in ``text[start:end]`` where ``pattern`` matches outside quotes and brackets."""
    hidden = [s for s in shields(text) if s[1] > start and s[0] < end and not (s[0] <= start and s[1] >= end)]
    out: list[Span] = []
    at = 0
    for match in pattern.finditer(text, start, end):
        while at < len(hidden) and hidden[at][1] <= match.start():
            at += 1
        if at < len(hidden) and hidden[at][0] <= match.start():
            continue
        out.append(match.span())
    return out


def trim(text: str, start: int, end: int, tail: str = TRAILING) -> Span:
    """Return the span without white space in front and without ``tail`` characters behind."""
    while start < end and text[start] in _SPACE:
        start += 1
    while end > start and text[end - 1] in tail:
        end -= 1
    return start, end


def parts(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[Span]:
    """Return the trimmed, non-empty spans between the marks of ``pattern`` in ``text[start:end]``."""
    out: list[Span] = []
    for mark_start, mark_end in [*marks(text, start, end, pattern), (end, end)]:
        span = trim(text, start, mark_start)
        if span[0] < span[1]:
            out.append(span)
        start = mark_end
    return out


def first_sentence_end(text: str, start: int, end: int) -> int:
    """Return where the first sentence of ``text[start:end]`` ends, before its full stop; ``end`` when there is none."""
    found = marks(text, start, end, FULL_STOP)
    return found[0][0] if found else end


def closing_quote(text: str, opening: int, end: int) -> int | None:
    """Return the index of the quote that closes the one at ``opening``, nesting counted, or None."""
    pair = {"“": "”", "「": "」", "『": "』", "‘": "’", '"': '"', "【": "】", "《": "》"}
    opener = text[opening]
    closer = pair.get(opener)
    if closer is None:
        return None
    if opener == closer:
        place = text.find(closer, opening + 1, end)
        return place if place >= 0 else None
    depth = 1
    nested = text.find(opener, opening + 1, end)
    place = text.find(closer, opening + 1, end)
    while place >= 0:
        while 0 <= nested < place:
            depth += 1
            nested = text.find(opener, nested + 1, end)
        depth -= 1
        if depth == 0:
            return place
        place = text.find(closer, place + 1, end)
    return None
