"""Pages of desk."""

from tests.browser.pages.example import FINDING, INSPECTION, MATERIAL, ROUND, Example
from tests.browser.site import AUDIT, CLERK, DIRECTOR, SECURITY, SYSTEM, UNIT_HEAD

PERSON = "SELECT id FROM accounts_user WHERE username = 'chenruoxi'"
TEAM = "SELECT id FROM orgs_jointteam ORDER BY id"
PACKAGE = "SELECT id FROM handover_package WHERE state = 'handed_over' ORDER BY id"
MEETING = "SELECT id FROM handover_meeting WHERE state = 'minuted' ORDER BY id"
OFFICER = "tangyining"  # leads a joint team
EXAMPLES: tuple[Example, ...] = (
    Example("desk:home", CLERK, "/"),
    Example("desk:home", UNIT_HEAD, "/"),
    Example("desk:home", SYSTEM, "/"),
    Example("desk:reminders", CLERK, "/reminders/"),
    Example("desk:mail_settings", CLERK, "/reminders/mail/"),
    Example("desk:sign_ins", CLERK, "/sign-ins/"),
    Example("desk:administration", SYSTEM, "/administration/"),
    Example("desk:units", SYSTEM, "/administration/units/"),
    Example("desk:units", SECURITY, "/administration/units/?q=x"),
    Example("desk:people", SYSTEM, "/administration/accounts/"),
    Example("desk:people", SECURITY, "/administration/accounts/?q=nobody"),
    Example("desk:person", SYSTEM, "/administration/accounts/{}/", PERSON),
    Example("desk:person", SECURITY, "/administration/accounts/{}/", PERSON),
    Example("desk:posts", SECURITY, "/administration/posts/"),
    Example("desk:log", AUDIT, "/log/"),
    Example("desk:log", AUDIT, "/log/?kind=session"),
    Example("desk:seals", AUDIT, "/journal/"),
    Example("desk:readers", CLERK, "/visibility/finding/{}/", FINDING),
    Example("desk:readers", CLERK, "/visibility/material/{}/?day=2020-01-01", MATERIAL),
    Example("desk:readers", CLERK, "/visibility/inspection/{}/", INSPECTION),
    Example("desk:readers", CLERK, "/visibility/round/{}/", ROUND),
    Example("desk:readers", CLERK, "/visibility/package/{}/", PACKAGE),
    Example("desk:readers", CLERK, "/visibility/meeting/{}/", MEETING),
    Example("desk:my_reach", CLERK, "/my-reach/"),
    Example("desk:my_reach", UNIT_HEAD, "/my-reach/"),
    Example("desk:reach_of_person", SECURITY, "/my-reach/{}/", PERSON),
    Example("desk:teams", DIRECTOR, "/teams/"),
    Example("desk:form_team", DIRECTOR, "/teams/form/"),
    Example("desk:team_work", DIRECTOR, "/teams/work/"),
    Example("desk:workload", DIRECTOR, "/teams/workload/"),
    Example("desk:loans", DIRECTOR, "/teams/loans/"),
    Example("desk:team", DIRECTOR, "/teams/{}/", TEAM),
    Example("desk:team_work", OFFICER, "/teams/work/"),
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
    "desk:add_oversight": "an act; its form is on units",
    "desk:close_account": "an act; its form is on person",
    "desk:end_other_sign_ins": "an act; its button is on sign_ins",
    "desk:end_oversight": "an act; its form is on units",
    "desk:end_own_sign_in": "an act; its button is on sign_ins",
    "desk:end_post": "an act; its form is on person",
    "desk:end_sign_ins": "an act; its form is on person",
    "desk:new_account": "an act; its form is on people",
    "desk:new_post": "an act; its form is on person",
    "desk:new_unit": "an act; its form is on units",
    "desk:remove_factors": "an act; its form is on person",
    "desk:reopen_account": "an act; its form is on person",
    "desk:reset_password": "an act; its form is on person",
    "desk:unlock_account": "an act; its form is on person",
    "desk:export_seals": "a download",
    "desk:receipt": "a download",
    "desk:verify_seals": "an act; it answers with the page of the seals",
}
