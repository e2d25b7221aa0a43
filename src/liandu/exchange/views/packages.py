"""Packages that go out, and their receipts."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.exchange import commands
from liandu.exchange.forms import AskPackage, ReceiptFile
from liandu.exchange.kinds import numbers_for
from liandu.exchange.models import Package
from liandu.exchange.queries import LEASED, not_taken, packages_for, rounds_to_send
from liandu.exchange.states import Packing
from liandu.exchange.tables import label_of, not_taken_table
from liandu.exchange.views.files import handed_out, sent
from liandu.exchange.wording import PACKED, refusal_in_words
from liandu.journal.queries import history_of
from liandu.ui.dates import moment, size
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@require_http_methods(["GET", "POST"])
def pack(request: HttpRequest) -> HttpResponse:
    """Ask for a package."""
    require(request.user, Act.EXCHANGE_PACK)
    form = AskPackage(request.POST or None, reader=request.user)
    if form.is_valid():
        with refusals_on(form):
            data = form.cleaned_data
            made = commands.ask_package(
                site=data["peer"].site,
                rounds=data["rounds"],
                chosen=data["chosen"],
                whole=data["whole"],
                by=request.user,
            )
            return redirect("exchange:package", made.pk)
    return page(request, "exchange/pack.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one package: how far it is, what is in it, what its receiver made of it."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    shape, tone = PACKED[Packing(row.state)]
    context = {
        "package": row,
        "shape": shape,
        "tone": tone,
        "under_way": row.state in LEASED,
        "failure": refusal_in_words(row.failure),
        "size": size(row.size),
        "made": moment(row.made_at),
        "expired": moment(row.expired_at),
        "answered": moment(row.answered_at),
        "counts": [(label_of(name), counts) for name, counts in _counts(request, row)],
        "not_taken": not_taken_table(not_taken(request.user, row)),
        "rounds": _rounds(request, row),
        "history": [(line, moment(line.at)) for line in history_of(row)],
    }
    return page(request, "exchange/package.html", context, part="exchange/_package.html")


def _counts(request: HttpRequest, row: Package) -> Iterable[tuple[str, dict[str, int]]]:
    return numbers_for(request.user, row.counts, whose=row.asked_by_id).items()


def _rounds(request: HttpRequest, row: Package) -> list[str]:
    return [one.name for one in rounds_to_send(request.user).filter(pk__in=row.what.get("rounds", []))]


@require_GET
def package_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand the file out; journaled."""
    row = get_object_or_404(packages_for(request.user), pk=pk)
    return handed_out(commands.note_package_taken_out(package=row, by=request.user), row.filename)


@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Note a receipt that came back."""
    require(request.user, Act.EXCHANGE_PACK)
    form = ReceiptFile(*sent(request))
    if form.is_valid():
        with refusals_on(form):
            file = form.cleaned_data["file"]
            row = commands.open_receipt(chunks=file.chunks(), name=file.name, by=request.user)
            messages.success(request, _("回执已登记。"))
            return redirect("exchange:package", row.pk)
    return page(request, "exchange/receipt.html", {"form": form}, status=422 if form.errors else 200)
