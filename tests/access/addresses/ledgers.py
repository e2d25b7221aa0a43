"""Addresses of the ledgers."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "ledgers:findings": Address(get="DCROSLMX 200, all 403"),
    "ledgers:export": Address(post="DCROSLMX 200, all 403"),
}
