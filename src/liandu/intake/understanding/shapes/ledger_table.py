"""台账: a table whose rows are problems, found by the words of its header."""

import re
from dataclasses import dataclass, field

from liandu.intake.understanding.dates import deadline_day
from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.labels import Part, column_of, part_of
from liandu.intake.understanding.lexicon import has_deficiency
from liandu.intake.understanding.ordinals import ordinal_at
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import FULL_STOP, marks, trim
from liandu.intake.understanding.shapes.statement import read_statement
from liandu.intake.understanding.titles import read_title
from liandu.intake.understanding.units import document_unit, is_unit
from liandu.kernel.words import gettext_noop as _
from liandu.papers.blocks import Cell, Paper, Passage, Table

_LAST_HEADER_ROW = 12
_SKIP_ROW = re.compile(
    r"\s*(?:(?:合|总|小|共)\s*计|(?:备\s*注|说\s*明|附\s*注|注)\s*(?:[：:]|\Z)|"
    r"(?:填\s*[表报]|审\s*核|制\s*表|联\s*系|单位负责|经\s*办)(?:人|单位|日期|时间|说明|电话)?(?:（[^）]*）)?\s*[：:]|.{0,8}(?:签字|盖章))"
)
_FACT_LINE = re.compile(r"[\n\r]+\s*(?:[（(]?(?:具体)?表现(?:形式)?|具体情况|主要表现|事实|如)[：:]")
_ANNEX = re.compile(r"\s*附\s?[件表录]?\s?[\d一二三四五六七八九十]{0,2}\s*[：:]?\s*\Z")
_STATUS = re.compile(
    r"(?:已|基本|正在|持续|长期|阶段性|未|尚未|部分|按期|立行)?(?:完成|整改|推进|坚持|销号|立改|办结|落实)(?:整改|销号|中|到位)?"
)
_EXAMPLE = re.compile(r"\d|例如|比如|如[，,：:]|其中|经查|抽查|检查发现")
_LABELLED = {
    Part.KIND: "kind",
    Part.DEADLINE: "deadline",
    Part.OWNER: "owner",
    Part.LEADER: "leader",
    Part.SUPPORT: "support",
    Part.MEASURES: "measures",
    Part.PROGRESS: "progress",
    Part.STATUS: "status",
    Part.FACT: "fact",
    Part.GOAL: "goal",
    Part.ASPECT: "aspect",
    Part.DONE_ON: "done_on",
    Part.SOURCE: "source",
    Part.REMARK: "remark",
}

REASON = _("台账中的一行")
REASON_SECTION = _("台账中的分组行")
REASON_ITEM = _("台账中一个问题下的具体问题")


@dataclass(slots=True)
class Columns:
    """Which column holds what, and where the first row of data is."""

    of: dict[Part, list[int]] = field(default_factory=dict)
    first_row: int = 0
    texts: frozenset[str] = frozenset()  # of the header's own cells, to know it when it is printed again

    def one(self, part: Part) -> int | None:
        """Return the first column of ``part``, None when there is none."""
        columns = self.of.get(part)
        return columns[0] if columns else None


def read_columns(table: Table) -> Columns | None:
    """Return the columns of a ledger, None when no row of the table is a ledger's header."""
    if not table.rows or len(table.rows[0]) < 2:
        return None
    for at, row in enumerate(table.rows[:_LAST_HEADER_ROW]):
        columns = _header(table, at, row)
        if columns is not None:
            return columns
    return None


