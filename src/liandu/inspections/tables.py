"""The lists of this stage: one list of columns each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liandu.inspections.models import Inspection, Material, PolicyProfile, Round, RoundKind, Theme, ThemeVersion
from liandu.inspections.remarks import Remark
from liandu.inspections.states import State
from liandu.inspections.taxonomies import taxonomy
from liandu.inspections.taxonomies.wording import class_in_words, in_language, words_of
from liandu.texts.keywords import Category
from liandu.texts.taxonomies import OtherView, Taxonomy
from liandu.ui.dates import day, moment, size
from liandu.ui.tables import Cell, Column, Table, table


def span(since: date | None, until: date | None) -> str:
    """Return two days as a span: "2026年3月1日 至 5月30日"; only the first when ``until`` is empty; "" for neither."""
    if until is None or since is None:
        return day(since or until)
    last = day(until)
    if since.year == until.year:
        last = last.removeprefix(f"{since.year}年")
    return _("%(since)s 至 %(until)s") % {"since": day(since), "until": last}


def _kind_of_round(row: Round) -> Cell:
    tone = "plain" if row.kind == RoundKind.REGULAR else "now"
    return Cell(row.get_kind_display(), tone=tone, sub=row.theme)


ROUNDS = (
    Column(
        gettext_lazy("轮次"),
        lambda r: Cell(
            r.name, url=reverse("inspections:round", args=[r.pk]),
            sub=_("%(term)s · 第 %(number)s 轮") % {"term": r.term.name, "number": r.number},
        ),
    ),
    Column(gettext_lazy("方式"), _kind_of_round),
    Column(gettext_lazy("时间"), lambda r: Cell(span(r.since, r.until))),
    Column(pgettext_lazy("how many", "单位"), lambda r: Cell(str(r.units_seen)), css="number"),
)  # fmt: skip


def rounds_table(rows: Sequence[Round]) -> Table:
    """Return rounds (with ``units_seen``) as a table."""
    return table(ROUNDS, rows, caption=_("巡视轮次"))


def _remarks(line: Any) -> Cell:
    return Cell(part="inspections/_remarks.html") if line.remarks else Cell()


@dataclass(frozen=True, slots=True)
class InspectionLine:
    """An inspection with what the list shows beside it; ``material`` is None where the reader sees none at all."""

    row: Inspection
    material: int | None
    remarks: Sequence[Remark]


INSPECTIONS = (
    Column(
        gettext_lazy("单位"),
        lambda line: Cell(str(line.row.unit), url=reverse("inspections:inspection", args=[line.row.pk])),
    ),
    Column(gettext_lazy("巡视组"), lambda line: Cell(line.row.team, sub=line.row.team_head)),
    Column(
        gettext_lazy("进驻"),
        lambda line: Cell(span(line.row.stationed_from, line.row.stationed_until) or "—"),
        css="aside",
    ),
    Column(gettext_lazy("反馈"), lambda line: Cell(day(line.row.feedback_on) or _("未反馈"))),
    Column(gettext_lazy("材料"), lambda line: Cell("—" if line.material is None else str(line.material)), css="number"),
    Column(gettext_lazy("待办"), _remarks),
)


def inspections_table(
    rows: Sequence[Inspection], *, counts: Mapping[int, int] | None, remarks: Mapping[int, Sequence[Remark]]
) -> Table:
    """Return the inspections of a round as a table grouped by sector."""
    lines = [
        InspectionLine(row, None if counts is None else counts.get(row.pk, 0), remarks.get(row.pk, ())) for row in rows
    ]
    return table(
        INSPECTIONS, lines, caption=_("被巡视单位"), group=lambda line: line.row.unit.get_sector_display() or _("其他")
    )


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """Material with what later stages say of it."""

    row: Material
    remarks: Sequence[Remark]


def size_words(material: Material) -> str:
    """Return size and pages: "32.5 KB · 12 页"; "" when the copy was destroyed."""
    if material.file is None:
        return ""
    words = size(material.file.size)
    return f"{words} · " + _("%(pages)s 页") % {"pages": material.pages} if material.pages else words


def _state_of_material(line: MaterialLine) -> Cell:
    if line.row.state != State.KEPT:
        return Cell(line.row.get_state_display(), tone="look", shape="×")
    return _remarks(line)


MATERIAL = (
    Column(
        gettext_lazy("材料"),
        lambda line: Cell(
            line.row.title, url=reverse("inspections:material", args=[line.row.pk]), sub=size_words(line.row)
        ),
    ),
    Column(gettext_lazy("类别"), lambda line: Cell(line.row.get_kind_display())),
    Column(gettext_lazy("密级"), lambda line: Cell(line.row.get_grade_display()), css="aside nowrap"),
    Column(
        pgettext_lazy("when", "接收"),
        lambda line: Cell(moment(line.row.received_at), sub=str(line.row.received_by)),
        css="aside",
    ),
    Column(gettext_lazy("状态"), _state_of_material),
)


def material_table(rows: Sequence[Material], *, remarks: Mapping[int, Sequence[Remark]]) -> Table:
    """Return material as a table."""
    return table(MATERIAL, [MaterialLine(row, remarks.get(row.pk, ())) for row in rows], caption=_("材料"))


THEMES = (
    Column(
        gettext_lazy("专题"),
        lambda line: Cell(str(line[0]), url=reverse("inspections:theme", args=[line[0].pk]), sub=line[0].code),
    ),
    Column(gettext_lazy("检查项"), lambda line: Cell(str(len(line[1].items))), css="number"),
    Column(gettext_lazy("会签方"), lambda line: Cell(_("、").join(line[1].signer_names))),
    Column(gettext_lazy("版本"), lambda line: Cell(str(line[1].number)), css="number"),
    Column(gettext_lazy("最后修改"), lambda line: Cell(moment(line[1].made_at))),
)


def themes_table(rows: Sequence[Theme], versions: Mapping[int, ThemeVersion]) -> Table:
    """Return themes with their present checklists as a table."""
    return table(THEMES, [(row, versions[row.pk]) for row in rows], caption=_("专题"))


POLICIES = (
    Column(
        gettext_lazy("政策口径"),
        lambda row: Cell(row.name, url=reverse("inspections:policy", args=[row.pk])),
    ),
    Column(gettext_lazy("版本"), lambda row: Cell(str(row.newest)), css="number"),
    Column(gettext_lazy("最后修改"), lambda row: Cell(moment(row.changed_at))),
    Column(gettext_lazy("使用的轮次"), lambda row: Cell(str(row.rounds_under)), css="number"),
)


def policies_table(rows: Sequence[PolicyProfile]) -> Table:
    """Return policy profiles (with what policies_for() adds) as a table."""
    return table(POLICIES, rows, caption=_("政策口径"))


def classes_table() -> list[tuple[str, list[str]]]:
    """Return the classes of the taxonomy with their codes, under the first level that they belong to."""
    return [
        (class_in_words(letter), [class_in_words(leaf.code) for leaf in taxonomy().under(letter)])
        for letter in taxonomy().aspects
    ]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class on the page of the taxonomy; ``count`` is None where findings are not counted, of an earlier version."""

    code: str
    name: str
    definition: str
    evidence: str
    count: int | None


