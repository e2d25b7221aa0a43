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
from liandu.exchange.views.sealed_parts import (
    discard_sealed,
    open_sealed,
    sealed_part,
    sealed_parts,
    sealed_receipt_file,
)

__all__ = [
    "add_peer",
    "arrival",
    "card",
    "discard",
    "discard_sealed",
    "home",
    "link_round",
    "make_keys",
    "match_unit",
    "open_arrival",
    "open_sealed",
    "pack",
    "package",
    "package_file",
    "receipt",
    "receipt_file",
    "receive",
    "retire_peer",
    "sealed_part",
    "sealed_parts",
    "sealed_receipt_file",
]