def _header(table: Table, at: int, row: tuple[Cell, ...]) -> Columns | None:
    if len({cell.block for cell in row}) < 2:
        return None
    widest = max(sum(cell.block == other.block for other in row) for cell in row)
    if widest > 3 and widest * 2 > len(row):
        return None  # a title over the table
    parts = [_part(cell.text) for cell in row]
    below = table.rows[at + 1] if at + 1 < len(table.rows) else None
    depth = 1
    if below is not None and any(cell.block == under.block for cell, under in zip(row, below, strict=True)):
        second = [_part(cell.text) for cell in below]
        fresh = [c.text for c, over in zip(below, row, strict=True) if c.block != over.block and c.text.strip()]
        if fresh and sum(part_of(text) is not None for text in fresh) * 2 >= len(fresh):
            parts = [new or old for new, old in zip(second, parts, strict=True)]
            depth = 2
    elif below is not None and _is_second_header(row, below):
        parts = [_part(under.text) or part for under, part in zip(below, parts, strict=True)]
        depth = 2
    known = [part for part in parts if part is not None]
    distinct = set(known)
    if (
        not distinct & {Part.PROBLEM, Part.ITEM, Part.FACT}
        or len(distinct) < 2
        or (len(distinct) < 3 and len(known) * 2 < len({c.block for c in row}))
    ):
        return None
    if not distinct & {Part.PROBLEM, Part.ITEM} and not distinct & {Part.MEASURES, Part.PROGRESS}:
        return None
    columns = Columns(
        first_row=at + depth, texts=frozenset(_squeezed(c.text) for r in table.rows[at : at + depth] for c in r)
    )
    for index, part in enumerate(parts):
        if part is not None:
            columns.of.setdefault(part, []).append(index)
    return _settled(columns)


def _is_second_header(row: tuple[Cell, ...], below: tuple[Cell, ...]) -> bool:
    """Return whether the row below only names sub-columns: every text in it is a label and it has several."""
    texts = [cell.text.strip() for cell in below if cell.text.strip()]
    return len(texts) >= 2 and all(part_of(text) is not None for text in texts) and len({c.block for c in row}) > 1


def _settled(columns: Columns) -> Columns:
    """Return ``columns`` with the column of the statement settled where only 具体问题 or 表现 is there."""
    if Part.PROBLEM not in columns.of:
        for part in (Part.ITEM, Part.FACT):
            if part in columns.of:
                columns.of[Part.PROBLEM] = columns.of.pop(part)
                break
    elif len(columns.of[Part.PROBLEM]) > 1 and Part.ITEM not in columns.of:
        first, *others = columns.of[Part.PROBLEM]
        columns.of[Part.PROBLEM] = [first]
        columns.of.setdefault(Part.FACT, []).extend(others)
    return columns


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _part(text: str) -> Part | None:
    return column_of(text.replace("\n", ""))


