"""Addresses of handover."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "handover:home": Address(get="all 200"),
}
