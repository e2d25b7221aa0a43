"""The page on which the items of a round take over its policy (rectification)."""

from tests.browser.pages.example import ROUND, Example
from tests.browser.site import DIRECTOR

EXAMPLES: tuple[Example, ...] = (
    Example("rectification:due", DIRECTOR, "/items/due/"),
    Example("rectification:follow_policy", DIRECTOR, "/items/rounds/{}/policy/", ROUND),
)
NO_PAGE: dict[str, str] = {}
