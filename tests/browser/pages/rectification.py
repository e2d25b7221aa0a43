"""Pages of items."""

from tests.browser.pages.example import ROUND, Example
from tests.browser.site import CLERK, UNIT_HEAD

_OPENED = "of an item, of which the demo city has none yet; looked at in tests/rectification"

EXAMPLES: tuple[Example, ...] = (
    Example("rectification:openings", CLERK, "/items/opening/"),
    Example("rectification:opening", CLERK, "/items/opening/{}/", ROUND),
    Example("rectification:acknowledge_all", UNIT_HEAD, "/items/acknowledge/"),
    Example("rectification:assign_many", UNIT_HEAD, "/items/assign/"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "rectification:item": _OPENED,
    "rectification:dispute": _OPENED,
    "rectification:answer_dispute": _OPENED,
    "rectification:cancel": _OPENED,
    "rectification:reinstate": _OPENED,
    "rectification:assign": _OPENED,
    "rectification:change_owner": _OPENED,
    "rectification:add_office": _OPENED,
    "rectification:end_office": _OPENED,
    "rectification:open_signed": "an act; its button is on the page of a round's items",
    "rectification:open_unsigned": "an act; its form is on the page of a round's items",
    "rectification:acknowledge": "an act; its button is on the item's page",
    "rectification:take_back_dispute": "an act; its button is on the item's page",
}
