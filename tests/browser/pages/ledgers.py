"""Pages of ledgers."""

from tests.browser.pages.example import THEME, Example
from tests.browser.site import CLERK, UNIT_HEAD

EXAMPLES: tuple[Example, ...] = (
    Example("ledgers:findings", CLERK, "/ledger/"),
    Example("ledgers:findings", CLERK, "/ledger/?group=aspect"),
    Example("ledgers:findings", CLERK, "/ledger/?q=zzz"),
    Example("ledgers:findings", CLERK, "/ledger/?theme={}&group=item", THEME),
    Example("ledgers:items", CLERK, "/ledger/items/"),
    Example("ledgers:items", UNIT_HEAD, "/ledger/items/?group=state"),
    Example("ledgers:items", CLERK, "/ledger/items/?on=2026-07-31&columns=number,title,state,result,offices"),
    Example("ledgers:items", CLERK, "/ledger/items/?q=zzz"),
    Example("ledgers:compare", CLERK, "/ledger/items/compare/?first=2026-06-30"),
    Example("ledgers:bulk", UNIT_HEAD, "/ledger/items/act/?act=acknowledge&all=1"),
    Example("ledgers:bulk", UNIT_HEAD, "/ledger/items/act/?act=assign"),
    Example("ledgers:views", CLERK, "/ledger/items/views/"),
    Example("ledgers:views", CLERK, "/ledger/findings/views/"),
    Example("ledgers:save_view", CLERK, "/ledger/items/views/save/?state=rectifying"),
    Example("ledgers:save_view", CLERK, "/ledger/findings/views/save/?state=confirmed"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "ledgers:export": "a file",
    "ledgers:export_items": "a file",
    "ledgers:export_comparison": "a file",
    "ledgers:bulk_result": "after an act of the person who looks; looked at in tests/ledgers/test_bulk.py",
    "ledgers:change_view": "of a kept view, of which the demo city has none; the form is that of save_view",
    "ledgers:delete_view": "an act; its button is on the page of views",
    "ledgers:restore_view": "an act; its button is on the answer to deleting",
    "ledgers:open_with": "an act; its button is on the page of views",
    "ledgers:open_plain": "an act; its button is on the page of views",
}
