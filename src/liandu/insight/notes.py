"""The note on a unit's political ecology (政治生态分析材料): sentences by rules from its numbers, blanks for judgement.

Always in Chinese: it is a document, not a page. Each number is a piece of its own, with the address of its rows.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from liandu.insight.models import RecurrenceKind
from liandu.insight.queries.profiles import Profile, class_codes, count_of, share_of
from liandu.insight.queries.scope import Figure
from liandu.insight.words import days, percent
from liandu.inspections.taxonomies import taxonomy
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.orgs.models import Sector
from liandu.rectification.models import OutcomeKind
from liandu.rectification.rules.rates import rate_of
from liandu.rectification.wording import amount_in_words

CHINESE = "zh-hans"
MOST = 3  # classes named
BLANKS = (
    "领导班子和“一把手”履行管党治党责任的情况",
    "干部群众反映的突出问题和政治生态的主要特点",
    "原因分析",
    "需要持续关注的风险和工作建议",
)
Piece = str | Figure


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the note: its heading, its paragraphs in pieces, and what a person still has to write."""

    heading: str
    paragraphs: list[list[Piece]]
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """The note: its title, the day of its numbers, its parts."""

    title: str
    day: str
    parts: list[Part]


def note_of(profile: Profile) -> Note:
    """Return the note on the unit of ``profile``."""
    unit = profile.scope.unit
    name = unit.name if unit else ""
    with translation.override(CHINESE):
        parts = [
            Part("一、基本情况", [_basics(profile, name)]),
            Part("二、问题特点", _features(profile)),
            Part("三、整改情况", [_work(profile), _way(profile)]),
            Part("四、整改成果", [_outcomes(profile)]),
            Part("五、问题再现和共性问题", [_again(profile), _shared(profile)]),
            Part("六、综合研判", [], BLANKS),
        ]
    return Note(f"{name}政治生态分析材料", _day(profile.day), parts)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _basics(profile: Profile, name: str) -> list[Piece]:
    own, scope = profile.own, profile.scope
    rounds = "、".join(one.name for one in profile.rounds) or "历次巡察"
    return [
        f"{rounds}共向{name}反馈问题", Figure(own.findings, scope.findings()), "个，立账整改事项",
        Figure(own.standing.total, scope.items()), f"项（不含撤账）。以下数字截至{_day(profile.day)}。",
    ]  # fmt: skip


def _features(profile: Profile) -> list[list[Piece]]:
    own, scope = profile.own, profile.scope
    if not own.findings:
        return [["没有已确认的问题。"]]
    sector = str(Sector(scope.sector).label)
    most = sorted((c for c in class_codes() if own.classes[c]), key=lambda c: -own.classes[c])[:MOST]
    paragraphs = [_by_aspect(profile)]
    for code in most:
        share, middle = share_of(own.classes, code), profile.median_share(code)
        against = f"，{sector}板块各单位中位数为{percent(middle) if middle else '0%'}"
        paragraphs.append([
            f"“{class_in_words(code)}”", Figure(own.classes[code], scope.findings(category=code)),
            f"个，占{percent(share)}{against if len(profile.groups) > 1 else ''}。",
        ])  # fmt: skip
    return paragraphs


def _by_aspect(profile: Profile) -> list[Piece]:
    own, scope = profile.own, profile.scope
    pieces: list[Piece] = ["按方面看，"]
    for code in taxonomy().aspects:
        n = count_of(own.classes, code)
        if n:
            pieces += [f"“{class_in_words(code)}”", Figure(n, scope.findings(category=code)), "个，"]
    without = own.classes[""]
    if without:
        pieces += ["尚未分类", Figure(without, scope.findings(category="none")), "个，"]
    return [*pieces[:-1], "个。"]


def _work(profile: Profile) -> list[Piece]:
    own, scope = profile.own.standing, profile.scope
    if not own.total:
        return ["还没有立账的整改事项。"]
    pieces: list[Piece] = [
        "完成整改", Figure(own.done, scope.items(result="done")), "项，应完成",
        Figure(own.total, scope.items()), f"项，完成率{rate_of(own.done, own.total)}（截至{_day(profile.day)}）",
    ]  # fmt: skip
    middle = profile.median_rate()
    if middle is not None and len(profile.groups) > 1:
        pieces.append(f"，本板块各单位中位数为{percent(middle) if middle else '0%'}")
    basically = Figure(own.basically_done, scope.items(result="basically_done"))
    return [*pieces, "；基本完成并持续整改", basically, "项，不计入完成。"]


def _way(profile: Profile) -> list[Piece]:
    own, scope = profile.own.standing, profile.scope
    pieces: list[Piece] = [
        "目前逾期", Figure(own.overdue, scope.items(deadline="overdue")), "项；销号申请被退回过的",
        Figure(own.returned, scope.items(met="returned")), "项，延过期的",
        Figure(own.extended, scope.items(met="extended")), "项，重新立过账的",
        Figure(own.reopened, scope.items(met="reopened")), "项。",
    ]  # fmt: skip
    if own.middle is not None:
        pieces.append(f"已完成事项从立账到销号用时的中位数为{days(own.middle)}天。")
    return pieces


def _outcomes(profile: Profile) -> list[Piece]:
    pieces: list[Piece] = []
    for row in profile.outcomes:
        amount = amount_in_words(row.kind, row.amount).replace(" ", "")
        rows = Figure(row.items, profile.scope.items(outcome=row.kind))
        pieces += [f"{OutcomeKind(row.kind).label}{amount}（涉及事项", rows, "项），"]
    made = profile.institutions
    if made.items:
        rows = Figure(made.items, profile.scope.items(outcome=made.kind))
        pieces += [f"新建、修订制度{int(made.amount)}项（涉及事项", rows, "项），"]
    return [*pieces[:-1], "项）。以上为单位填报数字的合计。"] if pieces else ["没有填报成果。"]


def _again(profile: Profile) -> list[Piece]:
    pieces: list[Piece] = ["已认定的问题再现："]
    for kind, n in profile.recurrences.items():
        pieces += [f"{RecurrenceKind(kind).label}", Figure(n, profile.scope.findings(recurred=kind)), "个，"]
    return [*pieces[:-1], "个。"]


def _shared(profile: Profile) -> list[Piece]:
    if not profile.shared:
        return ["没有已审定的共性问题涉及本单位。"]
    pieces: list[Piece] = ["涉及已审定的共性问题："]
    for row in profile.shared:
        pieces += [f"“{row.name}”", Figure(row.findings, profile.scope.findings(common=row.key)), "个，"]
    return [*pieces[:-1], "个。"]


def plain(pieces: list[Piece]) -> str:
    """Return a paragraph as text alone."""
    return "".join(str(piece.n) if isinstance(piece, Figure) else piece for piece in pieces)
