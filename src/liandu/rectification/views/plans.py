"""Pages of plans: the list, a plan with its three lists, submitting it whole, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.journal.queries import history_of
from liandu.kernel.refusals import Refusal
from liandu.rectification import commands
from liandu.rectification.forms.plans import ReviewEntries, TakeBackPlan, chosen_items
from liandu.rectification.models import Plan
from liandu.rectification.queries.plans import (
    PAGE,
    PlanLine,
    items_of_plan,
    opened_plan,
    plan_lines,
    plan_page,
    rounds_with_items,
    standing_of,
    unit_to_plan_for,
)
from liandu.rectification.rules.plans import against_submitting, against_taking_back
from liandu.rectification.states import PlanState
from liandu.rectification.tables.plan_lines import rows_of
from liandu.rectification.tables.plans import PLAN_LOOKS, plans_table
from liandu.ui.dates import moment
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number
from liandu.ui.reasons import refusals_on

HISTORY = 30  # newest entries shown with a plan
MOST_PAGES = 1_000


def page_number(request: HttpRequest) -> int:
    """Return which page of a list the address asks for."""
    return min(max(whole_number(request.GET.get("page", "")) or 1, 1), MOST_PAGES)


def load_plan(request: HttpRequest, pk: int) -> Plan:
    """Return the plan, or raise 404 where it is outside the reader's reach."""
    found = opened_plan(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Show the units within reach that have items, with their plans."""
    require(request.user, Act.ITEM_VIEW)
    asked = request.GET.get("round", "")
    chosen = str(whole_number(asked) or "")
    number = page_number(request)
    found = plan_page(request.user, round=chosen, page=number)
    rounds = [(str(row.pk), row.name) for row in rounds_with_items(request.user)]
    context = {
        "table": plans_table(found.rows),
        "filters": [("round", _("轮次"), _("全部轮次"), rounds, chosen)],
        "chosen": chosen,
        "next": number + 1 if found.more else 0,
        "reviews": may(request.user, Act.PLAN_REVIEW),
    }
    return page(request, "rectification/plans.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the plan of a unit for a round, and go to it."""
    unit, round_ = (whole_number(request.POST.get(name, "")) for name in ("unit", "round"))
    found = unit_to_plan_for(request.user, unit=unit or 0, round=round_ or 0)
    if found is None:
        raise Http404
    plan = commands.begin_plan(unit=found[0], round=found[1], by=request.user)
    return redirect("rectification:plan", plan.pk)


@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one plan with its three lists: to be written, to be reviewed, or to be read (?all=1: on one page)."""
    return show_plan(request, load_plan(request, pk))


def show_plan(request: HttpRequest, row: Plan, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with the page of ``row``; ``more`` are forms that were refused and what else to say."""
    everything = "all" in request.GET
    number = 1 if everything else page_number(request)
    items = items_of_plan(request.user, row)
    standing = standing_of(request.user, row)
    first = (number - 1) * PAGE
    lines = plan_lines(request.user, row, rows=items if everything else items[first : first + PAGE])
    if not lines and number > 1:
        raise Http404
    files = may(request.user, Act.PLAN_FILE, row.unit)
    reviewing = [line for line in lines if line.may_review]
    tone, shape = PLAN_LOOKS[PlanState(row.state)]
    context = {
        "plan": row,
        "tone": tone,
        "shape": shape,
        "submitted_at": moment(row.submitted_at),
        "standing": standing,
        "rows": rows_of(lines, files=files, begin=first),
        "everything": everything,
        "earlier": number - 1,
        "later": number + 1 if not everything and standing.items > first + PAGE else 0,
        "files": files,
        "reviews": bool(reviewing),
        "why_not_review": _why_not_review(request, row, lines, reviewing),
        "review_form": ReviewEntries(),
        "take_back_form": TakeBackPlan(),
        "why_not_take_back": _why_not_take_back(row, lines) if files else "",
        "history": [(line, moment(line.at)) for line in history_of(row, most=HISTORY)] if not everything else [],
        **more,
    }
    return page(request, "rectification/plan.html", context, status=status)


def _why_not_review(request: HttpRequest, row: Plan, lines: list[PlanLine], reviewing: list[PlanLine]) -> str:
    """Return why the reader, whose role reviews, gives no opinion on a plan that waits for one; "" where they do."""
    if reviewing or row.state != PlanState.SUBMITTED or not may(request.user, Act.PLAN_REVIEW, row.unit):
        return ""
    reasons = [line.against_review for line in lines if line.against_review and line.against_review.code != NOT_WAITING]
    return in_words(reasons[0]) if reasons else ""


NOT_WAITING = "plan.not_waiting"


def _why_not_take_back(row: Plan, lines: list[PlanLine]) -> str:
    given = any(
        version.submission == row.submissions and version.outcome for line in lines for version in line.versions
    )
    against = against_taking_back(row, reviewed=given)
    return in_words(against) if against else ""


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the whole plan, name every cell that is missing or wrong, and submit the chosen entries as one act."""
    row = load_plan(request, pk)
    require(request.user, Act.PLAN_FILE, unit=row.unit, subject=row)
    refusal = ""
    if request.method == "POST":
        keys = chosen_items(request.POST)
        edition = whole_number(request.POST.get("edition", "")) or 0
        try:
            commands.submit_plan(plan=row, items=keys, edition=edition, by=request.user)
        except Refusal as found:
            refusal = in_words(found)
            row.refresh_from_db()
        else:
            n = len(keys)
            messages.success(request, ngettext("已报送 %(n)s 项。", "已报送 %(n)s 项。", n) % {"n": n})
            return redirect("rectification:plan", pk)
    lines = [line for line in plan_lines(request.user, row) if line.against_editing is None]
    waiting = standing_of(request.user, row).waiting > 0
    against = against_submitting(row, waiting=waiting)
    rows = rows_of(lines, files=True)
    context = {
        "plan": row,
        "refusal": refusal,
        "against": in_words(against) if against else "",
        "ready": [one for one in rows if not one.faults],
        "faulty": [one for one in rows if one.faults],
        "faults": sum(len(one.faults) for one in rows),
        "chosen": set(chosen_items(request.POST)) if refusal else {one.line.item.pk for one in rows if not one.faults},
    }
    return page(request, "rectification/submit_plan.html", context, status=422 if refusal else 200)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back while nobody gave an opinion."""
    row = load_plan(request, pk)
    form = TakeBackPlan(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.take_back_plan(plan=row, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("已收回，可以修改后再报。"))
            return redirect("rectification:plan", pk)
    row.refresh_from_db()
    return show_plan(request, row, status=422, take_back_form=form)
