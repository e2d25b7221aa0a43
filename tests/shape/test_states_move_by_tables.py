"""A state is reached by a move of its table and in no other way; the docs print every table."""

import ast
from collections.abc import Iterator
from pathlib import Path

from liandu.config.docs_command import machines, pages
from tests.shape.source import PACKAGE, ROOT, Module, called_name, modules, plant

# Fields that hold the state of a machine, and calls that write a row.
FIELDS = {"state", "mail"}
WRITES = {"update", "create", "get_or_create", "update_or_create", "post_entry", "_change"}
# The apps of the account; what came before them has copies of other houses, whose states are carried over.
APPS = {"rectification", "supervision"}


def states_set_by_hand(root: Path) -> list[str]:
    """Return where a state is written that comes neither from Machine.after() nor from a machine's initial state."""
    return [
        f"{module.name}:{line}: {words}"
        for module in modules(root, PACKAGE)
        if "migrations" not in module.path.parts and module.app in APPS
        for line, words in _by_hand(module)
    ]


def _by_hand(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign):
            targets = [one for one in node.targets if isinstance(one, ast.Attribute) and one.attr in FIELDS]
            if targets and _is_a_state_by_name(node.value):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call) and _writes(called_name(node)):
            for word in node.keywords:
                if word.arg in FIELDS and _is_a_state_by_name(word.value):
                    yield node.lineno, f"{called_name(node)}({ast.unparse(word.value)})"


def _writes(name: str) -> bool:
    """Return whether a call of this name writes a row, or makes one to be written (of a class, which Q is not)."""
    return name in WRITES or (name[:1].isupper() and name != "Q")


def _is_a_state_by_name(value: ast.expr) -> bool:
    """Return whether an expression names a state itself: "asked", or ``State.OPEN``, perhaps one of two."""
    if isinstance(value, ast.IfExp):
        return _is_a_state_by_name(value.body) or _is_a_state_by_name(value.orelse)
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str)
    return isinstance(value, ast.Attribute) and value.attr.isupper()


def test_no_state_is_written_but_by_a_move_of_its_table():
    assert states_set_by_hand(ROOT) == []


def test_a_state_written_by_hand_is_found(tmp_path):
    plant(
        tmp_path,
        f"{PACKAGE}/rectification/commands.py",
        "item.state = State.DONE\nrows.update(state='done')\nrows.filter(state='a')\n",
    )
    plant(tmp_path, f"{PACKAGE}/supervision/commands.py", "item.state = ITEMS.after(state=item.state, act=act)\n")
    assert [line.partition(" ")[0] for line in states_set_by_hand(tmp_path)] == [
        f"{PACKAGE}/rectification/commands.py:1:",
        f"{PACKAGE}/rectification/commands.py:2:",
    ]


def test_every_table_of_moves_is_printed_in_the_docs():
    printed = pages()["states.md"]
    named = {about for about, _machine in machines().items()}
    assert {about for about in named if f"\n## {about}\n" not in printed} == set()
    for machine in machines().values():
        assert machine.mermaid() in printed
        assert machine.unreachable() == set()


def test_every_machine_stands_in_a_states_room():
    made = [
        f"{module.name}:{node.lineno}"
        for module in modules(ROOT, PACKAGE)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and called_name(node) == "Machine" and module.room != "states"
    ]
    assert made == []
