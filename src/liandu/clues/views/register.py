"""The register as a whole: what waits, the list, the search by name, recusals, counts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from liandu.access.queries import acts_of, may, require
from liandu.access.roles import Act
from liandu.clues import commands
from liandu.clues.beside import BESIDE_REGISTER
from liandu.clues.forms import ChooseClues, EndRecusal, Recuse, SearchNames
from liandu.clues.queries import clue_counts, recusals_for, register_page, tasks_for_clues
from liandu.clues.rules import CLOCKS
from liandu.clues.suppression import LEAST
from liandu.clues.tables import clues_table, recusals_table
from liandu.clues.views.door import OF_CLUES, OF_LISTS, ask_why, behind_the_door, sitting_of
from liandu.ui.dates import day
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

FORM = ("GET", "POST")


@behind_the_door()
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person in the register, and its places."""
    acts = acts_of(request.user)
    context = {
        "tasks": tasks_for_clues(request.user),
        "clocks": [(_(clock.since), clock.months, _(clock.basis)) for clock in CLOCKS.values()],
        "sees_lists": bool(acts & set(OF_LISTS)),
        "sees_clues": bool(acts & set(OF_CLUES)),
        "counts": Act.CLUE_COUNT in acts,
        "keeps": Act.CLUE_KEEP in acts,
        "sends": Act.CLUE_SEND in acts,
        "beside": BESIDE_REGISTER.said(request.user, None),
    }
    return page(request, "clues/home.html", context)


@behind_the_door(*OF_CLUES)
def register(request: HttpRequest) -> HttpResponse:
    """Show the clues within reach, newest number first."""
    form = ChooseClues(request.GET)
    wanted = form.wanted()
    found = register_page(request.user, wanted)
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "form": form,
        "table": clues_table(found.rows),
        "further": found.further,
        "query": query.urlencode(),
        "chosen": bool(query) or bool(wanted.before),
        "registers": may(request.user, Act.CLUE_REGISTER),
        "keeps": may(request.user, Act.CLUE_KEEP),
    }
    return page(request, "clues/register.html", context)


@behind_the_door(*OF_CLUES, methods=FORM)
def names(request: HttpRequest) -> HttpResponse:
    """Find the clues within reach that name exactly this person; journaled without the name."""
    sitting = sitting_of(request)
    if sitting is None:
        return ask_why(request)
    form = SearchNames(request.POST or None)
    context: dict[str, Any] = {"form": form, "table": None}
    if form.is_valid():
        found = commands.search_names(name=form.cleaned_data["name"], sitting=sitting, by=request.user)
        context["table"] = clues_table(found)
    return page(request, "clues/names.html", context, status=422 if form.errors else 200)


@behind_the_door(*OF_CLUES, methods=FORM)
def recusals(request: HttpRequest) -> HttpResponse:
    """Show the list of recusals, and enter one."""
    require(request.user, Act.CLUE_KEEP)
    form = Recuse(request.POST or None, reader=request.user)
    if form.is_valid():
        data = form.cleaned_data
        clue = data.pop("number")
        with refusals_on(form):
            commands.recuse(**data, clue=clue, by=request.user)
            messages.success(request, _("已登记回避。"))
            return redirect("clues:recusals")
    rows = list(recusals_for(request.user))
    context = {"table": recusals_table(rows), "form": form}
    return page(request, "clues/recusals.html", context, status=422 if form.errors else 200)


@behind_the_door(*OF_CLUES, methods=("POST",))
def end_recusal(request: HttpRequest, key: str) -> HttpResponse:
    """Let a recusal end."""
    row = recusals_for(request.user).filter(pk=key).first()
    if row is None:
        raise Http404
    form = EndRecusal(request.POST)
    if form.is_valid():
        commands.end_recusal(recusal=row, **form.cleaned_data, by=request.user)
        messages.success(request, _("已结束回避。"))
    return redirect("clues:recusals")


@behind_the_door()
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the counts that leave the wall."""
    require(request.user, Act.CLUE_COUNT)
    counts = clue_counts(request.user)
    return page(request, "clues/statistics.html", {"counts": counts, "day": day(counts.day), "least": LEAST})
