"""The page of a theme's check in one inspection: its checklist, what was found, and what was found clear."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.findings import commands
from liandu.findings.forms import StateClear
from liandu.findings.queries import theme_check as check_of
from liandu.findings.rules import right_to_check
from liandu.findings.tables import check_lines
from liandu.inspections.models import InspectionTheme
from liandu.inspections.queries import carried_for
from liandu.ui.htmx import page
from liandu.ui.reasons import why_not


def _load(request: HttpRequest, pk: int) -> InspectionTheme:
    """Return what the page is about: within reach; who may not look at findings there is told why."""
    row = get_object_or_404(carried_for(request.user), pk=pk)
    require(request.user, Act.FINDING_VIEW, unit=row.inspection.unit, subject=row.inspection)
    return row


@require_GET
def theme_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the checklist of a theme in one inspection, with what was found under each item."""
    row = _load(request, pk)
    check = check_of(request.user, row)
    unit = row.inspection.unit
    context = {
        "carried": row,
        "inspection": row.inspection,
        "round": row.inspection.round,
        "check": check,
        "lines": check_lines(row.theme, check, chinese=(get_language() or "").startswith("zh")),
        "why_not": why_not(request.user, right_to_check(row.theme), unit),
        "may_propose": may(request.user, Act.FINDING_RAISE, unit),
    }
    return page(request, "findings/theme_check.html", context)


@require_POST
def state_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """State that an item was checked and nothing found."""
    row = _load(request, pk)
    form = StateClear(request.POST)
    if form.is_valid():
        commands.state_clear(carried=row, **form.cleaned_data, by=request.user)
    return redirect("findings:theme_check", pk)


@require_POST
def take_back_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Take such a statement back."""
    row = _load(request, pk)
    form = StateClear(request.POST)
    if form.is_valid():
        commands.take_back_clear(carried=row, item=form.cleaned_data["item"], by=request.user)
    return redirect("findings:theme_check", pk)


@require_POST
def propose_themes(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the theme for findings of the inspection that were raised before it carried the theme."""
    row = _load(request, pk)
    count = commands.propose_themes(carried=row, by=request.user)
    words = ngettext("拟定归类 %(n)s 条，请逐条核对。", "拟定归类 %(n)s 条，请逐条核对。", count) % {"n": count}
    messages.success(request, words if count else _("没有可以按关键词归类的问题。"))
    return redirect("findings:theme_check", pk)
