"""Papers of packages to take out, and answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.handover import commands
from liandu.handover.forms import AnswerLines
from liandu.handover.models import Package
from liandu.handover.queries import due_condition, lines_for, packages_for, signs, whole_list
from liandu.handover.states import SENT, PaperState
from liandu.handover.views.signing import send_file
from liandu.handover.writings import NAMES, paper_of
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_GET
def transfer_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the transfer list, as Word or PDF (?form=pdf); journaled."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    return _paper(request, row, "list")


@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the receipt slip of what was handed over, as Word or PDF (?form=pdf); journaled."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    if row.state not in SENT:
        raise Refusal("package.no_receipt_yet", gettext_noop("还没有发出，没有签收单。"))
    return _paper(request, row, "receipt")


def _paper(request: HttpRequest, row: Package, paper: str) -> HttpResponse:
    form = request.GET.get("form", "docx")
    if form not in TYPES:
        raise Http404
    content = paper_of(row, whole_list(request.user, row), paper=paper, form=form)
    commands.note_paper_taken(package=row, paper=paper, by=request.user)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    response = HttpResponse(content, content_type=TYPES[form], headers=headers)
    name = f"{NAMES[paper]}-{row.number or row.pk}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the lines of a package that were accepted and ask for an answer."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    _may_answer(request, row)
    rows = list(lines_for(request.user).filter(due_condition("running"), package=row).order_by("position"))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AnswerLines(*sent, rows=rows)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            upload = given["file"]
            commands.answer_lines(
                package=row,
                lines=form.chosen(),
                answered_on=given["answered_on"],
                result=given["result"],
                text=given["text"],
                paper=given["paper"],
                chunks=upload.chunks() if upload else None,
                filename=upload.name if upload else "",
                by=request.user,
            )
            messages.success(request, _("已答复。"))
            return redirect("handover:package", pk)
    context: dict[str, Any] = {"package": row, "form": form, "rows": rows}
    return page(request, "handover/answer.html", context, status=422 if form.errors else 200)


def _may_answer(request: HttpRequest, row: Package) -> None:
    require(request.user, Act.PACKAGE_SIGN, subject=row)
    if not signs(request.user, row):
        raise Denied(
            "access.denied",
            gettext_noop("只有接收单位的人可以答复。"),
            act=str(Act.PACKAGE_SIGN),
            subject=subject_of(row),
        )


@require_GET
def answer_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the paper of the newest answer of a package that has one (?answer=key for another); journaled."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    answers = row.answers.exclude(file=None).select_related("file", "package").order_by("-pk")
    wanted = request.GET.get("answer", "")
    found = next((one for one in answers if not wanted or str(one.pk) == wanted), None)
    if found is None or found.file is None:
        raise Http404
    if found.paper_state == PaperState.WAITING:
        raise Refusal("answer.being_looked_at", gettext_noop("正在查看这份文件的密级标志，请稍后再下载。"))
    response = send_file(found.file.path, name=found.filename)
    commands.note_answer_taken(answer=found, by=request.user)
    return response
