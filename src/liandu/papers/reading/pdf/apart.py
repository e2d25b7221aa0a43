"""Reads a PDF in a process of its own, which stays for the next file and is replaced when a file kills it."""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import liandu
from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Box
from liandu.papers.reading.lines import Line
from liandu.papers.reading.pdf.page import PageText
from liandu.papers.reading.pdf.ruled import RuledTable
from liandu.papers.reading.protocol import CannotRead, Limits

_COMMAND = (sys.executable, "-P", "-X", "utf8", "-m", "liandu.papers.reading.pdf.child")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a PDF holds: its pages, the numbers of those that could not be loaded, and the title in its properties."""

    pages: list[PageText]
    unread: list[int]
    title: str


class _Child:
    """The process and the pipe to it; one file at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def ask(self, request: dict[str, Any], seconds: float) -> Generator[dict[str, Any], None, None]:
        """Yield the answers; stop short of the last one when the process died or took longer than ``seconds``."""
        with self._lock:
            process = self._running()
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("the process was started with both pipes")
            alarm = threading.Timer(seconds, process.kill)
            alarm.start()
            ended = False
            try:
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                for line in process.stdout:
                    answer: dict[str, Any] = json.loads(line)
                    ended = "page" not in answer
                    yield answer
                    if ended:
                        return
            except (OSError, json.JSONDecodeError):
                return
            finally:
                alarm.cancel()
                if not ended:
                    self._drop()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._drop()

    def _running(self) -> subprocess.Popen[str]:
        """Return the live process of this very process: a fork must not write into its parent's pipe."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._drop()
            root = str(Path(liandu.__file__).parents[1])
            places = os.pathsep.join(place for place in (root, os.environ.get("PYTHONPATH", "")) if place)
            self._process = subprocess.Popen(  # noqa: S603 - a constant command of our own
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": places},
                encoding="utf-8",
            )
            self._owner = os.getpid()
        return self._process

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        # Leaving the with block closes the pipes and waits, so that nothing of the process stays.
        with process:
            pass


_child = _Child()
atexit.register(_child.close)


def contents_of(path: Path, limits: Limits) -> Contents:
    """Return what the PDF at ``path`` holds; raise CannotRead when it is refused, or too much for memory or time."""
    pages: list[PageText] = []
    unread: list[int] = []
    request = {"path": str(path.absolute()), "limits": asdict(limits)}
    with closing(_child.ask(request, limits.seconds)) as answers:
        for answer in answers:
            if "refusal" in answer:
                code, sentence, facts = answer["refusal"]
                raise CannotRead(code, sentence, **facts)
            if "title" in answer:
                return Contents(pages, unread, answer["title"])
            if answer["page"] is None:
                unread.append(len(pages) + 1)
            pages.append(PageText() if answer["page"] is None else _page(answer["page"]))
    raise CannotRead(
        "file.bomb", gettext_noop("PDF 内部结构异常，读取时耗尽了内存或时间，没有接收。请核对来源，或重新导出。")
    )


def _page(values: list[Any]) -> PageText:
    """Return a page from its plain values."""
    lines, tables, width, characters, picture = values
    return PageText([_line(*line) for line in lines], [_table(*table) for table in tables], width, characters, picture)


def _line(text: str, page: int, size: float, *place: float) -> Line:
    return Line(text, 0.0, 0.0, page, size=size, box=Box(page + 1, *place))


def _table(
    texts: list[str], boxes: list[list[Any]], rows: list[list[list[Any]]], edges: list[float], top: float
) -> RuledTable:
    fields = tuple(tuple((place, first) for place, first in row) for row in rows)
    return RuledTable(tuple(texts), tuple(Box(*box) for box in boxes), fields, tuple(edges), top)
