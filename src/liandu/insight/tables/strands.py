"""Strands, members and figures as lines to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.findings.models import Finding
from liandu.insight.models import Membership, Strand
from liandu.insight.queries.figures import Figures
from liandu.insight.queries.strands import Shown
from liandu.insight.states import StrandState
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.orgs.models import Sector
from liandu.rectification.wording import yuan
from liandu.ui.dates import day, moment
from liandu.ui.tables import Cell, Column, Table, by_part, table

LOOKS = {
    StrandState.PROPOSED: ("now", "◌"),
    StrandState.ACCEPTED: ("good", "●"),
    StrandState.MERGED: ("plain", "→"),
    StrandState.RETIRED: ("plain", "×"),
}
BAR, GAP, HEIGHT = 12, 4, 28


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a small drawing, and what it says."""

    x: int
    y: int
    height: int
    name: str
    short: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """How many findings each round has: bars, the size of the drawing, the same in words."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    words: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its name and the rows it counts; ``detail`` says more."""

    label: str
    words: str
    url: str
    detail: str = ""


def ledger_of(name: str, key: int, *, items: bool = False, **more: Any) -> str:
    """Return the address of the ledger with the rows of a strand or of a common problem (``name``)."""
    return f"{reverse('ledgers:items' if items else 'ledgers:findings')}?{urlencode({name: key, **more})}"


def drawing_of(figures: Figures, name: str, key: int) -> Drawing:
    """Return the trend as bars, each with the rows it counts."""
    most = max((one.count for one in figures.trend), default=1)
    bars = []
    for place, one in enumerate(figures.trend):
        tall = max(2, round(HEIGHT * one.count / most))
        url = ledger_of(name, key, round=one.key)
        bars.append(Bar(place * (BAR + GAP), HEIGHT - tall, tall, one.name, one.short, one.count, url))
    words = _("；").join(f"{one.name} {one.count}" for one in figures.trend)
    return Drawing(tuple(bars), max(1, len(bars) * (BAR + GAP) - GAP), HEIGHT, words)


def numbers_of(figures: Figures, name: str, key: int, *, money: Decimal = Decimal(0)) -> list[Number]:
    """Return the numbers of a strand or a common problem; each opens the rows it counts."""
    sectors = _("、").join(str(Sector(one).label) for one in figures.sectors)
    numbers = [
        Number(_("问题数"), str(figures.findings), ledger_of(name, key)),
        Number(_("单位数"), str(figures.units), ledger_of(name, key, group="unit")),
        Number(_("板块数"), str(len(figures.sectors)), ledger_of(name, key, group="unit"), sectors),
        Number(_("轮次数"), str(figures.rounds), ledger_of(name, key)),
    ]
    if money:
        numbers.append(Number(_("追回、清退和避免损失"), yuan(money), ledger_of(name, key, items=True)))
    return numbers


def rule_in_words(figures: Figures) -> str:
    """Return whether what was counted is a common problem by the site's rule, with the numbers."""
    units = ngettext("%(n)s 个单位", "%(n)s 个单位", figures.units) % {"n": figures.units}
    n = len(figures.sectors)
    sectors = ngettext("%(n)s 个板块", "%(n)s 个板块", n) % {"n": n}
    least = {"units": settings.LIANDU_COMMON_UNITS, "sectors": settings.LIANDU_COMMON_SECTORS}
    rule = _("共性的条件：至少 %(units)s 个单位，或者 %(sectors)s 个板块。") % least
    if figures.common:
        return _("涉及%(units)s、%(sectors)s，达到共性的条件。") % {"units": units, "sectors": sectors} + rule
    return _("只涉及%(units)s、%(sectors)s，还达不到共性的条件。") % {"units": units, "sectors": sectors} + rule


@dataclass(frozen=True, slots=True)
class StrandLine:
    """A strand in a list: everything that a line says."""

    strand: Strand
    url: str
    tone: str
    shape: str
    category: str
    words: str
    medoid: Finding | None
    figures: Figures
    numbers: tuple[Number, ...]
    drawing: Drawing
    heading: str = ""  # the class, on the first line of each


def strand_line(shown: Shown, *, heading: str = "") -> StrandLine:
    """Return a strand as a line."""
    strand = shown.strand
    tone, shape = LOOKS[StrandState(strand.state)]
    numbers = numbers_of(shown.figures, "strand", strand.pk)
    return StrandLine(
        strand,
        reverse("insight:strand", args=[strand.pk]),
        tone,
        shape,
        class_in_words(strand.code),
        _("、").join(strand.words),
        shown.medoid,
        shown.figures,
        tuple(numbers[:4]),
        drawing_of(shown.figures, "strand", strand.pk),
        heading,
    )


def strand_lines(rows: Sequence[Shown]) -> list[StrandLine]:
    """Return strands as lines, the name of the class above the first of each class."""
    codes = [None, *(row.strand.code for row in rows)]
    return [
        strand_line(row, heading=class_in_words(row.strand.code) if row.strand.code != before else "")
        for before, row in zip(codes, rows, strict=False)
    ]


def member_table(rows: Sequence[Membership], *, choosing: bool) -> Table:
    """Return members of a strand: which finding, of whom, when, why it is there; with ``choosing`` a box to tick."""
    columns = [
        Column(_("问题"), _finding),
        Column(_("单位"), lambda row: Cell(str(row.finding.unit))),
        Column(_("轮次"), lambda row: Cell(str(row.finding.round)), css="aside"),
        Column(_("缘由"), _why),
        Column(_("归入时间"), lambda row: Cell(moment(row.since)), css="nowrap aside"),
    ]
    if choosing:
        columns.insert(0, Column(_("选"), by_part("insight/_tick.html"), css="tick no-print"))
    return table(columns, rows, caption=_("这一组的问题"), name=lambda row: f"member-{row.pk}")


def _finding(row: Membership) -> Cell:
    finding = row.finding
    return Cell(finding.number, url=reverse("findings:finding", args=[finding.pk]), sub=finding.title)


def _why(row: Membership) -> Cell:
    said = [row.get_why_display()]
    if row.before is not None:
        said.append(_("原在“%(label)s”") % {"label": row.before.label})
    return Cell(_("已固定") if row.pinned else "", tone="good" if row.pinned else "", shape="◆", sub=_("，").join(said))


def queue_table(rows: Sequence[Finding], *, choosing: bool) -> Table:
    """Return findings of the queue."""
    columns = [
        Column(_("问题"), lambda row: Cell(row.number, url=reverse("findings:finding", args=[row.pk]), sub=row.title)),
        Column(_("单位"), lambda row: Cell(str(row.unit))),
        Column(_("类别"), _class_of),
        Column(_("确认日期"), lambda row: Cell(day(row.confirmed_at.date())), css="nowrap aside"),
    ]
    if choosing:
        columns.insert(0, Column(_("选"), by_part("insight/_tick.html"), css="tick no-print"))
    return table(columns, rows, caption=_("待归类的问题"), name=lambda row: f"waiting-{row.pk}")


def _class_of(row: Finding) -> Cell:
    if row.category_confirmed:
        return Cell(class_in_words(row.category))
    guess = getattr(row, "guess", None)
    if guess is None:
        return Cell(_("类别未定"))
    return Cell(class_in_words(guess.first), sub=_("拟定，把握%(word)s") % {"word": guess.get_sureness_display()})
