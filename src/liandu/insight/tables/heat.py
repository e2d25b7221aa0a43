"""The heat map: a real table with shaded cells, each a link to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from liandu.insight.queries.profiles import Group, Profile, class_codes
from liandu.insight.queries.scope import Scope
from liandu.insight.words import percent
from liandu.inspections.taxonomies.wording import class_in_words

# Up to which share of its group a class has each shade; what is above has the last.
STEPS = (0.03, 0.06, 0.10, 0.15)
NO_CLASS = "none"  # the ledger's word for what has no class


@dataclass(frozen=True, slots=True)
class Shade:
    """A cell: how many, their share of the group, its shade (0: none) and the address of the rows."""

    n: int
    share: str
    step: int
    address: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a row or a column: short text, the whole name, where it leads."""

    text: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat map: heads of its columns, and rows of (head, cells, total)."""

    caption: str
    corner: str
    heads: list[Head]
    rows: list[tuple[Head, list[Shade], Shade]]
    sums: list[Shade]


def step_of(share: float | None) -> int:
    """Return the shade of a share: 0 for nothing, 5 for the most."""
    return 0 if not share else 1 + sum(share > step for step in STEPS)


def legend() -> list[tuple[int, str]]:
    """Return the shades with what they stand for."""
    edges = [0, *(round(step * 100) for step in STEPS)]
    inner = [(n + 1, f"{low}–{high}%") for n, (low, high) in enumerate(pairwise(edges))]
    return [*inner, (len(edges), _("%(n)s%% 以上") % {"n": edges[-1]})]


def heat_of(profile: Profile) -> Heat:
    """Return classes by sectors for the whole, units by classes for a sector."""
    codes = [code for code in [*class_codes(), ""] if any(group.classes[code] for group in profile.groups)]
    if profile.scope.sector:
        rows = [(_of_group(g, profile.scope), [_shade(g, c, profile.scope) for c in codes], _all(g, profile.scope))
                for g in profile.groups]  # fmt: skip
        heads = [Head(code or _("未分"), _class(code)) for code in codes]
        return Heat(_("单位 × 类别：问题数"), _("单位"), heads, rows, [_sum(profile, c) for c in [*codes, None]])
    rows = [
        (Head(_class(code)), [_shade(group, code, profile.scope) for group in profile.groups], _sum(profile, code))
        for code in codes
    ]
    heads = [_of_group(group, profile.scope) for group in profile.groups]
    sums = [*(_all(group, profile.scope) for group in profile.groups), _sum(profile, None)]
    return Heat(_("类别 × 板块：问题数"), _("类别"), heads, rows, sums)


def _class(code: str) -> str:
    return class_in_words(code) if code else _("没有类别")


def _of_group(group: Group, scope: Scope) -> Head:
    return Head(group.name, "", scope.within(group.key).page() if group.key else "")


def _shade(group: Group, code: str, scope: Scope) -> Shade:
    n = group.classes[code]
    share = n / group.findings if n else None
    address = scope.within(group.key).findings(category=code or NO_CLASS) if n and group.key else ""
    return Shade(n, percent(share) if n else "", step_of(share), address)


def _all(group: Group, scope: Scope) -> Shade:
    address = scope.within(group.key).findings() if group.findings and group.key else ""
    return Shade(group.findings, "", 0, address)


def _sum(profile: Profile, code: str | None) -> Shade:
    """Return how many there are of a class in all groups; of all classes for None."""
    classes = profile.own.classes
    n = sum(classes.values()) if code is None else classes[code]
    share = None if code is None else (n / sum(classes.values()) if n else None)
    category = {} if code is None else {"category": code or NO_CLASS}
    return Shade(n, percent(share) if share else "", 0, profile.scope.peers.findings(**category) if n else "")


def plain(heat: Heat) -> tuple[list[str], Iterable[list[str | int]]]:
    """Return a heat map as headings and rows, for a spreadsheet."""
    headings = [heat.corner, *(head.name or head.text for head in heat.heads), _("合计")]
    rows: list[list[str | int]] = [
        [head.text, *(cell.n for cell in cells), total.n] for head, cells, total in heat.rows
    ]
    return headings, [*rows, [_("合计"), *(cell.n for cell in heat.sums)]]
