"""Reading documents and proposals, through the reader's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.inspections.models import Inspection, Material, Round
from liandu.inspections.states import State as MaterialState
from liandu.intake.models import Document, Proposal
from liandu.intake.states import Reading, State
from liandu.orgs.models import Unit


def documents_for(reader: Any) -> QuerySet[Document]:
    """Return the documents the reader may check, with counts of leaves: ``leaves``, ``open_leaves``, ``accepted``."""
    leaves = Q(proposals__is_leaf=True) & ~Q(proposals__state=State.REPLACED)
    rows = Document.objects.select_related(
        "material__unit", "material__round", "material__inspection__unit", "material__file"
    ).annotate(
        leaves=Count("proposals", filter=leaves),
        open_leaves=Count("proposals", filter=leaves & Q(proposals__state=State.OPEN)),
        accepted=Count("proposals", filter=leaves & Q(proposals__state=State.ACCEPTED)),
    )
    return visible(rows, reader, Act.PROPOSAL_VIEW, unit="material__unit")


def readable_documents_for(reader: Any) -> QuerySet[Document]:
    """Return the documents whose material the reader may read (wider than who may check proposals)."""
    rows = Document.objects.select_related("material__unit", "material__round", "material__file")
    return visible(rows, reader, Act.MATERIAL_VIEW, unit="material__unit")


def proposals_for(reader: Any) -> QuerySet[Proposal]:
    """Return the proposals of documents the reader may check."""
    rows = Proposal.objects.select_related(
        "document__material__unit",
        "document__material__round__term",
        "document__material__inspection__unit",
        "document__text",
        "unit",
        "parent",
        "changed_by",
    )
    return visible(rows, reader, Act.PROPOSAL_VIEW, unit="document__material__unit")


def leaves_to_check(reader: Any) -> QuerySet[Proposal]:
    """Return the leaves that nobody has judged yet, of kept documents that were read and that the reader may check."""
    documents = visible(Document.objects.all(), reader, Act.PROPOSAL_VIEW, unit="material__unit")
    read = documents.filter(state=Reading.READ, material__state=MaterialState.KEPT)
    return Proposal.objects.filter(document__in=read.values("pk"), is_leaf=True, state=State.OPEN)


def documents_failed(reader: Any) -> QuerySet[Document]:
    """Return the kept documents that could not be read, as far as the reader may check them."""
    documents = visible(Document.objects.all(), reader, Act.PROPOSAL_VIEW, unit="material__unit")
    return documents.filter(state=Reading.FAILED, material__state=MaterialState.KEPT)


UNDER_WAY = (Reading.WAITING, Reading.READING)
STAGES = {
    "to_read": Q(state__in=UNDER_WAY),
    "to_check": Q(state=Reading.READ, open_leaves__gt=0),
    "checked": Q(state=Reading.READ, open_leaves=0),
    "failed": Q(state=Reading.FAILED),
}


def listed_documents(
    reader: Any,
    *,
    round: Round | None = None,  # noqa: A002 - the field's term
    unit: Unit | None = None,
    stage: str = "",
) -> QuerySet[Document]:
    """Return the documents for the list of intake, newest first; those of withdrawn material are left out."""
    rows = documents_for(reader).exclude(material__state=MaterialState.WITHDRAWN).order_by("-pk")
    if round is not None:
        rows = rows.filter(material__round=round)
    if unit is not None:
        rows = rows.filter(material__unit=unit)
    return rows.filter(STAGES[stage]) if stage else rows


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading is: documents in all, read, failed, and still under way."""

    total: int
    read: int
    failed: int

    @property
    def under_way(self) -> int:
        """Return how many wait or are being read."""
        return self.total - self.read - self.failed


def reading_progress(reader: Any, *, round: Round | None = None, unit: Unit | None = None) -> Progress:  # noqa: A002 - the field's term
    """Return how far reading is over the documents that listed_documents() gives for the same round and unit."""
    rows = Document.objects.exclude(material__state=MaterialState.WITHDRAWN)
    rows = visible(rows, reader, Act.PROPOSAL_VIEW, unit="material__unit")
    if round is not None:
        rows = rows.filter(material__round=round)
    if unit is not None:
        rows = rows.filter(material__unit=unit)
    counted = rows.aggregate(
        total=Count("pk"),
        read=Count("pk", filter=Q(state=Reading.READ)),
        failed=Count("pk", filter=Q(state=Reading.FAILED)),
    )
    return Progress(**counted)


def documents_of(reader: Any, material: Sequence[Material]) -> list[Document]:
    """Return the documents of ``material`` that the reader may read, without what they propose."""
    rows = visible(Document.objects.all(), reader, Act.MATERIAL_VIEW, unit="material__unit")
    return list(rows.filter(material__in=material))


def documents_to_check(reader: Any, inspections: Sequence[Inspection]) -> dict[int, int]:
    """Return how many documents hold open proposals that the reader may check, by key of the inspection."""
    rows = visible(Document.objects.all(), reader, Act.PROPOSAL_VIEW, unit="material__unit")
    rows = rows.filter(
        material__inspection__in=inspections,
        material__state=MaterialState.KEPT,
        proposals__is_leaf=True,
        proposals__state=State.OPEN,
    )
    return dict(rows.order_by().values_list("material__inspection").annotate(Count("pk", distinct=True)))


def reading_workers() -> set[str]:
    """Return the workers that hold a document now."""
    return set(Document.objects.filter(state=Reading.READING).values_list("worker", flat=True))


def interrupted_before() -> bool:
    """Return whether a document that is due has been begun twice already without an end."""
    return Document.objects.filter(_due(), attempts__gte=2, material__state="kept").exists()


def documents_due() -> bool:
    """Return whether any document waits to be read, or lost its reader."""
    return Document.objects.filter(_due(), material__state="kept").exists()


def _due() -> Q:
    return Q(state=Reading.WAITING) | Q(state=Reading.READING, lease_until__lt=timezone.now())
