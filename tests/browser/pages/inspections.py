"""Pages of inspections."""

from tests.browser.pages.example import EMPTY_ROUND, INSPECTION, MATERIAL, ROUND, Example
from tests.browser.site import CLERK, DIRECTOR

EXAMPLES: tuple[Example, ...] = (
    Example("inspections:rounds", CLERK, "/rounds/"),
    Example("inspections:open_round", DIRECTOR, "/rounds/open/"),
    Example("inspections:open_term", DIRECTOR, "/rounds/terms/open/"),
    Example("inspections:round", CLERK, "/rounds/{}/", ROUND),
    Example("inspections:round", CLERK, "/rounds/{}/?empty", EMPTY_ROUND),
    Example("inspections:open_inspection", CLERK, "/rounds/{}/inspections/open/", ROUND),
    Example("inspections:inspection", CLERK, "/rounds/inspections/{}/", INSPECTION),
    Example("inspections:material", CLERK, "/rounds/material/{}/", MATERIAL),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "inspections:give_feedback": "an act; its form is on the inspection's page",
    "inspections:original": "a file",
    "inspections:withdraw_material": "an act; its form is on the material's page",
    "inspections:restore_material": "an act; its form is on the material's page",
}
