"""The process in which PDFium runs: a small file can make it take all memory or never end, and it is C++.

Started by :mod:`liandu.papers.reading.pdf.apart` as ``python -m``; takes one JSON request a line on standard input (the
path of a file, and limits) and answers each with one line of JSON on standard output. It ends when its input does.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pypdfium2

from liandu.papers.reading.pdf.page import PageText, opened, page_text
from liandu.papers.reading.protocol import CannotRead, Limits
from liandu.papers.reading.text import too_long

try:
    import resource
except ImportError:  # not on Windows, where memory stays without a limit
    resource = None  # type: ignore[assignment]  # the name stands for a module elsewhere

_MEMORY = 2 * 1024**3


def main() -> None:
    """Answer requests until there are no more."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(json.dumps(_answer(Path(request["path"]), Limits(**request["limits"]))) + "\n")
        sys.stdout.flush()


def _answer(path: Path, limits: Limits) -> dict[str, Any]:
    """Return the pages of the file as plain values, or its refusal."""
    try:
        with opened(path, limits) as document:
            return _contents(document, limits)
    except CannotRead as refusal:
        return {"refusal": [refusal.code, refusal.sentence, refusal.facts]}


def _contents(document: pypdfium2.PdfDocument, limits: Limits) -> dict[str, Any]:
    pages: list[dict[str, Any]] = []
    unread: list[int] = []
    characters = cells = 0
    for number in range(len(document)):
        page = page_text(document.raw, number, limits)
        if page is None:
            unread.append(number + 1)
            page = PageText()
        characters += page.characters
        cells += sum(len(row) for table in page.tables for row in table.rows)
        if characters > limits.characters or cells > limits.cells:
            raise too_long(limits)
        pages.append(asdict(page))
    return {"pages": pages, "unread": unread, "title": document.get_metadata_value("Title").strip("\0 ")}


if __name__ == "__main__":
    main()
