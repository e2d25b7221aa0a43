"""Decisions of intake: which unit a name means, which proposals say the same, what may be done with a proposal."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from liandu.intake.models import Proposal
from liandu.intake.states import State
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit

_PARTY_ORGAN = re.compile(r"(党组|党委|党工委|党总支|党支部|委员会|总支部|支部)+$")
_COMPANY = re.compile(r"(股份|责任|控股)*有限(责任)?公司$|总公司$|公司$")
_DROPPED = str.maketrans("", "", " 　，,。.；;：:、“”\"'‘’（）()《》〈〉-—")
SIMILAR = 0.72  # measured on edited versions of titles: below it different problems begin to meet


def stem_of_unit(name: str) -> str:
    """Return a unit's name without 中共 and the Party organ's ending: 中共云州市水利局党组 -> 云州市水利局."""
    return _PARTY_ORGAN.sub("", name.strip().removeprefix("中共").removeprefix("中国共产党"))


def unit_meant(name: str, units: Sequence[Unit]) -> Unit | None:
    """Return the one unit that ``name``, as a document writes it, means; None when none or several fit."""
    stem = stem_of_unit(name)
    if not stem:
        return None
    exact = [unit for unit in units if stem in {stem_of_unit(unit.name), stem_of_unit(unit.short_name)}]
    if len(exact) == 1:
        return exact[0]
    fitting = [unit for unit in units if _fits(stem, unit)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(stem: str, unit: Unit) -> bool:
    names = (stem_of_unit(unit.name), stem_of_unit(unit.short_name))
    return any(name.endswith(stem) or stem.endswith(name) for name in names if name)


def unit_in_filename(filename: str, units: Sequence[Unit]) -> Unit | None:
    """Return the unit that a file's name speaks of: the one that shares the longest piece of its name with it.

    The piece has three characters or more, half of the unit's name at least (有限公司 apart), and stands in no other
    unit's name (the city's name stands in many). None when no unit fits, or when the name speaks of several.
    """
    found = [(piece, unit) for unit in units if (piece := _piece_named(filename, unit, units))]
    if not found:
        return None
    (start, end), best = max(found, key=lambda pair: pair[0][1] - pair[0][0])
    others = [piece for piece, unit in found if unit.pk != best.pk and not (start <= piece[0] and piece[1] <= end)]
    return None if others else best


def _piece_named(filename: str, unit: Unit, units: Sequence[Unit]) -> tuple[int, int] | None:
    """Return where the longest piece of the unit's own name stands in ``filename``, None when none is long enough."""
    others = [name for other in units if other.pk != unit.pk for name in (other.name, other.short_name)]
    best: tuple[int, int] | None = None
    for stem in {stem_of_unit(unit.name), stem_of_unit(unit.short_name)}:
        match = SequenceMatcher(None, filename, stem, autojunk=False).find_longest_match()
        piece = stem[match.b : match.b + match.size]
        enough = max(3, len(_COMPANY.sub("", stem)) / 2)
        own = match.size >= enough and not any(piece in name for name in others)
        if own and (best is None or match.size > best[1] - best[0]):
            best = (match.a, match.a + match.size)
    return best


def folded(title: str) -> str:
    """Return a title without punctuation, spaces and width, so that equal problems compare equal."""
    return title.translate(_DROPPED).casefold()


def likeness(one: str, other: str) -> float:
    """Return how alike two titles are, 0..1, after folding."""
    a, b = folded(one), folded(other)
    if a == b:
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR else 0.0


def closest(title: str, among: Iterable[Proposal]) -> tuple[Proposal | None, float]:
    """Return the proposal whose title is most like ``title`` and how alike; (None, 0.0) below SIMILAR."""
    best, score = None, 0.0
    for other in among:
        alike = likeness(title, other.title)
        if alike > score:
            best, score = other, alike
    return (best, score) if score >= SIMILAR else (None, 0.0)


def refuse_empty_title(title: str) -> str:
    """Return the title without surrounding space; raise Refusal when nothing is left."""
    title = " ".join(title.replace("\x00", "").split())
    if not title:
        raise Refusal("proposal.title_missing", gettext_noop("问题的表述不能为空。"))
    return title


def refuse_without_reason(why: str) -> str:
    """Return the reason without surrounding space; raise Refusal when nothing is left."""
    why = why.replace("\x00", "").strip()
    if not why:
        raise Refusal("proposal.why_missing", gettext_noop("请写明排除的理由，例如“属于整改要求，不是问题”。"))
    return why[:300]


def refuse_unless_open(proposal: Proposal) -> None:
    """Raise Refusal when somebody has judged the proposal already."""
    if proposal.state != State.OPEN:
        raise Refusal(
            "proposal.not_open",
            gettext_noop("这一条%(state)s，不能再改；请先退回核对。"),
            state=proposal.get_state_display(),
        )


def refuse_below_judged(parent: Proposal | None) -> None:
    """Raise Refusal when ``parent`` is a leaf that stands in the ledger: it would stop being a leaf."""
    if parent is not None and parent.is_leaf and parent.state in {State.ACCEPTED, State.KNOWN}:
        raise Refusal(
            "proposal.parent_judged",
            gettext_noop("“%(title)s”已在台账，下面不能再放子项；请先撤销它的确认。"),
            title=parent.title,
        )
