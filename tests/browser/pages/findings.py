"""Pages of findings."""

from tests.browser.pages.example import CARRIED, CHECKED, FINDING, NEWS, OPEN, TABLE, Example
from tests.browser.site import CLERK, DIRECTOR

EXAMPLES: tuple[Example, ...] = (
    Example("findings:finding", CLERK, "/findings/{}/", FINDING),
    Example("findings:finding", DIRECTOR, "/findings/{}/", FINDING),
    Example("findings:classes", CLERK, "/findings/classes/"),
    Example("findings:classes", DIRECTOR, "/findings/classes/?sureness=low"),
    Example("findings:class_quality", CLERK, "/findings/classes/quality/"),
    Example("findings:theme_check", CLERK, "/findings/themes/{}/", CARRIED),
    Example("findings:review", CLERK, "/findings/review/{}/", OPEN),
    Example("findings:review", CLERK, "/findings/review/{}/?checked", CHECKED),
    Example("findings:review", CLERK, "/findings/review/{}/?table", TABLE),
    Example("findings:review", CLERK, "/findings/review/{}/?news", NEWS),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "findings:confirm_category": "an act; its form is on the finding's page",
    "findings:reopen_category": "an act; its button is on the finding's page",
    "findings:confirm_categories": "an act; its button is on the page of the queue",
    "findings:confirm_in_queue": "an act; its buttons are on the page of the queue",
    "findings:confirm_theme": "an act; its form is on the finding's page",
    "findings:state_clear": "an act; its form is on the page of the check",
    "findings:take_back_clear": "an act; its form is on the page of the check",
    "findings:propose_themes": "an act; its button is on the page of the check",
    "findings:withdraw": "an act; its form is on the finding's page",
    "findings:reinstate": "an act; its form is on the finding's page",
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
}
