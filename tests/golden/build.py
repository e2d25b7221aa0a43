"""Makes the golden documents and their gold from ``sources``: ``python -m tests.golden.build [FOLDER]``."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.golden.making.marks import Marked, MarkReader
from tests.golden.making.page import (
    Footnote,
    as_printed_pages,
    with_footnote_in_page,
    wrap_by_count,
    wrap_by_measure,
    write_pdf,
)
from tests.golden.making.sheet import write_sheet
from tests.golden.making.word import write_word

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
DEFAULT_FOOTER = "— {n} —"
INDENTS = str.maketrans("_=", " \u3000")
ZERO_WIDTH_SPACE = "\u200b"


def main(folder: Path) -> None:
    """Make every document in ``folder``; print the number of documents and of leaf problems."""
    folder.mkdir(exist_ok=True)
    leaves = [make_document(source, folder) for source in sorted(SOURCES.glob("*.txt"))]
    sys.stdout.write(f"{len(leaves)} documents, {sum(leaves)} leaf problems\n")


def make_document(source: Path, folder: Path) -> int:
    """Write the document and the gold of one source to ``folder``; return its number of leaf problems."""
    settings, body = read_source(source)
    target = folder / settings["file"]
    marked = MarkReader(body.strip("\n"), settings.get("unit"), target.suffix == ".html").read()
    write_document(marked.text, target, settings)
    gold = without_zero_width(gold_of(marked, settings))
    gold_path = folder / f"{source.stem}.gold.json"
    gold_path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return int(gold["problems_leaf_total"])


def read_source(source: Path) -> tuple[dict[str, str], str]:
    """Return the settings in the head of a source, by name, and the marked text; ``unit: null`` is no unit."""
    head, body = source.read_text("utf-8").split("\n---\n", maxsplit=1)
    settings = dict(line.split(": ", maxsplit=1) for line in head.splitlines() if line)
    if settings.get("unit") == "null":
        del settings["unit"]
    return settings, body


def write_document(text: str, target: Path, settings: dict[str, str]) -> None:
    """Write ``text`` to ``target`` in the format that its name ends with."""
    lines = text.split("\n")
    if "wrap" in settings:
        wrap = wrap_by_measure if target.suffix == ".pdf" else wrap_by_count
        lines = wrap(lines, int(settings["wrap"]), settings.get("indent", "").translate(INDENTS))
    if target.suffix == ".docx":
        write_word(lines, target, numbering_levels(settings), "style_numbering" in settings)
    elif target.suffix == ".xlsx":
        write_sheet(lines, target, settings.get("hidden"))
    elif target.suffix == ".pdf":
        lines = with_footnote_in_page(lines, footnote_of(settings))
        write_pdf(lines, target, settings.get("header", ""), settings.get("footer", DEFAULT_FOOTER))
    else:
        if "page" in settings:
            lines = as_printed_pages(lines, int(settings["page"]), settings["pagemark"], footnote_of(settings))
        newline = "\r\n" if "crlf" in settings else "\n"
        target.write_bytes((newline.join(lines) + newline).encode(settings.get("encoding", "utf-8")))


def numbering_levels(settings: dict[str, str]) -> list[tuple[str, str]]:
    """Return the (numFmt, lvlText) of each level of automatic numbering, outermost first."""
    levels = settings.get("numbering", "")
    return [(form, text) for form, text in (part.split(" ") for part in levels.split("; ") if part)]


def footnote_of(settings: dict[str, str]) -> Footnote | None:
    """Return the footnote that ``footnote: PAGE|WORDS`` asks for."""
    if "footnote" not in settings:
        return None
    page, words = settings["footnote"].split("|")
    return Footnote(int(page), words)


def gold_of(marked: Marked, settings: dict[str, str]) -> dict[str, Any]:
    """Return the gold in the layout of the corpus."""
    units = marked.units or settings.get("unit")
    gold: dict[str, Any] = {
        "file": settings["file"],
        "kind": settings["kind"],
        "unit": units[0] if isinstance(units, list) and len(units) == 1 else units,
        "style": settings["style"],
        "problems": marked.problems,
        "problems_leaf_total": sum(problem["leaf"] for problem in marked.problems),
        "recommendations": len(marked.recommendations),
        "recommendation_starts": marked.recommendations,
        "clue_mentions": len(marked.clues),
        "clue_texts": marked.clues,
        "figures": marked.figures,
        "checks": json.loads(settings.get("checks", "[]")),
        "notes": settings["notes"],
    }
    if settings["kind"] == "ledger":
        as_read = settings.get("deadlines") == "as read"
        gold["rows"] = [row_as_read(row) for row in marked.rows] if as_read else marked.rows
    if "accept_recommendations" in settings:
        accepted = [int(part) for part in settings["accept_recommendations"].split(", ")]
        gold["accept_recommendations"] = [accepted[0], accepted[-1]]
    return gold


def row_as_read(row: dict[str, Any]) -> dict[str, Any]:
    """Return ``row`` with its deadline in the words a reader of the sheet gets, not as the cell is marked."""
    words = row["deadline_text"]
    if words.startswith("=d"):
        words = f"{words[2:]} 00:00:00"
    return row | {"deadline_text": words.removeprefix("=n")}


def without_zero_width(value: Any) -> Any:
    """Return a part of the gold without zero-width spaces: they are printed, and belong to no words."""
    if isinstance(value, str):
        return value.replace(ZERO_WIDTH_SPACE, "")
    if isinstance(value, list):
        return [without_zero_width(part) for part in value]
    if isinstance(value, dict):
        return {key: without_zero_width(part) for key, part in value.items()}
    return value


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "documents")
