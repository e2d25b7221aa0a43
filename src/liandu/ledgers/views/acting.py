"""One act on many chosen items: the page that asks for it, and the page that says what became of each."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from liandu.access.queries import require
from liandu.ledgers import commands
from liandu.ledgers.forms import GiveBulkReason
from liandu.ledgers.item_view import ItemView, digits
from liandu.ledgers.queries import bulk_result, items_with_keys, keys_of
from liandu.rectification.bulk_acts import MOST, bulk_act
from liandu.rectification.looks import state_look
from liandu.rectification.models import Item
from liandu.ui.dates import moment
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Ask for what an act on the chosen items needs, and do it: those on the page, or all that the view holds."""
    asked = request.POST if request.method == "POST" else request.GET
    act = bulk_act(str(asked.get("act", "")))
    if act is None:
        raise Http404
    require(request.user, act.right)
    items, too_many = _chosen(request, asked)
    data = request.POST if request.method == "POST" else None
    form, why = act.form(data), GiveBulkReason(data, needed=act.reason_needed)
    if form.is_valid() and why.is_valid() and not too_many:
        with refusals_on(why):
            seq = commands.act_in_bulk(
                act=act, items=items, by=request.user, reason=why.cleaned_data["reason"], fields=form.cleaned_data
            )
            back = urlencode({"view": asked.get("view", "")}) if asked.get("view") else ""
            return redirect(reverse("ledgers:bulk_result", args=[seq]) + (f"?{back}" if back else ""))
    context = {
        "act": act,
        "items": [(item, state_look(item.state)) for item in items],
        "too_many": too_many,
        "most": MOST,
        "forms": [form, why],
        "all": bool(asked.get("all")),
        "view": asked.get("view", ""),
        "back": _back(asked),
    }
    return page(request, "ledgers/bulk.html", context, status=422 if form.errors or why.errors else 200)


def _chosen(request: HttpRequest, asked: Any) -> tuple[list[Item], bool]:
    """Return the chosen items within reach, and whether they are more than an act may be done to at once."""
    if asked.get("all"):
        view = ItemView.of(QueryDict(asked.get("view", "")))
        keys = [] if view.on else keys_of(request.user, view, most=MOST)
    else:
        keys = [int(key) for key in map(digits, asked.getlist("item")) if key][: MOST + 1]
    return ([], True) if len(keys) > MOST else (items_with_keys(request.user, keys), False)


def _back(asked: Any) -> str:
    return f"{reverse('ledgers:items')}?{ItemView.of(QueryDict(asked.get('view', ''))).address() or 'sort=number'}"


@require_GET
def bulk_done(request: HttpRequest, seq: int) -> HttpResponse:
    """Show what became of an act on many items: to whom did it, as the journal has it."""
    found = bulk_result(request.user, seq, entry=commands.BULK)
    if found is None:
        raise Http404
    context = {
        "result": found,
        "title": _("%(act)s：办理结果") % {"act": found.act.words},
        "at": moment(found.at),
        "done": [(item, state_look(item.state)) for item in found.done],
        "refused": [(item, in_words(refusal)) for item, refusal in found.refused],
        "back": _back(request.GET),
    }
    return page(request, "ledgers/bulk_done.html", context)
