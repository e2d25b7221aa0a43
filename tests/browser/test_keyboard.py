"""Everything can be reached and done with the keyboard, the focus is always seen, and nothing holds it fast."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.example import OPEN, ROUND
from tests.browser.site import CLERK

pytestmark = pytest.mark.browser

# What the focus is on, and whether one sees it there.
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const look = getComputedStyle(element);
  const shown = (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none";
  // Day, month and year of a date are one element.
  const again = element.dataset.visited !== undefined && element.dataset.visited !== "last";
  for (const one of document.querySelectorAll("[data-visited=last]")) one.dataset.visited = "before";
  element.dataset.visited = "last";
  return { again, shown, what: element.outerHTML.slice(0, 90) };
}"""
# What the Tab key must come to: shown, able, and not one of a group that the arrow keys walk.
MISSED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled)
  .filter((element) => element.tabIndex >= 0 && element.dataset.visited === undefined)
  .map((element) => element.outerHTML.slice(0, 90))"""


def test_the_first_tab_shows_a_way_past_the_navigation(site, signed_in):
    page = signed_in(CLERK, "zh-hans")
    page.goto(site.url("/"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("path", ["/intake/", "/rounds/", "/ledger/"])
def test_j_and_k_walk_a_list_and_enter_opens_the_row(path, site, signed_in):
    page = signed_in(CLERK, "zh-hans")
    page.goto(site.url(path))
    rows = page.locator("[data-row]")
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(at)).to_have_attribute("aria-selected", "true")
        expect(rows.nth(at).locator("a").first).to_be_focused()
    target = rows.nth(1).locator("a").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(site.url(str(target)))


def test_the_question_mark_explains_the_keys_and_escape_leads_back(site, signed_in):
    page = signed_in(CLERK, "en")
    page.goto(site.url("/ledger/"))
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    expect(page.locator("#help dt")).to_have_count(6)
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("[data-row] a").first).to_be_focused()


def test_escape_closes_the_panel_and_the_row_has_the_focus_again(site, signed_in):
    page = signed_in(CLERK, "zh-hans")
    page.goto(site.url("/ledger/"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel .panel")).to_have_count(0)
    assert page.url == site.url("/ledger/")
    expect(page.locator("[data-row] a").first).to_be_focused()


@pytest.mark.parametrize(
    "path",
    ["/", "/ledger/?q=5-08-102", f"/intake/rounds/({ROUND})/upload/", f"/findings/review/({OPEN})/", "/password/"],
)
def test_tab_comes_to_everything_once_and_is_always_seen(path, site, signed_in):
    page = signed_in(CLERK, "zh-hans")
    before, _, rest = path.partition("(")
    question, _, after = rest.partition(")")
    page.goto(site.url(f"{before}{site.value(question)}{after}" if question else path), wait_until="networkidle")
    page.evaluate("document.activeElement?.blur()")

    unseen = tab_round(page)

    assert unseen == []
    assert page.evaluate(MISSED) == []


def tab_round(page: Page) -> list[str]:
    """Press Tab until the focus has been around the page, and return what had the focus without showing it."""
    unseen = []
    for _press in range(400):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            continue  # the end of the page, before it begins again
        if focused["again"]:
            return unseen
        if not focused["shown"]:
            unseen.append(focused["what"])
    raise AssertionError("the focus never came back")
