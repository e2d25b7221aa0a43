"""The acts of an item's beginning: acknowledging, objecting and answering, cancelling and taking that back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.rectification import commands
from liandu.rectification.choosing import keys_of
from liandu.rectification.forms import AcknowledgeAll, AnswerDispute, Dispute, GiveReason
from liandu.rectification.models import Item, Objection
from liandu.rectification.queries import chosen_items, items_to_acknowledge, objections_of
from liandu.rectification.states import ITEMS, Act, AskedState
from liandu.rectification.tables import chosen_table
from liandu.rectification.views.item import form_page, load_item, one_click
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

MOST = 500  # items shown to acknowledge on one page


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge an item."""
    found = load_item(request, pk)
    with one_click(request, found) as instead:
        commands.acknowledge_item(item=found, by=request.user)
        messages.success(request, _("已认领 %(number)s。") % {"number": found.number})
    return instead[0] if instead else redirect("rectification:item", pk)


@require_http_methods(["GET", "POST"])
def acknowledge_all(request: HttpRequest) -> HttpResponse:
    """Show the items that wait for the reader's unit, and acknowledge those ticked; say which were refused and why."""
    require(request.user, Right.ITEM_ACKNOWLEDGE)
    form = AcknowledgeAll(request.POST or None)
    refused: list[tuple[Item, str]] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        keys = keys_of(request.POST, "item")
        done = commands.acknowledge_items(
            items=chosen_items(request.user, keys), by=request.user, reason=form.cleaned_data["reason"]
        )
        refused = [(item, in_words(refusal)) for item, refusal in done.refused]
        if done.items:
            n = len(done.items)
            messages.success(request, ngettext("已认领 %(n)s 项。", "已认领 %(n)s 项。", n) % {"n": n})
        if done.items and not refused:
            return redirect("rectification:acknowledge_all")
        if not (done.items or refused):
            form.add_error(None, _("请至少选择一项。"))
        status = 422
    rows = list(items_to_acknowledge(request.user)[:MOST])
    context = {
        "form": form,
        "table": chosen_table(rows, caption=_("待认领的事项")),
        "total": items_to_acknowledge(request.user).count(),
        "shown": len(rows),
        "refused": refused,
        "ticked": frozenset(row.pk for row in rows),
    }
    return page(request, "rectification/acknowledge_all.html", context, status=status)


@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to an item."""
    found = load_item(request, pk)
    require(request.user, Right.ITEM_DISPUTE, unit=found.unit, subject=found)
    form = Dispute(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            commands.dispute_item(item=found, **form.cleaned_data, by=request.user)
            messages.success(request, _("异议已提出，等待巡视办答复。"))
            return redirect("rectification:item", pk)
    return form_page(request, found, form, title=_("提出异议"), submit=_("提出异议"))


def _waiting(item: Item) -> Objection:
    found = next((row for row in objections_of(item) if row.state == AskedState.ASKED), None)
    if found is None:
        raise Http404
    found.item = item
    return found


@require_POST
def take_back_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an objection back that nobody has answered yet."""
    found = load_item(request, pk)
    require(request.user, Right.ITEM_DISPUTE, unit=found.unit, subject=found)
    with one_click(request, found) as instead:
        ITEMS.after(state=found.state, act=Act.TAKE_BACK_DISPUTE)  # answered in between: no objection waits any more
        commands.take_back_dispute(objection=_waiting(found), by=request.user)
        messages.success(request, _("异议已收回，请认领。"))
    return instead[0] if instead else redirect("rectification:item", pk)


@require_http_methods(["GET", "POST"])
def answer_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection: the problem stands, or the objection is right."""
    found = load_item(request, pk)
    require(request.user, Right.DISPUTE_DECIDE, unit=found.unit, subject=found)
    objection = _waiting(found)
    form = AnswerDispute(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = {"uphold": commands.uphold_item, "sustain": commands.sustain_dispute}
        with refusals_on(form):
            answers[form.cleaned_data["verdict"]](
                objection=objection, answer=form.cleaned_data["answer"], by=request.user
            )
            messages.success(request, _("异议已答复。"))
            return redirect("rectification:item", pk)
    note = _("异议（%(who)s）：%(text)s") % {"who": objection.asked_by, "text": objection.reason}
    return form_page(request, found, form, title=_("答复异议"), submit=_("答复"), note=note)


def _with_reason(request: HttpRequest, pk: int, command: Any, *, title: str, help: str) -> HttpResponse:  # noqa: A002 - the template's name
    found = load_item(request, pk)
    require(request.user, Right.ITEM_OPEN, unit=found.unit, subject=found)
    form = GiveReason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            command(item=found, **form.cleaned_data, by=request.user)
            return redirect("rectification:item", pk)
    return form_page(request, found, form, title=title, submit=title, help=help)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel an item that was opened wrongly, for a reason."""
    words = _("撤账以后事项不再办理，编号和经过保留；问题本身不受影响。")
    return _with_reason(request, pk, commands.cancel_item, title=_("撤账"), help=words)


@require_http_methods(["GET", "POST"])
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a cancelled item again, for a reason."""
    words = _("恢复以后重新待认领，时限从今天起算。")
    return _with_reason(request, pk, commands.reinstate_item, title=_("恢复立账"), help=words)
