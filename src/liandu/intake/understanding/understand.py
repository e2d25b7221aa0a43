"""From a paper to what it says: composes the shapes, settles levels, paths and units, and checks the figures."""

from collections.abc import Iterable, Sequence

from liandu.intake.understanding.checks import check_figures, check_list
from liandu.intake.understanding.clues import clue_mentions
from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.figures import read_figures
from liandu.intake.understanding.kinds import guess_kind, kind_by_title
from liandu.intake.understanding.outline import Section, build_outline
from liandu.intake.understanding.recommendations import recommendations_of
from liandu.intake.understanding.results import DocumentKind, Level, ProposedProblem, Understanding
from liandu.intake.understanding.roles import SKIPPED, role_of
from liandu.intake.understanding.script import Line, read_lines
from liandu.intake.understanding.sentences import TRAILING
from liandu.intake.understanding.shapes.headed_outline import read_outline
from liandu.intake.understanding.shapes.label_blocks import label_rows, read_records, stands_upright
from liandu.intake.understanding.shapes.ledger_table import read_ledger
from liandu.intake.understanding.shapes.prose import announces, list_after, read_line
from liandu.intake.understanding.shapes.several_units import read_units
from liandu.intake.understanding.titles import read_title
from liandu.intake.understanding.units import document_unit
from liandu.papers.blocks import Paper

_ANSWERING = frozenset({DocumentKind.PROGRESS, DocumentKind.AUDIT, DocumentKind.LEDGER})


def understand(paper: Paper, *, hint_units: Sequence[str] = ()) -> Understanding:
    """Return all that is understood of ``paper``.

    ``hint_units`` are names of units that the paper is known to be about (the inspection it was filed under); they are
    used where the paper itself names none.
    """
    ledger, skip, rows = _tables(paper)
    lines = read_lines(paper, skip, rows)
    title = _title(paper, lines)
    root = build_outline(lines)
    titled = kind_by_title(title)
    in_text = _in_text(root, paper, title, titled)
    seen: dict[str, tuple[Draft, tuple[object, ...]]] = {}
    drafts = [*_without_restated(in_text, 0, seen, paper), *_without_restated(ledger, 1, seen, paper)]
    opening = "\n".join(line.whole() for line in [*lines[:6], *lines[-2:]])
    kind = guess_kind(title, opening, has_ledger=bool(ledger), has_problems=bool(drafts), has_text=bool(in_text))
    every_line = [*lines, *_ledger_lines(paper, skip)]
    every_line.sort(key=lambda line: (line.block, line.start))
    unit = document_unit(title, every_line) or (hint_units[0] if len(hint_units) == 1 else None)
    problems = tuple(_proposals(drafts, paper, unit))
    figures = read_figures(every_line)
    units = _units(problems, unit)
    return Understanding(
        kind=kind,
        units=units,
        problems=problems,
        recommendations=tuple(recommendations_of(root, lines, kind)),
        clue_mentions=tuple(clue_mentions(lines)),
        figures=tuple(figures),
        warnings=(*check_figures(figures), *check_list(figures, list(problems))),
    )


def _tables(paper: Paper) -> tuple[list[Draft], frozenset[int], dict[int, Line | None]]:
    """Return the problems of ledgers, the blocks they took, and the lines of tables of labels and values."""
    found: list[Draft] = []
    skip: set[int] = set()
    rows: dict[int, Line | None] = {}
    for table in paper.tables:
        blocks = {cell.block for row in table.rows for cell in row}
        if table.hidden:
            skip |= blocks
            continue
        labelled = label_rows(paper, table)
        drafts = None if labelled is not None and stands_upright(table) else read_ledger(paper, table)
        if drafts is not None:
            found.extend(drafts)
            skip |= blocks
        elif labelled is not None:
            rows.update(labelled)
        elif table.sheet:
            skip |= blocks  # other sheets of a workbook are instructions and lists, not running text
    return found, frozenset(skip), rows


def _ledger_lines(paper: Paper, skip: frozenset[int]) -> list[Line]:
    """Return the cells of ledgers as plain lines: figures stand in them too, those of subtotals left out."""
    hidden = {
        cell.block
        for table in paper.tables
        for row in table.rows
        for cell in row
        if table.hidden or row[0].text.strip().startswith("小计")
    }
    return [
        Line(block.index, block.text, 0, len(block.text))
        for block in paper.body()
        if block.index in skip and block.index not in hidden and block.text
    ]


def _title(paper: Paper, lines: list[Line]) -> str:
    """Return the words of the title: the first lines up to the first that is a sentence or a heading."""
    words = []
    for line in lines[:4]:
        text = line.whole()
        if line.ordinal is not None or text.endswith(("。", "：", ":")) or len(text) > 70:
            break
        words.append(text)
        if len(words) > 1 and not line.centred:
            break
    if not words and paper.tables:
        table = paper.tables[0]
        words = [next((cell.text.strip() for row in table.rows for cell in row if cell.text.strip()), "")]
    return "".join(dict.fromkeys(words)) or paper.title


