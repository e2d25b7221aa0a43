"""The home of exchange: who we exchange with, what went out, what came."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.exchange.identity import card_from, has_identity, own_card
from liandu.exchange.queries import arrivals_for, exchanges, packages_for, peers_for
from liandu.exchange.tables import arrivals_table, packages_table, peers_table
from liandu.ui.htmx import page
from liandu.ui.reasons import why_not

LATEST = 50


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show peers, packages sent and packages that came, each to whose work it is."""
    reader = request.user
    keeps_keys = may(reader, Act.KEY_MANAGE)
    if not exchanges(reader) and not keeps_keys:
        require(reader, Act.EXCHANGE_OPEN)
    peers = list(peers_for(reader))
    context = {
        "card": card_from(own_card()) if has_identity() else None,
        "peers": peers_table(peers, with_acts=keeps_keys),
        "packages": packages_table(list(packages_for(reader)[:LATEST])),
        "arrivals": arrivals_table(list(arrivals_for(reader)[:LATEST])),
        "exchanges": exchanges(reader),
        "keeps_keys": keeps_keys,
        "why_no_keys": why_not(reader, Act.KEY_MANAGE),
        "ready": has_identity() and bool(peers),
    }
    return page(request, "exchange/home.html", context)