class _Reader:
    """Walks down the rows of one ledger."""

    def __init__(self, paper: Paper, table: Table, columns: Columns) -> None:
        self.paper, self.table, self.columns = paper, table, columns
        self.found: list[Draft] = []
        self.section: Draft | None = None
        self.unit = _unit_of(paper, table, columns)
        self.by_block: dict[int, Draft] = {}

    def read(self) -> list[Draft]:
        for row in self.table.rows[self.columns.first_row :]:
            texts = [cell.text.strip() for cell in row]
            if not any(texts):
                continue
            distinct = {cell.block for cell in row if cell.text.strip()}
            if len(distinct) == 1:
                self._lone(row)
            elif self._is_numbered_section(row):
                self._lone(row[1:], texts[0])
            elif not self._is_header_again(row) and not _SKIP_ROW.match(next(t for t in texts if t)):
                self._row(row)
        return self.found

    def _is_header_again(self, row: tuple[Cell, ...]) -> bool:
        column = self.columns.one(Part.PROBLEM)
        return column is not None and _squeezed(row[column].text) in self.columns.texts

    def _is_numbered_section(self, row: tuple[Cell, ...]) -> bool:
        """Return whether a row is a number and one text merged over all the other columns."""
        return len(row) > 3 and len({cell.block for cell in row[1:]}) == 1 and len(row[0].text.strip()) <= 5

    def _lone(self, row: tuple[Cell, ...], number: str = "") -> None:
        """Take a row of one text over all columns: an aspect, a unit, or a remark; ``number`` stands before it."""
        cell = next(cell for cell in row if cell.text.strip())
        text = self.paper.blocks[cell.block].text
        if _SKIP_ROW.match(text) or "\n" in text.strip() or len(text) > 80:
            return
        start, end = trim(text, 0, len(text))
        number = self.paper.blocks[cell.block].number or number
        ordinal = ordinal_at(text, start, end)
        begin = trim(text, ordinal.end, end)[0] if ordinal else start
        printed = number.strip() or (ordinal.text if ordinal else "")
        if is_unit(text[begin:end]):
            self.unit, self.section = text[begin:end], None
            return
        if not printed and len(row) > 2 and not all(other.block == cell.block for other in row):
            return
        self.section = Draft(Passage(cell.block, begin, end), REASON_SECTION, printed, area=True, headed=True)
        self.section.unit = self.unit
        self.found.append(self.section)

    def _row(self, row: tuple[Cell, ...]) -> None:
        column = self.columns.one(Part.PROBLEM)
        if column is None or not row[column].text.strip():
            return
        cell = row[column]
        if cell.block not in self.by_block and self._listed(row, cell):
            return
        known = self.by_block.get(cell.block)
        item = self.columns.one(Part.ITEM)
        if known is None:
            known = self._problem(row, cell)
            if known is None:
                return
            self.by_block[cell.block] = known
        if (
            item is not None
            and row[item].text.strip()
            and row[item].block != cell.block
            and row[item].block not in self.by_block
        ):
            child = Draft(_title(self.paper, row[item].block), REASON_ITEM, headed=True, unit=known.unit)
            self.by_block[row[item].block] = child
            known.children.append(child)
            known = child
        elif item is not None and row[item].block in self.by_block:
            known = self.by_block[row[item].block]
        self._labels(row, known)

    def _listed(self, row: tuple[Cell, ...], cell: Cell) -> bool:
        """Take a cell that lists several problems: counted, or parted by ； where a row stands for a unit."""
        text = self.paper.blocks[cell.block].text
        found = read_statement(cell.block, text, 0, len(text)) if len(text) > 12 else []
        sequence, unit = self.columns.one(Part.SEQUENCE), self.columns.one(Part.UNIT)
        counted = all(draft.ordinal for draft in found)
        if (
            len(found) < 2
            or self.columns.one(Part.ITEM) is not None
            or not (counted or (unit is not None and sequence is None))
        ):
            return False
        number = row[sequence].text.strip() if sequence is not None else ""
        for draft in found:
            draft.headed = True
            draft.unit = row[unit].text.strip() or None if unit is not None else self.unit
            draft.prefix = (number,) if number else ()
            self._labels(row, draft)
        self.by_block[cell.block] = found[0]
        (self.section.children if self.section else self.found).extend(found)
        return True

    def _problem(self, row: tuple[Cell, ...], cell: Cell) -> Draft | None:
        sequence = self.columns.one(Part.SEQUENCE)
        ordinal = row[sequence].text.strip() if sequence is not None else ""
        if ordinal and _part(ordinal) is not None:
            return None
        block = self.paper.blocks[cell.block]
        title = _title(self.paper, cell.block)
        if title.end <= title.start:
            return None
        if not ordinal:
            typed = ordinal_at(block.text, 0)
            ordinal = block.number.strip() or (typed.text if typed else "")
        draft = Draft(title, REASON, ordinal, headed=True)
        unit_column = self.columns.one(Part.UNIT)
        draft.unit = (row[unit_column].text.strip() if unit_column is not None else "") or self.unit
        tail = trim(block.text, title.end, len(block.text))
        begin = trim(block.text, title.end, len(block.text), tail="")[0]
        if tail[0] < tail[1] and begin < tail[1]:
            lead = len(block.text[begin : tail[1]]) - len(block.text[begin : tail[1]].lstrip("。；;，,：: \n\u3000"))
            if begin + lead < tail[1]:
                draft.facts.append(Passage(cell.block, begin + lead, tail[1]))
        (self.section.children if self.section else self.found).append(draft)
        return draft

    def _labels(self, row: tuple[Cell, ...], draft: Draft) -> None:
        for part, name in _LABELLED.items():
            for column in self.columns.of.get(part, []):
                text = row[column].text.strip()
                if not text or (name, text) in draft.labels:
                    continue
                if part is Part.DEADLINE:
                    if not any(key == "deadline_text" for key, _value in draft.labels):
                        add_deadline(draft, text)
                    continue
                draft.labels.append((name, text))
        for part in (Part.MEASURES, Part.PROGRESS, Part.STATUS):
            for column in self.columns.of.get(part, []):
                self._remedy(row[column], draft, part)
        add_status(draft)

    def _remedy(self, cell: Cell, draft: Draft, part: Part) -> None:
        text = self.paper.blocks[cell.block].text
        span = trim(text, 0, len(text), tail=" \n\u3000")
        if span[0] >= span[1] or (part is Part.STATUS and span[1] - span[0] < 8):
            return
        passage = Passage(cell.block, *span)
        if passage not in draft.remedy:
            draft.remedy.append(passage)


