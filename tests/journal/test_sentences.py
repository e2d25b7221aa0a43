"""Every act that some command records can be read as a sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import liandu
from liandu.journal.models import Entry
from liandu.journal.sentences import _sentences, sentence_for, tell, told
from liandu.rectification.commands.posting import BROUGHT_IN, CARRIED, PAST

WRITERS = {"record", "record_many", "amend_item", "amend_items"}
# Where the acts that are moves of items stand in a table; the one place that takes them from there.
TABLE = "rectification/commands/posting.py"


def recorded_acts() -> dict[str, str]:
    """Return the acts written in src to what leaves an entry, each with where.

    They stand as ``act="…"``, or are handed to a function of the same module that hands its parameter on.
    """
    found = dict.fromkeys((*PAST.values(), BROUGHT_IN, CARRIED), TABLE)
    root = Path(liandu.__file__).parent
    for path in sorted(root.rglob("*.py")):
        where = path.relative_to(root).as_posix()
        if where != TABLE:
            found |= {act: f"{where}:{line}" for act, line in acts_in(ast.parse(path.read_text(encoding="utf-8")))}
    return found


def acts_in(tree: ast.Module) -> Iterator[tuple[str, int]]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    constants = {node.targets[0].id: node.value for node in tree.body if is_constant(node)}
    tables = {
        node.targets[0].id: node.value.values
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Dict)
    }
    for node in calls:
        if getattr(node.func, "id", "") not in WRITERS:
            continue
        value = next(word.value for word in node.keywords if word.arg == "act")
        value = constants.get(getattr(value, "id", ""), value)
        if isinstance(value, ast.Subscript):  # one of a table of the module
            for act in tables[value.value.id]:
                yield from literals(act, node.lineno)
            continue
        if not isinstance(value, ast.Name):
            yield from literals(value, node.lineno)
            continue
        handing_on = next(f for f in tree.body if isinstance(f, ast.FunctionDef) and node in ast.walk(f))
        for call in calls:
            if getattr(call.func, "id", "") == handing_on.name:
                yield from literals(handed(call, handing_on, value.id), call.lineno)


def is_constant(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Constant)
    )


def handed(call: ast.Call, function: ast.FunctionDef, name: str) -> ast.expr:
    """Return what ``call`` hands to the parameter ``name`` of ``function``, by keyword or by place."""
    by_keyword = [word.value for word in call.keywords if word.arg == name]
    return by_keyword[0] if by_keyword else call.args[[a.arg for a in function.args.args].index(name)]


def literals(value: ast.expr, line: int) -> Iterator[tuple[str, int]]:
    acts = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    yield from ((ast.literal_eval(act), line) for act in acts)


ACTS = recorded_acts()


def test_the_acts_are_found_in_the_sources():
    assert {"finding.raised", "material.received", "access.denied", "session.opened"} <= set(ACTS)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_recorded_act_has_a_sentence(act):
    assert told(act), f"{ACTS[act]}: tell({act!r}, …) is missing in the app's presenters"


def test_no_sentence_tells_of_an_act_that_nobody_records():
    assert sorted(set(_sentences) - set(ACTS)) == ["file.destroyed"], (
        "a sentence without an act; or this one is recorded now, then take it out of this list"
    )


def test_an_act_is_told_once():
    with pytest.raises(ValueError, match=r"unit\.added is told twice"):
        tell("unit.added", lambda _entry: "x")


def test_an_unknown_act_reads_as_its_code():
    assert sentence_for(Entry(act="planet.added")) == "planet.added"
