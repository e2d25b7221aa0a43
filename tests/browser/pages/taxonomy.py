"""Pages of the taxonomy."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK, DIRECTOR

EXAMPLES: tuple[Example, ...] = (
    Example("inspections:taxonomy", CLERK, "/rounds/taxonomy/"),
    Example("inspections:taxonomy", CLERK, "/rounds/taxonomy/?view=three_focuses"),
    Example("inspections:taxonomy_versions", CLERK, "/rounds/taxonomy/versions/"),
    Example("inspections:class", CLERK, "/rounds/taxonomy/classes/B4/"),
    Example("inspections:taxonomy_draft", DIRECTOR, "/rounds/taxonomy/draft/"),
    Example("inspections:upload_taxonomy", DIRECTOR, "/rounds/taxonomy/draft/upload/"),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "inspections:taxonomy_file": "a file",
    "inspections:draft_file": "a file",
    "inspections:begin_taxonomy": "an act; its button is on the page of the draft",
    "inspections:discard_taxonomy": "an act; its button is on the page of the draft",
    "inspections:publish_taxonomy": "an act; its form is on the page of the draft",
    "inspections:undo_retirement": "an act; its button is on the page of the draft",
    "inspections:draft_new_aspect": "there only while a draft is; the demo city has none",
    "inspections:draft_aspect": "there only while a draft is; the demo city has none",
    "inspections:draft_new_class": "there only while a draft is; the demo city has none",
    "inspections:draft_class": "there only while a draft is; the demo city has none",
    "inspections:retire_class": "there only while a draft is; the demo city has none",
}
