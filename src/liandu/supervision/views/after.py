"""Checks on site, opening closed items again, ending what was not put right."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import may, own_offices, require
from liandu.access.roles import Act as Right
from liandu.handover.views.signing import send_file
from liandu.rectification.models import Item
from liandu.rectification.states import ITEMS, Act, AskedState
from liandu.rectification.views.item import last_act, load_item
from liandu.supervision import commands
from liandu.supervision.forms import AskReopening, ConfirmReopening, DeclineReopening, EndItem, NoteSiteCheck
from liandu.supervision.looks import shown_reopenings
from liandu.supervision.models import Reopening
from liandu.supervision.queries import reopenings_for, site_checks_for
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@require_http_methods(["GET", "POST"])
def note_site_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what people saw on the spot."""
    item = load_item(request, pk)
    require(request.user, Right.SITE_CHECK, unit=item.unit, subject=item)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    offices = own_offices(request.user, Right.SITE_CHECK).exclude(party="").order_by("path")
    form = NoteSiteCheck(*sent, offices=offices)
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["matches"] = given.pop("as_reported")
        upload = given.pop("file")
        with refusals_on(form):
            commands.note_site_check(
                item=item,
                **given,
                chunks=upload.chunks() if upload else None,
                filename=upload.name if upload else "",
                by=request.user,
            )
            messages.success(request, _("已登记现场核查。"))
            return redirect("rectification:item", pk)
    lead = _("到现场看、问、查，把看到的写清楚。与所报不符的，可以退回销号申请；已销号的，可以要求重新立账。")
    return _form(request, item, form, title=_("登记现场核查"), submit=_("登记"), lead=lead, upload=True)


def _form(request: HttpRequest, item: Item, form: Any, **more: Any) -> HttpResponse:
    context = {"item": item, "form": form, "back": reverse("rectification:item", args=[item.pk])}
    context |= {**last_act(item, form), **more}
    return page(request, "supervision/form.html", context, status=422 if form.errors else 200)


@require_GET
def site_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the record of a check on site; journaled."""
    check = get_object_or_404(site_checks_for(request.user), pk=pk)
    if check.file is None:
        raise Http404
    response = send_file(check.file.path, name=check.filename)
    commands.note_site_file_taken(check=check, by=request.user)
    return response


@require_http_methods(["GET", "POST"])
def ask_reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a closed item be opened again."""
    item = load_item(request, pk)
    require(request.user, Right.ITEM_REOPEN, unit=item.unit, subject=item)
    if request.method == "GET":
        ITEMS.after(state=item.state, act=Act.REOPEN)
    # A later stage may know why: its link fills the form in.
    known = {name: request.GET.get(name, "") for name in ("kind", "reason")}
    form = AskReopening(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        with refusals_on(form):
            asked = commands.ask_reopening(item=item, **form.cleaned_data, by=request.user)
            messages.success(request, _("已提出，等另一人确认。"))
            return redirect("supervision:reopening", asked.pk)
    lead = _("重新立账由一人提出、另一人确认。确认以后这件事回到整改中，不再算完成。")
    return _form(request, item, form, title=_("要求重新立账"), submit=_("提出"), lead=lead)


@require_GET
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a re-opening that was asked for, with what the reader may do about it."""
    return _reopening(request, get_object_or_404(reopenings_for(request.user), pk=pk))


def _reopening(request: HttpRequest, found: Reopening, *, status: int = 200, **forms: Any) -> HttpResponse:
    waits = found.state == AskedState.ASKED
    may_answer = waits and may(request.user, Right.ITEM_REOPEN, found.item.unit)
    own = found.asked_by_id == request.user.pk
    context = {
        "item": found.item,
        "row": shown_reopenings([found])[0],
        "found": found,
        "answers": may_answer and not own,
        "own": may_answer and own,
        "waits": waits,
        "confirm_form": ConfirmReopening(initial={"due_on": found.due_on}, prefix="confirm"),
        "decline_form": DeclineReopening(prefix="decline"),
        **forms,
    }
    return page(request, "supervision/reopening.html", context, status=status)


@require_POST
def confirm_reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm it, as another person."""
    found = get_object_or_404(reopenings_for(request.user), pk=pk)
    require(request.user, Right.ITEM_REOPEN, unit=found.item.unit, subject=found.item)
    form = ConfirmReopening(request.POST, prefix="confirm")
    if form.is_valid():
        with refusals_on(form):
            commands.confirm_reopening(reopening=found, **form.cleaned_data, by=request.user)
            messages.success(request, _("已重新立账，回到整改中。"))
            return redirect("rectification:item", found.item_id)
    return _reopening(request, found, status=422, confirm_form=form)


@require_POST
def decline_reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the item closed, and say why."""
    found = get_object_or_404(reopenings_for(request.user), pk=pk)
    require(request.user, Right.ITEM_REOPEN, unit=found.item.unit, subject=found.item)
    form = DeclineReopening(request.POST, prefix="decline")
    if form.is_valid():
        with refusals_on(form):
            commands.decline_reopening(reopening=found, **form.cleaned_data, by=request.user)
            messages.success(request, _("已答复，不重新立账。"))
            return redirect("supervision:reopening", pk)
    return _reopening(request, found, status=422, decline_form=form)


@require_POST
def take_back_reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one asked for oneself."""
    found = get_object_or_404(reopenings_for(request.user), pk=pk)
    commands.take_back_reopening(reopening=found, by=request.user)
    messages.success(request, _("已收回。"))
    return redirect("supervision:reopening", pk)


@require_http_methods(["GET", "POST"])
def end_item(request: HttpRequest, pk: int) -> HttpResponse:
    """End an item that was not put right, on somebody's authority."""
    item = load_item(request, pk)
    require(request.user, Right.ITEM_END, unit=item.unit, subject=item)
    if request.method == "GET":
        ITEMS.after(state=item.state, act=Act.END)
    form = EndItem(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            commands.end_item(item=item, **form.cleaned_data, by=request.user)
            messages.success(request, _("已以未落实了结，不计为完成。"))
            return redirect("rectification:item", pk)
    lead = _("没有整改到位而不再整改，要有决定机关和文号，由决定机关负责。还在审核的销号申请一并退回。")
    return _form(request, item, form, title=_("以未落实了结"), submit=_("以未落实了结"), lead=lead)
