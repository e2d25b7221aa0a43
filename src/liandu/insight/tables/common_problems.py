"""Common problems and issued catalogues as lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.insight.models import Catalogue, CatalogueLine, Severity
from liandu.insight.queries.common_problems import Counted
from liandu.insight.states import CommonState
from liandu.insight.tables.strands import ledger_of
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.rectification.wording import yuan
from liandu.ui.dates import day
from liandu.ui.tables import Cell, Column, Table, table

LOOKS = {
    CommonState.DRAFT: ("now", "◑"),
    CommonState.NAMED: ("good", "●"),
    CommonState.RETIRED: ("plain", "×"),
}
SEVERITY = {
    Severity.GENERAL: ("plain", "▁"),
    Severity.MARKED: ("look", "▄"),
    Severity.GRAVE: ("late", "█"),
}


def common_table(rows: Sequence[Counted], *, caption: str) -> Table:
    """Return common problems with their numbers, each of which opens the rows it counts."""
    columns = [
        Column(_("共性问题"), _what),
        Column(_("程度"), _severity, css="nowrap"),
        Column(_("问题数"), _number(lambda row: row.figures.findings), css="number"),
        Column(_("单位数"), _number(lambda row: row.figures.units, group="unit"), css="number"),
        Column(_("板块数"), _number(lambda row: len(row.figures.sectors), group="unit"), css="number"),
        Column(_("轮次数"), _number(lambda row: row.figures.rounds), css="number"),
        Column(_("追回、清退和避免损失"), _money, css="number"),
        Column(_("主管部门"), lambda row: Cell(str(row.common.competent or ""))),
    ]
    return table(columns, rows, caption=caption, name=lambda row: f"common-{row.common.pk}")


def _what(row: Counted) -> Cell:
    url = reverse("insight:common_problem", args=[row.common.pk])
    return Cell(row.common.name, url=url, sub=class_in_words(row.common.code))


def _severity(row: Counted) -> Cell:
    tone, shape = SEVERITY[Severity(row.common.severity)]
    return Cell(row.common.get_severity_display(), tone=tone, shape=shape)


def _number(count: Any, **more: Any) -> Any:
    return lambda row: Cell(str(count(row)), url=ledger_of("common", row.common.pk, **more))


def _money(row: Counted) -> Cell:
    return Cell(yuan(row.money), url=ledger_of("common", row.common.pk, items=True)) if row.money else Cell("—")


def catalogue_table(rows: Sequence[Catalogue]) -> Table:
    """Return the issued catalogues, newest first."""
    columns = [
        Column(_("目录"), lambda row: Cell(row.name, url=reverse("insight:catalogue", args=[row.pk]))),
        Column(_("届次"), lambda row: Cell(str(row.term))),
        Column(_("版次"), lambda row: Cell(_("第 %(n)s 版") % {"n": row.version}), css="nowrap"),
        Column(_("类数"), lambda row: Cell(str(row.n)), css="number"),
        Column(_("发布"), lambda row: Cell(str(row.issued_by), sub=day(timezone.localdate(row.issued_at)))),
    ]
    return table(columns, rows, caption=_("共性问题目录"))


# What a line of a catalogue says, beside its name.
WORDS = {
    "definition": gettext_lazy("定义"),
    "scope": gettext_lazy("涉及范围"),
    "causes": gettext_lazy("原因"),
    "suggestions": gettext_lazy("建议"),
    "competent": gettext_lazy("主管部门"),
    "because": gettext_lazy("审定理由"),
}


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """A line of a catalogue, ready to show."""

    place: int
    name: str
    category: str
    severity: str
    numbers: tuple[tuple[str, int], ...]
    words: tuple[tuple[str, str], ...]
    trend: str
    cases: tuple[Any, ...]


def frozen_line(line: CatalogueLine, cases: Sequence[Any] = ()) -> FrozenLine:
    """Return a line of a catalogue as it was issued."""
    told = line.frozen
    return FrozenLine(
        line.place,
        told["name"],
        class_in_words(told["code"]),
        str(Severity(told["severity"]).label),
        (
            (_("问题数"), told["findings"]),
            (_("单位数"), told["units"]),
            (_("板块数"), told["sectors"]),
        ),
        tuple((str(label), told[key]) for key, label in WORDS.items() if told[key]),
        _("；").join(f"{name} {n}" for name, n in told["trend"]),
        tuple(cases),
    )


def frozen_table(lines: Sequence[FrozenLine]) -> Table:
    """Return the lines of a catalogue as a list."""
    columns = [
        Column(_("序号"), lambda one: Cell(str(one.place)), css="number"),
        Column(_("共性问题"), lambda one: Cell(one.name, url=f"#line-{one.place}", sub=one.category)),
        Column(_("程度"), lambda one: Cell(one.severity), css="nowrap"),
        *(Column(label, _at(at), css="number") for at, label in enumerate((_("问题数"), _("单位数"), _("板块数")))),
    ]
    return table(columns, lines, caption=_("目录"))


def _at(place: int) -> Any:
    return lambda one: Cell(str(one.numbers[place][1]))
