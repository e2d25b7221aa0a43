"""Addresses of signing in and of second factors."""

from typing import Any

from tests.access.addresses.address import Address
from tests.security_keys import SoftKey


def furnish(scene: Any) -> None:
    """Give the person without a post a security key."""
    scene.key = SoftKey().kept_by(scene.city.people.nobody)


# To the password first, for whoever signed in some time ago; nobody else's key is there.
CONFIRM, OWN = "all 302", "N 302, all 404"
ADDRESSES = {
    "account_login": Address(get="all 302", post="all 302", signed_out=200),
    "account_logout": Address(get="all 200", post="all 302"),
    "account_change_password": Address(get="all 200", post="all 200"),
    "account_reauthenticate": Address(get="all 200", post="all 200"),
    "mfa_authenticate": Address(get="all 302", post="all 302"),
    # X has one-time codes (addresses/desk.py).
    "mfa_reauthenticate": Address(get="X 200, all 302", post="X 200, all 302"),
    "mfa_reauthenticate_webauthn": Address(get="N 200, all 302", post=CONFIRM),
    "mfa_index": Address(get="all 200", post="all 405"),
    "mfa_activate_totp": Address(get=CONFIRM, post=CONFIRM),
    "mfa_deactivate_totp": Address(get="X 302, all 404", post="X 302, all 404"),
    "mfa_view_recovery_codes": Address(get="all 404", post="all 405"),
    "mfa_download_recovery_codes": Address(get="all 404", post="all 404"),
    "mfa_generate_recovery_codes": Address(get=CONFIRM, post=CONFIRM),
    "mfa_list_webauthn": Address(get="all 200", post="all 405"),
    "mfa_add_webauthn": Address(get=CONFIRM, post=CONFIRM),
    "mfa_edit_webauthn": Address("key", get=OWN, post=OWN),
    "mfa_remove_webauthn": Address("key", get=OWN, post=OWN),
}
