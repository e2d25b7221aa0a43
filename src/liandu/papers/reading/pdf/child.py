"""The process in which PDFium runs: a small file can make it take all memory or never end, and it is C++.

Started by :mod:`liandu.papers.reading.pdf.apart` as ``python -m``; takes one JSON request a line on standard input (the
path of a file, and limits) and answers with lines of JSON on standard output: one for each page, and a last one with
the title or the refusal. It ends when its input does.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

from liandu.papers.reading.pdf.page import PageText, opened, page_text
from liandu.papers.reading.protocol import CannotRead, Limits
from liandu.papers.reading.text import too_long

_MEMORY = 1024**3
_PAGE_SECONDS = 2  # of CPU; an ordinary page takes 0.01


def main() -> None:
    """Answer requests until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        request = json.loads(line)
        for answer in _answers(Path(request["path"]), Limits(**request["limits"])):
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


def _allow_seconds() -> None:
    """Move the end of this process's CPU time: the kernel stops it when one page takes longer."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + _PAGE_SECONDS, hard))


def _answers(path: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    """Yield the pages of the file as plain values, then its title, or else its refusal."""
    _allow_seconds()
    characters = cells = 0
    try:
        with opened(path, limits) as document:
            for number in range(len(document)):
                _allow_seconds()
                page = page_text(document.raw, number, limits)
                if page is not None:
                    characters += page.characters
                    cells += sum(len(row) for table in page.tables for row in table.rows)
                if characters > limits.characters or cells > limits.cells:
                    raise too_long(limits)
                yield {"page": None if page is None else _plain(page)}
            yield {"title": document.get_metadata_value("Title").strip("\0 ")}
    except CannotRead as refusal:
        yield {"refusal": [refusal.code, refusal.sentence, refusal.facts]}


def _plain(page: PageText) -> list[Any]:
    """Return a page as lists; :mod:`liandu.papers.reading.pdf.apart` makes a page of them again."""
    lines = [
        (line.text, line.page, line.size, line.box.left, line.box.top, line.box.right, line.box.bottom)
        for line in page.lines
        if line.box is not None
    ]
    return [lines, [astuple(table) for table in page.tables], page.width, page.characters, page.picture]


if __name__ == "__main__":
    main()
