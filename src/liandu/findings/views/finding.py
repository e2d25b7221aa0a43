"""The page of one finding: its text, the passage it came from, its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.findings import commands
from liandu.findings.beside import BESIDE_FINDINGS
from liandu.findings.forms import ConfirmCategory, ConfirmTheme, ReinstateFinding, WithdrawFinding
from liandu.findings.models import Finding
from liandu.findings.queries import clipping_of, opened_finding
from liandu.findings.states import State
from liandu.findings.tables import stated_facts
from liandu.inspections.models import InspectionTheme
from liandu.inspections.queries import carried_for
from liandu.journal.queries import history_of
from liandu.orgs.queries import supervising_offices
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


def _load(request: HttpRequest, pk: int) -> Finding:
    found = opened_finding(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_GET
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one finding: as a page, or as the panel beside the ledger when htmx asks."""
    return _show(request, _load(request, pk))


def _show(
    request: HttpRequest,
    found: Finding,
    *,
    category_form: ConfirmCategory | None = None,
    withdraw_form: WithdrawFinding | None = None,
    reinstate_form: ReinstateFinding | None = None,
    theme_form: ConfirmTheme | None = None,
    status: int = 200,
) -> HttpResponse:
    carried = _carried(request, found)
    may_withdraw = may(request.user, Act.FINDING_WITHDRAW, found.unit)
    context = {
        "finding": found,
        "clipping": clipping_of(found),
        "facts": stated_facts(found),
        "feedback_on": day(found.feedback_on),
        "confirmed_at": moment(found.confirmed_at),
        "history": [(line, moment(line.at)) for line in history_of(found)],
        "offices": supervising_offices(found.unit, day=timezone.localdate(found.confirmed_at)),
        "category_form": category_form or ConfirmCategory(initial={"category": found.category}),
        "theme_form": theme_form or ConfirmTheme(carried=carried, initial={"place": _place(found)}),
        "has_themes": bool(carried) or found.theme_id is not None,
        "theme_words": _theme_words(found, carried),
        "withdraw_form": withdraw_form or WithdrawFinding(),
        "may_classify": may(request.user, Act.FINDING_RAISE, found.unit),
        "reinstate_form": reinstate_form or ReinstateFinding(),
        "may_withdraw": may_withdraw and found.state == State.CONFIRMED,
        "may_reinstate": may_withdraw and found.state == State.WITHDRAWN,
        "may_read": may(request.user, Act.MATERIAL_VIEW, found.unit),
        "may_review": may(request.user, Act.PROPOSAL_VIEW, found.unit),
        "beside": BESIDE_FINDINGS.said(request.user, found),
        "back": request.headers.get("HX-Current-URL", ""),
    }
    return page(request, "findings/finding.html", context, part="findings/_panel.html", status=status)


def _carried(request: HttpRequest, found: Finding) -> list[InspectionTheme]:
    return list(carried_for(request.user).filter(inspection=found.inspection_id)) if found.inspection_id else []


def _place(found: Finding) -> str:
    return f"{found.theme_id}:{found.item}" if found.theme_id else ""


def _theme_words(found: Finding, carried: list[InspectionTheme]) -> str:
    """Return theme and item in words, with the item as the checklist of this inspection names it."""
    if found.theme is None:
        return ""
    checklist = next((row.version.checklist for row in carried if row.theme_id == found.theme_id), ())
    item = next((item for item in checklist if item.number == found.item), None)
    name = item.in_language((get_language() or "").startswith("zh")) if item else ""
    return " ".join(part for part in (str(found.theme), found.theme.item_code(found.item), name) if part)


@require_POST
def confirm_theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the theme of a finding and the item of its checklist."""
    found = _load(request, pk)
    form = ConfirmTheme(request.POST, carried=_carried(request, found))
    if not form.is_valid():
        return _show(request, found, theme_form=form, status=422)
    theme, item = form.cleaned_data["place"]
    commands.confirm_theme(finding=found, theme=theme, item=item, by=request.user)
    return redirect("findings:finding", pk=pk)


@require_POST
def confirm_category(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the class of a finding."""
    found = _load(request, pk)
    form = ConfirmCategory(request.POST)
    if not form.is_valid():
        return _show(request, found, category_form=form, status=422)
    commands.confirm_category(finding=found, category=form.cleaned_data["category"], by=request.user)
    return redirect("findings:finding", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a finding, with a reason."""
    found = _load(request, pk)
    form = WithdrawFinding(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.withdraw_finding(finding=found, reason=form.cleaned_data["reason"], by=request.user)
            return redirect("findings:finding", pk=pk)
    return _show(request, _load(request, pk), withdraw_form=form, status=422)


@require_POST
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Reinstate a finding that was withdrawn, with a reason."""
    found = _load(request, pk)
    form = ReinstateFinding(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.reinstate_finding(finding=found, reason=form.cleaned_data["reason"], by=request.user)
            return redirect("findings:finding", pk=pk)
    return _show(request, _load(request, pk), reinstate_form=form, status=422)
