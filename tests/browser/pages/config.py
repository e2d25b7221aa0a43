"""Pages of config."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK

EXAMPLES: tuple[Example, ...] = (
    Example("refused", CLERK, "/rounds/99999/", status=404),
    Example("refused", CLERK, "/administration/", status=403),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "set_language": "an act",
}
