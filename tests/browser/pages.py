"""Every page of the site with an example address, for the tests that look at all of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.site import AUDIT, CLERK, DIRECTOR, SECURITY, SYSTEM, UNIT_HEAD, Site

ROUND = "SELECT id FROM inspections_round WHERE number = 9"
EMPTY_ROUND = "SELECT id FROM inspections_round WHERE number = 2"
INSPECTION = "SELECT id FROM inspections_inspection WHERE feedback_on = '2026-06-18' ORDER BY id"
MATERIAL = "SELECT id FROM inspections_material WHERE format = 'docx' ORDER BY id"
# By what the document is: one to check, one all checked, one about many units, a ledger as a table, news.
OPEN = "SELECT document_id FROM intake_proposal WHERE state = 'open' AND is_leaf ORDER BY document_id"
CHECKED = "SELECT document_id FROM findings_finding ORDER BY id"
SUMMARY = (
    "SELECT document.id FROM intake_document document JOIN inspections_material material"
    " ON material.id = document.material_id WHERE material.title LIKE '五届市委第九轮巡察向%'"
)
TABLE = "SELECT id FROM intake_document WHERE kind = 'ledger' ORDER BY id"
NEWS = "SELECT id FROM intake_document WHERE kind = 'news'"
FINDING = "SELECT id FROM findings_finding ORDER BY id"


@dataclass(frozen=True, slots=True)
class Example:
    """A page: the name of its address, who looks at it ("" for nobody), the path and the question that fills it."""

    name: str
    person: str
    path: str
    question: str = ""
    status: int = 200

    def address(self, site: Site) -> str:
        """Return where this page is on a site."""
        return self.path.format(site.value(self.question)) if self.question else self.path

    @property
    def label(self) -> str:
        """Return a short name for the test's list."""
        return f"{self.name}{self.path if self.question == '' else self.path.split('{}')[1]}-{self.person or 'nobody'}"


EXAMPLES = (
    Example("account_login", "", "/sign-in/"),
    Example("account_logout", CLERK, "/sign-out/"),
    Example("account_change_password", CLERK, "/password/"),
    Example("desk:home", CLERK, "/"),
    Example("desk:home", UNIT_HEAD, "/"),
    Example("desk:home", SYSTEM, "/"),
    Example("desk:administration", SYSTEM, "/administration/"),
    Example("desk:administration", SECURITY, "/administration/"),
    Example("desk:log", AUDIT, "/log/"),
    Example("inspections:rounds", CLERK, "/rounds/"),
    Example("inspections:open_round", DIRECTOR, "/rounds/open/"),
    Example("inspections:open_term", DIRECTOR, "/rounds/terms/open/"),
    Example("inspections:round", CLERK, "/rounds/{}/", ROUND),
    Example("inspections:round", CLERK, "/rounds/{}/?empty", EMPTY_ROUND),
    Example("inspections:open_inspection", CLERK, "/rounds/{}/inspections/open/", ROUND),
    Example("inspections:inspection", CLERK, "/rounds/inspections/{}/", INSPECTION),
    Example("inspections:material", CLERK, "/rounds/material/{}/", MATERIAL),
    Example("intake:documents", CLERK, "/intake/"),
    Example("intake:documents", CLERK, "/intake/?round={}", EMPTY_ROUND),
    Example("intake:text", CLERK, "/intake/{}/text/", CHECKED),
    Example("intake:text", CLERK, "/intake/{}/text/?table", TABLE),
    Example("intake:upload", CLERK, "/intake/rounds/{}/upload/", ROUND),
    Example("findings:finding", CLERK, "/findings/{}/", FINDING),
    Example("findings:finding", DIRECTOR, "/findings/{}/", FINDING),
    Example("findings:review", CLERK, "/findings/review/{}/", OPEN),
    Example("findings:review", CLERK, "/findings/review/{}/?checked", CHECKED),
    Example("findings:review", CLERK, "/findings/review/{}/?table", TABLE),
    Example("findings:review", CLERK, "/findings/review/{}/?news", NEWS),
    Example("ledgers:findings", CLERK, "/ledger/"),
    Example("ledgers:findings", CLERK, "/ledger/?group=aspect"),
    Example("ledgers:findings", CLERK, "/ledger/?q=zzz"),
    Example("refused", CLERK, "/rounds/99999/", status=404),
    Example("refused", CLERK, "/administration/", status=403),
)

# Addresses that show no page of their own, each with the reason.
NO_PAGE = {
    "set_language": "an act",
    "desk:act_as": "an act",
    "desk:add_oversight": "an act; its form is on administration",
    "desk:close_account": "an act; its button is on administration",
    "desk:end_oversight": "an act; its button is on administration",
    "desk:end_post": "an act; its button is on administration",
    "desk:new_account": "an act; its form is on administration",
    "desk:new_post": "an act; its form is on administration",
    "desk:new_unit": "an act; its form is on administration",
    "findings:confirm_category": "an act; its form is on the finding's page",
    "findings:withdraw": "an act; its form is on the finding's page",
    "findings:review_tree": "a part of the review page",
    "findings:review_news": "a part of the review page",
    "findings:accept": "an act",
    "findings:accept_all": "an act",
    "findings:edit": "an act",
    "findings:split": "an act",
    "findings:merge": "an act",
    "findings:dismiss": "an act",
    "findings:undo": "an act",
    "findings:move": "an act",
    "findings:assign_unit": "an act",
    "findings:add": "an act",
    "inspections:give_feedback": "an act; its form is on the inspection's page",
    "inspections:original": "a file",
    "inspections:withdraw_material": "an act; its form is on the material's page",
    "inspections:restore_material": "an act; its form is on the material's page",
    "intake:guess_places": "data for the upload page",
    "intake:read_again": "an act",
    "ledgers:export": "a file",
}


def names_of_addresses() -> Iterator[str]:
    """Yield the name of every address of the site."""
    yield from _names(get_resolver(), "")


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from _names(entry, f"{entry.namespace}:" if entry.namespace else space)
