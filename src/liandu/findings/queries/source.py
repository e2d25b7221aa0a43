"""A document's text with the places marked that proposals, rectification, mentions and cautions point to.

Passages may nest and overlap, so a block is cut into segments at every edge; each segment names all that covers it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from liandu.intake.models import Document, Proposal
from liandu.intake.states import State
from liandu.papers.blocks import BlockKind

CLUE, ADVICE = "clue", "advice"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that the same passages cover. ``proposals`` and ``answers`` hold keys, the shortest passage first.

    ``look`` is the state of the innermost proposal ("heading" when it is no leaf, "" when there is none); ``mention``
    is CLUE, ADVICE or ""; ``opens`` is true where the mention begins; ``answers`` are the proposals whose
    rectification stands here.
    """

    text: str
    proposals: tuple[int, ...] = ()
    look: str = ""
    mention: str = ""
    opens: bool = False
    answers: tuple[int, ...] = ()
    bold: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A paragraph or cell: ``kind`` as in papers.blocks, ``number`` the automatic number, ``page`` where one begins."""

    index: int
    kind: str
    number: str
    outline: int | None
    centred: bool
    page: int | None
    segments: tuple[Segment, ...]
    answers: bool


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of a table with how far it spans."""

    block: SourceBlock
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table; ``sheet`` is the name of its worksheet."""

    sheet: str
    rows: tuple[tuple[SourceCell, ...], ...]
    is_table: bool = True


@dataclass(frozen=True, slots=True)
class SourceFold:
    """What surrounds the text of a web page, folded away: consecutive blocks."""

    blocks: tuple[SourceBlock, ...]
    is_fold: bool = True


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: str
    key: int = 0
    look: str = ""


Part = SourceBlock | SourceTable | SourceFold


def source_of(document: Document, proposals: Sequence[Proposal]) -> list[Part]:
    """Return the document's text in reading order, tables as tables, with everything marked."""
    blocks = marked_blocks(document, proposals, range(len(document.text.blocks)))
    tables = _tables_by_first_block(document.text.tables)
    in_tables = {index for table in document.text.tables for row in table["rows"] for index in row}
    parts: list[Part] = []
    for index, block in blocks.items():
        if index in tables:
            parts.append(_table(tables[index], blocks))
        elif index not in in_tables:
            parts.append(block)
    return _folded_away(parts)


def _folded_away(parts: list[Part]) -> list[Part]:
    """Return ``parts`` with each run of furniture in one fold."""
    shown: list[Part] = []
    furniture: list[SourceBlock] = []
    for part in parts:
        if isinstance(part, SourceBlock) and part.kind == BlockKind.FURNITURE:
            furniture.append(part)
            continue
        shown += [*_fold(furniture), part]
        furniture = []
    return [*shown, *_fold(furniture)]


def _fold(furniture: list[SourceBlock]) -> list[SourceFold]:
    return [SourceFold(tuple(furniture))] if furniture else []


def marked_blocks(document: Document, proposals: Iterable[Proposal], indexes: Iterable[int]) -> dict[int, SourceBlock]:
    """Return the blocks with these indexes, cut into marked segments."""
    wanted = list(indexes)
    spans = _spans(document, proposals)
    rows = document.text.blocks
    return {index: _block(index, rows, spans.get(index, [])) for index in wanted if index < len(rows)}


def blocks_touched(proposals: Iterable[Proposal]) -> set[int]:
    """Return the indexes of the blocks in which a passage of ``proposals`` lies."""
    touched = set()
    for row in proposals:
        touched.add(row.block)
        if row.rectification_passage:
            touched.add(row.rectification_passage[0])
    return touched


def _spans(document: Document, proposals: Iterable[Proposal]) -> dict[int, list[_Span]]:
    spans: dict[int, list[_Span]] = {}
    for row in proposals:
        if row.state == State.REPLACED:
            continue
        look = row.state if row.is_leaf else "heading"
        spans.setdefault(row.block, []).append(_Span(row.start, row.end, "proposal", row.pk, look))
        if row.rectification_passage and row.state != State.DISMISSED:
            block, start, end = row.rectification_passage
            spans.setdefault(block, []).append(_Span(start, end, "answer", row.pk))
    for name, kind in (("clue_mentions", CLUE), ("recommendations", ADVICE), ("cautions", "caution")):
        for mention in document.found.get(name, ()):
            passage = mention.get("passage")
            if passage:
                spans.setdefault(passage["block"], []).append(_Span(passage["start"], passage["end"], kind))
    return spans


def _block(index: int, rows: Sequence[dict[str, Any]], spans: list[_Span]) -> SourceBlock:
    row = rows[index]
    text, bold = row["text"], row.get("bold", 0)
    page = row.get("page")
    edges = {0, len(text), min(bold, len(text))}
    edges.update(min(edge, len(text)) for span in spans for edge in (span.start, span.end))
    segments = tuple(
        _segment(text, start, end, spans, bold=start < bold) for start, end in pairwise(sorted(edges)) if end > start
    )
    return SourceBlock(
        index=index,
        kind=row["kind"],
        number=row.get("number", ""),
        outline=row.get("outline"),
        centred=bool(row.get("centred")),
        page=None if index and rows[index - 1].get("page") == page else page,
        segments=segments,
        answers=any(segment.answers for segment in segments),
    )


def _segment(text: str, start: int, end: int, spans: list[_Span], *, bold: bool) -> Segment:
    over = sorted((s for s in spans if s.start <= start and end <= s.end), key=lambda s: (s.end - s.start, s.key))
    proposals = [span for span in over if span.kind == "proposal"]
    mention = next((span for span in over if span.kind in {CLUE, ADVICE}), None)
    return Segment(
        text=text[start:end],
        proposals=tuple(span.key for span in proposals),
        look=proposals[0].look if proposals else "",
        mention=mention.kind if mention else "",
        opens=mention is not None and mention.start == start,
        answers=tuple(span.key for span in over if span.kind == "answer"),
        bold=bold,
        doubtful=any(span.kind == "caution" for span in over),
    )


def _tables_by_first_block(tables: Sequence[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {min(index for row in table["rows"] for index in row): table for table in tables if any(table["rows"])}


def _table(table: dict[str, Any], blocks: dict[int, SourceBlock]) -> SourceTable:
    grid = table["rows"]
    seen: set[int] = set()
    rows = []
    for at, row in enumerate(grid):
        cells = []
        for column, index in enumerate(row):
            if index in seen or index not in blocks:
                continue
            seen.add(index)
            cells.append(_cell(grid, at, column, blocks[index]))
        rows.append(tuple(cells))
    return SourceTable(sheet=table.get("sheet", ""), rows=tuple(rows))


def _cell(grid: Sequence[Sequence[int]], at: int, column: int, block: SourceBlock) -> SourceCell:
    """Return the cell whose top left place is (at, column); a merged cell names its block at each place it covers."""
    columns = 1
    while column + columns < len(grid[at]) and grid[at][column + columns] == block.index:
        columns += 1
    rows = 1
    while at + rows < len(grid) and column < len(grid[at + rows]) and grid[at + rows][column] == block.index:
        rows += 1
    return SourceCell(block, rows, columns)
