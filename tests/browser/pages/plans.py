"""Pages of plans: one that is being written, one that waits for its opinion, one that was approved."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK, UNIT_HEAD

_OF_THE_UNIVERSITY = "JOIN orgs_unit unit ON unit.id = unit_id WHERE unit.name = '中共云州大学委员会'"
PLAN = f"SELECT plan.id FROM rectification_plan plan {_OF_THE_UNIVERSITY} ORDER BY plan.id"
ITEM = f"SELECT item.id FROM rectification_item item {_OF_THE_UNIVERSITY} ORDER BY item.number"
# Of a unit that still drafts a part of its plan, and of one whose plan waits for its opinion.
WRITER, REVIEWER = "baiqiuming", "hanlifu"
DRAFTED = "SELECT id FROM rectification_plan WHERE state = 'drafting' ORDER BY id"
WAITING = "SELECT id FROM rectification_plan WHERE state = 'submitted' ORDER BY id"
LACKING = "SELECT item_id FROM rectification_planentry WHERE state = 'drafting' ORDER BY item_id DESC"
UNWRITTEN = (
    "SELECT id FROM rectification_item WHERE state = 'acknowledged'"
    " AND id NOT IN (SELECT item_id FROM rectification_planentry) ORDER BY number"
)

EXAMPLES: tuple[Example, ...] = (
    Example("rectification:plans", UNIT_HEAD, "/items/plans/"),
    Example("rectification:plans", CLERK, "/items/plans/"),
    Example("rectification:plans_to_review", CLERK, "/items/plans/to-review/"),
    Example("rectification:plan", UNIT_HEAD, "/items/plans/{}/", PLAN),
    Example("rectification:plan", CLERK, "/items/plans/{}/?all=1", PLAN),
    Example("rectification:plan_entry", UNIT_HEAD, "/items/{}/plan/", ITEM),
    Example("rectification:responsibilities", UNIT_HEAD, "/items/plans/{}/responsibilities/", PLAN),
    Example("rectification:submit_plan", UNIT_HEAD, "/items/plans/{}/submit/", PLAN),
    Example("rectification:import_plan", UNIT_HEAD, "/items/plans/{}/import/", PLAN),
    Example("rectification:plans", WRITER, "/items/plans/?drafting"),
    Example("rectification:plans_to_review", REVIEWER, "/items/plans/to-review/"),
    Example("rectification:plan", WRITER, "/items/plans/{}/?drafting", DRAFTED),
    Example("rectification:plan", REVIEWER, "/items/plans/{}/?review", WAITING),
    Example("rectification:plan_entry", WRITER, "/items/{}/plan/?lacking", LACKING),
    Example("rectification:plan_entry", WRITER, "/items/{}/plan/?unwritten", UNWRITTEN),
    Example("rectification:responsibilities", WRITER, "/items/plans/{}/responsibilities/?drafting", DRAFTED),
    Example("rectification:submit_plan", WRITER, "/items/plans/{}/submit/?drafting", DRAFTED),
    Example("rectification:import_plan", WRITER, "/items/plans/{}/import/?drafting", DRAFTED),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "rectification:plan_paper": "a file",
    "rectification:begin_plan": "an act; its button is in the list of plans",
    "rectification:take_back_plan": "an act; its form is on the plan's page",
    "rectification:review_plan": "an act; its form is on the plan's page",
}
