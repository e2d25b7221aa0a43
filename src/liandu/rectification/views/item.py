"""The page of one item: where it stands, the one clear next step, its parts, its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from liandu.journal.queries import history_of
from liandu.rectification.models import Item
from liandu.rectification.page_parts import parts_for, steps_for
from liandu.rectification.queries import opened_item
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page


def load_item(request: HttpRequest, pk: int) -> Item:
    """Return the item, or raise 404 where it is outside the reader's reach."""
    found = opened_item(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_GET
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item: as a page, or as the panel beside a ledger when htmx asks."""
    found = load_item(request, pk)
    context = {
        "item": found,
        "parts": parts_for(request.user, found),
        "steps": steps_for(request.user, found),
        "due_on": day(found.due_on),
        "step_due_on": day(found.step_due_on),
        "history": [(line, moment(line.at)) for line in history_of(found)],
    }
    return page(request, "rectification/item.html", context, part="rectification/_panel.html")
