"""有的…；有的…: a chain of clauses that each begin with 有的, 有些, 一些, 个别."""

import re

from liandu.intake.understanding.sentences import Span, shields, trim

_LINK = re.compile(r"(?:有的|有些|一些|个别|少数|部分)(?=[\u4e00-\u9fff“])(?!地方看)")
# Lead words that only open the link; 一些 and 部分 say how many and stay, but a row of 一些 is only opened by it.
LEAD_WORD = re.compile(r"有的|有些|个别(?=[\u4e00-\u9fff]{2})")


_LED_LINK = re.compile(r"(?<=[，,；;。：:])(?:有的|有些)(?=[\u4e00-\u9fff“\d])")


def some_chain(text: str, start: int, end: int, *, least: int = 2) -> list[Span]:
    """Return the links of a 有的…有的… chain that opens ``text[start:end]``, lead words left out; [] if too few."""
    hidden = [s for s in shields(text) if start <= s[0] and s[1] <= end]
    places = [
        match.start()
        for match in _LINK.finditer(text, start, end)
        if (match.start() == start or text[match.start() - 1] in "。；;，,：: ")
        and not any(s < match.start() < e for s, e in hidden)
    ]
    if len(places) < least or not places or places[0] != start:
        return []
    if sum(text.startswith(("有的", "有些"), p) for p in places) < least and not all(
        text.startswith("一些", p) for p in places
    ):
        return []
    return _links(text, places, end)


def led_chain(text: str, start: int, end: int) -> tuple[Span | None, list[Span]]:
    """Return (lead, links) of A，有的…；有的…: a clause and the links that it leads, up to the end.

    Only 有的 and 有些 open the links of such a chain, and ； must part them: A，有的…，有的… says one thing at length.
    """
    hidden = [s for s in shields(text) if start <= s[0] and s[1] <= end]
    places = [
        match.start()
        for match in _LED_LINK.finditer(text, start, end)
        if not any(s < match.start() < e for s, e in hidden)
    ]
    if len(places) < 2 or not all(text[place - 1] in "；;。" for place in places[1:]):
        return None, []
    lead = trim(text, start, places[0])
    if lead[1] - lead[0] < 4 or any(mark in text[slice(*lead)] for mark in "；;。"):
        return None, []
    return lead, _links(text, places, end)


def _links(text: str, places: list[int], end: int) -> list[Span]:
    out = []
    row = all(text.startswith("一些", place) for place in places)
    for place, stop in zip(places, [*places[1:], end], strict=True):
        lead = LEAD_WORD.match(text, place, stop)
        begin = lead.end() if lead else place + 2 * row
        out.append(trim(text, begin, stop))
    return out
