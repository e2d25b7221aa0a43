"""The page of one item: where it stands, the one clear next step, its parts, its history; and the page of one act."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from liandu.access.denials import Denied
from liandu.journal.queries import history_of, last_act_on
from liandu.kernel.refusals import Refusal
from liandu.rectification.looks import deadlines_of, kind_look, result_look, state_look, way_of, whose_turn
from liandu.rectification.mirror_parts import kept_in_words
from liandu.rectification.models import Item
from liandu.rectification.page_parts import parts_for, steps_for
from liandu.rectification.queries import offices_of, opened_item
from liandu.rectification.queries.closing import parties_asked
from liandu.ui.dates import moment
from liandu.ui.errors import in_words
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
    return _show(request, load_item(request, pk))


@contextmanager
def one_click(request: HttpRequest, found: Item) -> Iterator[list[HttpResponse]]:
    """Run an act of one click; where it is refused, the list holds the item's page, which says who acted in between.

    Nothing was typed that could be lost, so the page is that of the item as it is now. A denial goes on to its page.
    """
    instead: list[HttpResponse] = []
    try:
        yield instead
    except Denied:
        raise
    except Refusal as refusal:
        now = load_item(request, found.pk)
        line = last_act_on(now)
        told = {"refused": in_words(refusal), "last_act": line, "last_at": moment(line.at) if line else ""}
        instead.append(_show(request, now, status=409, **told))


def _show(request: HttpRequest, found: Item, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "item": found,
        "state": state_look(found.state),
        "kind": kind_look(found.kind),
        "result": result_look(found.result),
        "way": way_of(found),
        "turn": kept_in_words(found) or whose_turn(found, offices_of(found), parties_asked(found)),
        "deadlines": deadlines_of(found),
        "closed_at": moment(found.closed_at),
        "parts": parts_for(request.user, found),
        "steps": steps_for(request.user, found),
        "history": [(line, moment(line.at)) for line in history_of(found)],
        "back": request.headers.get("HX-Current-URL", ""),
        **more,
    }
    return page(request, "rectification/item.html", context, part="rectification/_panel.html", status=status)


def last_act(found: Item, form: Any) -> dict[str, Any]:
    """Return who did the last act on the item, for the page of a form that was refused: perhaps that is why."""
    line = last_act_on(found) if form.is_bound and form.non_field_errors() else None
    return {"last_act": line, "last_at": moment(line.at) if line else ""}


def form_page(request: HttpRequest, found: Item, form: Any, *, title: str, submit: str, **more: Any) -> HttpResponse:
    """Show the page of one act on an item: its form, with ``note`` above and ``help`` below it; 422 with faults."""
    context = {"item": found, "form": form, "title": title, "submit": submit, **last_act(found, form), **more}
    context.setdefault("back", reverse("rectification:item", args=[found.pk]))
    return page(request, "rectification/form.html", context, status=422 if form.errors else 200)
