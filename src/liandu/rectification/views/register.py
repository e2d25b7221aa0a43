"""Pages of the register of institutions."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.rectification import commands
from liandu.rectification.exports.register import export_register
from liandu.rectification.forms.working import GiveReason, RecordInstitution, ReviewInstitution
from liandu.rectification.models import Institution, InstitutionWork
from liandu.rectification.queries import (
    RegisterView,
    counts_of_register,
    institutions_for,
    register_page,
    units_of_register,
)
from liandu.rectification.rules.reporting import against_work
from liandu.rectification.states import State
from liandu.rectification.tables.register import register_table
from liandu.rectification.views.showing import back_to, item_to_work_on, work_page
from liandu.rectification.wording import reasons_in_words
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def record_institution(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an institution that came of an item."""
    item = item_to_work_on(request, pk, Act.PROGRESS_REPORT)
    form = RecordInstitution(request.POST if request.method == "POST" else None, item=item)
    if form.is_valid():
        with refusals_on(form):
            commands.record_institution(item=item, **form.cleaned_data, by=request.user)
            messages.success(request, _("已登记到制度台账，成效中的制度数随之增加。"))
            return redirect(back_to(item, "institutions"))
    words = {"title": _("登记制度"), "submit": _("登记")}
    note = _("新建、修订、废止的制度按台账计数。一项制度只登记一次，其他事项用到它时上传文本作佐证。")
    return work_page(request, item, form, reasons=reasons_in_words(against_work(item)), note=note, **words)


@require_GET
def institutions(request: HttpRequest) -> HttpResponse:
    """Show the register within reach, newest first."""
    require(request.user, Act.ITEM_VIEW)
    view = RegisterView.of(request.GET)
    rows, older = register_page(request.user, view)
    counts = counts_of_register(request.user, view)
    units = [(str(unit.pk), str(unit)) for unit in units_of_register(request.user)]
    seen = [("unseen", _("还没有检查")), ("yes", _("得到执行")), ("no", _("没有得到执行"))]
    context = {
        "view": view,
        "table": register_table(rows),
        "older": older,
        "counts": [(label, counts.get(value, 0)) for value, label in InstitutionWork.choices],
        "filters": [
            ("work", _("方式"), _("全部方式"), InstitutionWork.choices, view.work),
            ("unit", _("单位"), _("全部单位"), units if len(units) > 1 else [], view.unit),
            ("seen", _("执行检查"), _("不限"), seen, view.seen),
        ],
        "exports": may(request.user, Act.LEDGER_EXPORT),
        "address": view.address(),
    }
    return page(request, "rectification/register.html", context)


@require_POST
def export_institutions(request: HttpRequest) -> HttpResponseBase:
    """Hand out the register as on the page, as a spreadsheet; journaled."""
    require(request.user, Act.LEDGER_EXPORT)
    content = export_register(view=RegisterView.of(request.GET), by=request.user)
    name = _("制度台账") + f"-{timezone.localdate():%Y%m%d}.xlsx"
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX, headers=headers)


@require_GET
def institution(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one institution with the reviews of how it is carried out."""
    row = get_object_or_404(institutions_for(request.user), pk=pk)
    return _show(request, row)


def _show(request: HttpRequest, row: Institution, *, status: int = 200, **forms: BaseForm) -> HttpResponse:
    item, unit = row.item, row.unit
    own = may(request.user, Act.PROGRESS_REPORT, unit)
    context: dict[str, Any] = {
        "row": row,
        "dated": day(row.dated),
        "in_force": day(row.in_force_on),
        "made": f"{row.made_by} · {moment(row.made_at)}",
        "reviews": [(review, day(review.on), str(review.made_by)) for review in row.reviews.select_related("made_by")],
        "reviews_it": row.struck_at is None and (own or may(request.user, Act.SITE_CHECK, unit)),
        "strikes": own and row.struck_at is None and item.state == State.RECTIFYING,
        "review_form": ReviewInstitution(),
        "strike_form": GiveReason(prefix="strike"),
        **forms,
    }
    return page(request, "rectification/institution.html", context, status=status)


@require_POST
def review_institution(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was found about carrying an institution out."""
    row = get_object_or_404(institutions_for(request.user), pk=pk)
    form = ReviewInstitution(request.POST)
    own = may(request.user, Act.PROGRESS_REPORT, row.unit)
    require(request.user, Act.PROGRESS_REPORT if own else Act.SITE_CHECK, unit=row.unit, subject=row.item)
    if form.is_valid():
        with refusals_on(form):
            commands.review_institution(institution=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已登记检查情况。"))
            return redirect("rectification:institution", pk)
    return _show(request, row, status=422, review_form=form)


@require_POST
def strike_institution(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an institution that was entered wrongly out of the count."""
    row = get_object_or_404(institutions_for(request.user), pk=pk)
    require(request.user, Act.PROGRESS_REPORT, unit=row.unit, subject=row.item)
    form = GiveReason(request.POST, prefix="strike")
    if form.is_valid():
        with refusals_on(form):
            commands.strike_institution(institution=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已注销这项登记，不再计数。"))
            return redirect("rectification:institution", pk)
    return _show(request, row, status=422, strike_form=form)
