"""Pages of more time: asking, the queue of who answers, answering, taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.rectification import commands
from liandu.rectification.forms.working import AskExtension, DecideExtension
from liandu.rectification.queries import (
    acts_for_office,
    extensions_for,
    extensions_to_decide,
    open_extension,
    proof_of,
)
from liandu.rectification.rules import policy_for
from liandu.rectification.rules.extending import against_asking, against_deciding, last_day
from liandu.rectification.states import AskedState
from liandu.rectification.tables.asked import extensions_table
from liandu.rectification.views.item import one_click
from liandu.rectification.views.showing import back_to, item_to_work_on, work_page
from liandu.rectification.wording import reasons_in_words, sums_in_words
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

QUEUE = 100


@require_http_methods(["GET", "POST"])
def ask_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for more time for an item."""
    item = item_to_work_on(request, pk, Act.EXTENSION_ASK)
    rule = policy_for(item.policy_id).extension
    told = {"due": day(item.due_on), "last": day(last_day(item, rule)), "n": item.extensions, "most": rule.times}
    help_text = _("现在的完成时限是 %(due)s，最晚可延至 %(last)s；已延期 %(n)s 次，最多 %(most)s 次") % told
    form = AskExtension(request.POST if request.method == "POST" else None, help_text=help_text)
    if form.is_valid():
        with refusals_on(form):
            commands.ask_extension(item=item, **form.cleaned_data, by=request.user)
            messages.success(request, _("已提出申请，等待审批。批准以前原时限不变。"))
            return redirect(back_to(item, "extensions"))
    is_open = open_extension(item) is not None
    against = against_asking(item, rule, today=timezone.localdate(), is_open=is_open)
    words = {"title": _("申请延期"), "submit": _("提出申请")}
    return work_page(request, item, form, reasons=reasons_in_words(against), **words)


@require_GET
def extensions(request: HttpRequest) -> HttpResponse:
    """Show what waits for an answer of the reader's office, the oldest first."""
    require(request.user, Act.EXTENSION_DECIDE)
    rows = list(extensions_to_decide(request.user)[: QUEUE + 1])
    context = {"table": extensions_table(rows[:QUEUE]), "more": len(rows) > QUEUE}
    return page(request, "rectification/extensions.html", context)


@require_http_methods(["GET", "POST"])
def decide_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse more time."""
    row = get_object_or_404(extensions_for(request.user), pk=pk)
    item = row.item
    require(request.user, Act.EXTENSION_DECIDE, unit=item.unit, subject=item)
    form = DecideExtension(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.decide_extension(extension=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已答复。"))
            return redirect("rectification:extensions")
    proof = proof_of(item)
    approver = policy_for(item.policy_id).extension.approver
    acts_for = acts_for_office(request.user, item, duty=approver, right=Act.EXTENSION_DECIDE)
    reasons = reasons_in_words(against_deciding(asked_by=row.asked_by_id, by=request.user.pk, is_approver=acts_for))
    if row.state != AskedState.ASKED:
        reasons = (_("这次申请已经办过：%(state)s。") % {"state": row.get_state_display()},)
    facts = [
        (_("现在的完成时限"), day(item.due_on)),
        (_("申请延至"), day(row.until)),
        (_("理由"), row.reason),
        (_("申请人"), f"{row.asked_by} · {moment(row.asked_at)}"),
        (_("已延期"), ngettext("%(n)s 次", "%(n)s 次", item.extensions) % {"n": item.extensions}),
        (_("进展"), _("填报 %(n)s 次，最近 %(day)s") % {"n": proof.reports, "day": day(proof.latest_on) or "—"}),
        (_("佐证"), ngettext("%(n)s 份", "%(n)s 份", proof.pieces) % {"n": proof.pieces}),
    ]
    facts += [(one.label, one.words) for one in sums_in_words(proof.outcomes, proof.institutions)]
    words = {"title": _("审批延期"), "submit": _("答复")}
    return work_page(request, item, form, reasons=reasons, facts=facts, **words)


@require_POST
def take_back_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was asked for."""
    row = get_object_or_404(extensions_for(request.user), pk=pk)
    with one_click(request, row.item) as instead:
        commands.take_back_extension(extension=row, by=request.user)
        messages.success(request, _("已收回申请。"))
    return instead[0] if instead else redirect(back_to(row.item, "extensions"))
