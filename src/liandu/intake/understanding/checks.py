"""Sums that must hold: a total is the sum of its states, a rate is done over total. What does not hold is a caution."""

from liandu.intake.understanding.results import Caution, Figure, ProposedProblem
from liandu.kernel.words import Sentence
from liandu.kernel.words import gettext_noop as _

_STATES = ("完成", "基本完成", "未完成", "长期坚持")

TOTALS_DISAGREE = _("文中称共%(total)s个问题，而各类状态合计为%(sum)s个（%(parts)s），请核对")
RATE_DISAGREES = _("文中称整改率%(stated)s%%，按%(done)s/%(total)s计算为%(computed)s%%，请核对")
PARTS_DISAGREE = _("各分项问题数合计为%(sum)s个，与总数%(total)s个不一致，请核对")
LIST_IS_SELECTION = _("文中称共%(total)s个问题，列出的具体问题为%(listed)s个（公开文本可能只列主要问题）")
NO_PROBLEMS = _("未在本文中发现问题表述")


def check_figures(figures: list[Figure]) -> list[Caution]:
    """Return a caution for each sum among ``figures`` that does not hold."""
    total = _first(figures, "问题总数")
    if total is None:
        return []
    return [*_states(figures, total), *_rate(figures, total), *_parts(figures, total)]


def _first(figures: list[Figure], quantity: str) -> Figure | None:
    return next((figure for figure in figures if figure.quantity == quantity), None)


def _whole(value: float) -> str:
    return f"{value:g}"


def _parts_of(figures: list[Figure], total: Figure) -> list[Figure]:
    """Return the figures of the states: all of the total's own paragraph, else the first of each state."""
    beside = [f for f in figures if f.quantity in _STATES and f.passage.block == total.passage.block]
    found = beside or [state for name in _STATES if (state := _first(figures, name)) is not None]
    return [figure for figure in found if figure.value <= total.value]


def _states(figures: list[Figure], total: Figure) -> list[Caution]:
    parts = _parts_of(figures, total)
    if len(parts) < 2 or _first(parts, "完成") is None:
        return []
    summed = sum(part.value for part in parts)
    if abs(summed - total.value) < 0.5:
        return []
    words = "+".join(_whole(part.value) for part in parts)
    sentence = Sentence(TOTALS_DISAGREE, total=_whole(total.value), sum=_whole(summed), parts=words)
    return [Caution("totals_disagree", sentence, total.passage)]


def _rate(figures: list[Figure], total: Figure) -> list[Caution]:
    done, rate = _first(figures, "完成"), _first(figures, "整改率")
    if done is None or rate is None or not total.value or done.value > total.value:
        return []
    computed = done.value / total.value * 100
    # The rate is printed rounded or cut off: one unit of its last printed place may differ.
    digits = len(f"{rate.value:g}".partition(".")[2])
    if rate.approximate or abs(computed - rate.value) <= 10**-digits:
        return []
    words = Sentence(
        RATE_DISAGREES,
        stated=_whole(rate.value),
        done=_whole(done.value),
        total=_whole(total.value),
        computed=f"{computed:.2f}",
    )
    return [Caution("rate_disagrees", words, rate.passage)]


def _parts(figures: list[Figure], total: Figure) -> list[Caution]:
    parts = [figure.value for figure in figures if figure.quantity == "分项问题数"]
    if len(parts) < 2 or abs(sum(parts) - total.value) < 0.5:
        return []
    words = Sentence(PARTS_DISAGREE, sum=_whole(sum(parts)), total=_whole(total.value))
    return [Caution("parts_disagree", words, total.passage)]


def check_list(figures: list[Figure], problems: list[ProposedProblem]) -> list[Caution]:
    """Return cautions about the list itself: none found, or fewer listed than the text says."""
    listed = sum(problem.leaf for problem in problems)
    if not listed:
        return [Caution("no_problems", NO_PROBLEMS)]
    total = _first(figures, "问题总数")
    if total is not None and abs(total.value - listed) >= 1:
        words = Sentence(LIST_IS_SELECTION, total=_whole(total.value), listed=str(listed))
        return [Caution("count_differs", words, total.passage)]
    return []
