"""Progress out of a document: for each problem it answers, the item, what was done, and outcomes from its figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from liandu.intake.understanding import Figure, ProposedProblem, understand
from liandu.intake.understanding.figures import read_figures
from liandu.intake.understanding.script import Line
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Paper
from liandu.rectification.models import InstitutionWork, Item, OutcomeKind
from liandu.rectification.rules.matching import Match, Matcher

# What a figure counts among our outcomes, or in the register of institutions. "党纪政务处分" is both in one number, so
# a person chooses: it comes unticked.
KIND_OF_FIGURE: dict[str, OutcomeKind | InstitutionWork] = {
    "追缴": OutcomeKind.RECOVERED,
    "收回": OutcomeKind.RECOVERED,
    "退回资金": OutcomeKind.RETURNED,
    "挽回损失": OutcomeKind.LOSS_AVOIDED,
    "党纪处分": OutcomeKind.PARTY_SANCTION,
    "党纪政务处分": OutcomeKind.PARTY_SANCTION,
    "政务处分": OutcomeKind.GOVERNMENT_SANCTION,
    "组织处理": OutcomeKind.ORGANIZATIONAL,
    "诫勉": OutcomeKind.ADMONITION,
    "批评教育": OutcomeKind.CRITICISM,
    "责令检查": OutcomeKind.INSPECTION_ORDERED,
    "提醒谈话": OutcomeKind.REMINDER,
    "会议": OutcomeKind.MEETING,
    "党委会": OutcomeKind.MEETING,
    "党组会": OutcomeKind.MEETING,
    "新建制度": InstitutionWork.MADE,
    "修订制度": InstitutionWork.REVISED,
}
UNSURE = frozenset({"党纪政务处分", "收回"})
_SCALES = {"元": 1, "百元": 100, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}
_COUNTS = frozenset({"人", "人次", "次", "场", "项", "个", "份", "部"})
_MOST = 200  # problems of one document


@dataclass(frozen=True, slots=True)
class FoundOutcome:
    """What a figure states: kind, exact amount, its words, whether it is sure enough to be ticked."""

    kind: OutcomeKind | InstitutionWork
    amount: Decimal
    words: str
    sure: bool


@dataclass(frozen=True, slots=True)
class FoundProgress:
    """What a document says about one problem: as it names it, the item that fits, what was done, outcomes.

    ``institutions`` are figures of institutions: their count is the register's, so they are told and not reported.
    """

    said: str
    match: Match
    text: str
    outcomes: tuple[FoundOutcome, ...]
    institutions: tuple[FoundOutcome, ...]
    why: str


def progress_in(paper: Paper, items: Iterable[Item]) -> list[FoundProgress]:
    """Return what ``paper`` says was done about problems, matched with ``items``; what fits none has no item."""
    matcher = Matcher(items)
    understood = understand(paper)
    found: list[FoundProgress] = []
    for problem in understood.problems:
        text = _done(problem)
        if not problem.leaf or not text or len(found) == _MOST:
            continue
        match = matcher.find(problem.title, text)
        outcomes = [one for one in map(outcome_of, figures_in(text)) if one is not None]
        found.append(
            FoundProgress(
                said=problem.title,
                match=match,
                text=text,
                outcomes=tuple(one for one in outcomes if isinstance(one.kind, OutcomeKind)),
                institutions=tuple(one for one in outcomes if isinstance(one.kind, InstitutionWork)),
                why=_why(match),
            )
        )
    return found


def _done(problem: ProposedProblem) -> str:
    """Return what the document says was done about a problem: its rectification, or the column of progress."""
    return (problem.rectification or dict(problem.labels).get("progress", "")).strip()


def _why(match: Match) -> str:
    if match.item is None:
        return gettext_noop("没有认出是哪一项，请填编号。")
    if match.by_number:
        return gettext_noop("文中写有编号。")
    return gettext_noop("问题表述相同。") if match.likeness == 1 else gettext_noop("问题表述相近，请核对。")


def figures_in(text: str) -> list[Figure]:
    """Return the figures of a text of one or several lines."""
    return read_figures([Line(at, line, 0, len(line)) for at, line in enumerate(text.splitlines()) if line.strip()])


def outcome_of(figure: Figure) -> FoundOutcome | None:
    """Return the outcome that a figure states, None where it counts nothing that outcomes count."""
    kind = KIND_OF_FIGURE.get(figure.quantity)
    if kind is None or figure.value <= 0:
        return None
    amount = Decimal(str(figure.value))
    if figure.unit in _SCALES:
        amount *= _SCALES[figure.unit]
    elif figure.unit not in _COUNTS:
        return None
    exact = amount.quantize(Decimal("0.01"))
    sure = not figure.approximate and exact == amount and figure.quantity not in UNSURE
    return FoundOutcome(kind, exact, figure.text, sure)
