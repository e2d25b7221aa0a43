"""Pages of plans."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK, UNIT_HEAD

EXAMPLES: tuple[Example, ...] = (
    Example("rectification:plans", UNIT_HEAD, "/items/plans/"),
    Example("rectification:plans_to_review", CLERK, "/items/plans/to-review/"),
)
_NO_PLAN = "of a plan: the demo city has opened no items yet; looked at in test_plan_pages.py"
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "rectification:plan": _NO_PLAN,
    "rectification:plan_entry": _NO_PLAN,
    "rectification:responsibilities": _NO_PLAN,
    "rectification:submit_plan": _NO_PLAN,
    "rectification:import_plan": _NO_PLAN,
    "rectification:plan_paper": "a file",
    "rectification:begin_plan": "an act; its button is in the list of plans",
    "rectification:take_back_plan": "an act; its form is on the plan's page",
    "rectification:review_plan": "an act; its form is on the plan's page",
}
