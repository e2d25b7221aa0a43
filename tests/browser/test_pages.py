"""Every page, wide and narrow, in both languages: for everybody's eyes, ears and hands, whole, translated, printable."""

from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tests.browser.pages import EXAMPLES, NO_PAGE, Example, names_of_addresses
from tests.browser.words import READABLE, data_of, source_words, untranslated

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => (await axe.run(document, {
  resultTypes: ["violations"],
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] },
})).violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`)"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 4).map((element) => `${element.tagName} ${element.className} ${Math.round(element.getBoundingClientRect().right)}`)
    .concat(`scrollWidth ${document.documentElement.scrollWidth}`)"""


@pytest.fixture(scope="package")
def data(site) -> str:
    return data_of(site)


@pytest.fixture(scope="package")
def sources() -> set[str]:
    return source_words()


def test_every_address_is_looked_at_or_says_why_not():
    shown = {example.name for example in EXAMPLES} - {"refused"}
    assert shown | NO_PAGE.keys() == set(names_of_addresses())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_a_page_is_accessible_whole_and_in_its_language(example, site, language, signed_in, new_context, watch, data, sources):
    page = signed_in(example.person, language) if example.person else new_context(language).new_page()
    if example.status != 200:
        watch.excused.append(f"status of {example.status}")

    answer = page.goto(site.url(example.address(site)), wait_until="load")

    assert answer is not None
    assert answer.status == example.status
    faults = {}
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        faults |= {f"{width}: {name}": found for name, found in faults_of(page).items() if found}
    if language == "en":
        faults |= {"untranslated": sorted(set(untranslated(page.evaluate(READABLE), data=data, sources=sources)))}
    page.emulate_media(media="print")
    faults |= {"navigation in print": page.locator("nav:visible, .rail:visible, .top:visible").count()}
    found = [f"{name}: {found}" for name, found in faults.items() if found]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def faults_of(page: Page) -> dict[str, object]:
    """Return what is wrong with a page at its present width, by what was asked."""
    page.evaluate(AXE)
    headings = page.locator("h1").count()
    return {
        "axe": page.evaluate(RUN_AXE),
        "too wide": page.evaluate(TOO_WIDE),
        "headings of the first level": headings if headings != 1 else 0,
        "no title": [page.title()] if not page.title().split(" · ")[0].strip() else [],
        "language": [] if page.locator("html").get_attribute("lang") else ["none"],
    }
