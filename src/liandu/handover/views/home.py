"""Where the stage begins, and the count check."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import acts_of, require
from liandu.access.roles import Act
from liandu.handover.exports import export_counts
from liandu.handover.queries import (
    MeetingsView,
    PackagesView,
    count_check,
    meeting_page,
    package_page,
    rounds_to_hand_over,
    scope_asked_for,
    scopes_for,
    tallies_of,
    tasks_for_handover,
)
from liandu.handover.tables import meetings_table, packages_table
from liandu.ui.dates import day
from liandu.ui.htmx import page

SHOWN = 6  # newest packages and meetings on the first page


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits in this stage, and its newest packages and meetings."""
    acts = acts_of(request.user)
    sees_packages, sees_meetings = Act.PACKAGE_VIEW in acts, Act.MEETING_VIEW in acts
    packages = package_page(request.user, PackagesView()).rows[:SHOWN] if sees_packages else []
    meetings = meeting_page(request.user, MeetingsView()).rows[:SHOWN] if sees_meetings else []
    context = {
        "tasks": tasks_for_handover(request.user),
        "packages": packages_table(packages, tallies=tallies_of(request.user, packages)),
        "meetings": meetings_table(meetings),
        "sees_packages": sees_packages,
        "sees_meetings": sees_meetings,
        "prepares": Act.PACKAGE_PREPARE in acts,
        "convenes": Act.MEETING_HOLD in acts,
        "rounds": rounds_to_hand_over(request.user)[:4] if Act.PACKAGE_PREPARE in acts else [],
    }
    return page(request, "handover/home.html", context)


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Show the count check of a term or a round."""
    require(request.user, Act.PACKAGE_VIEW)
    rounds = scopes_for(request.user)
    scope = scope_asked_for(rounds, request.GET)
    context = {
        "check": count_check(request.user, scope) if scope else None,
        "rounds": rounds,
        "terms": list({row.term_id: row.term for row in rounds}.values()),
        "scope": scope,
        "today": day(timezone.localdate()),
    }
    return page(request, "handover/counts.html", context)


@require_POST
def export(request: HttpRequest) -> FileResponse:
    """Send the count check of the address as a spreadsheet."""
    require(request.user, Act.PACKAGE_VIEW)
    scope = scope_asked_for(scopes_for(request.user), request.GET)
    if scope is None:
        raise Http404
    name = _("清点核对-%(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    check = count_check(request.user, scope)
    return FileResponse(export_counts(check=check, by=request.user), as_attachment=True, filename=name)
