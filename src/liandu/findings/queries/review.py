"""The review page as data: the tree with its counts, what each line is and what to look at, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from liandu.findings.models import Finding
from liandu.findings.queries.findings import findings_for
from liandu.findings.queries.tree import Branch, branches, shown_parent, stamp_of
from liandu.findings.rules import doubts_about, parts_suggested
from liandu.inspections.queries import inspections_for
from liandu.intake.models import Document, Proposal
from liandu.intake.queries import documents_for, readable_documents_for
from liandu.intake.rules import folded
from liandu.intake.states import Reading, State
from liandu.intake.wording import found_in_words
from liandu.orgs.models import Unit

SHAPES = {State.OPEN: "○", State.ACCEPTED: "●", State.KNOWN: "◉", State.DISMISSED: "⊘"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree, ready to show.

    ``ordinal`` is the number as printed, "" where nothing is printed; ``address`` all ordinals from the top;
    ``stated`` what the document's labels say, by the label's stem; ``parts`` the lines that splitting would begin with;
    ``finding`` the entry of the ledger that it became or is; ``total`` and ``open`` count the leaves below.
    """

    proposal: Proposal
    depth: int
    shape: str
    state: str
    ordinal: str
    address: str
    stated: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    parts: str
    finding: Finding | None
    total: int
    open: int
    doubtful_below: bool
    is_first: bool

    @property
    def is_open(self) -> bool:
        """Return whether something is left to judge here."""
        return self.open > 0

    @property
    def checked(self) -> int:
        """Return how many of the leaves below have been judged."""
        return self.total - self.open


@dataclass(frozen=True, slots=True)
class Review:
    """The tree of one document with its counts, all over leaves; a dismissed leaf counts as checked."""

    document: Document
    rows: tuple[Row, ...]
    stamp: str
    total: int
    open: int
    accepted: int
    known: int
    dismissed: int
    doubtful: int
    waiting_for_unit: int
    has_many_units: bool

    @property
    def checked(self) -> int:
        """Return how many leaves have been judged."""
        return self.total - self.open

    @property
    def acceptable(self) -> int:
        """Return how many leaves could be accepted at once now."""
        return self.open - self.waiting_for_unit

    @property
    def is_done(self) -> bool:
        """Return whether there was something to judge and nothing is left."""
        return self.total > 0 and self.open == 0


def document_to_review(reader: Any, pk: int, *, with_text: bool = True) -> Document | None:
    """Return a document whose material the reader may read; None when it is outside the reach.

    Whether the reader may check proposals is a question of its own: inside the reach it is answered with 403.
    """
    text = ("text",) if with_text else ()
    rows = readable_documents_for(reader).select_related(
        *text, "material__unit", "material__inspection__unit", "material__round__term", "material__corrects__document"
    )
    return rows.filter(pk=pk).first()


def review_of(document: Document, proposals: Sequence[Proposal], reader: Any) -> Review:
    """Return the tree of ``document`` from its ``proposals`` (see tree.proposals_of), as ``reader`` may see it."""
    tree = branches(proposals)
    entries = _ledger_entries(proposals, reader)
    titles = _titles_seen(tree)
    found = found_in_words(document.found)
    doubts = {b.proposal.pk: tuple(doubts_about(b.proposal, found=found, alike=titles[_key(b.proposal)])) for b in tree}
    leaves = [b.proposal for b in tree if b.proposal.is_leaf]
    many = document.material.inspection is None
    return Review(
        document=document,
        rows=tuple(_row(branch, at, tree, doubts, entries) for at, branch in enumerate(tree)),
        stamp=stamp_of(proposals),
        total=len(leaves),
        open=sum(row.state == State.OPEN for row in leaves),
        accepted=sum(row.state == State.ACCEPTED for row in leaves),
        known=sum(row.state == State.KNOWN for row in leaves),
        dismissed=sum(row.state == State.DISMISSED for row in leaves),
        doubtful=sum(bool(doubts[row.pk]) for row in leaves),
        waiting_for_unit=sum(row.state == State.OPEN and row.unit_id is None for row in leaves),
        has_many_units=many,
    )


def _key(row: Proposal) -> tuple[int | None, str]:
    return row.unit_id, folded(row.title)


