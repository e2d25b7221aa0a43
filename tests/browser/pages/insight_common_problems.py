"""Pages of insight: common problems and catalogues."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK, DIRECTOR

SETTLED = "SELECT id FROM insight_commonproblem WHERE state = 'named' ORDER BY id"
CATALOGUE = "SELECT id FROM insight_catalogue ORDER BY id"

EXAMPLES: tuple[Example, ...] = (
    Example("insight:common_problems", DIRECTOR, "/insight/"),
    Example("insight:common_problems", CLERK, "/insight/?retired=1"),
    Example("insight:draft_common", CLERK, "/insight/common/new/"),
    Example("insight:common_problem", DIRECTOR, "/insight/common/{}/", SETTLED),
    Example("insight:amend_common", CLERK, "/insight/common/{}/edit/", SETTLED),
    Example("insight:catalogues", DIRECTOR, "/insight/catalogues/"),
    Example("insight:issue_catalogue", DIRECTOR, "/insight/catalogues/issue/"),
    Example("insight:compare_catalogues", DIRECTOR, "/insight/catalogues/compare/"),
    Example("insight:catalogue", DIRECTOR, "/insight/catalogues/{}/", CATALOGUE),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "insight:settle_common": "an act; its form is on the page of the common problem",
    "insight:revise_common": "an act; its button is on the page of the common problem",
    "insight:retire_common": "an act; its button is on the page of the common problem",
    "insight:catalogue_file": "a file",
}
