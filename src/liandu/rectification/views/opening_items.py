"""Opening items: the rounds, and one round with what waits; all that was signed for in one act."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.models import Round
from liandu.rectification import commands
from liandu.rectification.choosing import keys_of
from liandu.rectification.forms import OpenItems
from liandu.rectification.queries import Waiting, openable, opened_round, rounds_to_open, with_lines
from liandu.rectification.tables import rounds_table, ticked_table, waiting_table
from liandu.ui.htmx import go_to, is_partial, page

SHOWN = 100  # findings listed of each kind; all are counted
AT_ONCE = 2_000  # items opened in one request: a second or two; what is left goes on by itself


@require_GET
def openings(request: HttpRequest) -> HttpResponse:
    """Show the rounds with how many findings wait for their item."""
    require(request.user, Right.ITEM_OPEN)
    return page(request, "rectification/openings.html", {"table": rounds_table(rounds_to_open(request.user))})


def _load(request: HttpRequest, pk: int) -> Round:
    require(request.user, Right.ITEM_OPEN)
    found = opened_round(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_GET
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round's findings that wait for their item: signed for, and apart those that are not."""
    return _show(request, _load(request, pk))


def _show(
    request: HttpRequest,
    round: Round,  # noqa: A002 - the field's term
    *,
    form: OpenItems | None = None,
    ticked: frozenset[int] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    signed = openable(request.user, round, signed=True)[:SHOWN]
    unsigned = openable(request.user, round, signed=False)[:SHOWN]
    context = {
        "round": round,
        "standing": _standing(request, round),
        "signed": waiting_table(list(signed), caption=_("已签收，等待立账")),
        "unsigned": ticked_table(list(unsigned), caption=_("还没有签收")),
        "ticked": ticked,
        "form": form or OpenItems(),
    }
    return page(request, "rectification/opening.html", context, status=status)


def _standing(request: HttpRequest, round: Round) -> Waiting:  # noqa: A002 - the field's term
    found = (row for row in rounds_to_open(request.user) if row.round.pk == round.pk)
    return next(found, Waiting(round, 0, 0, 0, 0))


@require_POST
def open_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an item for every finding of the round that was signed for; htmx goes on by itself until none is left."""
    round_ = _load(request, pk)
    waiting = openable(request.user, round_, signed=True)
    made = commands.open_items(findings=with_lines(list(waiting[:AT_ONCE])), by=request.user)
    standing = _standing(request, round_)
    if not is_partial(request):
        _tell(request, len(made))
        return redirect("rectification:opening", pk)
    if made and standing.signed:
        whole = standing.opened + standing.signed
        context = {"round": round_, "done": standing.opened, "whole": whole}
        return page(request, "rectification/_opening_goes_on.html", context)
    messages.success(request, _("已签收的问题都已立账。"))
    return go_to(reverse("rectification:opening", args=[pk]))


def _tell(request: HttpRequest, n: int) -> None:
    messages.success(request, ngettext("已立账 %(n)s 项。", "已立账 %(n)s 项。", n) % {"n": n})


@require_POST
def open_unsigned(request: HttpRequest, pk: int) -> HttpResponse:
    """Open items for chosen findings that nobody has signed for, for a reason."""
    round_ = _load(request, pk)
    form = OpenItems(request.POST)
    keys = keys_of(request.POST, "finding")
    if not keys:
        form.add_error(None, _("请至少选择一项。"))
    if form.is_valid():
        chosen = openable(request.user, round_).filter(pk__in=keys)
        made = commands.open_items(
            findings=with_lines(list(chosen)), by=request.user, reason=form.cleaned_data["reason"]
        )
        _tell(request, len(made))
        return redirect("rectification:opening", pk)
    return _show(request, round_, form=form, ticked=frozenset(keys), status=422)
