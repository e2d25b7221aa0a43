"""Changing keys, packages and what came. Every function is one act: may, change, journal."""

from liandu.exchange.commands.asking import (
    ask_opening,
    claim_opening,
    end_opening_leases,
    fail_opening,
    open_claimed,
)
from liandu.exchange.commands.keys import add_peer, make_keys, note_card_taken_out, retire_peer
from liandu.exchange.commands.opening import (
    discard_arrival,
    match_unit,
    note_receipt_taken_out,
    open_package,
    take_in_package,
)
from liandu.exchange.commands.packing import (
    ask_package,
    claim_package,
    end_packing_leases,
    expire_packages,
    fail_package,
    make_package,
    note_package_taken_out,
)
from liandu.exchange.commands.receipts import open_receipt
from liandu.exchange.commands.sealed_parts import (
    discard_sealed_part,
    note_sealed_receipt_taken_out,
    open_sealed_part,
)

__all__ = [
    "add_peer",
    "ask_opening",
    "ask_package",
    "claim_opening",
    "claim_package",
    "discard_arrival",
    "discard_sealed_part",
    "end_opening_leases",
    "end_packing_leases",
    "expire_packages",
    "fail_opening",
    "fail_package",
    "make_keys",
    "make_package",
    "match_unit",
    "note_card_taken_out",
    "note_package_taken_out",
    "note_receipt_taken_out",
    "note_sealed_receipt_taken_out",
    "open_claimed",
    "open_package",
    "open_receipt",
    "open_sealed_part",
    "retire_peer",
    "take_in_package",
]
