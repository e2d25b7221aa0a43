"""What there is to prove that an item was put right, in a constant number of queries however many items are asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Max, Min, Q, Sum
from django.utils import timezone

from liandu.rectification.models import Evidence, Institution, Item, Measure, Milestone, Outcome, Progress


@dataclass(slots=True)
class Proof:
    """What there is about one item; what was corrected, withdrawn or struck does not count.

    ``evidence`` and ``institutions`` are counts by kind (EvidenceKind, InstitutionWork), ``outcomes`` sums by kind
    (OutcomeKind; money in yuan). ``older`` counts evidence older than the feedback and not marked 边巡边改.
    """

    reports: int = 0
    latest_on: date | None = None
    reported_at: datetime | None = None
    evidence: dict[str, int] = field(default_factory=dict)
    evidence_at: datetime | None = None
    older: int = 0
    outcomes: dict[str, Decimal] = field(default_factory=dict)
    institutions: dict[str, int] = field(default_factory=dict)
    measures: int = 0
    measures_done: int = 0
    milestones: int = 0
    milestones_done: int = 0
    next_milestone_on: date | None = None

    @property
    def pieces(self) -> int:
        """Return how many pieces of evidence there are."""
        return sum(self.evidence.values())

    @property
    def evidence_since_report(self) -> bool:
        """Return whether evidence came on the day of the last report or later."""
        if self.evidence_at is None or self.reported_at is None:
            return False
        return timezone.localdate(self.evidence_at) >= timezone.localdate(self.reported_at)


def proof_of(item: Item) -> Proof:
    """Return what there is about ``item``, which the caller read through the reader's eyes: six queries."""
    return proofs_of([item])[item.pk]


def proofs_of(items: Iterable[Item]) -> dict[int, Proof]:
    """Return what there is about each of ``items`` by its key: six queries, none without items."""
    found = {item.pk: Proof() for item in items}
    if not found:
        return found
    keys = list(found)
    reports = Progress.objects.filter(item__in=keys, corrected_by=None).order_by().values("item")
    for row in reports.annotate(n=Count("pk"), latest=Max("on"), at=Max("made_at")):
        proof = found[row["item"]]
        proof.reports, proof.latest_on, proof.reported_at = row["n"], row["latest"], row["at"]
    _add_evidence(found, keys)
    outcomes = Outcome.objects.filter(item__in=keys, progress__corrected_by=None).order_by()
    for item, kind, total in outcomes.values_list("item", "kind").annotate(total=Sum("amount")):
        found[item].outcomes[kind] = total
    institutions = Institution.objects.filter(item__in=keys, struck_at=None).order_by()
    for item, work, n in institutions.values_list("item", "work").annotate(n=Count("pk")):
        found[item].institutions[work] = n
    measures = Measure.objects.filter(task__entry__item__in=keys).order_by().values_list("task__entry__item")
    for item, n, done in measures.annotate(n=Count("pk"), done=Count("done_on")):
        found[item].measures, found[item].measures_done = n, done
    steps = Milestone.objects.filter(item__in=keys).order_by().values_list("item")
    next_on = Min("due_on", filter=Q(done_on=None))
    for item, n, done, following in steps.annotate(n=Count("pk"), done=Count("done_on"), next=next_on):
        proof = found[item]
        proof.milestones, proof.milestones_done, proof.next_milestone_on = n, done, following
    return found


def _add_evidence(found: dict[int, Proof], keys: list[int]) -> None:
    rows = Evidence.objects.filter(item__in=keys, withdrawn_at=None).order_by().values("item", "kind")
    older = Count("pk", filter=Q(effective_on__lt=F("item__finding__feedback_on"), during_inspection=False))
    for row in rows.annotate(n=Count("pk"), older=older, at=Max("made_at")):
        proof = found[row["item"]]
        proof.evidence[row["kind"]] = row["n"]
        proof.older += row["older"]
        proof.evidence_at = max(filter(None, (proof.evidence_at, row["at"])))
