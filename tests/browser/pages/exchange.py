"""Pages of exchange."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK

EXAMPLES: tuple[Example, ...] = (Example("exchange:home", CLERK, "/exchange/"),)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {}
