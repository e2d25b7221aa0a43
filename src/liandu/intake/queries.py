"""Reading documents and proposals, through the reader's eyes."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.intake.models import Document, Proposal
from liandu.intake.states import State


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
