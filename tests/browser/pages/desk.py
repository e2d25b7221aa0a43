"""Pages of desk."""

from tests.browser.pages.example import Example
from tests.browser.site import AUDIT, CLERK, SECURITY, SYSTEM, UNIT_HEAD

EXAMPLES: tuple[Example, ...] = (
    Example("desk:home", CLERK, "/"),
    Example("desk:home", UNIT_HEAD, "/"),
    Example("desk:home", SYSTEM, "/"),
    Example("desk:administration", SYSTEM, "/administration/"),
    Example("desk:administration", SECURITY, "/administration/"),
    Example("desk:log", AUDIT, "/log/"),
    Example("desk:seals", AUDIT, "/journal/"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "desk:act_as": "an act",
    "desk:export_seals": "a download",
    "desk:receipt": "a download",
    "desk:verify_seals": "an act; it answers with the page of the seals",
    "desk:add_oversight": "an act; its form is on administration",
    "desk:close_account": "an act; its button is on administration",
    "desk:end_oversight": "an act; its button is on administration",
    "desk:end_post": "an act; its button is on administration",
    "desk:new_account": "an act; its form is on administration",
    "desk:new_post": "an act; its form is on administration",
    "desk:new_unit": "an act; its form is on administration",
}
