"""Statements of problems in a file of JSON lines, and the classes that people confirmed for them."""

import json
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

Row = TypeVar("Row")
MOST_BYTES = 1024 * 1024  # of one line; the longest rectification report is far below


@dataclass(frozen=True, slots=True)
class Statement:
    """A text to compare with others. ``date`` is ISO 8601 and may be shorter (2026-03); "" where not known."""

    id: str
    text: str
    unit: str = ""
    sector: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A class that a person confirmed, for a text or for the statement with this id."""

    code: str
    text: str = ""
    id: str = ""


class WrongLine(Refusal):
    """A line that cannot be taken; the sentence names it by its number."""


def read_statements(path: Path) -> list[Statement]:
    """Return the statements of a file, in its order; raise WrongLine at the first line that cannot be taken."""
    seen: dict[str, int] = {}

    def statement(number: int, row: dict[str, Any]) -> Statement:
        identity = _identity(number, row)
        if identity in seen:
            raise WrongLine(
                "statements.doubled",
                gettext_noop("第%(line)s行的编号“%(id)s”与第%(first)s行重复。"),
                line=number,
                id=identity[:80],
                first=seen[identity],
            )
        seen[identity] = number
        text = _text(number, row, "text")
        if not text.strip():
            raise WrongLine("statements.empty", gettext_noop("第%(line)s行的 text 是空的。"), line=number)
        return Statement(identity, text, *(_text(number, row, key) for key in ("unit", "sector", "date")))

    return _rows(path, statement)


def read_labels(path: Path, codes: Container[str]) -> list[Label]:
    """Return the confirmed classes of a file: {"class", and "text" or "id"} a line; raise WrongLine as above."""

    def label(number: int, row: dict[str, Any]) -> Label:
        code = _text(number, row, "class")
        if code not in codes:
            raise WrongLine(
                "labels.unknown",
                gettext_noop("第%(line)s行的类别“%(given)s”不在分类表里。"),
                line=number,
                given=code[:80],
            )
        identity = _identity(number, row) if "id" in row else ""
        text = _text(number, row, "text")
        if not identity and not text.strip():
            raise WrongLine("labels.nothing", gettext_noop("第%(line)s行既没有 text 也没有 id。"), line=number)
        return Label(code, text, identity)

    return _rows(path, label)


def _rows(path: Path, made: Callable[[int, dict[str, Any]], Row]) -> list[Row]:
    try:
        return [made(number, _parsed(number, line)) for number, line in _lines(path)]
    except OSError as error:
        raise Refusal(
            "statements.unreadable", gettext_noop("这个文件打不开：%(why)s"), why=error.strerror or str(error)
        ) from error


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (number from 1, line) of each line that is not blank; never holds more than MOST_BYTES of one."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MOST_BYTES + 1):
            number += 1
            if len(line) > MOST_BYTES:
                raise WrongLine("statements.long", gettext_noop("第%(line)s行超过 1 MB，不像一条问题。"), line=number)
            line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if line.strip():
                yield number, line


def _parsed(number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WrongLine(
            "statements.broken",
            gettext_noop("第%(line)s行不是完整的 JSON，请检查引号、括号和编码（UTF-8）。"),
            line=number,
        ) from error
    if not isinstance(row, dict):
        raise WrongLine("statements.no_object", gettext_noop("第%(line)s行不是一个 JSON 对象（{…}）。"), line=number)
    return row


def _identity(number: int, row: dict[str, Any]) -> str:
    given = row.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip() or _torn(str(given)):
        raise WrongLine("statements.no_id", gettext_noop("第%(line)s行没有编号 id。"), line=number)
    return str(given)


def _text(number: int, row: dict[str, Any], key: str) -> str:
    """Return the text under ``key``, "" where there is none."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or _torn(value):
        raise WrongLine("statements.no_text", gettext_noop("第%(line)s行的 %(key)s 不是文字。"), line=number, key=key)
    return value


def _torn(text: str) -> bool:
    """Whether half of a surrogate pair stands in ``text``: it could never be written out again."""
    return any("\ud800" <= character <= "\udfff" for character in text)
