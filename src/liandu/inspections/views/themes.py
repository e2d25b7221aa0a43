"""Pages of themes: what this site has set up, and which of them a round or an inspection carries."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections import commands
from liandu.inspections.forms import CarryThemes, ChangeTheme, OpenTheme
from liandu.inspections.queries import (
    carried_for,
    inspections_for,
    newest_versions,
    rounds_for,
    themes_for,
    themes_of_round,
    versions_of,
)
from liandu.inspections.tables import themes_table
from liandu.journal.queries import history_of
from liandu.ui.dates import moment
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on, why_not


@require_GET
def themes(request: HttpRequest) -> HttpResponse:
    """Show the themes that this site has set up."""
    require(request.user, Act.INSPECTION_VIEW)
    rows = list(themes_for(request.user))
    context = {
        "table": themes_table(rows, newest_versions(request.user)),
        "why_not": why_not(request.user, Act.THEME_SET),
    }
    return page(request, "inspections/themes.html", context)


@require_POST
def adopt_default_themes(request: HttpRequest) -> HttpResponse:
    """Set up the themes that come along, as far as they are not there yet."""
    made = commands.adopt_default_themes(by=request.user)
    words = _("、").join(str(theme) for theme in made)
    messages.success(request, _("已设立：%(themes)s。") % {"themes": words} if made else _("随附的专题都已经有了。"))
    return redirect("inspections:themes")


@require_http_methods(["GET", "POST"])
def open_theme(request: HttpRequest) -> HttpResponse:
    """Set up a theme of this site's own."""
    require(request.user, Act.THEME_SET)
    form = OpenTheme(request.POST or None)
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        with refusals_on(form):
            made = commands.open_theme(**facts, by=request.user)
            return redirect("inspections:theme", made.pk)
    return _form(request, form, title=_("设立专题"), submit=_("设立"), back=reverse("inspections:themes"))


@require_GET
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one theme: who signs for it, its checklist, its earlier versions."""
    row = get_object_or_404(themes_for(request.user), pk=pk)
    versions = versions_of(row)
    number = request.GET.get("version", "")
    shown = next((version for version in versions if str(version.number) == number), versions[0])
    context = {
        "theme": row,
        "version": shown,
        "is_newest": shown == versions[0],
        "items": [(row.item_code(item.number), item) for item in shown.checklist],
        "versions": [(version, moment(version.made_at)) for version in versions],
        "history": [(line, moment(line.at)) for line in history_of(row)],
        "why_not": why_not(request.user, Act.THEME_SET),
    }
    return page(request, "inspections/theme.html", context)


@require_http_methods(["GET", "POST"])
def change_theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a theme: the change becomes its next version."""
    row = get_object_or_404(themes_for(request.user), pk=pk)
    require(request.user, Act.THEME_SET, subject=row)
    form = ChangeTheme(request.POST) if request.method == "POST" else ChangeTheme.showing(versions_of(row)[0])
    if form.is_valid():
        with refusals_on(form):
            version = commands.change_theme(theme=row, **form.cleaned_data, by=request.user)
            messages.success(
                request, _("已成为第 %(number)s 版。已经带着旧版的巡视不受影响。") % {"number": version.number}
            )
            return redirect("inspections:theme", row.pk)
    back = reverse("inspections:theme", args=[row.pk])
    return _form(request, form, title=_("修改专题“%(name)s”") % {"name": row}, submit=_("保存为新版"), back=back)


@require_http_methods(["GET", "POST"])
def carry_themes_in_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which themes a round carries."""
    row = get_object_or_404(rounds_for(request.user), pk=pk)
    require(request.user, Act.THEME_SET, subject=row)
    carried = [line.theme_id for line in themes_of_round(row)]
    form = CarryThemes(_posted(request), reader=request.user, initial={"themes": carried})
    if form.is_valid():
        commands.carry_themes_in_round(round=row, **form.cleaned_data, by=request.user)
        messages.success(request, _("专题已设置，本轮各单位一并带上。"))
        return redirect("inspections:round", row.pk)
    back = reverse("inspections:round", args=[row.pk])
    return _form(request, form, title=_("设置本轮专题"), submit=_("保存"), back=back, round=row, another=_to_themes())


@require_http_methods(["GET", "POST"])
def carry_themes(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which themes one inspection carries."""
    row = get_object_or_404(inspections_for(request.user), pk=pk)
    require(request.user, Act.THEME_SET, unit=row.unit, subject=row)
    carried = [line.theme_id for line in carried_for(request.user).filter(inspection=row)]
    form = CarryThemes(_posted(request), reader=request.user, initial={"themes": carried})
    if form.is_valid():
        commands.carry_themes(inspection=row, **form.cleaned_data, by=request.user)
        messages.success(request, _("专题已设置。"))
        return redirect("inspections:inspection", row.pk)
    back = reverse("inspections:inspection", args=[row.pk])
    title = _("设置%(unit)s的专题") % {"unit": row.unit}
    return _form(request, form, title=title, submit=_("保存"), back=back, round=row.round, another=_to_themes())


def _posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, also when no box was ticked; None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


def _to_themes() -> tuple[str, str]:
    return reverse("inspections:themes"), _("专题和检查表")


def _form(request: HttpRequest, form: BaseForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(request, "inspections/form.html", {"form": form, **context}, status=status)
