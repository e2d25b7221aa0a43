"""The pictures of a page: each with its sentence, what the browser draws, and the table that says the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from liandu.insight.queries.profiles import Brought, Group, InRound, Profile, Shared, class_codes, count_of, share_of
from liandu.insight.queries.scope import Scope
from liandu.insight.tables import meaning
from liandu.insight.tables.heat import NO_CLASS
from liandu.insight.tables.numbers import number, opening
from liandu.insight.words import days, in_days, percent, points
from liandu.inspections.taxonomies import taxonomy
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.rectification.models import OutcomeKind
from liandu.rectification.rules.rates import rate_of
from liandu.rectification.wording import amount_in_words
from liandu.ui.tables import Cell, Column, Table, table

# What narrows the ledger of items to what each number of a standing counts.
NARROWS: dict[str, dict[str, str]] = {
    "total": {},
    "done": {"result": "done"},
    "basically_done": {"result": "basically_done"},
    "open": {"state": "open"},
    "overdue": {"deadline": "overdue"},
    "returned": {"met": "returned"},
    "extended": {"met": "extended"},
    "reopened": {"met": "reopened"},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its key in addresses, its title, one sentence, what it is for who cannot see it, what is drawn."""

    key: str
    title: str
    sentence: str
    description: str
    drawing: dict[str, Any]
    table: Table

    @property
    def data_id(self) -> str:
        """Return the name of the block that holds what is drawn."""
        return f"{self.key}-data"

    @property
    def height(self) -> str:
        """Return the class that gives it its height: by how many lines it has."""
        many = len(self.drawing.get("rows", ()))
        kinds = ((2, "least"), (5, "low"), (12, "middle"))
        return next((name for most, name in kinds if many <= most), "tall") if many else "low"


def picture_of(profile: Profile, key: str) -> Picture | None:
    """Return one picture of a profile, None for a key that is none of it."""
    return next((picture for picture in pictures_of(profile) if picture.key == key), None)


def pictures_of(profile: Profile) -> list[Picture]:
    """Return the drawn pictures of a profile: classes (of a unit only), rounds, completion, days."""
    drawn = [_classes(profile)] if profile.scope.unit else []
    drawn += [_rounds(profile), _rates(profile), _days(profile)]
    return [picture for picture in drawn if len(picture.table)]


def counted(n: int, scope: Scope, what: str) -> Cell:
    """Return a number of a standing, opening its rows."""
    return opening(n, scope.items(**NARROWS[what]))


def _classes(profile: Profile) -> Picture:
    """Return a unit's classes, its share of each beside the median of its sector."""
    own, scope = profile.own, profile.scope
    codes = [code for code in [*class_codes(), ""] if own.classes[code]]
    rows = [
        {
            "name": _class(code),
            "value": points(share_of(own.classes, code) if code else own.classes[""] / own.findings),
            "text": f"{own.classes[code]}",
            "mark": points(profile.median_share(code)) if code else None,
        }
        for code in codes
    ]
    columns = (
        Column(gettext_lazy("类别"), lambda code: Cell(_class(code))),
        number(
            gettext_lazy("问题"),
            lambda code: opening(own.classes[code], scope.findings(category=code or NO_CLASS)),
        ),
        number(gettext_lazy("占本单位"), lambda code: Cell(percent(own.classes[code] / own.findings))),
        number(gettext_lazy("板块中位数"), lambda code: Cell(_middle(profile, code))),
    )
    return Picture(
        "classes", _("问题分类"), meaning.of_classes(profile),
        _("各类问题占本单位问题的百分比，竖线是本板块各单位的中位数。数字见下面的表格。"),
        {"kind": "bars", "rows": rows, "unit": "%", "mark": _("板块中位数")},
        table(columns, codes, caption=_("问题分类")),
    )  # fmt: skip


def _middle(profile: Profile, code: str) -> str:
    middle = profile.median_share(code) if code else None
    return "0%" if middle == 0 else percent(middle)


def _class(code: str) -> str:
    return class_in_words(code) if code else _("没有类别")


def _rounds(profile: Profile) -> Picture:
    """Return the shares of the first levels by round, one small picture each."""
    panels = [
        {
            "title": class_in_words(code),
            "values": [points(share_of(one.classes, code)) for one in profile.course],
        }
        for code in taxonomy().aspects
    ]

    def cell_of(code: str) -> Callable[[InRound], Cell]:
        def cell(one: InRound) -> Cell:
            n = count_of(one.classes, code)
            address = _in_round(profile.scope, one).findings(category=code) if n else ""
            return Cell(str(n), url=address, sub=percent(share_of(one.classes, code)) if n else "")

        return cell

    columns = (
        Column(gettext_lazy("轮次"), lambda one: Cell(one.name)),
        number(gettext_lazy("问题"), lambda one: opening(one.findings, _in_round(profile.scope, one).findings())),
        *(number(class_in_words(code), cell_of(code)) for code in taxonomy().aspects),
    )
    return Picture(
        "rounds", _("各轮次的变化"), meaning.of_rounds(profile),
        _("每个方面一幅小图，横轴是轮次，纵轴是占当轮问题的百分比。数字见下面的表格。"),
        {"kind": "multiples", "rounds": [one.name for one in profile.course], "panels": panels, "unit": "%"},
        table(columns, profile.rounds, caption=_("各轮次的变化")),
    )  # fmt: skip