def _in_text(root: Section, paper: Paper, title: str, titled: DocumentKind | None) -> list[Draft]:
    """Return the problems of the running text, by the first way of reading that finds any."""
    if titled is DocumentKind.OTHER:
        return []
    # An audit report that does not speak of rectification in its title states problems only.
    answers = titled in _ANSWERING and (titled is not DocumentKind.AUDIT or "整改" in title)
    found = read_outline(root, paper, answers=answers)
    if found:
        return found
    readable = list(_readable(root))
    records = read_records(readable, paper)
    if records:
        return records
    return read_units(readable) or _prose(readable, announced_only=answers or titled is DocumentKind.NEWS)


def _readable(root: Section) -> Iterable[Line]:
    """Yield the lines outside chapters whose words say that they hold no problems."""
    for part in root.parts:
        if isinstance(part, Line):
            yield part
            continue
        if part.annex or part.head is None:
            continue
        title = read_title(part.head)
        if role_of(part.head.text[title.start : title.end]) in SKIPPED:
            continue
        yield part.head
        yield from part.all_lines()


def _prose(lines: list[Line], *, announced_only: bool) -> list[Draft]:
    out: list[Draft] = []
    for at, line in enumerate(lines):
        found = read_line(line, announced_only=announced_only)
        if not found and announces(line):
            return [*out, *list_after(lines[at + 1 :])]
        out.extend(found)
    return out


def _normal(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _without_restated(
    drafts: list[Draft], source: int, seen: dict[str, tuple[Draft, tuple[object, ...]]], paper: Paper
) -> list[Draft]:
    """Return ``drafts`` without leaves that another chapter or table stated before.

    The first statement stands and takes the rectification of the later one. The same words twice in one list are two
    problems.
    """
    kept = []
    for draft in drafts:
        if draft.children:
            for child in draft.children:
                child.unit = child.unit or draft.unit
            draft.children = _without_restated(draft.children, source, seen, paper)
            if draft.children:
                kept.append(draft)
            continue
        key = f"{draft.unit or ''}|{_normal(paper.quote(draft.title))}"
        place = (source, draft.prefix[:1])
        first, where = seen.setdefault(key, (draft, place))
        if where == place or not draft.headed:
            kept.append(draft)
        elif not first.remedy:
            first.remedy = draft.remedy
    return kept


def _proposals(drafts: list[Draft], paper: Paper, unit: str | None) -> Iterable[ProposedProblem]:
    """Yield the proposals of the tree in document order, parents before children."""
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.prefix, []).append(draft)
    aspects = {prefix: _outermost_are_aspects(group) for prefix, group in groups.items()}
    counters: dict[tuple[str | None, tuple[str, ...]], int] = {}
    for draft in drafts:
        base = (draft.unit, draft.prefix)
        counters[base] = counters.get(base, 0) + 1
        own = draft.ordinal or f"#{counters[base]}"
        yield from _proposal(draft, paper, unit, (*draft.prefix, own), depth=0, aspects=aspects[draft.prefix])


def _outermost_are_aspects(drafts: list[Draft]) -> bool:
    """Return whether a chapter's outermost nodes are aspects: areas, or nearly all headings over problems."""
    if any(draft.area for draft in drafts):
        return True
    nested = sum(draft.headed and any(child.headed or child.ordinal for child in draft.children) for draft in drafts)
    return nested > 0 and nested * 5 >= len(drafts) * 4


def _level(draft: Draft, depth: int, *, aspects: bool) -> Level:
    if depth == 0:
        return Level.ASPECT if aspects and draft.children else Level.PROBLEM
    if depth == 1 and aspects:
        return Level.PROBLEM
    return Level.ITEM


def _proposal(
    draft: Draft, paper: Paper, unit: str | None, path: tuple[str, ...], *, depth: int, aspects: bool
) -> Iterable[ProposedProblem]:
    title = paper.quote(draft.title).replace("\n", "").strip(TRAILING)
    remedy = "\n".join(paper.quote(passage) for passage in draft.remedy) if draft.remedy else None
    facts = "\n".join(paper.quote(passage) for passage in draft.facts)
    labels = list(draft.labels)
    if facts and not any(name == "fact" for name, _text in labels):
        labels.append(("fact", facts))
    if draft.children:
        remedy = None
    yield ProposedProblem(
        path=path,
        level=_level(draft, depth, aspects=aspects),
        leaf=not draft.children,
        title=title,
        unit=draft.unit or unit,
        passage=draft.title,
        reason=draft.reason,
        rectification=remedy,
        rectification_passage=draft.remedy[0] if remedy else None,
        labels=tuple(labels),
    )
    for number, child in enumerate(draft.children, 1):
        child.unit = child.unit or draft.unit
        below = (*path, *child.prefix, child.ordinal or f"#{number}")
        yield from _proposal(child, paper, unit, below, depth=depth + 1, aspects=aspects)


def _units(problems: tuple[ProposedProblem, ...], unit: str | None) -> tuple[str, ...]:
    named = dict.fromkeys(problem.unit for problem in problems if problem.unit)
    return tuple(named) or ((unit,) if unit else ())
