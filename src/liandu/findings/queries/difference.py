"""What a corrected version of a document changes: kept, reworded, new, and no longer contained."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from liandu.findings.models import Finding
from liandu.findings.states import State
from liandu.intake.models import Document, Proposal
from liandu.intake.rules import folded
from liandu.intake.states import LIVE
from liandu.intake.states import State as ProposalState

_PIECE = re.compile(r"[A-Za-z]+|[0-9.,]+%?|.", re.DOTALL)
_SHORTEST_COMMON = 2  # a single character in common between two changes only makes the difference harder to read


@dataclass(frozen=True, slots=True)
class Run:
    """Some words and whether they differ between the two versions."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Reworded:
    """A problem that the corrected version words differently; ``finding`` is the one that it would amend, or None."""

    proposal: Proposal
    finding: Finding | None
    before: tuple[Run, ...]
    after: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A problem of the earlier version that the corrected one does not contain; ``finding`` when it was confirmed."""

    proposal: Proposal
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The two versions held against each other, by their leaves."""

    earlier: Document
    unchanged: int
    reworded: tuple[Reworded, ...]
    added: int
    dropped: tuple[Dropped, ...]


def difference_with_earlier(document: Document, proposals: Sequence[Proposal]) -> Difference | None:
    """Return how ``document`` (with its ``proposals``) differs from the version it corrects; None when there is none.

    The reader's right to the document has been checked by the caller; the earlier version is material of the same unit.
    """
    earlier = getattr(document.material.corrects, "document", None)
    if earlier is None:
        return None
    leaves = [row for row in proposals if row.is_leaf and row.state != ProposalState.REPLACED]
    live = Proposal.objects.filter(document=earlier, is_leaf=True, state__in=LIVE).select_related("same_as__same_as")
    before = list(live.order_by("position"))
    continued = {row.same_as_id for row in proposals}
    standing = standing_findings([*leaves, *before])
    changed = [row for row in leaves if row.same_as is not None and folded(row.same_as.title) != folded(row.title)]
    return Difference(
        earlier=earlier,
        unchanged=sum(row.same_as is not None for row in leaves) - len(changed),
        reworded=tuple(_reworded(row, standing.get(row.pk)) for row in changed),
        added=sum(row.same_as_id is None for row in leaves),
        dropped=tuple(Dropped(row, standing.get(row.pk)) for row in before if row.pk not in continued),
    )


def standing_findings(proposals: Iterable[Proposal]) -> dict[int, Finding]:
    """Return, by proposal, the confirmed finding that it or an earlier version of it became."""
    chains = {row.pk: _chain(row) for row in proposals}
    keys = {key for chain in chains.values() for key in chain}
    rows = Finding.objects.filter(proposal__in=keys, state=State.CONFIRMED).select_related("unit") if keys else []
    by_proposal = {row.proposal_id: row for row in rows}
    found = {pk: next((by_proposal[key] for key in chain if key in by_proposal), None) for pk, chain in chains.items()}
    return {pk: finding for pk, finding in found.items() if finding is not None}


def _chain(row: Proposal) -> list[int]:
    """Return the keys of ``row`` and of the proposals of earlier versions that it continues, newest first."""
    keys: list[int] = []
    link: Proposal | None = row
    while link is not None and link.pk not in keys:
        keys.append(link.pk)
        link = link.same_as if link.same_as_id else None
    return keys


def _reworded(row: Proposal, finding: Finding | None) -> Reworded:
    old = row.same_as.title if row.same_as else ""
    before, after = compared(old, row.title)
    return Reworded(row, finding, before, after)


def compared(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return both wordings as runs that say where they differ; numbers and Latin words are compared whole."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    left: list[Run] = []
    right: list[Run] = []
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        same = tag == "equal" and (j - i >= _SHORTEST_COMMON or i == 0 or j == len(one))
        _append(left, "".join(one[i:j]), differs=not same)
        _append(right, "".join(other[k:m]), differs=not same)
    return tuple(left), tuple(right)


def _append(runs: list[Run], text: str, *, differs: bool) -> None:
    if not text:
        return
    if runs and runs[-1].differs == differs:
        runs[-1] = Run(runs[-1].text + text, differs)
    else:
        runs.append(Run(text, differs))
