"""Signing, line by line: the page of a line, the acts on it, and what becomes of refused lines."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from liandu.access.denials import Denied
from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.handover import commands
from liandu.handover.forms import AcceptLine, GiveReason, NoteDiscrepancy
from liandu.handover.models import Line, LineKind, Purpose
from liandu.handover.queries import (
    LinesView,
    findings_seen,
    line_page,
    lines_asked_for,
    lines_for,
    packages_for,
    prepares,
    reads_original,
    sent_again_as,
    signs,
)
from liandu.handover.states import LineState
from liandu.handover.tables import line_rows, lines_table
from liandu.handover.views.packages import history_since, package_facts
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.ui.htmx import is_partial, page
from liandu.ui.reasons import refusals_on


@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """Show lines of all packages within reach: what a number of the count check counts, clocks, refused lines."""
    require(request.user, Act.PACKAGE_VIEW)
    view = LinesView.of(request.GET)
    found = line_page(request.user, view)
    states = [*LineState.choices, ("unsettled", _("拒收退回待处理"))]
    clocks = [("running", _("待答复")), ("near", _("将到期")), ("overdue", _("已逾期")), ("answered", _("已答复"))]
    sends_again = view.state == "unsettled" and view.package and may(request.user, Act.PACKAGE_PREPARE)
    context = {
        "view": view,
        "table": lines_table(found.rows),
        "total": lines_asked_for(request.user, view).count(),
        "older": found.older,
        "hidden": [(name, getattr(view, name)) for name in ("term", "round", "meeting", "package")],
        "filters": [
            ("state", _("签收情况"), _("全部"), states, view.state),
            ("kind", _("种类"), _("全部种类"), LineKind.choices, view.kind),
            ("purpose", _("事由"), _("全部事由"), Purpose.choices, view.purpose),
            ("due", _("答复"), _("全部"), clocks, view.due),
        ],
        "unsettled": found.rows if sends_again else [],
    }
    return page(request, "handover/lines.html", context)


@require_GET
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one line with everything that is known of it."""
    return _show(request, get_object_or_404(lines_for(request.user), pk=pk))


def _show(request: HttpRequest, row: Line, *, status: int = 200, **forms: Any) -> HttpResponse:
    made = _row(request, row)
    prepared = prepares(request.user, row.package)
    unsettled = row.state in {LineState.REFUSED, LineState.RETURNED} and not row.dropped_reason and not made.again
    context = {
        "row": made,
        "line": row,
        "package": row.package,
        "prepares": prepared,
        "unsettled": prepared and unsettled,
        "accept_form": AcceptLine(),
        "refuse_form": GiveReason(prefix="refuse"),
        "return_form": GiveReason(prefix="return"),
        "drop_form": GiveReason(prefix="drop"),
        "differ_form": NoteDiscrepancy(),
        "history": history_since(row, row.package, whole=prepared),
        **forms,
    }
    return page(request, "handover/line.html", context, status=status)


def _row(request: HttpRequest, row: Line) -> Any:
    acts_for = signs(request.user, row.package)
    return line_rows(
        [row],
        reader=request.user,
        signs=acts_for and row.package.number is not None,
        findings=findings_seen(request.user, [row]),
        again=sent_again_as(request.user, [row]),
        originals=reads_original(request.user, row),
    )[0]


