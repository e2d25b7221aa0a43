"""What people do with single proposals: edit, dismiss, restore, add. Each edit names the version it was made from."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.intake.models import Document, Level, Proposal
from liandu.intake.rules import refuse_below_judged, refuse_empty_title, refuse_unless_open, refuse_without_reason
from liandu.intake.states import LIVE, MACHINE, Act, State
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.papers.blocks import Passage


class Conflict(Refusal):
    """Somebody else changed the proposal with the key ``proposal`` meanwhile; nothing was overwritten."""

    @property
    def proposal(self) -> int:
        """Return the key of the proposal that has changed."""
        return int(self.facts["proposal"])


def change(proposal: Proposal, *, version: int, by: Any, **fields: Any) -> Proposal:
    """Write ``fields`` if the proposal still has ``version``, and return it fresh; raise Conflict otherwise.

    For the commands of this room only: it journals nothing.
    """
    done = Proposal.objects.filter(pk=proposal.pk, version=version).update(
        version=F("version") + 1, changed_by=by, **fields
    )
    fresh = Proposal.objects.select_related("document__material__unit", "changed_by", "unit").get(pk=proposal.pk)
    if not done:
        raise Conflict(
            "proposal.changed_meanwhile",
            gettext_noop("这一条刚被%(who)s改过，您的修改没有写入。现在是：“%(title)s”。"),
            who=str(fresh.changed_by or ""),
            title=fresh.title,
            proposal=fresh.pk,
        )
    return fresh


def require_edit(by: Any, document: Document) -> None:
    """Raise Denied unless ``by`` may check this document's proposals."""
    require(by, Right.PROPOSAL_EDIT, unit=document.material.unit, subject=document)


def update_leaves(*parents: Proposal | None) -> None:
    """Say anew of each parent whether it is a leaf: it is one when no live child stands below it."""
    for parent in parents:
        if parent is not None:
            has_children = Proposal.objects.filter(parent=parent, state__in=LIVE).exists()
            Proposal.objects.filter(pk=parent.pk).update(is_leaf=not has_children)


@transaction.atomic
def edit_proposal(*, proposal: Proposal, title: str, version: int, by: Any) -> Proposal:
    """Give an open proposal another wording and return it; the passage stays."""
    require_edit(by, proposal.document)
    title = refuse_empty_title(title)
    refuse_unless_open(proposal)
    fresh = change(proposal, version=version, by=by, title=title)
    record(act="proposal.edited", subject=fresh, by=by, facts={"before": proposal.title, "title": title})
    return fresh


@transaction.atomic
def assign_proposal_unit(*, proposal: Proposal, unit: Unit, version: int, by: Any) -> Proposal:
    """Say which unit an open proposal, and all below it, belongs to; return it."""
    require_edit(by, proposal.document)
    refuse_unless_open(proposal)
    fresh = change(proposal, version=version, by=by, unit=unit)
    below = [p.pk for p in subtree(fresh) if p.pk != fresh.pk and p.state == State.OPEN]
    Proposal.objects.filter(pk__in=below).update(unit=unit, version=F("version") + 1, changed_by=by)
    record(act="proposal.unit_assigned", subject=fresh, by=by, facts={"unit": unit.name})
    return fresh


@transaction.atomic
def dismiss_proposals(*, proposals: Iterable[Proposal], why: str, by: Any) -> list[Proposal]:
    """Dismiss open proposals with everything open below them, for a reason; return those that were dismissed."""
    why = refuse_without_reason(why)
    dismissed: list[Proposal] = []
    done: set[int] = set()  # a heading and an item below it may be chosen together
    for proposal in proposals:
        require_edit(by, proposal.document)
        for row in subtree(proposal):
            if row.state != State.OPEN or row.pk in done:
                continue
            fresh = change(
                row, version=row.version, by=by, state=MACHINE.after(state=row.state, act=Act.DISMISS), why=why
            )
            record(act="proposal.dismissed", subject=fresh, by=by, facts={"title": fresh.title}, reason=why)
            dismissed.append(fresh)
            done.add(fresh.pk)
        update_leaves(proposal.parent)
    return dismissed


