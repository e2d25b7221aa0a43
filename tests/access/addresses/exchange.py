"""Addresses of exchange."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "exchange:home": Address(get="all 200"),
}
