"""一是…；二是…: a run of items counted inside running text, with any ordinal that counts up from one."""

import re

from liandu.intake.understanding.ordinals import Ordinal, ordinal_at
from liandu.intake.understanding.sentences import Span, shields, trim

_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}[是、]|第[一二三四五六七八九十]{1,2}[是，、,：:]|其[一二三四五六七八九十][是，、,：:]|首先|其次|再次|最后|"
    r"[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.．、)）](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]"
)
_BEFORE = "。；;：:，,！？、”）) \n\r\t\u3000\u00a0的是在为有"


def counted(text: str, start: int, end: int, *, lone: bool = False) -> list[tuple[Ordinal, Span]]:
    """Return the items of the first run that counts up from one in ``text[start:end]``: (ordinal, span of the item).

    The last item ends with the region. Fewer than two items are no run, unless ``lone`` allows a single one that opens
    the region.
    """
    runs: dict[str, list[tuple[Ordinal, int]]] = {}
    hidden = [s for s in shields(text) if start <= s[0] and s[1] <= end]
    for match in _MARK.finditer(text, start, end):
        place = match.start()
        if (place > start and text[place - 1] not in _BEFORE) or any(s < place < e for s, e in hidden):
            continue
        ordinal = ordinal_at(text, place, end)
        if ordinal is None:
            continue
        run = runs.setdefault(ordinal.style, [])
        if _follows(ordinal, run[-1][0] if run else None):
            run.append((ordinal, place))
    usable = [run for run in runs.values() if len(run) >= 2]
    if not usable and lone:
        usable = [run for run in runs.values() if run and run[0][1] == start]
    if not usable:
        return []
    run = min(usable, key=lambda r: r[0][1])
    stops = [place for _, place in run[1:]] + [end]
    return [(ordinal, trim(text, ordinal.end, stop)) for (ordinal, _), stop in zip(run, stops, strict=True)]


def _follows(ordinal: Ordinal, before: Ordinal | None) -> bool:
    """Return whether ``ordinal`` may come next: the first is one; 最后 follows any 其次 or 再次."""
    if before is None:
        return ordinal.value == 1
    return ordinal.value > before.value if ordinal.style == "turn" else ordinal.value == before.value + 1
