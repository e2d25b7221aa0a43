"""Packages that come: taken in, looked at, opened or not, answered by a receipt."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.exchange import commands
from liandu.exchange.comparing import Verdict
from liandu.exchange.forms import LinkRound, MatchUnit, PackageFile
from liandu.exchange.inspecting import inspect
from liandu.exchange.kinds import numbers_for
from liandu.exchange.models import Arrival, Outcome
from liandu.exchange.queries import arrivals_for, rounds_brought_by
from liandu.exchange.states import Arriving
from liandu.exchange.tables import label_of
from liandu.exchange.views.files import handed_out, sent
from liandu.exchange.wording import VERDICTS, refusal_in_words, shown
from liandu.inspections.commands import link_round as link
from liandu.journal.queries import history_of
from liandu.kernel.refusals import Refusal
from liandu.ui.dates import moment, size
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on, why_not

OPEN_AT_ONCE = 4 * 1024 * 1024  # bytes; what is larger takes the worker


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take a package file in and verify it."""
    require(request.user, Act.EXCHANGE_OPEN)
    form = PackageFile(*sent(request))
    if form.is_valid():
        with refusals_on(form):
            file = form.cleaned_data["file"]
            row = commands.take_in_package(chunks=file.chunks(), name=file.name, by=request.user)
            return redirect("exchange:arrival", row.pk)
    return page(request, "exchange/receive.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what opening the package would do; after it was opened, what it did."""
    row = get_object_or_404(arrivals_for(request.user), pk=pk)
    context = {
        "arrival": row,
        "size": size(row.size),
        "came": moment(row.came_at),
        "opened": moment(row.opened_at),
        "history": [(line, moment(line.at)) for line in history_of(row)],
        "failure": refusal_in_words(row.failure),
    }
    compares = "compare" in request.GET or row.size <= OPEN_AT_ONCE
    if row.state == Arriving.OPENING:
        context["under_way"] = True
    elif row.state == Arriving.INSPECTED and not compares:
        context["comparing"] = True  # the page comes first, and asks for the rest itself
    elif row.state == Arriving.INSPECTED:
        context |= _inspected(request, row)
    else:
        context |= _opened(request, row)
    return page(request, "exchange/arrival.html", context, part="exchange/_arrival.html")


def _inspected(request: HttpRequest, row: Arrival) -> dict[str, Any]:
    try:
        seen = inspect(arrival=row, by=request.user)
    except Refusal as refusal:  # retired since it came, or its file is gone: the page says so, and may discard it
        return {"sentence": in_words(refusal)}
    kinds = [
        {
            "label": label_of(name),
            "numbers": [(VERDICTS[Verdict(verdict)], n) for verdict, n in counts.items() if n],
            "opens": bool(counts["conflict"] + counts["refused"]),
            "records": [shown(one) for one in seen.shown[name]],
            "more": sum(counts.values()) - counts["same"] - len(seen.shown[name]),
        }
        for name, counts in seen.counts.items()
    ]
    return {
        "kinds": kinds,
        "conflicts": sum(counts["conflict"] for counts in seen.counts.values()),
        "refused": sum(counts["refused"] for counts in seen.counts.values()),
        "takes": sum(counts["new"] + counts["changed"] for counts in seen.counts.values()),
        "match_form": MatchUnit(reader=request.user, auto_id=False),
    }


def _opened(request: HttpRequest, row: Arrival) -> dict[str, Any]:
    rounds = [one for one in rounds_brought_by(request.user, row) if row.state == Arriving.OPENED]
    return {
        "counts": [
            (label_of(name), [(Outcome(outcome).label, n) for outcome, n in counts.items() if n])
            for name, counts in numbers_for(request.user, row.counts, whose=row.opened_by_id).items()
        ],
        "links": [(one, LinkRound(reader=request.user, initial={"above": one.pk}, auto_id=f"id_{one.pk}_%s"))
                  for one in rounds],
        "why_no_link": why_not(request.user, Act.ROUND_OPEN),
    }  # fmt: skip


@require_POST
def open_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what the package holds."""
    row = get_object_or_404(arrivals_for(request.user), pk=pk)
    choices = dict.fromkeys(request.POST.getlist("theirs"), "theirs")
    if row.size > OPEN_AT_ONCE:
        commands.ask_opening(arrival=row, choices=choices, by=request.user)
        return redirect("exchange:arrival", pk)
    opened = commands.open_package(arrival=row, choices=choices, by=request.user)
    refused = sum(counts["refused"] for counts in opened.counts.values())
    said = _("已导入。请下载回执交回“%(name)s”。") % {"name": row.site.name}
    messages.success(
        request, said if not refused else said + _("有 %(n)s 条没有接收，理由写在回执里。") % {"n": refused}
    )
    return redirect("exchange:arrival", pk)


@require_POST
def match_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which unit of ours a foreign one is."""
    row = get_object_or_404(arrivals_for(request.user), pk=pk)
    form = MatchUnit(request.POST, reader=request.user)
    if form.is_valid():
        commands.match_unit(site=row.site, by=request.user, **form.cleaned_data)
        messages.success(request, _("已对应到%(unit)s，以后的包也按这个对应。") % {"unit": form.cleaned_data["unit"]})
    else:
        messages.error(request, _("没有写入：请选择对应的单位。"))
    return redirect("exchange:arrival", pk)


@require_POST
def link_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one of our rounds belongs to a round that came from the level above."""
    row = get_object_or_404(arrivals_for(request.user), pk=pk)
    form = LinkRound(request.POST, reader=request.user)
    if not form.is_valid():
        messages.error(request, _("没有写入：请选择本级轮次。"))
        return redirect("exchange:arrival", pk)
    above = rounds_brought_by(request.user, row).filter(pk=form.cleaned_data["above"]).first()
    if above is None:
        raise Http404
    link(round=form.cleaned_data["round"], above=above, by=request.user)
    messages.success(request, _("已联动到“%(name)s”。") % {"name": above.name})
    return redirect("exchange:arrival", pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not open the package."""
    row = get_object_or_404(arrivals_for(request.user), pk=pk)
    commands.discard_arrival(arrival=row, by=request.user)
    messages.success(request, _("没有导入，文件已移除。"))
    return redirect("exchange:home")


@require_GET
def receipt_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand the receipt out; journaled."""
    row = get_object_or_404(arrivals_for(request.user), pk=pk)
    return handed_out(commands.note_receipt_taken_out(arrival=row, by=request.user), row.receipt_name)
