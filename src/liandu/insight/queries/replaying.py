"""The strands that people made, read back from the journal alone, and where the rows say something else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from liandu.insight.models import Membership, Strand
from liandu.insight.states import STRANDS, StrandAct, StrandState
from liandu.journal.queries import facts_of_kind

LABEL = "insight.strand"


@dataclass(slots=True)
class Replayed:
    """A strand as its entries tell it: its state, its members, those of them that are pinned."""

    state: str = StrandState.PROPOSED
    members: set[int] = field(default_factory=set)
    pinned: set[int] = field(default_factory=set)

    def lose(self, keys: set[int]) -> None:
        """Let members go, with their pins."""
        self.members -= keys
        self.pinned -= keys


@dataclass(frozen=True, slots=True)
class Difference:
    """What does not agree about a strand: its key, a stable code, what the rows say and what the journal says."""

    strand: int
    code: str
    here: str
    there: str


def replayed() -> dict[int, Replayed]:
    """Return every strand that a person has touched, by key, as the journal tells it."""
    found: dict[int, Replayed] = {}
    for key, act, facts in facts_of_kind(LABEL):
        step = _STEPS.get(act)
        if step is not None:
            step(found, key, facts)
    return found


def _known(found: dict[int, Replayed], key: int) -> Replayed:
    return found.setdefault(key, Replayed())


def _move(found: dict[int, Replayed], key: int, act: StrandAct) -> None:
    strand = _known(found, key)
    strand.state = STRANDS.after(state=strand.state, act=act)


def _gain(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    """Give a strand members; wherever else they stood, they stand there no more."""
    members = set(facts["members"])
    for strand in found.values():
        strand.lose(members - strand.members if strand is found.get(key) else members)
    _known(found, key).members |= members


def _held(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    _known(found, key).members = set(facts["members"])


def _accepted(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    _move(found, key, StrandAct.ACCEPT)
    _held(found, key, facts)


def _merged(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    _move(found, key, StrandAct.MERGE)
    _gain(found, facts["into"], facts)


def _unmerged(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    _move(found, key, StrandAct.UNMERGE)
    _gain(found, key, facts)


def _split(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:  # noqa: ARG001 - as the others
    _move(found, facts["into"], StrandAct.ACCEPT)
    _gain(found, facts["into"], facts)


def _retired(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:  # noqa: ARG001 - as the others
    _move(found, key, StrandAct.RETIRE)
    strand = _known(found, key)
    strand.lose(set(strand.members))


def _restored(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    _move(found, key, StrandAct.RESTORE)
    _gain(found, key, facts)


def _left(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    _known(found, key).lose(set(facts["members"]))


def _pinned(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    _known(found, key).pinned |= set(facts["members"])


def _unpinned(found: dict[int, Replayed], key: int, facts: Mapping[str, Any]) -> None:
    _known(found, key).pinned -= set(facts["members"])


_STEPS = {
    "strand.held": _held,
    "strand.accepted": _accepted,
    "strand.joined": _gain,
    "strand.moved": _gain,
    "strand.merged": _merged,
    "strand.unmerged": _unmerged,
    "strand.split": _split,
    "strand.retired": _retired,
    "strand.restored": _restored,
    "strand.left": _left,
    "strand.pinned": _pinned,
    "strand.unpinned": _unpinned,
}


def strand_differences() -> Iterator[Difference]:
    """Yield everything on which the strands of people and the journal differ; nothing when all is well.

    Proposals that nobody has touched are suggestions and stand in no entry.
    """
    told = replayed()
    members: dict[int, set[int]] = {}
    pinned: dict[int, set[int]] = {}
    rows = Membership.objects.filter(strand__frozen=True).values_list("pk", "strand", "pinned")
    for key, strand, is_pinned in rows.iterator():
        members.setdefault(strand, set()).add(key)
        if is_pinned:
            pinned.setdefault(strand, set()).add(key)
    states = dict(Strand.objects.filter(frozen=True).values_list("pk", "state"))
    for key in sorted(states.keys() | told.keys()):
        there = told.get(key, Replayed(state=""))
        yield from _compared(key, "state", states.get(key, ""), str(there.state))
        yield from _compared(key, "members", _listed(members.get(key, set())), _listed(there.members))
        yield from _compared(key, "pinned", _listed(pinned.get(key, set())), _listed(there.pinned))


def _compared(strand: int, code: str, here: str, there: str) -> Iterator[Difference]:
    if here != there:
        yield Difference(strand, code, here, there)


def _listed(keys: set[int]) -> str:
    return " ".join(map(str, sorted(keys)))
