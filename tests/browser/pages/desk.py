"""Pages of desk."""

from tests.browser.pages.example import FINDING, INSPECTION, MATERIAL, ROUND, Example
from tests.browser.site import AUDIT, CLERK, DIRECTOR, SECURITY, SYSTEM, UNIT_HEAD

PERSON = "SELECT id FROM accounts_user WHERE username = 'gujingheng'"

EXAMPLES: tuple[Example, ...] = (
    Example("desk:home", CLERK, "/"),
    Example("desk:home", UNIT_HEAD, "/"),
    Example("desk:home", SYSTEM, "/"),
    Example("desk:administration", SYSTEM, "/administration/"),
    Example("desk:administration", SECURITY, "/administration/"),
    Example("desk:log", AUDIT, "/log/"),
    Example("desk:readers", CLERK, "/visibility/finding/{}/", FINDING),
    Example("desk:readers", CLERK, "/visibility/material/{}/?day=2020-01-01", MATERIAL),
    Example("desk:readers", CLERK, "/visibility/inspection/{}/", INSPECTION),
    Example("desk:readers", CLERK, "/visibility/round/{}/", ROUND),
    Example("desk:my_reach", CLERK, "/my-reach/"),
    Example("desk:my_reach", UNIT_HEAD, "/my-reach/"),
    Example("desk:reach_of_person", SECURITY, "/my-reach/{}/", PERSON),
    Example("desk:teams", DIRECTOR, "/teams/"),
    Example("desk:form_team", DIRECTOR, "/teams/form/"),
    Example("desk:team_work", DIRECTOR, "/teams/work/"),
    Example("desk:workload", DIRECTOR, "/teams/workload/"),
    Example("desk:loans", DIRECTOR, "/teams/loans/"),
    # The page of one team joins them when the demo city has formed one.
    Example("desk:team", DIRECTOR, "/teams/0/", status=404),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "desk:give_task": "an act; its form is on the team's page",
    "desk:add_member": "an act; its form is on the team's page",
    "desk:end_member": "an act; its form is on the team's page",
    "desk:add_area": "an act; its form is on the team's page",
    "desk:end_area": "an act; its form is on the team's page",
    "desk:extend_team": "an act; its form is on the team's page",
    "desk:end_team": "an act; its form is on the team's page",
    "desk:finish_task": "an act; its form is in the list of tasks",
    "desk:lend": "an act; its form is on the page of loans",
    "desk:extend_loan": "an act; its form is on the page of loans",
    "desk:end_loan": "an act; its form is on the page of loans",
    "desk:act_as": "an act",
    "desk:add_oversight": "an act; its form is on administration",
    "desk:close_account": "an act; its button is on administration",
    "desk:end_oversight": "an act; its button is on administration",
    "desk:end_post": "an act; its button is on administration",
    "desk:new_account": "an act; its form is on administration",
    "desk:new_post": "an act; its form is on administration",
    "desk:new_unit": "an act; its form is on administration",
}
