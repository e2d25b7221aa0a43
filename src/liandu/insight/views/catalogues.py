"""Catalogues: all that were issued, one of them, issuing the next, comparing two, taking one out."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.insight import commands
from liandu.insight.exports.catalogues import catalogue_docx, catalogue_xlsx
from liandu.insight.forms.common_problems import IssueCatalogue
from liandu.insight.models import Catalogue
from liandu.insight.queries.catalogues import (
    catalogue_lines,
    catalogue_list,
    catalogues_for,
    compared,
    settled_commons,
)
from liandu.insight.tables.common_problems import catalogue_table, frozen_line, frozen_table
from liandu.inspections.queries import terms_for
from liandu.ui.dates import day
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number
from liandu.ui.reasons import refusals_on

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def catalogues(request: HttpRequest) -> HttpResponse:
    """Show every catalogue that was issued."""
    require(request.user, Act.INSIGHT_VIEW)
    rows = catalogue_list(request.user)
    context = {"rows": rows, "table": catalogue_table(rows), "may_settle": may(request.user, Act.INSIGHT_SETTLE)}
    return page(request, "insight/catalogues.html", context)


def load_catalogue(request: HttpRequest, pk: int) -> Catalogue:
    """Return a catalogue; not found where there is none."""
    require(request.user, Act.INSIGHT_VIEW)
    found = catalogues_for(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
def catalogue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a catalogue as it was issued."""
    found = load_catalogue(request, pk)
    lines = [frozen_line(one.line, one.cases) for one in catalogue_lines(request.user, found)]
    context = {
        "catalogue": found,
        "lines": lines,
        "table": frozen_table(lines),
        "issued_on": day(timezone.localdate(found.issued_at)),
        "earlier": catalogues_for(request.user).filter(pk__lt=found.pk).first(),
    }
    return page(request, "insight/catalogue.html", context)


@require_http_methods(["GET", "POST"])
def issue_catalogue(request: HttpRequest) -> HttpResponse:
    """Issue the next version of a term's catalogue from what is settled."""
    require(request.user, Act.INSIGHT_SETTLE)
    settled, terms = settled_commons(), terms_for(request.user)
    newest = terms.first()
    n = len(settled)
    named = ngettext("%(term)s共性问题目录（%(n)s 类）", "%(term)s共性问题目录（%(n)s 类）", n)
    name = named % {"term": newest or "", "n": n}
    data = request.POST if request.method == "POST" else None
    form = IssueCatalogue(data, terms=terms, settled=settled, initial={"term": newest, "name": name})
    if form.is_valid():
        with refusals_on(form):
            made = commands.issue_catalogue(
                term=form.cleaned_data["term"], name=form.cleaned_data["name"], commons=form.chosen(), by=request.user
            )
            messages.success(request, _("已发布。这一版以后不再变动。"))
            return redirect("insight:catalogue", made.pk)
    context = {"form": form, "settled": settled}
    return page(request, "insight/issue_catalogue.html", context, status=422 if form.errors else 200)


@require_GET
def compare_catalogues(request: HttpRequest) -> HttpResponse:
    """Show what was added, gone and renamed between two catalogues; without a choice the two newest."""
    require(request.user, Act.INSIGHT_VIEW)
    rows = list(catalogues_for(request.user))
    by_key = {row.pk: row for row in rows}
    after = by_key.get(whole_number(request.GET.get("after", "")) or 0, rows[0] if rows else None)
    older = next((row for row in rows if after is not None and row.pk < after.pk), None)
    before = by_key.get(whole_number(request.GET.get("before", "")) or 0, older)
    context = {
        "rows": rows,
        "before": before,
        "after": after,
        "found": compared(before, after) if before and after else None,
    }
    return page(request, "insight/compare_catalogues.html", context)


@require_GET
def catalogue_file(request: HttpRequest, form: str, pk: int) -> HttpResponseBase:
    """Hand a catalogue out as a Word document or a spreadsheet; journaled."""
    found = load_catalogue(request, pk)
    name = f"{found.name}.{form}"
    if form == "xlsx":
        return FileResponse(catalogue_xlsx(catalogue=found, by=request.user), as_attachment=True, filename=name)
    if form != "docx":
        raise Http404
    response = HttpResponse(catalogue_docx(catalogue=found, by=request.user), content_type=DOCX)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
