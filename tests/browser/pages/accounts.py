"""Pages of accounts."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK, SYSTEM

EXAMPLES: tuple[Example, ...] = (
    Example("account_login", "", "/sign-in/"),
    Example("account_login", "", "/sign-in/?why=idle-sent&next=/ledger/"),
    Example("account_logout", CLERK, "/sign-out/"),
    Example("account_change_password", CLERK, "/password/"),
    Example("account_reauthenticate", CLERK, "/confirm/password/"),
    Example("mfa_reauthenticate", SYSTEM, "/confirm/code/"),
    Example("mfa_index", CLERK, "/second-factor/"),
    Example("mfa_index", SYSTEM, "/second-factor/"),
    Example("mfa_activate_totp", CLERK, "/second-factor/codes/"),
    Example("mfa_deactivate_totp", SYSTEM, "/second-factor/codes/off/"),
    Example("mfa_generate_recovery_codes", SYSTEM, "/second-factor/recovery/renew/"),
    Example("mfa_list_webauthn", CLERK, "/second-factor/keys/"),
    Example("mfa_add_webauthn", CLERK, "/second-factor/keys/add/"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "mfa_authenticate": "between password and workbench; test_second_factor.py looks at it",
    "mfa_view_recovery_codes": "needs a second factor set up by hand; test_second_factor.py looks at it",
    "mfa_download_recovery_codes": "a file",
    "mfa_reauthenticate_webauthn": "needs a security key; test_second_factor.py looks at it",
    "mfa_edit_webauthn": "needs a security key; test_second_factor.py looks at it",
    "mfa_remove_webauthn": "needs a security key; test_second_factor.py looks at it",
}