@transaction.atomic
def restore_proposal(*, proposal: Proposal, by: Any) -> Proposal:
    """Take a dismissal (or a recognition) back and return the proposal."""
    require_edit(by, proposal.document)
    state = MACHINE.after(state=proposal.state, act=Act.RESTORE)
    fresh = change(proposal, version=proposal.version, by=by, state=state, why="")
    update_leaves(fresh.parent, fresh)
    record(act="proposal.restored", subject=fresh, by=by, facts={"title": fresh.title})
    return fresh


@transaction.atomic
def add_proposal(
    *,
    document: Document,
    passage: Passage,
    title: str,
    by: Any,
    parent: Proposal | None = None,
    level: str = Level.PROBLEM,
    unit: Unit | None = None,
) -> Proposal:
    """Propose what a person marked in the text and return the proposal; below ``parent`` it stands in text order."""
    require_edit(by, document)
    title = refuse_empty_title(title)
    if parent is not None and parent.document_id != document.pk:
        raise Refusal("proposal.other_document", gettext_noop("上级条目不在这份文件里。"))
    refuse_below_judged(parent)
    _refuse_outside(document, passage)
    row = Proposal.objects.create(
        document=document,
        parent=parent,
        position=_place_between(document, parent, passage),
        path=[],
        level=level,
        is_leaf=True,
        title=title,
        unit=unit or (parent.unit if parent else None) or _own_unit(document),
        block=passage.block,
        start=passage.start,
        end=passage.end,
        reason=gettext_noop("人工标注"),
        changed_by=by,
    )
    update_leaves(parent)
    record(act="proposal.added", subject=row, by=by, facts={"title": title})
    return row


@transaction.atomic
def settle_proposals(*, proposals: Iterable[Proposal], by: Any) -> list[Proposal]:
    """Mark open leaves as accepted; for the stage that makes findings of them. Return them fresh."""
    settled = []
    for proposal in proposals:
        state = MACHINE.after(state=proposal.state, act=Act.ACCEPT)
        fresh = change(proposal, version=proposal.version, by=by, state=state)
        record(act="proposal.accepted", subject=fresh, by=by, facts={"title": fresh.title})
        settled.append(fresh)
    return settled


@transaction.atomic
def recognise_proposal(*, proposal: Proposal, known_as: str, by: Any) -> Proposal:
    """Mark an open proposal as standing in the ledger already, under the number ``known_as``; return it."""
    state = MACHINE.after(state=proposal.state, act=Act.RECOGNISE)
    fresh = change(proposal, version=proposal.version, by=by, state=state, why=known_as)
    record(act="proposal.recognised", subject=fresh, by=by, facts={"number": known_as})
    return fresh


@transaction.atomic
def release_proposal(*, proposal: Proposal, by: Any) -> Proposal:
    """Let an accepted proposal be judged anew, because its finding was withdrawn; return it."""
    state = MACHINE.after(state=proposal.state, act=Act.RELEASE)
    fresh = change(proposal, version=proposal.version, by=by, state=state)
    record(act="proposal.released", subject=fresh, by=by, facts={"title": fresh.title})
    return fresh


def subtree(top: Proposal) -> list[Proposal]:
    """Return ``top`` and all below it, parents first, read level by level."""
    found, layer = [top], [top.pk]
    while layer:
        rows = list(Proposal.objects.filter(parent__in=layer).select_related("document__material__unit", "parent"))
        found += rows
        layer = [row.pk for row in rows]
    return found


def _place_between(document: Document, parent: Proposal | None, passage: Passage) -> int:
    """Return a position below ``parent`` behind the last proposal that begins before ``passage``, before the next."""
    rows = Proposal.objects.filter(document=document, parent=parent).exclude(state=State.REPLACED)
    before, behind = 0, None
    for position, block, start in rows.order_by("position").values_list("position", "block", "start"):
        if (block, start) <= (passage.block, passage.start):
            before, behind = position, None
        elif behind is None:
            behind = position
    return before + 1000 if behind is None else (before + behind) // 2


def _own_unit(document: Document) -> Unit | None:
    inspection = document.material.inspection
    return inspection.unit if inspection else None


def _refuse_outside(document: Document, passage: Passage) -> None:
    blocks = document.text.blocks
    inside = 0 <= passage.block < len(blocks) and 0 <= passage.start < passage.end <= len(blocks[passage.block]["text"])
    if not inside:
        raise Refusal("proposal.passage_outside", gettext_noop("选中的文字不在这份文件里，请重新选择。"))
