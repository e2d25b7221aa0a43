"""Pages of progress: one report, many at once, a stage that is complete."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.rectification import commands
from liandu.rectification.forms.several import ReportLine, lines_of_page
from liandu.rectification.forms.working import (
    MOST_LINES,
    CompleteStage,
    ReportProgress,
    outcome_lines,
    outcomes_in,
)
from liandu.rectification.models import Item
from liandu.rectification.queries import bulk_page, items_worked_on, proof_of, report_to_correct
from liandu.rectification.rules import against_move
from liandu.rectification.rules.reporting import Report, SomeRefused, against_stage
from liandu.rectification.states import Act as Move
from liandu.rectification.views.showing import back_to, item_to_work_on, work_page
from liandu.rectification.wording import reasons_in_words
from liandu.ui.dates import day
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number
from liandu.ui.reasons import refusals_on


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress of one item; ?corrects=key corrects a report of it."""
    item = item_to_work_on(request, pk, Act.PROGRESS_REPORT)
    corrects = report_to_correct(item, whole_number(request.GET.get("corrects", "")))
    sent = request.POST if request.method == "POST" else None
    form = ReportProgress(sent, item=item, corrects=corrects)
    lines = outcome_lines(sent, corrects=corrects)
    more = sent is not None and "more" in sent
    if not more and form.is_valid() and lines.is_valid():
        with refusals_on(form):
            commands.report_progress(report=form.report(outcomes_in(lines)), by=request.user)
            messages.success(request, _("已填报。可以接着上传佐证材料。"))
            return redirect(back_to(item, "progress"))
    if more and sent is not None:  # more lines were asked for: everything typed stays, nothing is judged yet
        form, lines = _with_more_lines(item, corrects, sent)
    title = _("更正 %(day)s 的进展") % {"day": day(corrects.on)} if corrects else _("填报进展")
    words: dict[str, Any] = {"title": title, "submit": _("更正") if corrects else _("填报"), "lines": lines}
    reasons = reasons_in_words(against_move(item, Move.REPORT))
    return work_page(request, item, form, reasons=reasons, corrects=corrects, **words)


def _with_more_lines(item: Item, corrects: Any, sent: Any) -> tuple[ReportProgress, Any]:
    form = ReportProgress(item=item, corrects=corrects, initial=first_values(sent))
    n = min(whole_number(sent.get("outcome-TOTAL_FORMS", "")) or 0, MOST_LINES)
    told = [
        {name: sent.get(f"outcome-{at}-{name}", "") for name in ("kind", "amount", "unit", "note")} for at in range(n)
    ]
    return form, outcome_lines(initial=[line for line in told if line["kind"] or line["amount"] or line["note"]])


def first_values(sent: Any) -> dict[str, Any]:
    """Return what was typed as the first values of the same form."""
    several = {"done", "undone"}
    return {name: sent.getlist(name) if name in several else sent.get(name) for name in sent}


@require_http_methods(["GET", "POST"])
def complete_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a stage of an item complete; it goes on and does not count as done."""
    item = item_to_work_on(request, pk, Act.PROGRESS_REPORT)
    form = CompleteStage(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.complete_stage(item=item, **form.cleaned_data, by=request.user)
            messages.success(request, _("已登记阶段性完成。事项继续整改，不计入完成。"))
            return redirect(back_to(item))
    words = {"title": _("阶段性完成"), "submit": _("登记阶段性完成")}
    note = _("登记以后整改结果为“基本完成并持续整改”，不计入完成率的分子，事项继续整改。")
    return work_page(
        request, item, form, reasons=reasons_in_words(against_stage(item, proof_of(item))), note=note, **words
    )


@require_http_methods(["GET", "POST"])
def report_several(request: HttpRequest) -> HttpResponse:
    """Report progress of many items at once: all lines are checked, then all are written or none."""
    require(request.user, Act.PROGRESS_REPORT)
    after = request.GET.get("after", "")[:28].replace("\x00", "")
    items, later = bulk_page(request.user, after=after)
    if request.method == "POST":
        known = {str(item.pk): item for item in items_worked_on(request.user).filter(pk__in=_keys(request))}
        items = list(known.values())
        lines = lines_of_page(items, request.POST)
        if _written(request, lines):
            return redirect("rectification:report_several")
    else:
        lines = lines_of_page(items)
    wrong = any(line.errors for line in lines)
    context = {"lines": lines, "later": later, "after": after, "wrong": sum(bool(line.errors) for line in lines)}
    return page(request, "rectification/several.html", context, status=422 if wrong else 200)


def _keys(request: HttpRequest) -> list[int]:
    found = (whole_number(key) for key in request.POST.getlist("item"))
    return [key for key in found if key is not None][:200]


def _written(request: HttpRequest, lines: list[ReportLine]) -> bool:
    """Return whether every filled line was right and all were written; what stands against a line stands on it."""
    filled = [line for line in lines if line.is_filled]
    if not filled:
        messages.warning(request, _("还没有填写任何一行。"))
        return False
    wrong = [line for line in filled if not line.is_valid()]
    if wrong:
        return False
    reports: list[Report] = [line.report() for line in filled]
    try:
        made = commands.report_several(reports=reports, by=request.user)
    except SomeRefused as refusal:
        for at, why in refusal.rows.items():
            filled[at].add_error(None, in_words(why))
        return False
    n = len(made)
    messages.success(request, ngettext("已填报 %(n)s 项的进展。", "已填报 %(n)s 项的进展。", n) % {"n": n})
    return True
