"""Pages of exchange. The demo city has no peers yet, so what needs a package is looked at in tests of its own."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK

SECURITY = "anbaomi"
_A_PACKAGE = "a page about one package; the demo city has exchanged none"

EXAMPLES: tuple[Example, ...] = (
    Example("exchange:home", CLERK, "/exchange/"),
    Example("exchange:home", SECURITY, "/exchange/?keys"),
    Example("exchange:pack", CLERK, "/exchange/pack/"),
    Example("exchange:receive", CLERK, "/exchange/receive/"),
    Example("exchange:receipt", CLERK, "/exchange/receipt/"),
    Example("exchange:make_keys", SECURITY, "/exchange/keys/"),
    Example("exchange:add_peer", SECURITY, "/exchange/peers/add/"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "exchange:package": _A_PACKAGE,
    "exchange:arrival": _A_PACKAGE,
    "exchange:package_file": "a file",
    "exchange:receipt_file": "a file",
    "exchange:card": "a file",
    "exchange:open": "an act; its button is on the arrival's page",
    "exchange:match_unit": "an act; its form is on the arrival's page",
    "exchange:link_round": "an act; its form is on the arrival's page",
    "exchange:discard": "an act; its form is on the arrival's page",
    "exchange:retire_peer": "an act; its form is in the list of peers",
}
