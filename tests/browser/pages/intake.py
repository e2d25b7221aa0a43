"""Pages of intake."""

from tests.browser.pages.example import CHECKED, EMPTY_ROUND, ROUND, TABLE, Example
from tests.browser.site import CLERK

EXAMPLES: tuple[Example, ...] = (
    Example("intake:documents", CLERK, "/intake/"),
    Example("intake:documents", CLERK, "/intake/?round={}", EMPTY_ROUND),
    Example("intake:text", CLERK, "/intake/{}/text/", CHECKED),
    Example("intake:text", CLERK, "/intake/{}/text/?table", TABLE),
    Example("intake:upload", CLERK, "/intake/rounds/{}/upload/", ROUND),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "intake:guess_places": "data for the upload page",
    "intake:read_again": "an act",
}
