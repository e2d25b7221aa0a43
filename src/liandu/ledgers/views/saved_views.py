"""Views kept under a name: keeping one, and the page on which they are renamed, shared, deleted, and opened first."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import require
from liandu.ledgers import commands
from liandu.ledgers.forms import KeepView
from liandu.ledgers.models import Ledger, SavedView
from liandu.ledgers.queries import found_view, kept_views
from liandu.ledgers.views.keeping import Shelf, shelf_of
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@require_GET
def views(request: HttpRequest, ledger: str) -> HttpResponse:
    """Show the views of a ledger that the reader finds: own ones to be changed, shared ones to be opened."""
    shelf = shelf_of(ledger)
    require(request.user, shelf.opens)
    kept = kept_views(request.user, ledger)
    rows = [
        (view, shelf.address(view.address), view.owner_id == request.user.pk, view == kept.first) for view in kept.views
    ]
    return page(request, "ledgers/views.html", {**_place(shelf), "rows": rows, "first": kept.first})


@require_http_methods(["GET", "POST"])
def save_view(request: HttpRequest, ledger: str) -> HttpResponse:
    """Keep the view of the address under a name."""
    shelf = shelf_of(ledger)
    require(request.user, shelf.opens)
    address = shelf.view_of(request.GET).address()
    form = KeepView(request.POST if request.method == "POST" else None, reader=request.user, ledger=ledger)
    if form.is_valid():
        with refusals_on(form):
            commands.save_view(ledger=ledger, address=address, **form.cleaned_data, by=request.user)
            messages.success(request, _("已保存视图“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect(shelf.address(address))
    context = {"form": form, "title": _("保存视图"), "submit": _("保存"), "back": shelf.address(address)}
    return page(request, "ledgers/view_form.html", _place(shelf) | context, status=422 if form.errors else 200)


def _place(shelf: Shelf) -> dict[str, Any]:
    return {"ledger": shelf.ledger.value, "ledger_name": shelf.ledger.label, "ledger_url": reverse(shelf.page)}


def _load(request: HttpRequest, ledger: str, pk: int) -> SavedView:
    found = found_view(request.user, pk)
    if found is None or found.ledger != ledger:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def change_view(request: HttpRequest, ledger: str, pk: int) -> HttpResponse:
    """Rename a view, or share it with another office."""
    view = _load(request, ledger, pk)
    initial = {"name": view.name, "office": view.office_id}
    form = KeepView(
        request.POST if request.method == "POST" else None, reader=request.user, ledger=ledger, initial=initial
    )
    if form.is_valid():
        with refusals_on(form):
            commands.change_view(view=view, **form.cleaned_data, by=request.user)
            messages.success(request, _("已修改。"))
            return redirect("ledgers:views", ledger)
    context = {
        "form": form,
        "title": _("修改视图"),
        "submit": _("修改"),
        "back": reverse("ledgers:views", args=[ledger]),
    }
    context |= _place(shelf_of(ledger))
    return page(request, "ledgers/view_form.html", context, status=422 if form.errors else 200)


@require_POST
def delete_view(request: HttpRequest, ledger: str, pk: int) -> HttpResponse:
    """Delete a view; the page offers to take it back."""
    view = commands.delete_view(view=_load(request, ledger, pk), by=request.user)
    return page(request, "ledgers/view_deleted.html", {"view": view, "ledger": ledger})


@require_POST
def restore_view(request: HttpRequest, ledger: str, pk: int) -> HttpResponse:
    """Take the deleting of a view back."""
    view = commands.restore_view(view=_load(request, ledger, pk), by=request.user)
    return _told(request, ledger, _("已恢复视图“%(name)s”。") % {"name": view})


@require_POST
def open_with(request: HttpRequest, ledger: str, pk: int) -> HttpResponse:
    """Let the ledger open with a view from now on."""
    view = _load(request, ledger, pk)
    commands.open_with(ledger=ledger, view=view, by=request.user)
    facts = {"ledger": Ledger(ledger).label, "name": view}
    return _told(request, ledger, _("以后打开%(ledger)s先看“%(name)s”。") % facts)


@require_POST
def open_plain(request: HttpRequest, ledger: str) -> HttpResponse:
    """Let the ledger open as nobody changed it from now on."""
    shelf = shelf_of(ledger)
    commands.open_with(ledger=ledger, view=None, by=request.user)
    return _told(request, ledger, _("以后打开%(ledger)s看全部。") % {"ledger": shelf.ledger.label})


def _told(request: HttpRequest, ledger: str, sentence: str) -> Any:
    messages.success(request, sentence)
    return redirect("ledgers:views", ledger)
