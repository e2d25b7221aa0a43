"""The spreadsheet of a unit's items coming back: every cell is checked, and what is wrong is named by its place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Cell, Paper, Table
from liandu.rectification.models import Item
from liandu.rectification.progress_sheet import SheetColumn, bare, columns_by_words
from liandu.rectification.rules.outcomes import NewOutcome, amount_of
from liandu.rectification.rules.reporting import Report, against_report

_HEAD_WITHIN = 10  # rows
_DAY = re.compile(r"(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})\s?日?")
_SHARE = re.compile(r"(\d{1,3})(?:\.0+)?\s?[%％]?")
_FRACTION = re.compile(r"0?\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that cannot be taken: its place as the spreadsheet names it ("F7"), its column, and why."""

    place: str
    column: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is filled in: where it stands, the report it states, and what a person should know about it."""

    row: int
    report: Report
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a spreadsheet says: rows to report, cells that are wrong, and how many rows were left empty."""

    rows: tuple[SheetRow, ...]
    wrong: tuple[WrongCell, ...]
    empty: int


def progress_table(paper: Paper) -> tuple[Table, int, dict[int, SheetColumn]] | None:
    """Return the table of ``paper`` that is such a spreadsheet, the row of its head and its columns; or None."""
    known = columns_by_words()
    for table in paper.tables:
        if table.hidden:
            continue
        for at, row in enumerate(table.rows[:_HEAD_WITHIN]):
            columns = {place: known[words] for place, cell in enumerate(row) if (words := bare(cell.text)) in known}
            if {"number", "text"} <= {column.key for column in columns.values()}:
                return table, at, columns
    return None


def read_sheet(
    table: Table, head: int, columns: Mapping[int, SheetColumn], *, items: Iterable[Item], source: str
) -> SheetReading:
    """Return what the rows under the head state about ``items``; only what they alone say is checked here."""
    by_number = {item.number: item for item in items}
    today = timezone.localdate()
    rows: list[SheetRow] = []
    wrong: list[WrongCell] = []
    empty, seen = 0, set()
    for at, cells in enumerate(table.rows[head + 1 :], head + 1):
        reading = _Row(at, cells, columns)
        number = reading.text_of("number")
        if not reading.is_filled():
            empty += bool(number)
            continue
        item = by_number.get(number)
        if item is None:
            reading.fault("number", _unknown(number))
        elif number in seen:
            reading.fault("number", Refusal("sheet.twice", gettext_noop("%(number)s 写了两行。"), number=number))
        else:
            seen.add(number)
            report = reading.report(item, source=source, today=today)
            if not reading.wrong and report is not None:
                rows.append(SheetRow(at + 1, report, _remark(item, reading.text_of("latest"))))
        wrong += reading.wrong
    return SheetReading(tuple(rows), tuple(wrong), empty)


def _unknown(number: str) -> Refusal:
    if not number:
        return Refusal("sheet.no_number", gettext_noop("没有编号，认不出是哪一项。"))
    sentence = gettext_noop("没有编号为“%(number)s”、正在整改并由您填报的事项。")
    return Refusal("sheet.unknown", sentence, number=number)


def _remark(item: Item, latest: str) -> str:
    """Return that somebody reported about the item since the sheet was taken out, "" where nobody did."""
    known = item.progress_on.isoformat() if item.progress_on else ""
    return "" if latest == known else gettext_noop("导出以后又有人填报过这一项的进展，请先看过再提交。")


class _Row:
    """One row being read: its cells by column, and what is wrong with them."""

    def __init__(self, at: int, cells: Sequence[Cell], columns: Mapping[int, SheetColumn]) -> None:
        self.at = at
        self.wrong: list[WrongCell] = []
        self._texts = {column.key: cells[place].text.strip() for place, column in columns.items() if place < len(cells)}
        self._places = {column.key: (place, column) for place, column in columns.items()}

    def text_of(self, key: str) -> str:
        """Return what stands in the column, "" where nothing does."""
        return self._texts.get(key, "")

    def is_filled(self) -> bool:
        """Return whether anything was filled in; a day alone says nothing yet."""
        return any(self.text_of(key) for key, (_at, column) in self._places.items() if column.is_open and key != "on")

    def fault(self, key: str, why: Refusal) -> None:
        """Note that the cell of the column is wrong; a column that is not there is named by its words alone."""
        place, column = self._places[key]
        self.wrong.append(WrongCell(f"{letters(place)}{self.at + 1}", column.words(), why))

    def report(self, item: Item, *, source: str, today: date) -> Report | None:
        """Return the report of the row; what is wrong is in ``wrong``."""
        on, share = self._day(today), self._share()
        outcomes = tuple(self._outcomes())
        report = Report(item=item, on=on, text=self.text_of("text"), share=share, outcomes=outcomes, source=source)
        for refusal in against_report(report, today=today):
            about_day = refusal.code in {"progress.in_future", "progress.before_opening"} and "on" in self._places
            self.fault("on" if about_day else "text", refusal)
        return None if self.wrong else report

    def _day(self, today: date) -> date:
        text = self.text_of("on")
        if not text:
            return today
        match = _DAY.fullmatch(text)
        try:
            return date(*map(int, match.groups())) if match else self._no_day(text, today)
        except ValueError:
            return self._no_day(text, today)

    def _no_day(self, text: str, today: date) -> date:
        self.fault("on", Refusal("sheet.no_day", gettext_noop("“%(text)s”不是日期。请写成 2026-07-01。"), text=text))
        return today

    def _share(self) -> int | None:
        text = self.text_of("share")
        if not text:
            return None
        match = _SHARE.fullmatch(text)
        if match and int(match[1]) <= 100:
            return int(match[1])
        if _FRACTION.fullmatch(text):  # a cell formatted as per cent holds 0.6 for 60 %
            return round(float(text) * 100)
        sentence = gettext_noop("“%(text)s”不是 0 到 100 的整数。")
        self.fault("share", Refusal("sheet.no_share", sentence, text=text))
        return None

    def _outcomes(self) -> Iterable[NewOutcome]:
        for key, (_at, column) in self._places.items():
            text = self.text_of(key)
            if not column.kind or not text:
                continue
            try:
                yield NewOutcome(column.kind, amount_of(text, kind=column.kind))
            except Refusal as refusal:
                self.fault(key, refusal)


def letters(place: int) -> str:
    """Return the letters by which a spreadsheet names the column at ``place`` (from 0): A, Z, AA."""
    text = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
