"""Pages of ledgers."""

from tests.browser.pages.example import THEME, Example
from tests.browser.site import CLERK

EXAMPLES: tuple[Example, ...] = (
    Example("ledgers:findings", CLERK, "/ledger/"),
    Example("ledgers:findings", CLERK, "/ledger/?group=aspect"),
    Example("ledgers:findings", CLERK, "/ledger/?q=zzz"),
    Example("ledgers:findings", CLERK, "/ledger/?theme={}&group=item", THEME),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "ledgers:export": "a file",
}
