"""Tables of a file, with their columns in any order: which item a row is about, and what it says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from liandu.intake.understanding.dates import deadline_day
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Cell, Paper, Table
from liandu.rectification.imports.gathering import FIELDS, Gathered, Gathering, Place
from liandu.rectification.plan_sheets import (
    DUE,
    KIND,
    MEASURE,
    MEASURE_DUE,
    NUMBER,
    OWNER,
    PERSON,
    PROBLEM,
    SINCE,
    STEP,
    STEP_DUE,
    TASK,
    TASK_SERIAL,
    heading_of,
    kind_of,
)
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.rules.plan_content import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_MEASURES,
    MOST_TASKS,
    MeasureContent,
)

HEAD_WITHIN = 12  # rows from the top, below titles and notes
WORK = (TASK, MEASURE)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the head of a table stands, and which column holds what."""

    row: int
    columns: Mapping[str, int]

    @property
    def one_table(self) -> bool:
        """Return whether all stands in one table, so that 责任人 and 时限 are each measure's."""
        return MEASURE in self.columns and OWNER not in self.columns


def head_of(table: Table) -> Head | None:
    """Return the head of a table that tells of problems and what is done about them, None for another table."""
    for at, row in enumerate(table.rows[:HEAD_WITHIN]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            heading = heading_of(cell.text)
            if heading and cell.first and heading not in columns:
                columns[heading] = column
        named = NUMBER in columns or PROBLEM in columns
        if named and len(columns.keys() & {*FIELDS, *WORK, STEP}) > 0:
            return Head(at, columns)
    return None


def gather_tables(paper: Paper, gathering: Gathering) -> int:
    """Take every table of ``paper`` that has such a head into ``gathering``; return how many had."""
    taken = 0
    for table in paper.tables:
        head = None if table.hidden else head_of(table)
        if head is not None:
            taken += 1
            _Rows(table, head, gathering).gather()
    return taken


class _Rows:
    """The rows of one table."""

    def __init__(self, table: Table, head: Head, gathering: Gathering) -> None:
        self.table, self.head, self.gathering = table, head, gathering
        self.line = _nothing()
        self.task: tuple[int, str, str] | None = None  # item, serial, words of the task in hand
        self.fresh: set[int] = set()  # items whose tasks this table has begun to tell

    def gather(self) -> None:
        """Take every row below the head."""
        for at, row in enumerate(self.table.rows[self.head.row + 1 :], self.head.row + 1):
            if any(cell.text.strip() for cell in row):
                self._take(row, Place(self.table.sheet, at + self.table.top + 1))

    def _cell(self, row: Sequence[Cell], heading: str) -> Cell | None:
        at = self.head.columns.get(heading)
        return None if at is None else row[at]

    def _text(self, row: Sequence[Cell], heading: str) -> str:
        cell = self._cell(row, heading)
        return cell.text if cell else ""

    def _take(self, row: Sequence[Cell], place: Place) -> None:
        if not self._find(row, place) or self.line is None:
            return
        gathered = self.gathering.of(self.line)
        for heading in FIELDS:
            cell = self._cell(row, heading)
            per_measure = self.head.one_table and heading in {PERSON, DUE}
            if cell is not None and cell.first and not per_measure:
                self.gathering.set_field(gathered, heading, cell.text, replace(place, column=heading))
        if STEP in self.head.columns:
            self.gathering.add_step(gathered, self._text(row, STEP), self._text(row, STEP_DUE), place)
        self._take_work(row, gathered, place)

    def _find(self, row: Sequence[Cell], place: Place) -> bool:
        """Find which item the row is about; a row that names none goes on with the one before."""
        number, problem = self._text(row, NUMBER).strip(), self._text(row, PROBLEM).strip()
        if not number and not problem:
            return self.line is not None
        found = self.gathering.by_number(number)
        if found is None and number and not (number.isdigit() and len(number) < 5):
            sentence = gettext_noop("这份方案里没有编号 %(number)s 的事项，这一行没有取。")
            self.gathering.mark(replace(place, column=NUMBER), "no_such_number", sentence, number=number[:40])
            self.line = None
            return False
        found = found or self.gathering.by_text(problem)
        if found is None:
            self.gathering.unmatched.append((place, problem or number))
        self.line = found
        return found is not None

    def _take_work(self, row: Sequence[Cell], gathered: Gathered, place: Place) -> None:
        task, measure = self._cell(row, TASK), self._text(row, MEASURE)
        serial = self._text(row, TASK_SERIAL).strip()
        what = task.text if task else ""
        owner = self._text(row, PERSON if self.head.one_table else OWNER)
        due = self._text(row, DUE if self.head.one_table else MEASURE_DUE)
        since = self._text(row, SINCE)
        if TASK not in self.head.columns and measure.strip():  # without tasks the measures are one, called by its goal
            what = gathered.content().goal or gathered.line.item.finding.title
        if self.head.one_table:
            self._take_shared(gathered, owner, due, place, alone=not measure.strip())
        told = (what, serial, measure) if self.head.one_table else (what, serial, measure, owner, due, since)
        if not any(text.strip() for text in told):
            return None
        if gathered.line.item.pk not in self.fresh:
            self.fresh.add(gathered.line.item.pk)
            gathered.tasks.clear()  # a second table about the same work does not double it
        if self._begins_task(gathered, serial, what, merged=task is not None and not task.first):
            if len(gathered.tasks) >= MOST_TASKS:
                return self._too_many(place, TASK)
            gathered.tasks.append((self.gathering.text(what, LONGEST_TEXT, replace(place, column=TASK)), []))
        self._take_measure(gathered, (measure, owner, since, due), place)
        return None

    def _too_many(self, place: Place, column: str) -> None:
        self.gathering.mark(replace(place, column=column), "too_many", gettext_noop("任务或措施太多，这一行没有取。"))

    def _begins_task(self, gathered: Gathered, serial: str, what: str, *, merged: bool) -> bool:
        """Tell whether a row begins another task: by its serial where there is one, else by other words."""
        here = (gathered.line.item.pk, serial, what.strip())
        before, self.task = self.task, here
        if not gathered.tasks or before is None or before[0] != here[0]:
            return True
        if not serial and not what.strip():  # blank below a task: it goes on
            self.task = before
            return False
        if serial or before[1]:
            return serial != before[1]
        return not merged and here[2] != before[2]

    def _take_measure(self, gathered: Gathered, texts: tuple[str, str, str, str], place: Place) -> None:
        what, owner, since, due = texts
        told = (what,) if self.head.one_table else texts
        if not any(text.strip() for text in told):
            return
        measures = gathered.tasks[-1][1]
        if len(measures) >= MOST_MEASURES:
            self._too_many(place, MEASURE)
            return
        due_column = DUE if self.head.one_table else MEASURE_DUE
        owner_column = PERSON if self.head.one_table else OWNER
        due_on = None
        if not (self.head.one_table and _names_no_day(due)):
            due_on = self.gathering.day(due, replace(place, column=due_column))
        measures.append(
            MeasureContent(
                self.gathering.text(what, LONGEST_TEXT, replace(place, column=MEASURE)),
                self.gathering.text(owner, LONGEST_NAME, replace(place, column=owner_column)),
                self.gathering.day(since, replace(place, column=SINCE)),
                due_on,
            )
        )
        if due_on is not None and self.head.one_table:
            gathered.measure_days.append(due_on)
            gathered.fields["due_on"] = max(gathered.measure_days)

    def _take_shared(self, gathered: Gathered, owner: str, due: str, place: Place, *, alone: bool) -> None:
        """Take what is the item's from a table that has both in one: the first person named, a kind in place of a day.

        ``alone`` is whether the row has no measure whose day it would be.
        """
        if owner.strip() and "person" not in gathered.fields:
            self.gathering.set_field(gathered, PERSON, owner, replace(place, column=PERSON))
        if alone or (_names_no_day(due) and KIND not in self.head.columns):
            self.gathering.set_field(gathered, DUE, due, replace(place, column=DUE))


def _nothing() -> PlanLine | None:
    """Return that no row has named an item yet."""
    return None


def _names_no_day(text: str) -> bool:
    """Return whether a cell for a day names a kind instead ("长期坚持")."""
    return deadline_day(text) is None and kind_of(text) is not None
