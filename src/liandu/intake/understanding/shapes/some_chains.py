"""有的…；有的…: a chain of clauses that each begin with 有的, 有些, 一些, 个别."""

import re

from liandu.intake.understanding.sentences import Span, shields, trim

_LINK = re.compile(r"(?:有的|有些|一些|个别|少数|部分)(?=[\u4e00-\u9fff“])(?!地方看)")
# Lead words that only open the link; 一些 and 部分 say how many and stay in the title.
LEAD_WORD = re.compile(r"有的|有些|个别(?=[\u4e00-\u9fff]{2})")


def some_chain(text: str, start: int, end: int) -> list[Span]:
    """Return the links of a 有的…有的… chain that opens ``text[start:end]``, lead words left out; [] if none."""
    hidden = [s for s in shields(text) if start <= s[0] and s[1] <= end]
    places = [
        match.start()
        for match in _LINK.finditer(text, start, end)
        if (match.start() == start or text[match.start() - 1] in "。；;，,：: ")
        and not any(s < match.start() < e for s, e in hidden)
    ]
    if len(places) < 2 or places[0] != start:
        return []
    if sum(text.startswith(("有的", "有些"), p) for p in places) < 2:
        return []
    out = []
    for place, stop in zip(places, [*places[1:], end], strict=True):
        lead = LEAD_WORD.match(text, place, stop)
        out.append(trim(text, lead.end() if lead else place, stop))
    return out
