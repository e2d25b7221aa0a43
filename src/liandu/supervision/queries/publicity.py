"""What the worker looks for; nobody reads here, so nothing starts from a reader."""

from django.utils import timezone

from liandu.rectification.models import Request
from liandu.rectification.states import RequestState

MOST = 100


def publicity_over() -> list[Request]:
    """Return the requests whose days of publicity are over, the oldest first."""
    rows = Request.objects.filter(state=RequestState.PUBLISHED, publicity_until__lt=timezone.localdate())
    return list(rows.select_related("item__unit").order_by("publicity_until", "pk")[:MOST])
