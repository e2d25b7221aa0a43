"""``liandu intake``: read documents and say what problems they state. Plain: no Django, no database."""

import argparse
import json
import logging
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import xlsxwriter
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.tree import Tree
from xlsxwriter.exceptions import FileCreateError

from liandu.intake.reading_room import read_and_understand
from liandu.intake.understanding.results import ProposedProblem, Understanding
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

log = logging.getLogger(__name__)

MANY = 4  # from this many files on, a progress bar and more than one process


Outcome = tuple[str, Understanding | Refusal]  # a file, and what was understood of it or why it could not be read
Read = tuple[str, Understanding]


def run(options: argparse.Namespace) -> int:
    """Read the files, print or write what they say, and return the exit code.

    0: all read; 1: some could not be read, each named with its reason; 2: the spreadsheet cannot be written.
    """
    outcomes = list(_outcomes(options.files, quiet=options.json))
    read = [(file, said) for file, said in outcomes if isinstance(said, Understanding)]
    if options.json:
        json.dump({"documents": [_as_json(*one) for one in read]}, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        console = Console()
        for one in read:
            console.print(_as_tree(*one))
    if options.xlsx:
        try:
            _write_xlsx(Path(options.xlsx), read)
        except FileCreateError as error:
            sys.stderr.write(f"{options.xlsx}: 写不出这个文件。It cannot be written: {error}\n")
            return 2
    refused = [(file, why) for file, why in outcomes if isinstance(why, Refusal)]
    for file, why in refused:
        sys.stderr.write(f"{file}: {why}\n")
    return 1 if refused else 0


def _outcomes(files: list[str], *, quiet: bool) -> Iterator[Outcome]:
    if len(files) < MANY:
        yield from map(_outcome, files)
        return
    progress = Progress(console=Console(stderr=True), disable=quiet or not sys.stderr.isatty(), transient=True)
    with progress, ProcessPoolExecutor() as pool:
        yield from progress.track(pool.map(_outcome, files), total=len(files), description="读取 Reading")


def _outcome(file: str) -> Outcome:
    path = Path(file)
    try:
        _paper, understanding = read_and_understand(path, path.name)
    except Refusal as refusal:
        return file, refusal
    except Exception:  # a fault in a rule must not cost what was read of the other files
        log.exception("reading %s failed", file)
        return file, Refusal("document.fault", gettext_noop("读取时程序出错，请把上面的记录发给开发人员。"))
    return file, understanding


def _as_json(file: str, said: Understanding) -> dict[str, Any]:
    return {
        "file": file,
        "kind": str(said.kind),
        "units": list(said.units),
        "problems": [_problem_as_json(problem) for problem in said.problems],
        "recommendations": len(said.recommendations),
        "clue_mentions": len(said.clue_mentions),
        "figures": [
            {
                "quantity": figure.quantity,
                "value": figure.value,
                "unit": figure.unit,
                "approximate": figure.approximate,
                "text": figure.text,
            }
            for figure in said.figures
        ],
        "warnings": [caution.sentence for caution in said.warnings],
    }


def _problem_as_json(problem: ProposedProblem) -> dict[str, Any]:
    place = problem.passage
    return {
        "path": list(problem.path),
        "level": str(problem.level),
        "leaf": problem.leaf,
        "title": problem.title,
        "unit": problem.unit,
        "passage": {"block": place.block, "start": place.start, "end": place.end},
        "rectification": problem.rectification,
        "reason": problem.reason,
    }


def _as_tree(file: str, said: Understanding) -> Tree:
    leaves = sum(problem.leaf for problem in said.problems)
    top = Tree(
        f"[bold]{escape(file)}[/bold] · {said.kind} · {escape('、'.join(said.units) or '—')} · "
        f"问题 {leaves} · 建议 {len(said.recommendations)} · 线索表述 {len(said.clue_mentions)}"
    )
    if not said.problems:
        top.add("这份文件没有列出问题。No problems are stated.")
    branches: dict[tuple[str | None, tuple[str, ...]], Tree] = {}
    for problem in said.problems:
        above = next(
            (
                branches[problem.unit, problem.path[:n]]
                for n in range(len(problem.path) - 1, 0, -1)
                if (problem.unit, problem.path[:n]) in branches
            ),
            top,
        )
        ordinal = "" if problem.path[-1].startswith("#") else problem.path[-1]
        unit = f"[{problem.unit}] " if len(said.units) > 1 and above is top and problem.unit else ""
        branches[problem.unit, problem.path] = above.add(escape(f"{unit}{ordinal}{problem.title}"))
    numbers = top.add("数字 Figures") if said.figures else top
    for figure in said.figures:
        numbers.add(escape(f"{figure.quantity}：{figure.text}"))
    for caution in said.warnings:
        top.add(f"[yellow]! {escape(caution.sentence)}[/yellow]")
    return top


def _write_xlsx(path: Path, read: Iterable[Read]) -> None:
    """Write one row a leaf; every cell as text, whatever it begins with."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("问题")
    for column, (heading, width) in enumerate(
        (("文件", 24), ("单位", 24), ("序号", 14), ("上级", 40), ("问题", 60), ("整改情况", 60), ("依据", 24))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading)
    row = 0
    for file, said in read:
        titles: dict[tuple[str | None, tuple[str, ...]], str] = {}
        for problem in said.problems:
            titles[problem.unit, problem.path] = problem.title
            if not problem.leaf:
                continue
            above = [titles.get((problem.unit, problem.path[:n]), "") for n in range(1, len(problem.path))]
            row += 1
            values = (
                file, problem.unit or "", "".join(problem.path), " › ".join(filter(None, above)), problem.title,
                problem.rectification or "", problem.reason,
            )  # fmt: skip
            for column, value in enumerate(values):
                sheet.write_string(row, column, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, row, 6)
    book.close()
