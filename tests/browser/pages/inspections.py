"""Pages of inspections."""

from tests.browser.pages.example import EMPTY_ROUND, INSPECTION, MATERIAL, POLICY, ROUND, THEME, Example
from tests.browser.site import CLERK, DIRECTOR

EXAMPLES: tuple[Example, ...] = (
    Example("inspections:rounds", CLERK, "/rounds/"),
    Example("inspections:open_round", DIRECTOR, "/rounds/open/"),
    Example("inspections:open_term", DIRECTOR, "/rounds/terms/open/"),
    Example("inspections:round", CLERK, "/rounds/{}/", ROUND),
    Example("inspections:round", CLERK, "/rounds/{}/?empty", EMPTY_ROUND),
    Example("inspections:open_inspection", CLERK, "/rounds/{}/inspections/open/", ROUND),
    Example("inspections:inspection", CLERK, "/rounds/inspections/{}/", INSPECTION),
    Example("inspections:themes", CLERK, "/rounds/themes/"),
    Example("inspections:open_theme", DIRECTOR, "/rounds/themes/open/"),
    Example("inspections:theme", CLERK, "/rounds/themes/{}/", THEME),
    Example("inspections:change_theme", DIRECTOR, "/rounds/themes/{}/change/", THEME),
    Example("inspections:carry_themes_in_round", DIRECTOR, "/rounds/{}/themes/", ROUND),
    Example("inspections:carry_themes", DIRECTOR, "/rounds/inspections/{}/themes/", INSPECTION),
    Example("inspections:policies", CLERK, "/rounds/policies/"),
    Example("inspections:open_policy", DIRECTOR, "/rounds/policies/open/"),
    Example("inspections:policy", CLERK, "/rounds/policies/{}/", POLICY),
    Example("inspections:change_policy", DIRECTOR, "/rounds/policies/{}/change/", POLICY),
    Example("inspections:round_policy", DIRECTOR, "/rounds/{}/policy/", ROUND),
    Example("inspections:material", CLERK, "/rounds/material/{}/", MATERIAL),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "inspections:give_feedback": "an act; its form is on the inspection's page",
    "inspections:adopt_default_themes": "an act; its button is on the page of themes",
    "inspections:adopt_default_policies": "an act; its button is on the page of policies",
    "inspections:mark_material": "an act; its form is on the material's page",
    "inspections:original": "a file",
    "inspections:withdraw_material": "an act; its form is on the material's page",
    "inspections:restore_material": "an act; its form is on the material's page",
}
