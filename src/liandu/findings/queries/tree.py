"""The proposals of a document as a tree, in the order in which it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from liandu.intake.models import Proposal
from liandu.intake.states import State


@dataclass(frozen=True, slots=True)
class Branch:
    """A proposal with its depth in the shown tree (0 at the top) and the leaves below it, itself when it is one."""

    proposal: Proposal
    depth: int
    leaves: tuple[Proposal, ...]

    @property
    def open_leaves(self) -> tuple[Proposal, ...]:
        """Return the leaves that nobody has judged yet."""
        return tuple(leaf for leaf in self.leaves if leaf.state == State.OPEN)


def proposals_of(document_id: int) -> list[Proposal]:
    """Return every proposal of a document, replaced ones too, by position, each tied to its parent in memory."""
    rows = list(
        Proposal.objects.filter(document=document_id)
        .select_related("unit", "changed_by", "same_as__same_as")
        .order_by("position", "pk")
    )
    by_pk = {row.pk: row for row in rows}
    for row in rows:
        row.parent = by_pk[row.parent_id] if row.parent_id is not None else None
    return rows


def stamp_of(proposals: Sequence[Proposal]) -> str:
    """Return a short text that changes with every change to any of ``proposals``: their count, versions and last key.

    Versions only grow, so their sum never falls back to an earlier value.
    """
    last = max((row.pk for row in proposals), default=0)
    return f"{len(proposals)}-{sum(row.version for row in proposals)}-{last}"


def stamp_now(document_id: int) -> str:
    """Return the stamp of a document's proposals as the database holds them now, without reading them."""
    now = Proposal.objects.filter(document=document_id).aggregate(
        n=Count("pk"), versions=Sum("version"), last=Max("pk")
    )
    return f"{now['n']}-{now['versions'] or 0}-{now['last'] or 0}"


def branches(proposals: Sequence[Proposal]) -> list[Branch]:
    """Return the shown proposals, parents before children; what stood below a replaced one stands below its parent."""
    shown = [row for row in proposals if row.state != State.REPLACED]
    below: dict[int | None, list[Proposal]] = {}
    for row in shown:
        parent = shown_parent(row)
        below.setdefault(parent.pk if parent else None, []).append(row)
    ordered: list[tuple[Proposal, int]] = []
    stack = [(row, 0) for row in reversed(below.get(None, []))]
    while stack:
        row, depth = stack.pop()
        ordered.append((row, depth))
        stack.extend((child, depth + 1) for child in reversed(below.get(row.pk, [])))
    return _with_leaves(ordered)


def shown_parent(row: Proposal) -> Proposal | None:
    """Return the nearest proposal above ``row`` that was not replaced."""
    parent = row.parent
    while parent is not None and parent.state == State.REPLACED:
        parent = parent.parent
    return parent


def siblings_of(row: Proposal, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the shown proposals that stand beside ``row``, itself among them, in order."""
    parent = shown_parent(row)
    return [branch.proposal for branch in branches(proposals) if shown_parent(branch.proposal) == parent]


def _with_leaves(ordered: Sequence[tuple[Proposal, int]]) -> list[Branch]:
    """Return a branch for each (proposal, depth); walked from the end, so that a branch sees all below it."""
    found: list[Branch] = []
    waiting: list[tuple[int, tuple[Proposal, ...]]] = []  # leaves of branches that have no parent yet, by depth
    for row, depth in reversed(ordered):
        own: tuple[Proposal, ...] = (row,) if row.is_leaf else ()
        while waiting and waiting[-1][0] == depth + 1:
            own += waiting.pop()[1]
        waiting.append((depth, own))
        found.append(Branch(row, depth, own))
    return found[::-1]
