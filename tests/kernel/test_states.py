"""A state machine is a table; the tables of all stages are sound."""

from enum import StrEnum

import pytest

from liandu.findings.states import MACHINE as FINDING
from liandu.inspections.states import MACHINE as MATERIAL
from liandu.intake.states import MACHINE as PROPOSAL
from liandu.intake.states import READING
from liandu.kernel.states import Machine, Move, MoveNotAllowed

MACHINES = {"finding": FINDING, "material": MATERIAL, "proposal": PROPOSAL, "reading": READING}


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


class Turn(StrEnum):
    GO = "go"
    STOP = "stop"
    MEND = "mend"


MACHINE = Machine(
    initial=Light.RED,
    moves=[
        Move(Turn.GO, frozenset({Light.RED}), Light.GREEN),
        Move(Turn.STOP, frozenset({Light.GREEN}), Light.RED),
        Move(Turn.MEND, frozenset({Light.BROKEN}), Light.RED),
    ],
)


def test_a_move_leads_from_its_source_to_its_target():
    assert MACHINE.after(state="red", act=Turn.GO) == Light.GREEN


def test_a_move_that_the_table_lacks_is_refused():
    with pytest.raises(MoveNotAllowed) as refused:
        MACHINE.after(state="green", act=Turn.GO)
    assert str(refused.value) == "现在的状态是“green”，不能“go”。"


def test_the_refusal_speaks_in_labels_where_there_are_labels():
    with pytest.raises(MoveNotAllowed) as refused:
        FINDING.after(state="withdrawn", act=next(act for act in FINDING.moves if act == "withdraw"))
    assert str(refused.value) == "现在的状态是“已撤回”，不能“撤回”。"


def test_the_possible_acts_are_those_that_start_here():
    assert MACHINE.acts_from("red") == [Turn.GO]
    assert MACHINE.acts_from("unheard of") == []


def test_a_state_that_nothing_leads_to_is_named():
    assert MACHINE.unreachable() == {"broken"}


def test_the_diagram_has_a_line_for_each_move():
    assert MACHINE.mermaid().splitlines() == [
        "stateDiagram-v2", "    [*] --> red", "    red --> green: go", "    green --> red: stop",
        "    broken --> red: mend",
    ]  # fmt: skip


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_of_every_stage_can_be_reached(name):
    assert MACHINES[name].unreachable() == set()


@pytest.mark.parametrize("name", MACHINES)
def test_every_table_names_every_state_and_act_of_its_stage(name):
    machine = MACHINES[name]
    named = {state for move in machine.moves.values() for state in (*move.sources, move.target)}
    assert named == set(type(machine.initial))
    assert set(machine.moves) == set(type(next(iter(machine.moves))))
