"""Pages of insight: recurrences."""

from tests.browser.pages.example import Example
from tests.browser.site import DIRECTOR

EXAMPLES: tuple[Example, ...] = (
    Example("insight:recurrences", DIRECTOR, "/insight/recurrences/"),
    Example("insight:recurrences", DIRECTOR, "/insight/recurrences/?state=confirmed"),
    Example("insight:recurrences", DIRECTOR, "/insight/recurrences/?state=dismissed&kind=copied"),
    Example("insight:recurrences", "yanshouqing", "/insight/recurrences/?kind=again"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "insight:confirm_recurrence": "an act; its button is on the page of the pairs",
    "insight:dismiss_recurrence": "an act; its button is on the page of the pairs",
    "insight:reconsider_recurrence": "an act; its button is on the page of the pairs",
}
