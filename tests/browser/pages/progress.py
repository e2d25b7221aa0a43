"""Pages of the unit's work on its items."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK

# The head of a unit in the middle of its work, the office that supervises it, and a leader who reads.
HEAD, LIAISON, OFFICER, LEADER = "miaojianqiu", "baiqiuming", "luojinghe", "yanshouqing"


def _item(unit: str, more: str = "") -> str:
    return (
        "SELECT item.id FROM rectification_item item JOIN orgs_unit unit ON unit.id = item.unit_id"
        f" WHERE unit.name = '{unit}' AND item.state = 'rectifying' {more} ORDER BY item.number"
    )


GRAIN, COUNTY = "中共云州粮食储备集团有限公司委员会", "中共临溪县委员会"
WORKED_ON = _item(GRAIN)
WITH_EVIDENCE = _item(COUNTY, "AND item.id IN (SELECT item_id FROM rectification_evidence)")
EVIDENCE = f"SELECT id FROM rectification_evidence WHERE item_id = ({WITH_EVIDENCE} LIMIT 1) ORDER BY id"
REPORT = (
    "SELECT item_id || '/report/?corrects=' || id FROM rectification_progress"
    f" WHERE item_id = ({WITH_EVIDENCE} LIMIT 1) ORDER BY id"
)
INSTITUTION = "SELECT id FROM rectification_institution ORDER BY id"
ASKED = "SELECT id FROM rectification_extension WHERE state = 'asked' ORDER BY id"
MILESTONE = f"SELECT id FROM rectification_milestone WHERE done_on IS NULL AND item_id IN ({_item(COUNTY)}) ORDER BY id"

EXAMPLES: tuple[Example, ...] = (
    Example("rectification:report_several", HEAD, "/items/progress/"),
    Example("rectification:import_progress", HEAD, "/items/progress/import/"),
    Example("rectification:report", HEAD, "/items/{}/report/", WORKED_ON),
    Example("rectification:report", LIAISON, "/items/{}", REPORT),
    Example("rectification:complete_stage", HEAD, "/items/{}/stage/", WORKED_ON),
    Example("rectification:attach", HEAD, "/items/{}/attach/", WORKED_ON),
    Example("rectification:withdraw_evidence", LIAISON, "/items/evidence/{}/withdraw/", EVIDENCE),
    Example("rectification:record_institution", HEAD, "/items/{}/institution/", WORKED_ON),
    Example("rectification:institutions", LEADER, "/items/institutions/"),
    Example("rectification:institutions", CLERK, "/items/institutions/?work=abolished&q=x"),
    Example("rectification:institution", CLERK, "/items/institutions/{}/", INSTITUTION),
    Example("rectification:add_milestone", HEAD, "/items/{}/milestone/", WORKED_ON),
    Example("rectification:finish_milestone", LIAISON, "/items/milestones/{}/finish/", MILESTONE),
    Example("rectification:drop_milestone", LIAISON, "/items/milestones/{}/drop/", MILESTONE),
    Example("rectification:turn_long_term", CLERK, "/items/{}/long-term/", WORKED_ON),
    Example("rectification:ask_extension", HEAD, "/items/{}/extend/", WORKED_ON),
    Example("rectification:extensions", OFFICER, "/items/extensions/"),
    Example("rectification:extensions", CLERK, "/items/extensions/?none"),
    Example("rectification:decide_extension", OFFICER, "/items/extensions/{}/decide/", ASKED),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "rectification:progress_sheet": "a file",
    "rectification:evidence_file": "a file",
    "rectification:export_institutions": "a file",
    "rectification:check_progress": "an act; its page comes of an upload, looked at in test_progress_of_units.py",
    "rectification:review_institution": "an act; its form is on the institution's page",
    "rectification:strike_institution": "an act; its form is on the institution's page",
    "rectification:take_back_extension": "an act; its button is on the item's page",
}
