"""Pages of handover."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK

EXAMPLES: tuple[Example, ...] = (Example("handover:home", CLERK, "/handover/"),)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {}
