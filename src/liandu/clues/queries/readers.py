"""The other way round of reach: who is named in a clue now, as what; and who keeps away from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from liandu.access.queries import Ground, Witness, acts_of, own_offices, who_carried
from liandu.access.roles import Act
from liandu.clues.models import Assignment, Clue, Recusal, Sitting
from liandu.clues.queries.reach import NAMED_BY_ASSIGNMENT, people_recused
from liandu.journal.queries import facts_about
from liandu.orgs.models import Unit
from liandu.orgs.queries import above, on_day

ACTS = (Act.CLUE_REGISTER, Act.CLUE_KEEP, Act.CLUE_APPROVE, Act.CLUE_HANDLE)
MOST_SITTINGS = 20
PARTS = ("registrar", "keeper", "approver", "decided", "handler", "register")


@dataclass(frozen=True, slots=True)
class Named:
    """One way in which a person reaches a clue: the standing that carries the act, as what, by which assignment."""

    witness: Witness
    part: str
    assignment: Assignment | None = None

    @property
    def person(self) -> Any:
        """Return the person."""
        return self.witness.person

    @property
    def office(self) -> Unit:
        """Return the office by which they carry the act."""
        return self.witness.path.standing.unit


def named_in(clue: Clue) -> list[Named]:
    """Return who reaches ``clue`` now, as in clues_for(), each part once: who is recused is left out.

    Without a post that carries the act, having been named opens nothing. Three queries for a clue as its page loads it.
    """
    recused = people_recused(clue)
    found: dict[tuple[int, str, str], Named] = {}
    for one in who_carried(ACTS, timezone.localdate()):
        if one.person.pk not in recused:
            for named in _parts(clue, one):
                key = named.assignment.pk if named.assignment else ""
                found.setdefault((one.person.pk, named.part, key), named)
    return sorted(found.values(), key=lambda named: PARTS.index(named.part))


def _parts(clue: Clue, one: Witness) -> Iterator[Named]:
    """Yield what a person is in ``clue`` by one standing."""
    person, standing = one.person.pk, one.path.standing
    if Act.CLUE_REGISTER in standing.acts and person == clue.registrar_id:
        yield Named(one, "registrar")
    if Act.CLUE_REGISTER in standing.acts and person == clue.keeper_id:
        yield Named(one, "keeper")
    if Act.CLUE_APPROVE in standing.acts:
        if person == clue.approver_id:
            yield Named(one, "approver")
        elif any(row.approver_id == person for row in clue.dispositions.all()):
            yield Named(one, "decided")
    if Act.CLUE_HANDLE in standing.acts:
        for assignment in clue.assignments.all():
            if assignment.handler_id == person and assignment.state in NAMED_BY_ASSIGNMENT:
                yield Named(one, "handler", assignment)
    own = standing.ground != Ground.TEAM and clue.register.path.startswith(standing.unit.path)
    if Act.CLUE_KEEP in standing.acts and own:
        yield Named(one, "register")


def keeps_register_of(reader: Any, clue: Clue) -> bool:
    """Return whether the reader keeps the register that ``clue`` stands in."""
    own = own_offices(reader, Act.CLUE_KEEP)
    return Act.CLUE_KEEP in acts_of(reader) and own.filter(pk=clue.register_id).exists()


@dataclass(frozen=True, slots=True)
class KeptBeside:
    """What only who keeps the register reads of a clue: who keeps away and why, what readers wrote on opening it."""

    recusals: list[Recusal]
    sittings: list[Sitting]


def kept_beside(reader: Any, clue: Clue) -> KeptBeside:
    """Return what stands beside ``clue`` for who keeps its register; nothing for others."""
    if not keeps_register_of(reader, clue):
        return KeptBeside([], [])
    read_in = {facts["sitting"] for facts in facts_about(clue, "clue.read")}
    sittings = Sitting.objects.filter(pk__in=read_in).exclude(note=b"").select_related("person").order_by("-opened_at")
    return KeptBeside(_recusals(clue), list(sittings[:MOST_SITTINGS]))


def recusals_from(reader: Any, clue: Clue) -> list[Recusal]:
    """Return the recusals that keep people away from ``clue`` today, to who keeps its register; else none."""
    return _recusals(clue) if keeps_register_of(reader, clue) else []


def _recusals(clue: Clue) -> list[Recusal]:
    rows = Recusal.objects.filter(on_day(timezone.localdate()), Q(clue=clue.pk) | Q(unit__in=above(clue.unit)))
    return list(rows.select_related("person", "unit", "clue").order_by("person__username", "since", "key"))