@dataclass(frozen=True, slots=True)
class ClassSection:
    """A first level, or a part of another view, with its classes and how many findings stand under them."""

    code: str
    name: str
    full: str
    rows: tuple[ClassRow, ...]
    count: int | None


def class_sections(said: Taxonomy, view: OtherView | None, counts: Mapping[str, int] | None) -> list[ClassSection]:
    """Return the classes under their first levels, or in the parts of ``view``; counts are by code as filed."""
    if view is None:
        parts = [
            (code, in_language(row), row.full if in_language(row) == row.name != row.full else "", said.under(code))
            for code, row in said.aspects.items()
        ]
    else:
        parts = [
            (group.code, in_language(group) or in_language(view), "", [said.leaves[one] for one in group.leaves])
            for group in view.groups
        ]
    return [_section(part, said, counts) for part in parts]


def _section(
    part: tuple[str, str, str, Sequence[Category]], said: Taxonomy, counts: Mapping[str, int] | None
) -> ClassSection:
    code, name, full, leaves = part
    rows = tuple(_class_row(said, leaf, counts) for leaf in leaves)
    return ClassSection(code, name, full, rows, None if counts is None else sum(row.count or 0 for row in rows))


def _class_row(said: Taxonomy, leaf: Category, counts: Mapping[str, int] | None) -> ClassRow:
    chinese = in_language(leaf) == leaf.name
    definition = leaf.definition if chinese else leaf.definition_en or leaf.definition
    count = None if counts is None else sum(counts.get(code, 0) for code in said.filed_as(leaf.code))
    return ClassRow(leaf.code, in_language(leaf), definition, _("、").join(leaf.evidence), count)


def unsettled_lines(said: Taxonomy, counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return the retired classes under which findings still stand and of which people must say: (code, words, n)."""
    return [(code, words_of(said, code), counts[code]) for code in said.unsettled if counts.get(code)]


def retired_in_draft(now: Taxonomy, said: Taxonomy) -> list[tuple[str, str, str]]:
    """Return the classes that a draft retires: (code, words, where their findings go)."""
    return [
        (code, words_of(now, code), _("、").join(words_of(said, one) for one in row.into))
        for code, row in said.retired.items()
        if code not in now.retired
    ]
