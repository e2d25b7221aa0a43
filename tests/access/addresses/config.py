"""Addresses of the house as a whole."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "set_language": Address(get="all 302", post="all 302", form={"language": "en"}),
}
