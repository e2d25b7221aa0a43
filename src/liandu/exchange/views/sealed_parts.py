"""Sealed parts that wait for a registrar. They stand behind the door of the clues: for all others there is nothing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.roles import Act
from liandu.clues.views.door import behind_the_door
from liandu.exchange import commands
from liandu.exchange.forms import GiveReason
from liandu.exchange.models import SealedPart
from liandu.exchange.queries import sealed_parts_for
from liandu.exchange.states import Sealed
from liandu.exchange.tables import sealed_parts_table
from liandu.exchange.views.files import handed_out
from liandu.kernel.refusals import Refusal
from liandu.ui.dates import moment
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

LATEST = 100


def _found(request: HttpRequest, key: str) -> SealedPart:
    row = sealed_parts_for(request.user).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


@behind_the_door(Act.CLUE_REGISTER)
def sealed_parts(request: HttpRequest) -> HttpResponse:
    """Show the sealed parts, those that wait first."""
    rows = list(sealed_parts_for(request.user)[:LATEST])
    return page(request, "exchange/sealed_parts.html", {"table": sealed_parts_table(rows)})


@behind_the_door(Act.CLUE_REGISTER)
def sealed_part(request: HttpRequest, key: str) -> HttpResponse:
    """Show where one came from and what can be done; nothing of it is open yet."""
    return _shown(request, _found(request, key))


def _shown(
    request: HttpRequest, row: SealedPart, *, form: GiveReason | None = None, sentence: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "part": row,
        "waits": row.state == Sealed.WAITING,
        "opened": row.state == Sealed.OPENED,
        "kept": moment(row.kept_at),
        "ended": moment(row.ended_at),
        "form": form or GiveReason(),
        "sentence": sentence,
    }
    return page(request, "exchange/sealed_part.html", context, status=status)


@behind_the_door(Act.CLUE_REGISTER, methods=("POST",))
def open_sealed(request: HttpRequest, key: str) -> HttpResponse:
    """Open it for the reader's own register."""
    row = _found(request, key)
    try:
        counts = commands.open_sealed_part(part=row, by=request.user)
    except Refusal as refusal:
        return _shown(request, row, sentence=in_words(refusal), status=422)
    taken, refused = counts["accepted"], counts["refused"]
    said = ngettext("已拆封，接收 %(n)s 份密封清单，待签收。", "已拆封，接收 %(n)s 份密封清单，待签收。", taken)
    said %= {"n": taken}
    messages.success(request, said + (_("有 %(n)s 份高于最高密级，没有接收。") % {"n": refused} if refused else ""))
    return redirect("exchange:sealed_part", row.pk)


@behind_the_door(Act.CLUE_REGISTER, methods=("POST",))
def discard_sealed(request: HttpRequest, key: str) -> HttpResponse:
    """Do not open it, with a reason."""
    row = _found(request, key)
    form = GiveReason(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.discard_sealed_part(part=row, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("没有拆封，文件已移除。"))
            return redirect("exchange:sealed_parts")
    return _shown(request, row, form=form, status=422)


@behind_the_door(Act.CLUE_REGISTER)
def sealed_receipt_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand the receipt out; journaled."""
    row = _found(request, key)
    return handed_out(commands.note_sealed_receipt_taken_out(part=row, by=request.user), row.receipt_name)
