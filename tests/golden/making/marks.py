"""The marks of a golden source: one text says both what is printed and what is right.

A mark is ``⟦head|body⟧``; the body is printed, and may hold marks. Heads:

- ``a``, ``p``, ``i`` (aspect, problem, item), ``*`` for a leaf, then the path: ``p* //1.`` keeps the first two ordinals
  of the path before and adds ``1.``; ``#`` adds a running number. The body is the title.
- ``h PATH``: an ordinal that counts in the path but is no problem (a chapter).
- ``u NAME``: problems from here on are this unit's; without a name the body is the name.
- ``f QUANTITY VALUE UNIT`` (``~`` after the unit when approximate): a figure.
- ``c``: a mention of clues. ``d ISO`` and ``s``: deadline and status of the ledger row begun by the last problem.

``▷`` stands where the rectification of the last problem begins, ``△`` where a recommendation begins. ``⏎`` is a line
break inside a paragraph or cell, ``│`` parts cells, ``{+…+}`` and ``{-…-}`` are tracked insertions and deletions.
"""

import html
import re
from dataclasses import dataclass, field
from typing import Any

LEVELS = {"a": "aspect", "p": "problem", "i": "item"}
START_LENGTH = 12
_CONTROL = re.compile(r"\{-.*?-\}|\{\+|\+\}|\*\*|⏎")


@dataclass
class Marked:
    """What the marks of one source say: the text to print, and the parts of its gold."""

    text: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    clues: list[str] = field(default_factory=list)
    recommendations: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)


class MarkReader:
    """Reads a marked source once, from start to end; ``unit`` is whose problems they are until a ``u`` mark."""

    def __init__(self, source: str, unit: str | None, is_html: bool) -> None:
        """Take the source text, the document's unit and whether the text is HTML."""
        self._source = source
        self._unit = unit
        self._is_html = is_html
        self._at = 0
        self._printed: list[str] = []
        self._length = 0
        self._path: list[str] = []
        self._running: dict[tuple[str | None, tuple[str, ...]], int] = {}
        self._rectifications: list[tuple[int, dict[str, Any]]] = []
        self._recommendations: list[int] = []
        self._marked = Marked()

    def read(self) -> Marked:
        """Return the text to print and the gold."""
        self._read_until_close(depth=0)
        marked = self._marked
        marked.text = "".join(self._printed)
        for offset, problem in self._rectifications:
            problem["has_rectification"] = True
            problem["rectification_start"] = self._start_at(offset)
        marked.recommendations = [self._start_at(offset) for offset in self._recommendations]
        return marked

    def _read_until_close(self, depth: int) -> None:
        while self._at < len(self._source):
            char = self._source[self._at]
            self._at += 1
            if char == "⟦":
                self._read_mark(depth)
            elif char == "⟧":
                if depth == 0:
                    raise ValueError(f"stray ⟧ near {self._source[self._at - 30 : self._at]!r}")
                return
            elif char == "▷":
                self._rectifications.append((self._length, self._marked.problems[-1]))
            elif char == "△":
                self._recommendations.append(self._length)
            else:
                self._printed.append(char)
                self._length += 1
        if depth:
            raise ValueError("a mark is not closed")

    def _read_mark(self, depth: int) -> None:
        end = re.compile(r"[|⟧]").search(self._source, self._at)
        if end is None:
            raise ValueError("a mark is not closed")
        head, _, argument = self._source[self._at : end.start()].partition(" ")
        self._at = end.end()
        before = len(self._printed)
        if end.group() == "|":
            self._read_until_close(depth + 1)
        self._note(head, argument.strip(), self._clean("".join(self._printed[before:])))

    def _note(self, head: str, argument: str, body: str) -> None:
        if head.rstrip("*") in LEVELS:
            self._note_problem(head, argument, body)
        elif head == "h":
            self._path = self._resolve(argument)
        elif head == "u":
            self._unit = argument or body
            self._path = []
            if self._unit not in self._marked.units:
                self._marked.units.append(self._unit)
        elif head == "f":
            self._note_figure(argument, body)
        elif head == "c":
            self._marked.clues.append(body)
        elif head == "d":
            self._marked.rows[-1] |= {"deadline": None if argument == "-" else argument, "deadline_text": body}
        elif head == "s":
            self._marked.rows[-1]["status_text"] = body
        else:
            raise ValueError(f"unknown mark {head!r}")

    def _note_problem(self, head: str, argument: str, title: str) -> None:
        self._path = self._resolve(argument)
        problem = {
            "path": list(self._path),
            "title": title,
            "level": LEVELS[head.rstrip("*")],
            "leaf": head.endswith("*"),
            "unit": self._unit,
            "has_rectification": False,
            "rectification_start": None,
        }
        self._marked.problems.append(problem)
        if problem["leaf"]:
            row = {
                "seq": self._path[-1],
                "problem": title,
                "deadline": None,
                "deadline_text": None,
                "status_text": None,
            }
            self._marked.rows.append(row)

    def _note_figure(self, argument: str, body: str) -> None:
        quantity, value, unit = argument.split(" ")
        number = float(value)
        self._marked.figures.append(
            {
                "quantity": quantity,
                "value": int(number) if number.is_integer() else number,
                "unit": unit.rstrip("~"),
                "approximate": unit.endswith("~"),
                "text": body,
            }
        )

    def _resolve(self, argument: str) -> list[str]:
        ordinal = argument.lstrip("/")
        kept = self._path[: len(argument) - len(ordinal)]
        if len(kept) != len(argument) - len(ordinal):
            raise ValueError(f"path {argument!r} keeps more than there is in {self._path!r}")
        if ordinal == "#":
            key = (self._unit, tuple(kept))
            self._running[key] = self._running.get(key, 0) + 1
            ordinal = f"#{self._running[key]}"
        return [*kept, ordinal] if ordinal else kept

    def _start_at(self, offset: int) -> str:
        rest = re.split(r"[\n│]", "".join(self._printed)[offset : offset + 400], maxsplit=1)[0]
        return re.sub(r"\s", "", self._clean(rest))[:START_LENGTH]

    def _clean(self, text: str) -> str:
        text = _CONTROL.sub("", text)
        return html.unescape(re.sub(r"<[^>]*>", "", text)) if self._is_html else text
