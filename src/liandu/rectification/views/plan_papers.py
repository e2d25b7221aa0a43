"""A plan to take out (Word, PDF, Excel), and to bring in from a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.kernel.refusals import Refusal
from liandu.rectification import commands
from liandu.rectification.exports.plans import export_plan
from liandu.rectification.forms.plans import ImportPlan
from liandu.rectification.imports.plans import DryRun, dry_run, sealed, write_sealed
from liandu.rectification.models import Plan
from liandu.rectification.queries.plans import plan_lines
from liandu.rectification.tables.plans import LABELS, differences
from liandu.rectification.views.plans import load_plan
from liandu.rectification.writings import plan_document
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the plan as Word, PDF (?form=pdf) or Excel (?form=xlsx); journaled."""
    row = load_plan(request, pk)
    require(request.user, Act.LEDGER_EXPORT, unit=row.unit, subject=row)
    form = request.GET.get("form", "docx")
    if form not in TYPES:
        raise Http404
    lines = plan_lines(request.user, row)
    if form == "xlsx":
        content = export_plan(plan=row, lines=lines, by=request.user)
    else:
        content = plan_document(row, lines, form=form)
        commands.note_plan_taken(plan=row, form=form, rows=len(lines), by=request.user)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    response = HttpResponse(content, content_type=TYPES[form], headers=headers)
    name = f"整改方案-{row.unit}-{row.round.name}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file, show what it would change and every cell that is wrong; write only what the person confirms."""
    row = load_plan(request, pk)
    require(request.user, Act.PLAN_FILE, unit=row.unit, subject=row)
    form = ImportPlan()
    if "confirmed" in request.POST:
        try:
            n = write_sealed(plan=row, token=request.POST["confirmed"], by=request.user)
        except Denied:
            raise
        except Refusal as refusal:
            return _import_page(request, row, form, refusal=in_words(refusal))
        messages.success(request, ngettext("已写入 %(n)s 项。", "已写入 %(n)s 项。", n) % {"n": n})
        return redirect("rectification:plan", pk)
    if request.method == "POST":
        form = ImportPlan(request.POST, request.FILES)
        if form.is_valid():
            with refusals_on(form):
                upload = form.cleaned_data["file"]
                lines = plan_lines(request.user, row)
                run = dry_run(plan=row, lines=lines, chunks=upload.chunks(), name=upload.name, by=request.user)
                return _import_page(request, row, ImportPlan(), run=run)
    return _import_page(request, row, form)


def _import_page(
    request: HttpRequest, row: Plan, form: ImportPlan, *, run: DryRun | None = None, refusal: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"plan": row, "form": form, "refusal": refusal, "run": run}
    if run is not None:
        context |= {
            "proposed": [
                (
                    one.line.item,
                    differences(one.line.content, one.content),
                    _("、").join(str(LABELS[name]) for name in one.fields),
                )
                for one in run.proposed
            ],
            "wrong": [(cell.place, in_words(cell.why), cell.kept) for cell in run.wrong],
            "closed": [in_words(why) for _line, why in run.closed],
            "remarks": [_(remark) for remark in run.remarks],
            "token": sealed(run, plan=row, by=request.user) if run.proposed else "",
        }
    return page(request, "rectification/import_plan.html", context, status=422 if form.errors or refusal else 200)
