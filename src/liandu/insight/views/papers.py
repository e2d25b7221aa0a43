"""The note on a unit's political ecology, as a page and as a paper; how papers are handed out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.insight.commands.profiles import note_note_taken
from liandu.insight.notes import Note, note_of
from liandu.insight.queries.profiles import profile_of
from liandu.insight.queries.scope import Scope, unit_in_reach
from liandu.insight.writings import note_paper
from liandu.orgs.models import Unit
from liandu.ui.htmx import page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def send_docx(content: bytes, *, name: str) -> HttpResponse:
    """Return a Word document to be saved under ``name``."""
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    response = HttpResponse(content, content_type=DOCX, headers=headers)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.docx")
    response.headers["Content-Disposition"] = disposition or ""
    return response


def _loaded(request: HttpRequest, pk: int) -> tuple[Unit, Scope, Note]:
    require(request.user, Act.INSIGHT_VIEW)
    unit = unit_in_reach(request.user, pk)
    if unit is None:
        raise Http404
    scope = Scope.of(request.GET, unit=unit)
    return unit, scope, note_of(profile_of(request.user, scope))


@require_GET
def ecology_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draft of the note on a unit; each number opens its rows."""
    unit, scope, note = _loaded(request, pk)
    context = {"unit": unit, "scope": scope, "note": note, "may_export": may(request.user, Act.LEDGER_EXPORT)}
    return page(request, "insight/ecology_note.html", context)


@require_GET
def ecology_note_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the note on a unit as a Word document; journaled."""
    require(request.user, Act.INSIGHT_VIEW)
    require(request.user, Act.LEDGER_EXPORT)
    unit, scope, note = _loaded(request, pk)
    note_note_taken(unit=unit, address=scope.page(), by=request.user)
    return send_docx(note_paper(note), name=note.title)
