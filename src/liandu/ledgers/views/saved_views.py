"""Views kept under a name: keeping one, and the page on which they are renamed, shared, deleted, and opened first."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.ledgers import commands
from liandu.ledgers.forms import KeepView
from liandu.ledgers.item_view import ItemView
from liandu.ledgers.models import Ledger, SavedView
from liandu.ledgers.queries import found_view, kept_views
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@require_GET
def views(request: HttpRequest) -> HttpResponse:
    """Show the views that the reader finds: own ones to be changed, shared ones to be opened."""
    require(request.user, Act.ITEM_VIEW)
    kept = kept_views(request.user, Ledger.ITEMS)
    context = {
        "rows": [(view, view.owner_id == request.user.pk, view == kept.first) for view in kept.views],
        "first": kept.first,
    }
    return page(request, "ledgers/views.html", context)


@require_http_methods(["GET", "POST"])
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the view of the address under a name."""
    require(request.user, Act.ITEM_VIEW)
    address = ItemView.of(request.GET).address()
    form = KeepView(request.POST if request.method == "POST" else None, reader=request.user, ledger=Ledger.ITEMS)
    if form.is_valid():
        with refusals_on(form):
            commands.save_view(ledger=Ledger.ITEMS, address=address, **form.cleaned_data, by=request.user)
            messages.success(request, _("已保存视图“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect(_ledger(address))
    context = {"form": form, "title": _("保存视图"), "submit": _("保存"), "back": _ledger(address)}
    return page(request, "ledgers/view_form.html", context, status=422 if form.errors else 200)


def _ledger(address: str) -> str:
    return f"{reverse('ledgers:items')}?{address or 'sort=number'}"


def _load(request: HttpRequest, pk: int) -> SavedView:
    found = found_view(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def change_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view, or share it with another office."""
    view = _load(request, pk)
    initial = {"name": view.name, "office": view.office_id}
    form = KeepView(
        request.POST if request.method == "POST" else None, reader=request.user, ledger=view.ledger, initial=initial
    )
    if form.is_valid():
        with refusals_on(form):
            commands.change_view(view=view, **form.cleaned_data, by=request.user)
            messages.success(request, _("已修改。"))
            return redirect("ledgers:views")
    context = {"form": form, "title": _("修改视图"), "submit": _("修改"), "back": reverse("ledgers:views")}
    return page(request, "ledgers/view_form.html", context, status=422 if form.errors else 200)


@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a view; the page offers to take it back."""
    view = commands.delete_view(view=_load(request, pk), by=request.user)
    return page(request, "ledgers/view_deleted.html", {"view": view})


@require_POST
def restore_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the deleting of a view back."""
    view = commands.restore_view(view=_load(request, pk), by=request.user)
    return _told(request, _("已恢复视图“%(name)s”。") % {"name": view})


@require_POST
def open_with(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the ledger open with a view from now on."""
    view = _load(request, pk)
    commands.open_with(ledger=view.ledger, view=view, by=request.user)
    return _told(request, _("以后打开整改台账先看“%(name)s”。") % {"name": view})


@require_POST
def open_plain(request: HttpRequest) -> HttpResponse:
    """Let the ledger open as nobody changed it from now on."""
    commands.open_with(ledger=Ledger.ITEMS, view=None, by=request.user)
    return _told(request, _("以后打开整改台账看全部事项。"))


def _told(request: HttpRequest, sentence: str) -> Any:
    messages.success(request, sentence)
    return redirect("ledgers:views")