def _unit_of(paper: Paper, table: Table, columns: Columns) -> str | None:
    """Return the unit that a table is about by the rows above its header or by the name of its sheet."""
    above = dict.fromkeys(cell.block for row in table.rows[: columns.first_row] for cell in row if cell.text.strip())
    lines = [Line(block, paper.blocks[block].text, 0, len(paper.blocks[block].text)) for block in above]
    title = next((line.whole() for line in lines if not _ANNEX.match(line.whole())), "")
    return document_unit(title, lines) or (table.sheet.strip() if is_unit(table.sheet) else None)


def add_deadline(draft: Draft, text: str) -> None:
    """Note a deadline on ``draft``: as written, and as a day where it names one."""
    day = deadline_day(text)
    if day is not None:
        draft.labels.append(("deadline", day))
    draft.labels.append(("deadline_text", text))


def add_status(draft: Draft) -> None:
    """Note the status that opens the progress text (已完成。…) where no column states one."""
    if any(name == "status" for name, _value in draft.labels):
        return
    for name, text in draft.labels:
        match = _STATUS.match(text) if name == "progress" else None
        if match is not None and len(match.group()) >= 3:
            draft.labels.append(("status", match.group()))
            return


def _title(paper: Paper, block: int) -> Passage:
    """Return the passage of the statement in a cell: its first line, its first sentence when the rest are facts."""
    text = paper.blocks[block].text
    fact = _FACT_LINE.search(text)
    end = fact.start() if fact else len(text)
    start, end = trim(text, 0, end)
    ordinal = ordinal_at(text, start, end)
    if ordinal is not None and ordinal.style not in ("shi", "yao"):
        start = trim(text, ordinal.end, end)[0]
    title = read_title(Line(block, text, start, end, content=start))
    stops = marks(text, start, end, FULL_STOP)
    if title.form in ("quoted", "about"):
        return Passage(block, title.start, title.end)
    newline = text.find("\n", start, end)
    if newline > 0 and has_deficiency(text[start:newline]):
        return Passage(block, *trim(text, start, newline))
    if stops and has_deficiency(text[start : stops[0][0]]) and _EXAMPLE.search(text, stops[0][1], end):
        return Passage(block, *trim(text, start, stops[0][0]))
    return Passage(block, start, end)


def read_ledger(paper: Paper, table: Table) -> list[Draft] | None:
    """Return the problems of ``table`` when it is a ledger (also when it lists none), else None."""
    columns = read_columns(table)
    if columns is None:
        return None
    found = _Reader(paper, table, columns).read()
    return [draft for draft in found if draft.children or not draft.area]
