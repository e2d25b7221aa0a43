"""问题：… 整改措施：… 责任单位：…: blocks of labelled lines, in running text or as a table of two columns."""

import re
from dataclasses import dataclass, field

from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.labels import Label, Part, labels_in, part_of
from liandu.intake.understanding.script import Line, label_line
from liandu.intake.understanding.sentences import trim
from liandu.intake.understanding.shapes.ledger_table import add_deadline, add_status
from liandu.intake.understanding.titles import Form, read_title, without_tail
from liandu.kernel.words import gettext_noop as _
from liandu.papers.blocks import Paper, Passage, Table

REASON = _("“问题”标签之后的表述")
_NAMES = {
    Part.KIND: "kind",
    Part.OWNER: "owner",
    Part.LEADER: "leader",
    Part.SUPPORT: "support",
    Part.MEASURES: "measures",
    Part.PROGRESS: "progress",
    Part.STATUS: "status",
    Part.FACT: "fact",
    Part.PROBLEM: "fact",
    Part.ITEM: "fact",
    Part.GOAL: "goal",
    Part.DONE_ON: "done_on",
    Part.REMARK: "remark",
    Part.SOURCE: "source",
    Part.ASPECT: "aspect",
    Part.UNIT: "unit",
}
_STEM_NUMBER = re.compile(r"\d{1,3}\Z|[一二三四五六七八九十]{1,3}\Z")  # 反馈问题7：
_STARTERS = (Part.PROBLEM, Part.ITEM)


@dataclass(slots=True)
class Labelled:
    """One label with the passages of what stands behind it, up to the next label."""

    label: Label
    ordinal: str = ""
    passages: list[Passage] = field(default_factory=list)


def gather(lines: list[Line]) -> tuple[list[Passage], list[Labelled]]:
    """Return (passages before the first label, labels with their passages) of consecutive lines."""
    before: list[Passage] = []
    found: list[Labelled] = []
    for line in lines:
        if line.value is not None and line.label is not None:
            found.append(Labelled(line.label, passages=[line.value]))
            continue
        spots = labels_in(line.text, line.content, line.end)
        if spots and spots[0].part is Part.SEQUENCE:
            spots = spots[1:]
        if not spots or spots[0].start > line.content:
            stop = spots[0].start if spots else line.end
            span = trim(line.text, line.start, stop, tail=" \u3000")
            if span[0] < span[1]:
                (found[-1].passages if found else before).append(Passage(line.block, *span))
        for at, label in enumerate(spots):
            stop = spots[at + 1].start if at + 1 < len(spots) else line.end
            span = trim(line.text, label.end, stop, tail=" \u3000")
            entry = Labelled(label, line.ordinal.text if at == 0 and line.ordinal else "")
            if span[0] < span[1]:
                entry.passages.append(Passage(line.block, *span))
            found.append(entry)
    return before, found


def attach(draft: Draft, entries: list[Labelled], paper: Paper) -> None:
    """Put what the labels state on ``draft``: labels by name, facts and rectification as passages."""
    for entry in entries:
        words = "\n".join(paper.quote(passage) for passage in entry.passages).strip()
        if not words:
            continue
        part = entry.label.part
        if part is Part.DEADLINE:
            add_deadline(draft, words.rstrip("。；; "))
            continue
        if part in _STARTERS or part is Part.FACT:
            draft.facts.extend(entry.passages)
        if part in (Part.MEASURES, Part.PROGRESS):
            draft.remedy.extend(entry.passages)
        name = _NAMES.get(part)
        if name is not None:
            draft.labels.append(
                (name, words.rstrip("。；; ") if part in (Part.OWNER, Part.LEADER, Part.UNIT) else words)
            )
    add_status(draft)


def read_records(lines: list[Line], paper: Paper) -> list[Draft]:
    """Return the problems of labelled lines in which each 问题： or 整改任务： begins a record; [] when none do."""
    _before, entries = gather(lines)
    if not any(entry.label.part in _STARTERS for entry in entries):
        return []
    if not any(
        e.label.part in (Part.MEASURES, Part.PROGRESS, Part.GOAL, Part.STATUS, Part.DEADLINE, Part.OWNER, Part.LEADER)
        for e in entries
    ):
        return []
    out: list[Draft] = []
    record: list[Labelled] = []
    for entry in [*entries, None]:
        if entry is None or _begins(entry, record):
            draft = _record(record, paper)
            if draft is not None:
                out.append(draft)
            record = []
        if entry is not None:
            record.append(entry)
    return out


