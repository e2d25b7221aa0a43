"""Every act that some command records can be read as a sentence."""

import ast
from pathlib import Path

import pytest

import liandu
from liandu.journal.models import Entry
from liandu.journal.sentences import _sentences, sentence_for, tell, told
from liandu.rectification.commands.posting import PAST

WRITERS = {"record", "record_many", "amend_item"}


def recorded_acts() -> dict[str, str]:
    """Return the acts written in src as ``act="…"`` to what leaves an entry, each with where.

    Those of items that are moves stand in a table, from which one place takes them.
    """
    found = dict.fromkeys(PAST.values(), "rectification/commands/posting.py")
    root = Path(liandu.__file__).parent
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS and path.name != "posting.py":
                value = next(word.value for word in node.keywords if word.arg == "act")
                acts = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
                found |= {ast.literal_eval(act): f"{path.relative_to(root)}:{node.lineno}" for act in acts}
    return found


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
