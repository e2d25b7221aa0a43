"""Pages of rounds, inspections and material."""

from typing import Any

from django.contrib import messages
from django.db.models import Max, QuerySet
from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.inspections import commands
from liandu.inspections.forms import (
    GiveFeedback,
    MarkMaterial,
    OpenInspection,
    OpenRound,
    OpenTerm,
    WithdrawMaterial,
)
from liandu.inspections.models import Inspection, Material, Theme
from liandu.inspections.queries import (
    carried_for,
    inspections_for,
    inspections_of_round,
    later_versions,
    material_counts,
    material_for,
    rounds_for,
    sees_every_round,
    sees_material,
    terms_for,
    themes_for,
    themes_in_round,
)
from liandu.inspections.remarks import remarks_on_inspections, remarks_on_material
from liandu.inspections.states import MACHINE
from liandu.inspections.states import Act as MaterialAct
from liandu.inspections.tables import inspections_table, material_table, rounds_table, size_words, span
from liandu.journal.queries import history_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.queries import supervising_offices
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on, why_not


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Show the rounds within reach, newest first."""
    require(request.user, Act.INSPECTION_VIEW)
    context = {
        "table": rounds_table(list(rounds_for(request.user))),
        "offers": sees_every_round(request.user),
        "why_not": why_not(request.user, Act.ROUND_OPEN),
    }
    return page(request, "inspections/rounds.html", context)


@require_http_methods(["GET", "POST"])
def open_term(request: HttpRequest) -> HttpResponse:
    """Open a term, then go on to its first round."""
    require(request.user, Act.ROUND_OPEN)
    form = OpenTerm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            commands.open_term(**form.cleaned_data, by=request.user)
            return redirect("inspections:open_round")
    return _form_page(request, form, title=_("设立届次"), submit=_("设立"), back=reverse("inspections:rounds"))


@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """Open a round; where there is no term yet, begin with that."""
    require(request.user, Act.ROUND_OPEN)
    term = terms_for(request.user).annotate(last=Max("rounds__number")).first()
    if term is None:
        return redirect("inspections:open_term")
    form = OpenRound(request.POST or None, reader=request.user, initial={"term": term, "number": (term.last or 0) + 1})
    if form.is_valid():
        with refusals_on(form):
            row = commands.open_round(**form.cleaned_data, by=request.user)
            return redirect("inspections:round", row.pk)
    context = {"another": (reverse("inspections:open_term"), _("设立新的届次"))}
    back = reverse("inspections:rounds")
    return _form_page(request, form, title=_("设立轮次"), submit=_("设立"), back=back, **context)


@require_GET
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one round: the inspected units within reach, and the material of the whole round."""
    row = get_object_or_404(rounds_for(request.user), pk=pk)
    units = inspections_of_round(request.user, row)
    whole = list(material_for(request.user).filter(round=row, inspection=None))
    reads = sees_material(request.user)
    remarks = remarks_on_inspections(request.user, units)
    context = {
        "round": row,
        "span": span(row.since, row.until),
        "table": inspections_table(
            units, counts=material_counts(request.user, row) if reads else None, remarks=remarks
        ),
        "whole": material_table(whole, remarks=remarks_on_material(request.user, whole)),
        "offers": sees_every_round(request.user),
        "themes": themes_in_round(request.user, row),
        "why_no_theme": why_not(request.user, Act.THEME_SET),
        "why_no_unit": why_not(request.user, Act.INSPECTION_OPEN),
        "why_no_upload": why_not(request.user, Act.MATERIAL_RECEIVE),
        "may_check": may(request.user, Act.PROPOSAL_VIEW),
        "may_see_findings": may(request.user, Act.FINDING_VIEW),
    }
    return page(request, "inspections/round.html", context)


@require_http_methods(["GET", "POST"])
def open_inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the inspection of a unit in a round."""
    row = get_object_or_404(rounds_for(request.user), pk=pk)
    require(request.user, Act.INSPECTION_OPEN, subject=row)
    form = OpenInspection(request.POST or None, reader=request.user, round=row)
    if form.is_valid():
        with refusals_on(form):
            made = commands.open_inspection(round=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已登记%(unit)s。") % {"unit": made.unit})
            return redirect("inspections:round", row.pk)
    back = reverse("inspections:round", args=[row.pk])
    return _form_page(request, form, title=_("登记被巡视单位"), submit=_("登记"), back=back, round=row)


def _form_page(request: HttpRequest, form: BaseForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(request, "inspections/form.html", {"form": form, **context}, status=status)


@require_GET
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one unit in a round: team, days, material."""
    row = get_object_or_404(inspections_for(request.user), pk=pk)
    return _inspection_page(request, row, GiveFeedback(inspection=row))


