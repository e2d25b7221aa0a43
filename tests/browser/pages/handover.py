"""Pages of handover."""

from tests.browser.pages.example import ROUND, Example
from tests.browser.site import CLERK, DIRECTOR, UNIT_HEAD

LEADER, OFFICER, LIAISON = "yanshouqing", "xiezhiheng", "yelinshu"
HELD = "SELECT id FROM handover_meeting WHERE state = 'held' ORDER BY id"
MINUTED = "SELECT id FROM handover_meeting WHERE state = 'minuted' ORDER BY id DESC"


def _package(recipient: str, purpose: str = "handover") -> str:
    return (
        "SELECT package.id FROM handover_package package JOIN orgs_unit unit ON unit.id = package.recipient_id"
        f" WHERE unit.name = '{recipient}' AND package.purpose = '{purpose}' AND package.number LIKE '%9-%'"
        " ORDER BY package.id"
    )


def _line(state: str) -> str:
    return f"SELECT id FROM handover_line WHERE state = '{state}' ORDER BY id"


TO_SIGN = _package("中共云州大学委员会", "feedback")
HALF_SIGNED = _package("云州市住房和城乡建设局党组")
OF_AN_OFFICE = _package("第三监督检查室")
WITH_REFUSED = "SELECT package_id FROM handover_line WHERE state = 'refused' ORDER BY id"
LINE_TO_SIGN = f"SELECT id FROM handover_line WHERE package_id = ({TO_SIGN} LIMIT 1) ORDER BY position"

EXAMPLES: tuple[Example, ...] = (
    Example("handover:home", CLERK, "/handover/"),
    Example("handover:home", UNIT_HEAD, "/handover/"),
    Example("handover:counts", CLERK, "/handover/counts/"),
    Example("handover:counts", DIRECTOR, "/handover/counts/?round={}", ROUND),
    Example("handover:counts", LEADER, "/handover/counts/"),
    Example("handover:meetings", CLERK, "/handover/meetings/"),
    Example("handover:call_meeting", DIRECTOR, "/handover/meetings/call/"),
    Example("handover:meeting", DIRECTOR, "/handover/meetings/{}/?held", HELD),
    Example("handover:meeting", OFFICER, "/handover/meetings/{}/?minuted", MINUTED),
    Example("handover:change_meeting", DIRECTOR, "/handover/meetings/{}/change/", HELD),
    Example("handover:decisions", CLERK, "/handover/decisions/"),
    Example("handover:packages", CLERK, "/handover/packages/"),
    Example("handover:packages", LIAISON, "/handover/packages/?box=to_sign"),
    Example("handover:draft_package", CLERK, "/handover/packages/draft/"),
    Example("handover:propose", CLERK, "/handover/rounds/{}/propose/", ROUND),
    Example("handover:package", CLERK, "/handover/packages/{}/?refused", WITH_REFUSED),
    Example("handover:package", UNIT_HEAD, "/handover/packages/{}/?sign", TO_SIGN),
    Example("handover:package", LIAISON, "/handover/packages/{}/?half", HALF_SIGNED),
    Example("handover:package", LEADER, "/handover/packages/{}/?read", HALF_SIGNED),
    Example("handover:foreign_lists", CLERK, "/handover/from-others/"),
    Example("handover:lines", CLERK, "/handover/lines/"),
    Example("handover:lines", CLERK, "/handover/lines/?state=refused"),
    Example("handover:line", UNIT_HEAD, "/handover/lines/{}/?sign", LINE_TO_SIGN),
    Example("handover:line", CLERK, "/handover/lines/{}/?refused", _line("refused")),
    Example("handover:line", CLERK, "/handover/lines/{}/?discrepancy", _line("discrepancy")),
    Example("handover:answer", OFFICER, "/handover/packages/{}/answer/", OF_AN_OFFICE),
)
_DRAFTED = "of a package in drafting, of which the demo city has none; looked at in test_three_parties.py"
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "handover:clue_links": "needs somebody who is named in a clue and reads findings too",
    "handover:add_things": _DRAFTED,
    "handover:add_paper": _DRAFTED,
    "handover:add_oversight": "of a change of owner in drafting; looked at in test_three_parties.py",
    "handover:correct_line": _DRAFTED,
    "handover:foreign_list": "of a list that came in a package: the demo city has opened none",
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
