"""Addresses of signing in."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "account_login": Address(get="all 302", post="all 302", signed_out=200),
    "account_logout": Address(get="all 200", post="all 302"),
    "account_change_password": Address(get="all 200", post="all 200"),
}