@require_POST
def give_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the day on which the feedback was given."""
    row = get_object_or_404(inspections_for(request.user), pk=pk)
    form = GiveFeedback(request.POST, inspection=row)
    if form.is_valid():
        with refusals_on(form):
            commands.give_feedback(inspection=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("反馈日期已登记为%(day)s。") % {"day": day(row.feedback_on)})
            return redirect("inspections:inspection", row.pk)
    return _inspection_page(request, row, form)


def _inspection_page(request: HttpRequest, row: Inspection, form: GiveFeedback) -> HttpResponse:
    material = list(material_for(request.user).filter(inspection=row))
    context = {
        "inspection": row,
        "round": row.round,
        "stationed": span(row.stationed_from, row.stationed_until),
        "feedback_on": day(row.feedback_on),
        "offices": supervising_offices(row.unit, day=timezone.localdate()),
        "reads": sees_material(request.user),
        "carried": carried_for(request.user).filter(inspection=row),
        "why_no_theme": why_not(request.user, Act.THEME_SET, row.unit),
        "table": material_table(material, remarks=remarks_on_material(request.user, material)),
        "form": form,
        "may_change": may(request.user, Act.INSPECTION_OPEN, row.unit),
        "offers": sees_every_round(request.user),
        "why_no_upload": why_not(request.user, Act.MATERIAL_RECEIVE, row.unit),
        "may_see_findings": may(request.user, Act.FINDING_VIEW, row.unit),
    }
    return page(request, "inspections/inspection.html", context, status=422 if form.errors else 200)


@require_GET
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one piece of material: facts, versions, history."""
    return _material_page(request, pk, WithdrawMaterial())


def _material_page(request: HttpRequest, pk: int, form: WithdrawMaterial) -> HttpResponse:
    row = get_object_or_404(material_for(request.user), pk=pk)
    acts = MACHINE.acts_from(row.state)
    earlier = material_for(request.user).filter(pk=row.corrects_id).first() if row.corrects_id else None
    themes = _themes_of(request, row)
    context = {
        "material": row,
        "round": row.round,
        "size": size_words(row),
        "received": moment(row.received_at),
        "dated": day(row.dated),
        "earlier": earlier,
        "later": later_versions(request.user, row),
        "remarks": remarks_on_material(request.user, [row]).get(row.pk, ()),
        "history": [(line, moment(line.at)) for line in history_of(row)],
        "form": form,
        "theme_form": MarkMaterial(themes=themes, initial={"theme": row.theme_id}),
        "can_mark": row.theme_id is not None or themes.exists(),
        "offers": sees_every_round(request.user),
        "why_no_upload": why_not(request.user, Act.MATERIAL_RECEIVE, row.unit),
        "why_not_withdraw": why_not(request.user, Act.MATERIAL_WITHDRAW, row.unit),
        "can_withdraw": MaterialAct.WITHDRAW in acts,
        "can_restore": MaterialAct.RESTORE in acts,
    }
    return page(request, "inspections/material.html", context, status=422 if form.errors else 200)


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand the original out, byte for byte, only ever as a download; journaled."""
    row = get_object_or_404(material_for(request.user), pk=pk)
    if row.file is None:
        raise Refusal("material.destroyed", gettext_noop("这份材料的副本已经销毁，不能下载。"))
    try:
        content = row.file.path.open("rb")
    except FileNotFoundError:
        sentence = gettext_noop("存储里找不到这份原件，请告诉系统管理员。编号 %(sha256)s。")
        raise Refusal("file.lost", sentence, sha256=row.file.sha256[:12]) from None
    commands.note_taken_out(material=row, by=request.user)
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return FileResponse(
        content, as_attachment=True, filename=row.filename, content_type="application/octet-stream", headers=headers
    )


@require_POST
def withdraw_material(request: HttpRequest, pk: int) -> HttpResponse:
    """Take material out of the work, for a reason."""
    row = get_object_or_404(material_for(request.user), pk=pk)
    form = WithdrawMaterial(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.withdraw_material(material=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已撤回。材料和理由留在历史里，可以恢复。"))
            return redirect("inspections:material", row.pk)
    return _material_page(request, pk, form)


@require_POST
def restore_material(request: HttpRequest, pk: int) -> HttpResponse:
    """Put withdrawn material back into the work."""
    row = get_object_or_404(material_for(request.user), pk=pk)
    commands.restore_material(material=row, by=request.user)
    messages.success(request, _("已恢复。"))
    return redirect("inspections:material", row.pk)


def _themes_of(request: HttpRequest, row: Material) -> QuerySet[Theme]:
    """Return the themes that the material could be about: those of its inspection, or of any in its round."""
    carried = carried_for(request.user).filter(inspection__round=row.round_id)
    if row.inspection_id:
        carried = carried.filter(inspection=row.inspection_id)
    return themes_for(request.user).filter(pk__in=carried.order_by().values("theme"))


@require_POST
def mark_material(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which theme the material is about."""
    row = get_object_or_404(material_for(request.user), pk=pk)
    require(request.user, Act.MATERIAL_RECEIVE, unit=row.unit, subject=row)
    form = MarkMaterial(request.POST, themes=_themes_of(request, row))
    if form.is_valid():
        commands.mark_material(material=row, theme=form.cleaned_data["theme"], by=request.user)
        messages.success(request, _("已标明。"))
    else:
        messages.error(request, _("没有写入：这次巡视没有所选的专题。"))
    return redirect("inspections:material", row.pk)
