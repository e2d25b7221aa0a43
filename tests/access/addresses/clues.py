"""Addresses of clues."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "clues:home": Address(get="all 200"),
}
