"""``liandu docs``: write the pages of docs/generated from the code they describe, or say which have drifted."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.utils.translation import override

from liandu.access.roles import ACT_NAMES, ROLES, Act, Scope
from liandu.config.cli import parsers
from liandu.kernel.states import Machine
from liandu.ledgers.columns import COLUMNS
from liandu.ledgers.queries import ORDERS

HEAD = "<!-- Written by `liandu docs` from the code; change the code, then run `make docs`. -->\n"
SCOPES = {
    Scope.TREE: "its unit and everything below it",
    Scope.OVERSEEN: "the units its office supervises today, and everything below them",
    Scope.CITY: "every unit",
    Scope.TEAM: "the area of the joint team, while membership and team run",
}


def run(options: argparse.Namespace) -> int:
    """Write the pages into the folder and return 0; with ``check`` write nothing and return 1 when one has drifted."""
    folder = Path(options.into)
    if not folder.is_dir():
        print(f"{folder} is no folder; run this at the root of the source tree", file=sys.stderr)  # noqa: T201 - output
        return 2
    drifted = drift(folder)
    for name in drifted:
        if not options.check:
            (folder / name).write_text(pages()[name], encoding="utf-8")
        print(f"{folder / name}: {'differs from the code; run make docs' if options.check else 'written'}")  # noqa: T201
    return 1 if options.check and drifted else 0


def drift(folder: Path) -> list[str]:
    """Return the names of the pages that are missing in ``folder`` or say something else than the code."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def pages() -> dict[str, str]:
    """Return each generated page by its file name. Names are in the source language, whatever the reader's."""
    with override("zh-hans"):
        return {
            "commands.md": _commands(),
            "roles.md": _roles(),
            "states.md": _states(),
            "columns.md": _columns(),
        }


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}\n\n{HEAD.strip()}", *(part.strip("\n") for part in parts)]) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _commands() -> str:
    parts = [
        "A command ends with 0 when all was done, 1 when some of it could not be done, 2 when it was used wrongly."
    ]
    for name, parser in parsers().items():
        parser.formatter_class = lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100)
        parts += [f"## {f'liandu {name}'.strip()}", f"```text\n{parser.format_help().strip()}\n```"]
    return _page("Commands", *parts)


def _roles() -> str:
    every = _table(
        ("role", "name", "reach", "for"),
        ((f"`{key}`", role.name, SCOPES[role.scope], role.purpose) for key, role in ROLES.items()),
    )
    acts = _table(("act", "name", "roles that carry it"), ((f"`{act}`", ACT_NAMES[act], _holders(act)) for act in Act))
    return _page(
        "Roles",
        "A post gives a person one role at one unit, from a day to a day. Rights come from posts alone. "
        "What lies outside a person's reach does not exist for them (404); inside it, an act that their roles do not "
        "carry is refused with the reason (403). The three administrators (三员) exclude one another and all others.",
        every,
        "## Acts",
        acts,
    )


def _holders(act: Act) -> str:
    return "、".join(str(role.name) for role in ROLES.values() if act in role.acts) or "nobody yet"


def machines() -> dict[str, Machine]:
    """Return every state table of the stages by what it is about ("A proposal"), in the order of the work."""
    found = {}
    for app in apps.get_app_configs():
        room = f"{app.name}.states"
        if not app.name.startswith("liandu.") or find_spec(room) is None:
            continue
        for machine in vars(import_module(room)).values():
            if isinstance(machine, Machine):
                about = (type(machine.initial).__doc__ or "").removeprefix("States of ").rstrip(".")
                found[about[:1].upper() + about[1:]] = machine
    return found


def _states() -> str:
    parts = ["Each table stands in the `states` room of its stage; pages, commands and tests read the same one."]
    for about, machine in machines().items():
        moves = (
            (f"`{move.act}`", _label(move.act), _listed(sorted(move.sources)), f"`{move.target}`")
            for move in machine.moves.values()
        )
        parts += [
            f"## {about}",
            _table(("state", "name"), ((f"`{state}`", _label(state)) for state in type(machine.initial))),
            f"```mermaid\n{machine.mermaid()}\n```",
            _table(("act", "name", "from", "to"), moves),
        ]
    return _page("States", *parts)


def _label(word: object) -> str:
    return str(getattr(word, "label", word))


def _listed(words: Iterable[object]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _columns() -> str:
    rows = (
        (f"`{column.key}`", column.heading, "yes" if column.shown else "", "yes" if column.sort in ORDERS else "")
        for column in COLUMNS
    )
    return _page(
        "Columns of the ledger",
        "One list makes the page and the spreadsheet. The address of a view names the columns it shows by these keys "
        "(`columns=number,unit,title`) and the order by one of them (`sort=unit`, backwards `sort=-unit`).",
        _table(("key", "heading", "shown unless chosen otherwise", "can be sorted by"), rows),
    )
