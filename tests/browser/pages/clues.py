"""Pages of clues."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK

SENDER, REGISTRAR, KEEPER = "mengxingzhou", "shenkeyan", "qiaomingyuan"
APPROVER, HANDLER, ASSISTANT = "zhuangyanqing", "xuantingfang", "tongchengze"


def _clue(state: str) -> str:
    return f"SELECT key FROM clues_clue WHERE state = '{state}' ORDER BY key"


def _assignment(state: str) -> str:
    return f"SELECT key FROM clues_assignment WHERE state = '{state}' ORDER BY key"


SENT = "SELECT key FROM clues_sealedlist WHERE state = 'sent'"
WITH_REFUSED = "SELECT sealed_list_id FROM clues_listline WHERE verdict = 'refused'"
HANDLED = "SELECT clue_id FROM clues_assignment WHERE state = 'accepted'"

EXAMPLES: tuple[Example, ...] = (
    Example("clues:home", CLERK, "/clues/", status=404),
    Example("clues:home", KEEPER, "/clues/"),
    Example("clues:home", SENDER, "/clues/"),
    Example("clues:register", KEEPER, "/clues/register/"),
    Example("clues:register", HANDLER, "/clues/register/"),
    Example("clues:open_own", REGISTRAR, "/clues/open/"),
    Example("clues:names", REGISTRAR, "/clues/names/"),
    Example("clues:statistics", KEEPER, "/clues/statistics/"),
    Example("clues:recusals", KEEPER, "/clues/recusals/"),
    Example("clues:lists", SENDER, "/clues/lists/"),
    Example("clues:draft", SENDER, "/clues/lists/draft/"),
    Example("clues:list", REGISTRAR, "/clues/lists/{}/", SENT),
    Example("clues:list", SENDER, "/clues/lists/{}/?refused", WITH_REFUSED),
    Example("clues:receipt", REGISTRAR, "/clues/lists/{}/receipt/", WITH_REFUSED),
    # Without a sitting these two ask for the reason.
    Example("clues:clue", KEEPER, "/clues/{}/", _clue("concluded")),
    Example("clues:print", KEEPER, "/clues/{}/print/", _clue("concluded")),
    Example("clues:readers", KEEPER, "/clues/{}/readers/", _clue("concluded")),
    Example("clues:decide", APPROVER, "/clues/{}/decide/", _clue("proposed")),
    # Without a sitting this one asks for the reason as well.
    Example("clues:correct", REGISTRAR, "/clues/{}/correct/", _clue("registered")),
    Example("clues:review", REGISTRAR, "/clues/{}/review/", _clue("registered")),
    Example("clues:propose", KEEPER, "/clues/{}/propose/", _clue("registered")),
    Example("clues:assign", KEEPER, "/clues/{}/assign/", HANDLED),
    Example("clues:restart", KEEPER, "/clues/{}/restart/", _clue("held")),
    Example("clues:follow_up", REGISTRAR, "/clues/{}/follow-up/", _clue("concluded")),
    Example("clues:people", KEEPER, "/clues/{}/people/", _clue("registered")),
    Example("clues:take", ASSISTANT, "/clues/assignments/{}/take/", _assignment("offered")),
    Example("clues:progress", HANDLER, "/clues/assignments/{}/progress/", _assignment("accepted")),
    Example("clues:report", HANDLER, "/clues/assignments/{}/report/", _assignment("accepted")),
    Example("clues:conclude", APPROVER, "/clues/assignments/{}/conclude/", _assignment("concluded")),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "clues:sit": "an act; its form is where a clue asks for the reason",
    "clues:end_recusal": "an act; its form is on the page of recusals",
    "clues:add_line": "an act; its form is on the list's page",
    "clues:drop_line": "an act; its button is on the list's page",
    "clues:send": "an act; its button is on the list's page",
    "clues:sign": "an act; its form is on the list's page",
    "clues:resend": "an act; its form is on the list's page",
    "clues:open": "its line is used up in the demo city; the same form as clues:open_own",
    "clues:recall": "an act; its button is on the clue's page",
}
