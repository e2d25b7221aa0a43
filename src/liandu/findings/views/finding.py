"""The page of one finding: its text, the passage it came from, its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.findings import commands
from liandu.findings.beside import BESIDE_FINDINGS
from liandu.findings.forms import ConfirmCategory, WithdrawFinding
from liandu.findings.models import Finding
from liandu.findings.queries import clipping_of, opened_finding
from liandu.findings.states import State
from liandu.findings.tables import stated_facts
from liandu.journal.queries import history_of
from liandu.orgs.queries import supervising_offices
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page


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
    status: int = 200,
) -> HttpResponse:
    context = {
        "finding": found,
        "clipping": clipping_of(found),
        "facts": stated_facts(found),
        "feedback_on": day(found.feedback_on),
        "confirmed_at": moment(found.confirmed_at),
        "history": [(line, moment(line.at)) for line in history_of(found)],
        "offices": supervising_offices(found.unit, day=timezone.localdate(found.confirmed_at)),
        "category_form": category_form or ConfirmCategory(initial={"category": found.category}),
        "withdraw_form": withdraw_form or WithdrawFinding(),
        "may_classify": may(request.user, Act.FINDING_RAISE, found.unit),
        "may_withdraw": may(request.user, Act.FINDING_WITHDRAW, found.unit) and found.state == State.CONFIRMED,
        "may_read": may(request.user, Act.MATERIAL_VIEW, found.unit),
        "may_review": may(request.user, Act.PROPOSAL_VIEW, found.unit),
        "beside": BESIDE_FINDINGS.said(request.user, found),
        "back": request.headers.get("HX-Current-URL", ""),
    }
    return page(request, "findings/finding.html", context, part="findings/_panel.html", status=status)


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
    if not form.is_valid():
        return _show(request, found, withdraw_form=form, status=422)
    commands.withdraw_finding(finding=found, reason=form.cleaned_data["reason"], by=request.user)
    return redirect("findings:finding", pk=pk)
