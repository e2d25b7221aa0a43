"""Pages of exchange. A package that came and is not opened yet is looked at in test_two_installations.py."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK

SECURITY, KEEPER = "anbaomi", "qiaomingyuan"
SENT = "SELECT id FROM exchange_package ORDER BY id"
CAME = "SELECT id FROM exchange_arrival ORDER BY id"

EXAMPLES: tuple[Example, ...] = (
    Example("exchange:home", CLERK, "/exchange/"),
    Example("exchange:home", SECURITY, "/exchange/?keys"),
    Example("exchange:pack", CLERK, "/exchange/pack/"),
    Example("exchange:package", CLERK, "/exchange/packages/{}/", SENT),
    Example("exchange:arrival", CLERK, "/exchange/arrivals/{}/", CAME),
    Example("exchange:receive", CLERK, "/exchange/receive/"),
    Example("exchange:receipt", CLERK, "/exchange/receipt/"),
    Example("exchange:sealed_parts", KEEPER, "/exchange/sealed/"),
    Example("exchange:sealed_parts", CLERK, "/exchange/sealed/", status=404),
    Example("exchange:make_keys", SECURITY, "/exchange/keys/"),
    Example("exchange:add_peer", SECURITY, "/exchange/peers/add/"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "exchange:package_file": "a file",
    "exchange:receipt_file": "a file",
    "exchange:sealed_receipt_file": "a file",
    "exchange:card": "a file",
    "exchange:sealed_part": "none waits in the demo city; walked in tests/exchange/test_sealed_parts.py",
    "exchange:open_sealed": "an act; its button is on the sealed part's page",
    "exchange:discard_sealed": "an act; its form is on the sealed part's page",
    "exchange:open": "an act; its button is on the arrival's page",
    "exchange:match_unit": "an act; its form is on the arrival's page",
    "exchange:link_round": "an act; its form is on the arrival's page",
    "exchange:discard": "an act; its form is on the arrival's page",
    "exchange:retire_peer": "an act; its form is in the list of peers",
}
