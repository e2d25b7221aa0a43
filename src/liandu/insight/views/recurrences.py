"""Show what came back, and let it be judged, by keys."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import acts_of, require
from liandu.access.roles import Act
from liandu.insight.commands import recurrences as commands
from liandu.insight.forms.recurrences import JudgeRecurrence
from liandu.insight.models import Recurrence
from liandu.insight.queries.recurrences import RecurrenceView, opened_recurrence, recurrence_page, with_standings
from liandu.insight.states import RecurrenceState
from liandu.insight.tables.recurrences import judged_in_words, kind_tabs, recurrence_line, state_tabs
from liandu.ui.htmx import is_partial, page


@require_GET
def recurrences(request: HttpRequest) -> HttpResponse:
    """Show the pairs of findings of which one repeats the other: what waits, and what was said."""
    require(request.user, Act.INSIGHT_VIEW)
    view = RecurrenceView.of(request.GET)
    found = recurrence_page(request.user, view)
    waiting = sum(n for (state, _kind), n in found.counts.items() if state == RecurrenceState.PROPOSED)
    context = {
        "view": view,
        "lines": [recurrence_line(request.user, pair) for pair in found.rows],
        "later": found.later,
        "waiting": judged_in_words(waiting),
        "any": bool(found.counts),
        "states": state_tabs(found, view),
        "kinds": kind_tabs(found, view),
        "judges": Act.INSIGHT_JUDGE in acts_of(request.user),
        "here": view.query(),
        "form": JudgeRecurrence(),
    }
    return page(request, "insight/recurrences.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the problem came back."""
    return _judged(request, pk, commands.confirm_recurrence)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is another problem."""
    return _judged(request, pk, commands.dismiss_recurrence)


@require_POST
def reconsider(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was said."""
    commands.reconsider_recurrence(recurrence=_load(request, pk), by=request.user)
    return _line(request, pk)


def _judged(request: HttpRequest, pk: int, command: Callable[..., Any]) -> HttpResponse:
    found = _load(request, pk)
    form = JudgeRecurrence(request.POST)
    # A note that is too long is cut by the command: nobody loses a judgement over it.
    note = form.cleaned_data["note"] if form.is_valid() else request.POST.get("note", "")
    command(recurrence=found, note=note, by=request.user)
    return _line(request, pk)


def _load(request: HttpRequest, pk: int) -> Recurrence:
    require(request.user, Act.INSIGHT_VIEW)
    found = opened_recurrence(request.user, pk)
    if found is None:
        raise Http404
    return found


def _line(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the line anew; without script with the list it stood in."""
    if is_partial(request):
        pair = with_standings(request.user, [_load(request, pk)])[0]
        context = {"line": recurrence_line(request.user, pair), "here": RecurrenceView.of(request.GET).query()}
        return render(request, "insight/_recurrence.html", context)
    return redirect(f"{reverse('insight:recurrences')}?{RecurrenceView.of(request.GET).query()}")
