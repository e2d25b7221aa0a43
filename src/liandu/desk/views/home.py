"""The workbench, and the choice of the office acted for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import acts_of, standings_of
from liandu.access.roles import Act
from liandu.desk import queries
from liandu.ui.circumstances import SESSION_POST
from liandu.ui.htmx import page

ADMINISTRATION = frozenset({Act.ACCOUNT_MANAGE, Act.UNIT_MANAGE, Act.POST_MANAGE})


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what this person has to do, and the numbers within their reach."""
    acts = acts_of(request.user)
    context = {
        "tasks": queries.tasks_for(request.user),
        "sectors": queries.sector_totals_for(request.user) if Act.FINDING_VIEW in acts else [],
        "units": queries.units_for(request.user) if Act.FINDING_VIEW in acts else [],
        "may_receive": Act.MATERIAL_RECEIVE in acts,
        "reads_findings": Act.FINDING_VIEW in acts,
        "keeps_house": bool(acts & (ADMINISTRATION | {Act.LOG_VIEW})),
        "has_post": bool(standings_of(request.user)),
    }
    return page(request, "desk/home.html", context)


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the post (or membership, or loan) to act in, for the rest of the session."""
    chosen = request.POST.get("post", "")
    if chosen in {standing.key for standing in standings_of(request.user)}:
        request.session[SESSION_POST] = chosen
    return redirect("desk:home")
