"""Pages of handover."""

from tests.browser.pages.example import ROUND, Example
from tests.browser.site import CLERK, DIRECTOR

EXAMPLES: tuple[Example, ...] = (
    Example("handover:home", CLERK, "/handover/"),
    Example("handover:counts", CLERK, "/handover/counts/"),
    Example("handover:meetings", CLERK, "/handover/meetings/"),
    Example("handover:call_meeting", DIRECTOR, "/handover/meetings/call/"),
    Example("handover:decisions", CLERK, "/handover/decisions/"),
    Example("handover:packages", CLERK, "/handover/packages/"),
    Example("handover:draft_package", CLERK, "/handover/packages/draft/"),
    Example("handover:propose", CLERK, "/handover/rounds/{}/propose/", ROUND),
    Example("handover:lines", CLERK, "/handover/lines/"),
)
_NEEDS = "of a meeting or package: the demo city has none until its joint meetings are fed in"
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "handover:clue_links": "needs somebody who is named in a clue and reads findings too",
    "handover:meeting": _NEEDS,
    "handover:change_meeting": _NEEDS,
    "handover:package": _NEEDS,
    "handover:line": _NEEDS,
    "handover:add_things": _NEEDS,
    "handover:add_paper": _NEEDS,
    "handover:add_oversight": _NEEDS,
    "handover:correct_line": _NEEDS,
    "handover:answer": _NEEDS,
    "handover:export_counts": "a file",
    "handover:minutes": "a file",
    "handover:transfer_list": "a file",
    "handover:receipt": "a file",
    "handover:answer_paper": "a file",
    "handover:original": "a file",
    "handover:hold_meeting": "an act; its form is on the meeting's page",
    "handover:cancel_meeting": "an act; its form is on the meeting's page",
    "handover:add_agenda": "an act; its form is on the meeting's page",
    "handover:raise_agenda": "an act; its form is on the meeting's page",
    "handover:remove_agenda": "an act; its form is on the meeting's page",
    "handover:decide": "an act; its form is on the meeting's page",
    "handover:write_minutes": "an act; its form is on the meeting's page",
    "handover:minute_meeting": "an act; its form is on the meeting's page",
    "handover:close_decision": "an act; its form is on the meeting's page",
    "handover:change_package": "an act; its form is on the package's page",
    "handover:tie_package": "an act; its form is on the package's page",
    "handover:hand_over": "an act; its form is on the package's page",
    "handover:withdraw_package": "an act; its form is on the package's page",
    "handover:accept_rest": "an act; its form is on the package's page",
    "handover:send_again": "an act; its form is on the page of lines",
    "handover:remove_line": "an act; its form is on the package's page",
    "handover:accept_line": "an act; its form is on the package's page",
    "handover:refuse_line": "an act; its form is on the package's page",
    "handover:note_discrepancy": "an act; its form is on the package's page",
    "handover:return_line": "an act; its form is on the line's page",
    "handover:undo_signature": "an act; its form is on the line's page",
    "handover:drop_line": "an act; its form is on the line's page",
}
