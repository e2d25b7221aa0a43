"""Pages of items."""

from tests.browser.pages.example import ROUND, Example
from tests.browser.site import CLERK, DIRECTOR, UNIT_HEAD

# The head of the unit that has items in every state from waiting to be acknowledged to written off, and its office.
HEAD, OFFICER = "qiuzhengyang", "luojinghe"


def item(state: str, more: str = "") -> str:
    """Return the question for an item in ``state`` whose unit has most of them."""
    return (
        "SELECT item.id FROM rectification_item item JOIN orgs_unit unit ON unit.id = item.unit_id"
        f" WHERE item.state = '{state}' {more} ORDER BY unit.short_name <> '城建集团党委', item.number"
    )


REGISTERED, DISPUTED, RECTIFYING = item("registered"), item("disputed"), item("rectifying")
DUTY = f"SELECT id FROM rectification_itemoffice WHERE item_id = ({RECTIFYING} LIMIT 1) ORDER BY id"

EXAMPLES: tuple[Example, ...] = (
    Example("rectification:openings", CLERK, "/items/opening/"),
    Example("rectification:opening", CLERK, "/items/opening/{}/", ROUND),
    Example("rectification:acknowledge_all", UNIT_HEAD, "/items/acknowledge/?none"),
    Example("rectification:acknowledge_all", HEAD, "/items/acknowledge/"),
    Example("rectification:assign_many", UNIT_HEAD, "/items/assign/"),
    Example("rectification:item", HEAD, "/items/{}/?registered", REGISTERED),
    Example("rectification:item", DIRECTOR, "/items/{}/?disputed", DISPUTED),
    Example("rectification:item", HEAD, "/items/{}/?rectifying", RECTIFYING),
    Example("rectification:item", OFFICER, "/items/{}/?requested", item("requested")),
    Example("rectification:item", HEAD, "/items/{}/?long", item("rectifying", "AND item.kind = 'long_term'")),
    Example("rectification:item", CLERK, "/items/{}/?closed", item("written_off")),
    Example("rectification:item", CLERK, "/items/{}/?ended", item("ended")),
    Example("rectification:item", CLERK, "/items/{}/?cancelled", item("cancelled")),
    Example("rectification:dispute", HEAD, "/items/{}/dispute/", REGISTERED),
    Example("rectification:answer_dispute", DIRECTOR, "/items/{}/dispute/answer/", DISPUTED),
    Example("rectification:cancel", CLERK, "/items/{}/cancel/", REGISTERED),
    Example("rectification:reinstate", CLERK, "/items/{}/reinstate/", item("cancelled")),
    Example("rectification:assign", HEAD, "/items/{}/assign/", REGISTERED),
    Example("rectification:remark", HEAD, "/items/{}/remark/", RECTIFYING),
    Example("rectification:change_owner", HEAD, "/items/{}/change-owner/", RECTIFYING),
    Example("rectification:add_office", CLERK, "/items/{}/offices/add/", RECTIFYING),
    Example("rectification:end_office", CLERK, "/items/offices/{}/end/", DUTY),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "rectification:open_signed": "an act; its button is on the page of a round's items",
    "rectification:open_unsigned": "an act; its form is on the page of a round's items",
    "rectification:acknowledge": "an act; its button is on the item's page",
    "rectification:take_back_dispute": "an act; its button is on the item's page",
}