def _signed(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer after a signature: the line anew and the bar above the list for htmx, the page of the package else."""
    row = get_object_or_404(lines_for(request.user), pk=pk)
    if not is_partial(request):
        return redirect(f"{reverse('handover:package', args=[row.package_id])}?from={_begin(row)}#line-{row.pk}")
    whole = get_object_or_404(packages_for(request.user), pk=row.package_id)
    context = {**package_facts(request, whole), "row": _row(request, row), "after_signing": True}
    return page(request, "handover/_signed.html", context)


def _begin(row: Line) -> int:
    return (row.position - 1) // 100 * 100 + 1


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for a line."""
    row = get_object_or_404(lines_for(request.user), pk=pk)
    form = AcceptLine(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    commands.accept_line(line=row, note=note, by=request.user)
    return _signed(request, pk)


@require_POST
def accept_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for everything that is still open."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    n = commands.accept_rest(package=row, by=request.user)
    messages.success(request, ngettext("已签收 %(n)s 项。", "已签收 %(n)s 项。", n) % {"n": n})
    return redirect("handover:package", pk)


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a line, for a reason."""
    row = get_object_or_404(lines_for(request.user), pk=pk)
    form = GiveReason(request.POST, prefix="refuse")
    if form.is_valid():
        with refusals_on(form):
            commands.refuse_line(line=row, **form.cleaned_data, by=request.user)
            return _signed(request, pk)
    require(request.user, Act.PACKAGE_SIGN, subject=row.package)
    return _not_written(request, row, form, refuse_form=form)


@require_POST
def differ(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that what came is not what the list says."""
    row = get_object_or_404(lines_for(request.user), pk=pk)
    form = NoteDiscrepancy(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.note_discrepancy(line=row, **form.cleaned_data, by=request.user)
            return _signed(request, pk)
    require(request.user, Act.PACKAGE_SIGN, subject=row.package)
    return _not_written(request, row, form, differ_form=form)


def _not_written(request: HttpRequest, row: Line, form: Any, **forms: Any) -> HttpResponse:
    """Answer with the form's faults: on the page of the line, or as a notice where only the line was asked for."""
    if is_partial(request):
        sentence = next(iter(form.errors.values()))[0]
        raise Refusal("form.invalid", gettext_noop("没有写入：%(fault)s"), fault=str(sentence))
    row.refresh_from_db()
    return _show(request, row, status=422, **forms)


@require_POST
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an accepted line to the sender, for a reason."""
    row = get_object_or_404(lines_for(request.user), pk=pk)
    form = GiveReason(request.POST, prefix="return")
    if form.is_valid():
        with refusals_on(form):
            commands.return_line(line=row, **form.cleaned_data, by=request.user)
            return _signed(request, pk)
    require(request.user, Act.PACKAGE_SIGN, subject=row.package)
    return _not_written(request, row, form, return_form=form)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong signature back."""
    row = get_object_or_404(lines_for(request.user), pk=pk)
    commands.undo_signature(line=row, by=request.user)
    return _signed(request, pk)


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put refused or returned lines of a package on a supplementary list."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    require(request.user, Act.PACKAGE_PREPARE, unit=row.sender, subject=row)
    keys = [key for key in request.POST.getlist("line") if key.isascii() and key.isdigit() and len(key) < 19]
    chosen = lines_for(request.user).filter(package=row, pk__in=keys).order_by("position")
    supplement = commands.send_again(package=row, lines=chosen, by=request.user)
    messages.success(request, _("已列入补充移交，更正后发出。"))
    return redirect("handover:package", supplement.pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a refused or returned line rest, for a reason."""
    row = get_object_or_404(lines_for(request.user), pk=pk)
    form = GiveReason(request.POST, prefix="drop")
    if form.is_valid():
        with refusals_on(form):
            commands.drop_line(line=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已注明不再移交。"))
            return redirect("handover:line", pk)
    require(request.user, Act.PACKAGE_PREPARE, unit=row.package.sender, subject=row.package)
    return _show(request, row, status=422, drop_form=form)


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the original that a line hands over, to who signs for the recipient; journaled."""
    row = get_object_or_404(lines_for(request.user), pk=pk)
    if not reads_original(request.user, row) or row.material is None or row.material.file is None:
        raise Denied(
            "access.denied",
            gettext_noop("这里只向接收单位提供已移交材料的原件；拒收、退回的不再提供。"),
            act=str(Act.PACKAGE_SIGN),
            subject=subject_of(row.package),
        )
    answer = send_file(row.material.file.path, name=row.material.filename)
    commands.note_original_taken(line=row, by=request.user)
    return answer


def send_file(path: Any, *, name: str) -> FileResponse:
    """Return a stored file as a download, never shown in the browser."""
    try:
        content = path.open("rb")
    except FileNotFoundError:
        sentence = gettext_noop("存储里找不到这份原件，请告诉系统管理员。编号 %(sha256)s。")
        raise Refusal("file.lost", sentence, sha256=path.name[:12]) from None
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return FileResponse(
        content, as_attachment=True, filename=name, content_type="application/octet-stream", headers=headers
    )