def _in_round(scope: Scope, one: InRound) -> Scope:
    return Scope(scope.term, str(one.key), scope.sector, scope.unit)


def _rates(profile: Profile) -> Picture:
    """Return completion by group; of a unit among its sector."""
    groups = [group for group in profile.groups if group.standing.total]
    rows = [
        {
            "name": g.name,
            "value": points(g.standing.share),
            "text": f"{g.standing.done} / {g.standing.total}",
            "own": _is_own(profile, g),
        }
        for g in groups
    ]
    columns = (
        _group_column(profile),
        *(
            number(label, _standing_cell(profile, what))
            for what, label in (
                ("done", gettext_lazy("完成")),
                ("total", gettext_lazy("应完成")),
            )
        ),
        number(gettext_lazy("完成率"), lambda g: Cell(rate_of(g.standing.done, g.standing.total))),
        *(
            number(label, _standing_cell(profile, what))
            for what, label in (
                ("basically_done", gettext_lazy("基本完成")),
                ("overdue", gettext_lazy("逾期")),
                ("returned", gettext_lazy("退回过")),
                ("extended", gettext_lazy("延过期")),
                ("reopened", gettext_lazy("重新立过账")),
            )
        ),
    )
    return Picture(
        "rate", _("完成率"), meaning.of_rates(profile),
        _("完成的事项占应完成事项的百分比，竖线是中位数。数字见下面的表格。"),
        {"kind": "bars", "rows": rows, "unit": "%", "most": 100, "median": points(profile.median_rate()),
         "medianText": _("中位数 %(n)s") % {"n": percent(profile.median_rate())}},
        table(columns, groups, caption=_("完成率")),
    )  # fmt: skip


def _days(profile: Profile) -> Picture:
    """Return how long it took from opening to write-off, by group."""
    groups = [group for group in profile.groups if group.standing.days]
    rows = [
        {
            "name": g.name,
            "value": g.standing.middle,
            "text": days(g.standing.middle),
            "own": _is_own(profile, g),
        }
        for g in groups
    ]
    columns = (
        _group_column(profile),
        number(gettext_lazy("完成"), _standing_cell(profile, "done")),
        number(gettext_lazy("用时中位数（天）"), lambda g: Cell(days(g.standing.middle))),
    )
    return Picture(
        "days", _("从立账到销号的天数"), meaning.of_days(profile),
        _("已完成事项从立账到销号天数的中位数，竖线是各组的中位数。数字见下面的表格。"),
        {"kind": "bars", "rows": rows, "unit": "", "median": profile.median_days(),
         "medianText": _("中位数 %(n)s") % {"n": in_days(profile.median_days())}},
        table(columns, groups, caption=_("从立账到销号的天数")),
    )  # fmt: skip


def _is_own(profile: Profile, group: Group) -> bool:
    return profile.scope.unit is None or group.key == profile.scope.unit.pk


def _group_column(profile: Profile) -> Column:
    label = gettext_lazy("单位") if profile.scope.sector else gettext_lazy("板块")
    peers = profile.scope.peers
    return Column(label, lambda g: Cell(g.name or "—", url=peers.within(g.key).page() if g.key else ""))


def _standing_cell(profile: Profile, what: str) -> Callable[[Group], Cell]:
    peers = profile.scope.peers

    def cell(group: Group) -> Cell:
        n = getattr(group.standing, what)
        return counted(n, peers.within(group.key), what) if group.key else Cell(str(n))

    return cell


def outcomes_table(profile: Profile) -> Table:
    """Return what came of the items: each kind with its sum, and the items that it was reported of."""
    rows = [*profile.outcomes, *([profile.institutions] if profile.institutions.items else [])]
    columns = (
        Column(gettext_lazy("成果"), lambda row: Cell(outcome_name(row))),
        number(gettext_lazy("数量"), lambda row: Cell(outcome_amount(row))),
        number(gettext_lazy("涉及事项"), lambda row: opening(row.items, profile.scope.items(outcome=row.kind))),
    )
    return table(columns, rows, caption=_("整改成果"))


def outcome_name(row: Brought) -> str:
    """Return what an outcome is called."""
    return str(OutcomeKind(row.kind).label) if row.kind in OutcomeKind.values else _("新建、修订的制度")


def outcome_amount(row: Brought) -> str:
    """Return the sum of an outcome with its unit."""
    if row.kind not in OutcomeKind.values:
        return pgettext("outcomes", "%(n)s 项") % {"n": int(row.amount)}
    return amount_in_words(row.kind, row.amount)


def shared_table(shared: Sequence[Shared], scope: Scope) -> Table:
    """Return the named common problems with their findings here."""
    columns = (
        Column(gettext_lazy("共性问题"), lambda row: Cell(row.name)),
        number(gettext_lazy("问题"), lambda row: opening(row.findings, scope.findings(common=row.key))),
        number(gettext_lazy("涉及单位"), lambda row: Cell(str(row.units))),
    )
    return table(columns, shared, caption=_("共性问题"))
