"""Addresses of the ledgers."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "ledgers:findings": Address(get="DCROSLMXT 200, all 403"),
    "ledgers:export": Address(post="DCROSLMXT 200, all 403"),
}
