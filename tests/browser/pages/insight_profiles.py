"""Pages of insight: profiles, the note on a unit, bulletins."""

from tests.browser.pages.example import Example
from tests.browser.site import DIRECTOR

UNIT = "SELECT unit_id FROM rectification_item GROUP BY unit_id ORDER BY count(*) DESC"
ISSUED = "SELECT id FROM insight_bulletin WHERE state = 'issued' ORDER BY id"

EXAMPLES: tuple[Example, ...] = (
    Example("insight:profiles", DIRECTOR, "/insight/profiles/"),
    Example("insight:sector_profile", DIRECTOR, "/insight/profiles/sectors/district/"),
    Example("insight:unit_profile", DIRECTOR, "/insight/profiles/units/{}/", UNIT),
    Example("insight:ecology_note", DIRECTOR, "/insight/profiles/units/{}/note/", UNIT),
    Example("insight:bulletins", DIRECTOR, "/insight/bulletins/"),
    Example("insight:draft_bulletin", DIRECTOR, "/insight/bulletins/draft/"),
    Example("insight:bulletin", DIRECTOR, "/insight/bulletins/{}/", ISSUED),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "insight:edit_bulletin": "the form of drafting a bulletin, filled with a draft",
    "insight:issue_bulletin": "an act; its button is on the page of the bulletin",
    "insight:drop_bulletin": "an act; its button is on the page of the bulletin",
    "insight:bulletin_docx": "a file",
    "insight:ecology_note_docx": "a file",
    "insight:export_profile": "a file",
}
