"""A document on its way: received, claimed by a worker, read or failed."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.commands import Received, receive_material
from liandu.inspections.models import Inspection
from liandu.intake.models import Document, DocumentText, Proposal
from liandu.intake.rules import closest, folded, unit_meant
from liandu.intake.states import LIVE, READING, Reading, ReadingAct, State
from liandu.intake.texts import packed_blocks, packed_tables
from liandu.intake.understanding.results import ProposedProblem, Understanding
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop, parts_of
from liandu.orgs.models import Unit
from liandu.papers.blocks import Paper

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5


@transaction.atomic
def receive_document(*, by: Any, **material: Any) -> Received:
    """Receive material (arguments as receive_material) and put it on the list of documents to read."""
    received = receive_material(by=by, **material)
    if received.is_new:
        document = Document.objects.create(material=received.material)
        record(act="document.listed", subject=document, by=by, facts={"title": received.material.title})
    return received


@transaction.atomic
def claim_documents(*, worker: str, most: int) -> list[Document]:
    """Give ``worker`` a lease on up to ``most`` documents that wait or whose lease ran out, oldest first.

    Each is claimed by a conditional update, so two workers never hold the same one. A document that was claimed too
    often without an end (its reading kills the worker) is failed with a sentence instead.
    """
    now = timezone.now()
    due = Q(state=Reading.WAITING) | Q(state=Reading.READING, lease_until__lt=now)
    claimed = []
    for document in Document.objects.filter(due, material__state="kept").order_by("pk")[:most]:
        state = READING.after(state=document.state, act=ReadingAct.CLAIM)
        taken = Document.objects.filter(due, pk=document.pk, attempts=document.attempts).update(
            state=state, worker=worker, lease_until=now + LEASE, attempts=document.attempts + 1
        )
        if not taken:
            continue
        record(
            act="document.claimed",
            subject=document,
            by=None,
            facts={"worker": worker, "attempt": document.attempts + 1},
        )
        document.refresh_from_db()
        if document.attempts > MOST_ATTEMPTS:
            _fail(document, Refusal("document.interrupted", gettext_noop("读取多次中断，请检查文件后重新读取。")))
        else:
            claimed.append(document)
    return claimed


@transaction.atomic
def keep_lease(*, document: Document, worker: str) -> bool:  # a lease is no act of anybody: not journaled
    """Prolong the lease of ``worker``; return False when it was lost."""
    held = Document.objects.filter(pk=document.pk, state=Reading.READING, worker=worker)
    return bool(held.update(lease_until=timezone.now() + LEASE))


@transaction.atomic
def end_leases(*, workers: set[str]) -> int:  # a lease is no act of anybody: not journaled
    """End the leases of workers that are known to be dead, so that nobody waits for them; return how many."""
    held = Document.objects.filter(state=Reading.READING, worker__in=workers)
    return held.update(lease_until=timezone.now())


@transaction.atomic
def fail_document(*, document: Document, worker: str, refusal: Refusal) -> bool:
    """Note why the document cannot be read; return False when the lease was lost meanwhile."""
    held = Document.objects.filter(pk=document.pk, state=Reading.READING, worker=worker).select_for_update().first()
    if held is None:
        return False
    _fail(held, refusal)
    return True


def _fail(document: Document, refusal: Refusal) -> None:
    document.state = READING.after(state=document.state, act=ReadingAct.FAIL)
    document.failure = {"code": refusal.code, "sentence": refusal.sentence, "facts": refusal.facts}
    document.worker, document.lease_until = "", None
    document.save(update_fields=["state", "failure", "worker", "lease_until"])
    record(act="document.failed", subject=document, by=None, facts={"code": refusal.code})


@transaction.atomic
def read_document_again(*, document: Document, by: Any) -> Document:
    """Put a document whose reading failed back on the list."""
    require(by, Right.PROPOSAL_EDIT, unit=document.material.unit, subject=document)
    document.state = READING.after(state=document.state, act=ReadingAct.READ_AGAIN)
    document.attempts, document.failure = 0, {}
    document.save(update_fields=["state", "attempts", "failure"])
    record(act="document.listed", subject=document, by=by, facts={"title": document.material.title})
    return document


@transaction.atomic
def record_reading(*, document: Document, worker: str, paper: Paper, understanding: Understanding) -> bool:
    """Keep what was read: the text, what was found, the proposals. Return False when the lease was lost meanwhile.

    All of it in one transaction and only by the holder of the lease: a document read twice proposes once. Where the
    document corrects an earlier version, proposals that the earlier one made already are recognised, not proposed anew.
    """
    held = Document.objects.filter(pk=document.pk, state=Reading.READING, worker=worker)
    finished = held.update(
        state=READING.after(state=Reading.READING, act=ReadingAct.FINISH),
        kind=str(understanding.kind),
        found=_found(understanding, paper),
        read_at=timezone.now(),
        worker="",
        lease_until=None,
    )
    if not finished:
        return False
    DocumentText.objects.create(document=document, blocks=packed_blocks(paper), tables=packed_tables(paper))
    proposals = _propose(document, understanding)
    known = _recognise_earlier(document, proposals)
    record(
        act="document.read",
        subject=document,
        by=None,
        facts={
            "kind": str(understanding.kind),
            "leaves": sum(p.is_leaf for p in proposals),
            "known": known,
            "figures": len(understanding.figures),
        },
    )
    return True


def _found(understanding: Understanding, paper: Paper) -> dict[str, Any]:
    return {
        "units": list(understanding.units),
        "figures": [asdict(figure) for figure in understanding.figures],
        "cautions": [asdict(caution) | parts_of(caution.sentence) for caution in understanding.warnings],
        "recommendations": [asdict(mention) for mention in understanding.recommendations],
        "clue_mentions": [asdict(mention) for mention in understanding.clue_mentions],
        "remarks": [parts_of(remark) for remark in paper.remarks],
    }


def _propose(document: Document, understanding: Understanding) -> list[Proposal]:
    """Write the proposals, level by level of the tree, so that parents have keys before their children."""
    units = _units_possible(document)
    made: dict[tuple[str | None, tuple[str, ...]], Proposal] = {}
    rows: list[tuple[Proposal, ProposedProblem]] = []
    for position, problem in enumerate(understanding.problems):
        row = _proposal(document, problem, position, units)
        rows.append((row, problem))
        made[(problem.unit, problem.path)] = row
        row.parent = _parent(made, problem)
    by_depth: dict[int, list[Proposal]] = {}
    depth: dict[int, int] = {}
    for row, _problem in rows:
        depth[id(row)] = 0 if row.parent is None else depth[id(row.parent)] + 1
        by_depth.setdefault(depth[id(row)], []).append(row)
    for level in sorted(by_depth):
        for row in by_depth[level]:
            row.parent = row.parent  # take over the key that the parent has got by now
        Proposal.objects.bulk_create(by_depth[level], batch_size=200)
    return [row for row, _problem in rows]


def _parent(made: dict[tuple[str | None, tuple[str, ...]], Proposal], problem: ProposedProblem) -> Proposal | None:
    for length in range(len(problem.path) - 1, 0, -1):
        parent = made.get((problem.unit, problem.path[:length]))
        if parent is not None:
            return parent
    return None


def _proposal(document: Document, problem: ProposedProblem, position: int, units: list[Unit]) -> Proposal:
    span = problem.rectification_passage
    own = document.material.inspection.unit if document.material.inspection else None
    named = unit_meant(problem.unit, units) if problem.unit else None
    return Proposal(
        document=document,
        position=(position + 1) * 1000,  # gaps, so that added and moved proposals find a place
        path=list(problem.path),
        level=str(problem.level),
        is_leaf=problem.leaf,
        title=problem.title,
        unit=own or named,
        unit_text=(problem.unit or "")[:120],
        block=problem.passage.block,
        start=problem.passage.start,
        end=problem.passage.end,
        rectification=problem.rectification or "",
        rectification_passage=[span.block, span.start, span.end] if span else None,
        labels=dict(problem.labels),
        reason=problem.reason[:200],
    )


def _units_possible(document: Document) -> list[Unit]:
    inspections = Inspection.objects.filter(round=document.material.round).select_related("unit")
    return [inspection.unit for inspection in inspections]


def _recognise_earlier(document: Document, proposals: list[Proposal]) -> int:
    """Tie proposals to those of the version that this document corrects; return how many were known already."""
    earlier_material = document.material.corrects
    if earlier_material is None:
        return 0
    earlier = list(
        Proposal.objects.filter(document__material=earlier_material, is_leaf=True, state__in=LIVE).order_by("position")
    )
    by_title = {(p.unit_id, folded(p.title)): p for p in earlier}
    known = 0
    for row in proposals:
        if not row.is_leaf:
            continue
        same = by_title.get((row.unit_id, folded(row.title)))
        row.same_as = same or closest(row.title, [p for p in earlier if p.unit_id == row.unit_id])[0]
        if row.same_as is None:
            continue
        if same is not None:
            row.state, known = State.KNOWN, known + 1
        row.save(update_fields=["same_as", "state"])
    return known
