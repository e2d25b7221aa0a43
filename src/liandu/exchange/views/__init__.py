"""Pages of exchange: the home, keys and peers, packages that go out, packages that come."""

from liandu.exchange.views.arrivals import (
    arrival,
    discard,
    link_round,
    match_unit,
    open_arrival,
    receipt_file,
    receive,
)
from liandu.exchange.views.home import home
from liandu.exchange.views.keys import add_peer, card, make_keys, retire_peer
from liandu.exchange.views.packages import pack, package, package_file, receipt

__all__ = [
    "add_peer",
    "arrival",
    "card",
    "discard",
    "home",
    "link_round",
    "make_keys",
    "match_unit",
    "open_arrival",
    "pack",
    "package",
    "package_file",
    "receipt",
    "receipt_file",
    "receive",
    "retire_peer",
]
