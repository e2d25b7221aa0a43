"""Common problems: the list, one of them, drafting, amending, settling, revising, retiring."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.insight import commands
from liandu.insight.forms.common_problems import AmendCommon, DraftCommon, GiveReason
from liandu.insight.models import CommonProblem
from liandu.insight.queries.common_problems import (
    CASES,
    cases_of,
    common_list,
    competent_departments,
    counted,
    free_strands,
    opened_common,
    possible_cases,
    retired_commons,
    strands_of_common,
)
from liandu.insight.queries.strands import reaches_everything
from liandu.insight.states import CommonState
from liandu.insight.tables.common_problems import LOOKS, SEVERITY, common_table
from liandu.insight.tables.strands import drawing_of, numbers_of, rule_in_words, strand_line
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.journal.queries import history_of
from liandu.ui.dates import moment
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number
from liandu.ui.reasons import refusals_on


@require_GET
def common_problems(request: HttpRequest) -> HttpResponse:
    """Show the common problems: settled first, drafts, then what could become one."""
    require(request.user, Act.INSIGHT_VIEW)
    found = common_list(request.user)
    context = {
        "settled": common_table(found.settled, caption=_("已审定的共性问题")),
        "drafts": common_table(found.drafts, caption=_("草拟中的共性问题")),
        "candidates": [strand_line(row) for row in found.candidates],
        "proposals": found.proposals,
        "may_judge": may(request.user, Act.INSIGHT_JUDGE),
        "may_settle": may(request.user, Act.INSIGHT_SETTLE),
        "everything": reaches_everything(request.user),
        "retired": retired_commons(request.user) if request.GET.get("retired") == "1" else [],
    }
    return page(request, "insight/common_problems.html", context)


def load_common(request: HttpRequest, pk: int) -> CommonProblem:
    """Return the common problem as the form that was sent has seen it; not found outside the reader's reach."""
    require(request.user, Act.INSIGHT_VIEW)
    found = opened_common(request.user, pk)
    if found is None:
        raise Http404
    seen = whole_number(request.POST.get("version", ""))
    if seen is not None:
        found.version = seen
    return found


@require_GET
def common_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a common problem: its words, its numbers, its cases, the strands behind it."""
    return _show(request, load_common(request, pk))


def _show(request: HttpRequest, found: CommonProblem, *, status: int = 200, **forms: Any) -> HttpResponse:
    row = counted(request.user, [found])[0]
    tone, shape = LOOKS[CommonState(found.state)]
    everything = reaches_everything(request.user)
    context = {
        "common": found,
        "tone": tone,
        "shape": shape,
        "severity": SEVERITY[found.severity],  # type: ignore[index]
        "category": class_in_words(found.code),
        "numbers": numbers_of(row.figures, "common", found.pk, money=row.money),
        "figures": row.figures,
        "rule": rule_in_words(row.figures),
        "drawing": drawing_of(row.figures, "common", found.pk),
        "strands": [strand_line(one) for one in strands_of_common(request.user, found)],
        "cases": cases_of(request.user, found),
        "everything": everything,
        "may_judge": may(request.user, Act.INSIGHT_JUDGE),
        "may_settle": may(request.user, Act.INSIGHT_SETTLE),
        "settle_form": GiveReason(prefix="settle"),
        "history": [(line, moment(line.at)) for line in history_of(found)] if everything else [],
        **forms,
    }
    return page(request, "insight/common_problem.html", context, status=status)


@require_http_methods(["GET", "POST"])
def draft_common(request: HttpRequest) -> HttpResponse:
    """Draft a common problem from accepted strands."""
    require(request.user, Act.INSIGHT_JUDGE)
    free = list(free_strands(request.user))
    named = [number for one in request.GET.getlist("strand") if (number := whole_number(one)) is not None]
    form = DraftCommon(request.POST if request.method == "POST" else None, free=free, initial={"strands": named})
    if form.is_valid():
        with refusals_on(form):
            made = commands.draft_common_problem(**form.cleaned_data, by=request.user)
            messages.success(request, _("已草拟，请写定义、原因和建议。"))
            return redirect("insight:amend_common", made.pk)
    return page(request, "insight/draft_common.html", {"form": form, "free": free}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def amend_common(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the words of a draft, choose its strands and its typical cases."""
    found = load_common(request, pk)
    require(request.user, Act.INSIGHT_JUDGE, subject=found)
    free = list(free_strands(request.user, common=found))
    written = ("name", "definition", "scope", "severity", "causes", "suggestions", "competent")
    initial = {name: getattr(found, name) for name in written}
    initial["strands"] = [strand.pk for strand in free if strand.common_id == found.pk]
    initial["cases"] = [row.pk for row in cases_of(request.user, found)]
    form = AmendCommon(
        request.POST if request.method == "POST" else None,
        initial=initial,
        free=free,
        members=list(possible_cases(request.user, found)[:CASES]),
        departments=competent_departments(),
    )
    if form.is_valid():
        with refusals_on(form):
            commands.amend_common_problem(common=found, **form.cleaned_data, by=request.user)
            messages.success(request, _("已保存。"))
            return redirect("insight:common_problem", pk)
    return page(
        request, "insight/amend_common.html", {"form": form, "common": found}, status=422 if form.errors else 200
    )


@require_POST
def settle_common(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a draft, with a reason where the rule is not fulfilled."""
    found = load_common(request, pk)
    require(request.user, Act.INSIGHT_SETTLE, subject=found)
    form = GiveReason(request.POST, prefix="settle")
    if form.is_valid():
        with refusals_on(form):
            commands.settle_common_problem(common=found, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("已审定，可以列入目录。"))
            return redirect("insight:common_problem", pk)
    return _show(request, found, status=422, settle_form=form)


@require_POST
def revise_common(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a settled common problem back for revision."""
    commands.revise_common_problem(common=load_common(request, pk), by=request.user)
    messages.success(request, _("已退回修改；已发布的目录不变。"))
    return redirect("insight:common_problem", pk)


@require_POST
def retire_common(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire a common problem."""
    commands.retire_common_problem(common=load_common(request, pk), by=request.user)
    messages.success(request, _("已停用；所属的同类问题可以写成别的共性问题。"))
    return redirect("insight:common_problems")
