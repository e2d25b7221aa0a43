"""Pages of the long term: steps, finishing and dropping them, turning an item long-term."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections.models import Signer
from liandu.rectification import commands
from liandu.rectification.forms.working import AddMilestone, FinishMilestone, GiveReason, TurnLongTerm
from liandu.rectification.models import Milestone
from liandu.rectification.queries import acts_for_office, milestone_for, milestones_of
from liandu.rectification.rules.reporting import against_long_term, against_work
from liandu.rectification.views.showing import back_to, item_to_work_on, work_page
from liandu.rectification.wording import reasons_in_words
from liandu.ui.dates import day
from liandu.ui.reasons import refusals_on


@require_http_methods(["GET", "POST"])
def add_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a step with its day."""
    item = item_to_work_on(request, pk, Act.PROGRESS_REPORT)
    form = AddMilestone(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.add_milestone(item=item, **form.cleaned_data, by=request.user)
            messages.success(request, _("已设阶段目标。"))
            return redirect(back_to(item, "milestones"))
    words = {"title": _("设阶段目标"), "submit": _("设定")}
    note = _("需要长期坚持的事项，先设阶段目标，再由联系监督的室同意转为长期坚持。")
    return work_page(request, item, form, reasons=reasons_in_words(against_work(item)), note=note, **words)


def _milestone(request: HttpRequest, pk: int) -> Milestone:
    found = milestone_for(request.user, pk)
    if found is None:
        raise Http404
    require(request.user, Act.PROGRESS_REPORT, unit=found.item.unit, subject=found.item)
    return found


@require_http_methods(["GET", "POST"])
def finish_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a step was reached."""
    row = _milestone(request, pk)
    form = FinishMilestone(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.finish_milestone(milestone=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已登记。"))
            return redirect(back_to(row.item, "milestones"))
    words = {"title": _("阶段目标完成"), "submit": _("登记完成")}
    facts = [(_("阶段目标"), row.what), (_("时限"), day(row.due_on))]
    return work_page(request, row.item, form, reasons=reasons_in_words(against_work(row.item)), facts=facts, **words)


@require_http_methods(["GET", "POST"])
def drop_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a step that was set wrongly."""
    row = _milestone(request, pk)
    form = GiveReason(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.drop_milestone(milestone=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已删去。"))
            return redirect(back_to(row.item, "milestones"))
    words = {"title": _("删去阶段目标"), "submit": _("删去")}
    facts = [(_("阶段目标"), row.what), (_("时限"), day(row.due_on))]
    return work_page(request, row.item, form, reasons=reasons_in_words(against_work(row.item)), facts=facts, **words)


@require_http_methods(["GET", "POST"])
def turn_long_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, for the office that supervises it, that an item is a matter of the long term."""
    item = item_to_work_on(request, pk, Act.PLAN_REVIEW)
    form = TurnLongTerm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.turn_long_term(item=item, **form.cleaned_data, by=request.user)
            messages.success(request, _("已转为长期坚持，按阶段目标督办。"))
            return redirect(back_to(item, "milestones"))
    steps = milestones_of(item)
    against = against_long_term(
        item,
        open_milestones=sum(step.done_on is None for step in steps),
        is_supervising=acts_for_office(request.user, item, duty=Signer.SUPERVISING.value, right=Act.PLAN_REVIEW),
    )
    facts = [(_("阶段目标"), f"{step.what}（{day(step.due_on)}）") for step in steps]
    words = {"title": _("转为长期坚持"), "submit": _("同意转为长期坚持")}
    note = _("转为长期坚持以后，完成时限不再计算，按阶段目标的时限督办；销号以前始终不计入完成。")
    return work_page(request, item, form, reasons=reasons_in_words(against), facts=facts, note=note, **words)
