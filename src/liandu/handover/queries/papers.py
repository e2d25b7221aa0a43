"""The papers of answers that the worker has to read: asked by the machine, not by a reader."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from liandu.handover.models import Answer
from liandu.handover.states import PaperState


def papers_to_look_at() -> QuerySet[Answer]:
    """Return the answers whose papers wait to be read, or lost their worker, oldest first."""
    due = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    rows = Answer.objects.filter(due, paper_state=PaperState.WAITING).exclude(file=None)
    return rows.select_related("file", "package").order_by("pk")


def paper_workers() -> set[str]:
    """Return the workers that read papers now."""
    waiting = Answer.objects.filter(paper_state=PaperState.WAITING).exclude(worker="")
    return set(waiting.values_list("worker", flat=True))
