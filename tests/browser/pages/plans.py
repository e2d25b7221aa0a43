"""Pages of plans. One that can still be written is looked at in test_plan_pages.py: the demo city has filed all."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK, UNIT_HEAD

_OF_THE_UNIVERSITY = "JOIN orgs_unit unit ON unit.id = unit_id WHERE unit.name = '中共云州大学委员会'"
PLAN = f"SELECT plan.id FROM rectification_plan plan {_OF_THE_UNIVERSITY} ORDER BY plan.id"
ITEM = f"SELECT item.id FROM rectification_item item {_OF_THE_UNIVERSITY} ORDER BY item.number"

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
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "rectification:plan_paper": "a file",
    "rectification:begin_plan": "an act; its button is in the list of plans",
    "rectification:take_back_plan": "an act; its form is on the plan's page",
    "rectification:review_plan": "an act; its form is on the plan's page",
}