def _begins(entry: Labelled, record: list[Labelled]) -> bool:
    """Return whether ``entry`` begins the next record: a number or a statement where the record has one already."""
    if entry.label.part is Part.SEQUENCE:
        return bool(record)
    return entry.label.part in _STARTERS and any(e.label.part in _STARTERS for e in record)


def _record(record: list[Labelled], paper: Paper) -> Draft | None:
    statement = next((entry for entry in record if entry.label.part in _STARTERS and entry.passages), None)
    if statement is None:
        return None
    passage = statement.passages[0]
    text = paper.blocks[passage.block].text
    span, form, rest = statement_span(text, passage.start, passage.end, passage.block)
    number = next(
        (paper.quote(e.passages[0]).strip() for e in record if e.label.part is Part.SEQUENCE and e.passages), ""
    )
    counted = _STEM_NUMBER.search(statement.label.stem)
    ordinal = statement.ordinal or number or (counted.group() if counted else "")
    draft = Draft(Passage(passage.block, *span), REASON, ordinal, headed=True)
    if form is not Form.PLAIN and rest < passage.end:
        draft.facts.append(Passage(passage.block, rest, passage.end))
    draft.facts.extend(statement.passages[1:])
    attach(draft, [entry for entry in record if entry is not statement], paper)
    unit = next((value for name, value in draft.labels if name == "unit"), None)
    if unit is not None:
        draft.unit = unit
    return draft


def statement_span(text: str, start: int, end: int, block: int) -> tuple[tuple[int, int], Form, int]:
    """Return (title span, form, where the rest begins) of a statement: a short first sentence, or all of it."""
    title = read_title(Line(block, text, start, end, content=start))
    if title.form in (Form.QUOTED, Form.ABOUT):
        return (title.start, title.end), title.form, title.rest
    if title.form is Form.RUN_IN and title.end - title.start <= 45 and title.rest < end:
        return (title.start, title.end), title.form, title.rest
    whole = trim(text, start, end)
    return without_tail(text, *whole), Form.PLAIN, end


def stands_upright(table: Table) -> bool:
    """Return whether the labels stand in the first column of ``table``: at least four cells of five are one."""
    first = [row[0].text.replace("\n", "") for row in table.rows if row]
    labels = sum(part_of(text) is not None for text in first)
    return len(first) >= 3 and labels * 5 >= len(first) * 4


def label_rows(paper: Paper, table: Table) -> dict[int, Line | None] | None:
    """Return for each block of a table of labels and values the line it makes; None when the table is no such table.

    A row may hold several pairs side by side (责任单位 | … | 完成时限 | …). Rows without a label give their own lines.
    """
    pairs: list[tuple[int, Part, int]] = []
    rows = 0
    for row in table.rows:
        cells = [cell for at, cell in enumerate(row) if at == 0 or row[at - 1].block != cell.block]
        rows += len(cells) > 1
        at = 0
        while at + 1 < len(cells):
            part = part_of(cells[at].text.replace("\n", ""))
            following = part_of(cells[at + 1].text.replace("\n", ""))
            if part is not None and (following is None or len(cells[at + 1].text) > 12):
                pairs.append((cells[at].block, part, cells[at + 1].block))
                at += 2
            else:
                at += 1
    if (
        rows == 0
        or len(pairs) < max(2, rows * 0.6)
        or not any(part in _STARTERS or part in (Part.MEASURES, Part.PROGRESS) for _b, part, _v in pairs)
    ):
        return None
    out: dict[int, Line | None] = {}
    for stem, part, value in pairs:
        if stem in out:
            continue
        out[stem] = None
        whole = Passage(value, 0, len(paper.blocks[value].text))
        out[value] = label_line(paper, Passage(stem, 0, len(paper.blocks[stem].text)), part, whole)
    return out
