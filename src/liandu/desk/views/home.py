"""The workbench, the mark up to which one has seen what changed, and the choice of the office acted for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import acts_of, standings_of
from liandu.access.roles import Act
from liandu.desk import commands, queries
from liandu.desk.queries.news import AT_A_GLANCE, MOST_ITEMS
from liandu.kernel.tasks import Task
from liandu.ui.circumstances import SESSION_POST
from liandu.ui.dates import day, distance, moment
from liandu.ui.htmx import is_partial, page

ADMINISTRATION = frozenset({Act.ACCOUNT_MANAGE, Act.UNIT_MANAGE, Act.POST_MANAGE})
Line = tuple[queries.Bundle, str, list[tuple[Task, str]]]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, what they wait for, what changed, and the numbers within their reach."""
    acts = acts_of(request.user)
    work = queries.work_for(request.user)
    news = queries.news_for(request.user)
    numbers = queries.numbers_for(request.user)
    context = {
        "today": day(timezone.localdate()),
        "work": work,
        "lines": _lines(work.today),
        "rest": _lines(work.rest),
        "waiting": _lines(work.waiting),
        "news": news,
        "sectors": numbers.sectors,
        "units": numbers.units,
        "may_receive": Act.MATERIAL_RECEIVE in acts,
        "reads_findings": Act.FINDING_VIEW in acts,
        "keeps_house": bool(acts & (ADMINISTRATION | {Act.LOG_VIEW})),
        "has_post": bool(standings_of(request.user)),
        "most": MOST_ITEMS,
    }
    if news:
        context |= {
            "pieces": [(piece, moment(piece.at)) for piece in news.pieces[:AT_A_GLANCE]],
            "older": [(piece, moment(piece.at)) for piece in news.pieces[AT_A_GLANCE:]],
            "since": moment(news.since),
            "until": news.until.isoformat(),
        }
    return page(request, "desk/home.html", context)


def _lines(bundles: Sequence[queries.Bundle]) -> list[Line]:
    """Return each bundle with its earliest day in words, and its tasks with theirs."""
    return [(bundle, _when(bundle.due), [(task, _when(task.due)) for task in bundle.tasks]) for bundle in bundles]


def _when(due: date | None) -> str:
    return f"{day(due)} · {distance(due)}" if due else ""


@require_POST
def keep_look(request: HttpRequest) -> HttpResponse:
    """Keep that the person has seen what changed up to the moment their page shows."""
    until = _moment_of(request)
    commands.keep_look(until=until, by=request.user)
    return _look(request, {"seen": True, "until": until.isoformat()})


@require_POST
def undo_look(request: HttpRequest) -> HttpResponse:
    """Move the mark back: it still counts as not seen."""
    commands.undo_look(by=request.user)
    return _look(request, {"undone": True, "until": _moment_of(request).isoformat()})


def _look(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return page(request, "desk/_look.html", context) if is_partial(request) else redirect("desk:home")


def _moment_of(request: HttpRequest) -> Any:
    """Return the moment that the form names, now where it names none."""
    try:
        named = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        named = None
    return named if named is not None and timezone.is_aware(named) else timezone.now()


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the post (or membership, or loan) to act in, for the rest of the session."""
    chosen = request.POST.get("post", "")
    if chosen in {standing.key for standing in standings_of(request.user)}:
        request.session[SESSION_POST] = chosen
    return redirect("desk:home")
