"""Our keys and card, and those of others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.exchange import commands
from liandu.exchange.forms import AddPeer, CardFile, MakeKeys, RetirePeer
from liandu.exchange.identity import LARGEST_CARD, Card, card_from, has_identity, own_identity
from liandu.exchange.queries import peers_for
from liandu.exchange.views.files import HEADERS, sent
from liandu.kernel.refusals import Refusal
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@require_http_methods(["GET", "POST"])
def make_keys(request: HttpRequest) -> HttpResponse:
    """Make the keys of this installation, or new ones."""
    require(request.user, Act.KEY_MANAGE)
    known = own_identity() if has_identity() else None
    form = MakeKeys(request.POST or None, initial={"name": known.name if known else ""})
    if form.is_valid():
        with refusals_on(form):
            commands.make_keys(name=form.cleaned_data["name"], by=request.user)
            messages.success(request, _("密钥已生成。请下载名片交给往来单位，并请对方核对指纹。"))
            return redirect("exchange:home")
    return page(request, "exchange/keys.html", {"form": form, "known": known}, status=422 if form.errors else 200)


@require_GET
def card(request: HttpRequest) -> HttpResponse:
    """Hand out our card."""
    content = commands.note_card_taken_out(by=request.user)
    named = HEADERS | {"Content-Disposition": f'attachment; filename="liandu-card-{own_identity().site}.json"'}
    return HttpResponse(content, content_type="application/json", headers=named)


@require_http_methods(["GET", "POST"])
def add_peer(request: HttpRequest) -> HttpResponse:
    """Take a card in, show its fingerprint, and take its keys into use once they were compared."""
    require(request.user, Act.KEY_MANAGE)
    if request.method == "POST" and "card" in request.POST:
        return _add(request)
    form = CardFile(*sent(request))
    if form.is_valid():
        with refusals_on(form):
            content = form.cleaned_data["card"].read(LARGEST_CARD)
            return _compare(request, card_from(content), AddPeer(initial={"card": content.decode()}))
    return page(request, "exchange/add_peer.html", {"form": form}, status=422 if form.errors else 200)


def _compare(request: HttpRequest, shown: Card, form: AddPeer) -> HttpResponse:
    context = {"form": form, "card": shown, "groups": shown.fingerprint.split()}
    return page(request, "exchange/compare.html", context, status=422 if form.errors else 200)


def _add(request: HttpRequest) -> HttpResponse:
    form = AddPeer(request.POST)
    try:
        shown = card_from(request.POST["card"].replace("\r\n", "\n").encode("utf-8", "replace"))
    except Refusal as refusal:
        again = CardFile({})
        again.errors.clear()
        again.add_error(None, in_words(refusal))
        return page(request, "exchange/add_peer.html", {"form": again}, status=422)
    if form.is_valid():
        with refusals_on(form):
            data = form.cleaned_data
            peer = commands.add_peer(card=shown, level=data["level"], since=data["since"], by=request.user)
            messages.success(request, _("已添加“%(name)s”。") % {"name": peer.site.name})
            return redirect("exchange:home")
    return _compare(request, shown, form)


@require_POST
def retire_peer(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the keys of a peer end with a day."""
    peer = get_object_or_404(peers_for(request.user), pk=pk)
    require(request.user, Act.KEY_MANAGE, subject=peer)
    form = RetirePeer(request.POST)
    if form.is_valid():
        commands.retire_peer(peer=peer, until=form.cleaned_data["until"], by=request.user)
        messages.success(request, _("“%(name)s”的这把密钥到期停用。") % {"name": peer.site.name})
    else:
        messages.error(request, _("没有写入：请填最后有效日。"))
    return redirect("exchange:home")
