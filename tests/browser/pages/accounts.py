"""Pages of accounts."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK

EXAMPLES: tuple[Example, ...] = (
    Example("account_login", "", "/sign-in/"),
    Example("account_logout", CLERK, "/sign-out/"),
    Example("account_change_password", CLERK, "/password/"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {}
