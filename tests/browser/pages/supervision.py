"""Pages of supervision."""

from tests.browser.pages.example import Example

EXAMPLES: tuple[Example, ...] = ()
NO_PAGE: dict[str, str] = {}
