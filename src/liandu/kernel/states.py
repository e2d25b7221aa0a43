"""A state machine as data: a table of moves, and one function that makes a move.

A stage writes its table once; pages, API, docs and tests all read the same table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


class MoveNotAllowed(Refusal):
    """The act cannot happen from the current state."""


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: ``act`` leads from any of ``sources`` to ``target``."""

    act: StrEnum
    sources: frozenset[StrEnum]
    target: StrEnum


class Machine:
    """A table of moves with its initial state."""

    def __init__(self, *, initial: StrEnum, moves: Iterable[Move]) -> None:
        self.initial = initial
        self.moves = {move.act: move for move in moves}

    def after(self, *, state: str, act: StrEnum) -> StrEnum:
        """Return the state that follows ``act``; raise MoveNotAllowed when the table has no such move."""
        move = self.moves[act]
        if state not in move.sources:
            raise MoveNotAllowed(
                "move.not_allowed",
                gettext_noop("现在的状态是“%(state)s”，不能“%(act)s”。"),
                state=getattr(type(self.initial)(state), "label", state),
                act=getattr(act, "label", act),
            )
        return move.target

    def acts_from(self, state: str) -> list[StrEnum]:
        """Return the acts that are possible from ``state``, in table order."""
        return [act for act, move in self.moves.items() if state in move.sources]

    def unreachable(self) -> set[StrEnum]:
        """Return the states named in the table that no path from the initial state reaches."""
        seen, frontier = {self.initial}, [self.initial]
        while frontier:
            here = frontier.pop()
            for move in self.moves.values():
                if here in move.sources and move.target not in seen:
                    seen.add(move.target)
                    frontier.append(move.target)
        named = {s for m in self.moves.values() for s in (*m.sources, m.target)}
        return named - seen

    def mermaid(self) -> str:
        """Return the state diagram for the docs, generated from the table."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for move in self.moves.values():
            lines += [f"    {s} --> {move.target}: {move.act}" for s in sorted(move.sources)]
        return "\n".join(lines)
