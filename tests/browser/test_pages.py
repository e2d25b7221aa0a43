"""Every page, wide and narrow, in both languages: for everybody's eyes, ears and hands, translated, printable."""

from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tests.browser.pages import EXAMPLES, NO_PAGE, names_of_addresses
from tests.browser.words import READABLE, data_of, source_words, untranslated

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => {
  const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
  const found = await axe.run(document, { resultTypes: ["violations"], runOnly: { type: "tag", values } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" "))}`);
}"""
TOO_WIDE = """() => {
  const width = document.documentElement.scrollWidth;
  const right = (element) => Math.round(element.getBoundingClientRect().right);
  const beyond = [...document.querySelectorAll("body *")].filter((element) => right(element) > innerWidth + 1);
  return width <= innerWidth ? [] : [`${width}`, ...beyond.slice(0, 4).map((one) => one.outerHTML.slice(0, 60))];
}"""


@pytest.fixture
def opened(site, language, signed_in, new_context, watch):
    """Return what opens an example in the language of the test, and expects its status."""

    def open_example(example) -> Page:
        page = signed_in(example.person, language) if example.person else new_context(language).new_page()
        if example.status != 200:
            watch.excused.append(f"status of {example.status}")
        answer = page.goto(site.url(example.address(site)), wait_until="load")
        assert answer is not None
        assert answer.status == example.status
        return page

    return open_example


@pytest.fixture(scope="package")
def untranslated_on(site):
    """Return what finds the Chinese on an English page that is not data."""
    data, sources = data_of(site), source_words()

    def find(page: Page) -> list[str]:
        texts = page.evaluate(READABLE)
        found = set(untranslated(texts, data=data, sources=sources))
        # The worker writes data all the while: the names of strands, for one.
        return sorted(set(untranslated(texts, data=data_of(site), sources=sources)) if found else ())

    return find


def test_every_address_is_looked_at_or_says_why_not():
    shown = {example.name for example in EXAMPLES} - {"refused"}
    assert shown | NO_PAGE.keys() == set(names_of_addresses())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_a_page_is_accessible_whole_and_in_its_language(example, language, opened, untranslated_on):
    page = opened(example)

    faults = {}
    page.evaluate(AXE)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        faults |= {f"{width}: {name}": found for name, found in faults_of(page).items()}
    if language == "en":
        faults["untranslated"] = untranslated_on(page)
    page.emulate_media(media="print")
    faults["navigation in print"] = page.locator("nav:visible, .rail:visible, .top:visible").all_inner_texts()

    told = [f"{name}: {found}" for name, found in faults.items() if found]
    if told:
        pytest.fail("\n".join(told), pytrace=False)


def faults_of(page: Page) -> dict[str, list[str]]:
    """Return what is wrong with a page at its present width, by what was asked."""
    headings = page.locator("h1").all_inner_texts()
    return {
        "axe": page.evaluate(RUN_AXE),
        "too wide": page.evaluate(TOO_WIDE),
        "not one heading of the first level": [] if len(headings) == 1 else [str(headings)],
        "no title": [] if page.title().split(" · ")[0].strip() else [page.title()],
        "no language": [] if page.locator("html").get_attribute("lang") else ["lang"],
    }


def sound(page: Page) -> None:
    """Hold the page to what every page is held to, narrow and wide; for pages that a test comes to by acting."""
    page.evaluate(AXE)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert {name: found for name, found in faults_of(page).items() if found} == {}, page.url