def _titles_seen(tree: Sequence[Branch]) -> dict[tuple[int | None, str], int]:
    """Return how many live leaves of a unit carry a title; 1 for all that is no leaf."""
    seen: dict[tuple[int | None, str], int] = {}
    for branch in tree:
        counts = branch.proposal.is_leaf and branch.proposal.state != State.DISMISSED
        seen[_key(branch.proposal)] = seen.get(_key(branch.proposal), 0) + counts
    return seen


def _row(
    branch: Branch,
    at: int,
    tree: Sequence[Branch],
    doubts: Mapping[int, tuple[str, ...]],
    entries: Mapping[int, Finding],
) -> Row:
    row = branch.proposal
    printed = [ordinal for ordinal in row.path if not ordinal.startswith("#")]
    finding = entries.get(row.pk)
    is_own = bool(row.path) and not str(row.path[-1]).startswith("#")
    return Row(
        proposal=row,
        depth=branch.depth,
        shape=SHAPES.get(State(row.state), "○") if row.is_leaf else "",
        state=_state_word(row, finding),
        ordinal=printed[-1] if is_own else "",
        address="".join(printed),
        stated=tuple((key, str(value)) for key, value in row.labels.items() if value),
        doubts=doubts[row.pk],
        parts="\n".join(parts_suggested(row.title)) if row.is_leaf and row.state == State.OPEN else "",
        finding=finding,
        total=len(branch.leaves),
        open=len(branch.open_leaves),
        doubtful_below=any(doubts[leaf.pk] for leaf in branch.leaves),
        is_first=at == 0 or shown_parent(tree[at - 1].proposal) != shown_parent(row),
    )


def _state_word(row: Proposal, finding: Finding | None) -> str:
    """Return the state in words; a recognised row of a corrected document may continue an unconfirmed one."""
    if not row.is_leaf:
        return row.get_level_display()
    if row.state == State.KNOWN and finding is None and not row.why:
        return _("上一版已拟录，尚未确认")
    return row.get_state_display()


def _ledger_entries(proposals: Sequence[Proposal], reader: Any) -> dict[int, Finding]:
    """Return, by proposal, the confirmed finding it became, or the one it was recognised as; one query."""
    chains = {row.pk: [row.pk, *_earlier(row)] for row in proposals}
    numbers = {row.why for row in proposals if row.state == State.KNOWN and row.why}
    keys = {key for chain in chains.values() for key in chain}
    if not keys:
        return {}
    rows = findings_for(reader).filter(Q(proposal__in=keys) | Q(number__in=numbers), state="confirmed")
    by_proposal: dict[int, Finding] = {}
    by_number: dict[str, Finding] = {}
    for finding in rows.only("pk", "number", "proposal_id", "title"):
        by_number[finding.number] = finding
        if finding.proposal_id:
            by_proposal[finding.proposal_id] = finding
    entries: dict[int, Finding] = {}
    for row in proposals:
        recognised = by_number.get(row.why) if row.state == State.KNOWN else None
        entry = recognised or next((by_proposal[key] for key in chains[row.pk] if key in by_proposal), None)
        if entry is not None:
            entries[row.pk] = entry
    return entries


def _earlier(row: Proposal) -> list[int]:
    """Return the keys of the proposals of the two earlier versions that ``row`` continues."""
    if row.same_as is None:
        return []
    return [row.same_as.pk, *([row.same_as.same_as_id] if row.same_as.same_as_id else [])]


def units_to_choose(document: Document, reader: Any) -> list[Unit]:
    """Return the units that a proposal of ``document`` may belong to: those inspected in its round, in tree order."""
    if document.material.inspection is not None:
        return []
    rows = inspections_for(reader).filter(round=document.material.round).order_by("unit__path")
    return [inspection.unit for inspection in rows]


def next_to_check(reader: Any, *, after: Document) -> Document | None:
    """Return the next document with something open, those of the same round first; None when all is done."""
    waiting = documents_for(reader).filter(Q(open_leaves__gt=0), state=Reading.READ).exclude(pk=after.pk)
    rows = list(waiting.order_by("-material__round__since", "pk")[:50])
    same_round = [row for row in rows if row.material.round_id == after.material.round_id]
    return next(iter(same_round or rows), None)
