"""Naming who answers for items: persons, a change of owner, offices with a duty."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.rectification import commands
from liandu.rectification.choosing import keys_of
from liandu.rectification.forms import AddOffice, AssignResponsibility, ChangeOwner, GiveReason, RemarkOnItem
from liandu.rectification.models import Item
from liandu.rectification.queries import chosen_items, opened_duty, require_for_offices, require_for_unit
from liandu.rectification.rules import PERSONS
from liandu.rectification.tables import chosen_table
from liandu.rectification.views.item import form_page, load_item
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


def _load_for_unit(request: HttpRequest, pk: int) -> Item:
    found = load_item(request, pk)
    require_for_unit(request.user, found)
    return found


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Put persons down for one item."""
    found = _load_for_unit(request, pk)
    form = AssignResponsibility(request.POST or None, initial={name: getattr(found, name) for name in PERSONS})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            done = commands.assign_responsibility(items=[found], persons=form.cleaned_data, by=request.user)
            for _item, refusal in done.refused:
                raise refusal
            return redirect("rectification:item", pk)
    words = _("没有填的保持原样。方案通过以后更换责任人，请办理整改责任交接。")
    return form_page(request, found, form, title=_("确定责任人"), submit=_("确定"), help=words)


@require_http_methods(["GET", "POST"])
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the ledger says beside an item."""
    found = load_item(request, pk)
    require(request.user, Right.ITEM_ASSIGN, unit=found.unit, subject=found)
    form = RemarkOnItem(request.POST or None, initial={"remark": found.remark})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            commands.remark_on_item(item=found, **form.cleaned_data, by=request.user)
            return redirect("rectification:item", pk)
    return form_page(request, found, form, title=_("备注"), submit=_("写入台账"))


@require_http_methods(["GET", "POST"])
def assign_many(request: HttpRequest) -> HttpResponse:
    """Put the same persons down for the items chosen in a list (``item`` in the address or in the form)."""
    require(request.user, Right.ITEM_ASSIGN)
    asked = request.POST if request.method == "POST" else request.GET
    items = list(chosen_items(request.user, keys_of(asked, "item")))
    form = AssignResponsibility(request.POST or None)
    refused: list[tuple[Item, str]] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            done = commands.assign_responsibility(items=items, persons=form.cleaned_data, by=request.user)
            refused = [(item, in_words(refusal)) for item, refusal in done.refused]
            if done.items:
                n = len(done.items)
                messages.success(
                    request, ngettext("已确定 %(n)s 项的责任人。", "已确定 %(n)s 项的责任人。", n) % {"n": n}
                )
            if items and not refused:
                return redirect("ledgers:findings")
        status = 422
    context = {
        "form": form,
        "table": chosen_table(items, caption=_("所选事项")),
        "refused": refused,
        "items": items,
        "ticked": frozenset(row.pk for row in items),
    }
    return page(request, "rectification/assign_many.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change_owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Let others answer for an item, with the note of the handover."""
    found = _load_for_unit(request, pk)
    form = ChangeOwner(request.POST or None, item=found)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        note, made_on = said.pop("note"), said.pop("made_on")
        with refusals_on(form):
            commands.change_owner(item=found, persons=said, note=note, made_on=made_on, by=request.user)
            messages.success(request, _("整改责任已经交接。"))
            return redirect(f"{reverse('rectification:item', args=[pk])}#responsibility")
    return form_page(request, found, form, title=_("整改责任交接"), submit=_("交接"))


@require_http_methods(["GET", "POST"])
def add_office(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an office a duty on an item."""
    found = load_item(request, pk)
    require_for_offices(request.user, found)
    form = AddOffice(request.POST or None, reader=request.user, item=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            commands.add_office(item=found, **form.cleaned_data, by=request.user)
            return redirect(f"{reverse('rectification:item', args=[pk])}#responsibility")
    words = _("机构按所列职责审核、签字；它的人要能看到这个单位的事项。")
    return form_page(request, found, form, title=_("增加审核机构"), submit=_("增加"), help=words)


@require_http_methods(["GET", "POST"])
def end_office(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an office's duty on an item away, for a reason."""
    row = opened_duty(request.user, pk)
    if row is None:
        raise Http404
    found = row.item
    require_for_offices(request.user, found)
    form = GiveReason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            commands.end_office(duty=row, **form.cleaned_data, by=request.user)
            return redirect(f"{reverse('rectification:item', args=[found.pk])}#responsibility")
    title = _("去掉审核机构")
    note = f"{row.office.name} · {row.get_duty_display()}"
    return form_page(request, found, form, title=title, submit=title, note=note)
