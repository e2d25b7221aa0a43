"""Pages of desk."""

from tests.browser.pages.example import Example
from tests.browser.site import AUDIT, CLERK, SECURITY, SYSTEM, UNIT_HEAD

PERSON = "SELECT id FROM accounts_user WHERE username = 'chenruoxi'"
EXAMPLES: tuple[Example, ...] = (
    Example("desk:home", CLERK, "/"),
    Example("desk:home", UNIT_HEAD, "/"),
    Example("desk:home", SYSTEM, "/"),
    Example("desk:sign_ins", CLERK, "/sign-ins/"),
    Example("desk:administration", SYSTEM, "/administration/"),
    Example("desk:units", SYSTEM, "/administration/units/"),
    Example("desk:units", SECURITY, "/administration/units/?q=x"),
    Example("desk:people", SYSTEM, "/administration/accounts/"),
    Example("desk:people", SECURITY, "/administration/accounts/?q=nobody"),
    Example("desk:person", SYSTEM, "/administration/accounts/{}/", PERSON),
    Example("desk:person", SECURITY, "/administration/accounts/{}/", PERSON),
    Example("desk:posts", SECURITY, "/administration/posts/"),
    Example("desk:log", AUDIT, "/log/"),
    Example("desk:log", AUDIT, "/log/?kind=session"),
    Example("desk:seals", AUDIT, "/journal/"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "desk:act_as": "an act",
    "desk:add_oversight": "an act; its form is on units",
    "desk:close_account": "an act; its form is on person",
    "desk:end_other_sign_ins": "an act; its button is on sign_ins",
    "desk:end_oversight": "an act; its form is on units",
    "desk:end_own_sign_in": "an act; its button is on sign_ins",
    "desk:end_post": "an act; its form is on person",
    "desk:end_sign_ins": "an act; its form is on person",
    "desk:new_account": "an act; its form is on people",
    "desk:new_post": "an act; its form is on person",
    "desk:new_unit": "an act; its form is on units",
    "desk:remove_factors": "an act; its form is on person",
    "desk:reopen_account": "an act; its form is on person",
    "desk:reset_password": "an act; its form is on person",
    "desk:unlock_account": "an act; its form is on person",
    "desk:export_seals": "a download",
    "desk:receipt": "a download",
    "desk:verify_seals": "an act; it answers with the page of the seals",
}
