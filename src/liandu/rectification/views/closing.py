"""Asking for a write-off: the checklist beside the form, and taking a request back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.rectification import commands
from liandu.rectification.closing_words import checked_now, named_parties, shown, usual_proof
from liandu.rectification.forms.closing import RequestClosure, TakeBackRequest
from liandu.rectification.models import Request
from liandu.rectification.queries import opened_request
from liandu.rectification.rules.closing import reasons_against
from liandu.rectification.states import REQUESTS, RequestAct, State
from liandu.rectification.views.item import last_act, load_item
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


def load_request(request: HttpRequest, pk: int) -> Request:
    """Return the request to be written off, or raise 404 where its item is outside the reader's reach."""
    found = opened_request(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def request_closure(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the write-off of an item; what is missing stands beside the form before anybody asks."""
    item = load_item(request, pk)
    require(request.user, Right.CLOSURE_REQUEST, unit=item.unit, subject=item)
    form = RequestClosure(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.request_closure(item=item, **form.cleaned_data, by=request.user)
            messages.success(request, _("已申请销号，等审核各方签字。"))
            return redirect("rectification:item", pk)
    checklist, parties = checked_now(item)
    context = {
        "item": item,
        "form": form,
        "checks": [shown(check.spelled()) for check in checklist],
        "stopped": len(reasons_against(checklist)),
        "usual": usual_proof(item),
        "open": item.state == State.RECTIFYING,
        "parties": named_parties(parties),
        **last_act(item, form),
    }
    return page(request, "rectification/request_closure.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def take_back_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back, for a reason."""
    found = load_request(request, pk)
    require(request.user, Right.CLOSURE_REQUEST, unit=found.item.unit, subject=found.item)
    if request.method == "GET":
        REQUESTS.after(state=found.state, act=RequestAct.TAKE_BACK)
    form = TakeBackRequest(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.take_back_request(request=found, **form.cleaned_data, by=request.user)
            messages.success(request, _("已收回销号申请，可以继续整改。"))
            return redirect("rectification:item", found.item_id)
    context = {"item": found.item, "request_": found, "form": form, **last_act(found.item, form)}
    return page(request, "rectification/take_back_request.html", context, status=422 if form.errors else 200)
