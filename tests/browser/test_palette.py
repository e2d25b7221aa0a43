"""The palette and the bar of a phone: by keyboard, through an input method, without script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import CLERK, DIRECTOR

pytestmark = pytest.mark.browser
# What an input method does while it composes: the letters of a word that is not there yet, then the word.
COMPOSE = """(word) => {
  const field = document.getElementById("palette-text");
  field.dispatchEvent(new CompositionEvent("compositionstart"));
  field.value = "daxue";
  field.dispatchEvent(new InputEvent("input", { isComposing: true }));
  const enter = { key: "Enter", isComposing: true, bubbles: true, cancelable: true };
  field.dispatchEvent(new KeyboardEvent("keydown", enter));
  window.composed = word;
}"""
COMMIT = """() => {
  const field = document.getElementById("palette-text");
  field.value = window.composed;
  field.dispatchEvent(new CompositionEvent("compositionend"));
}"""


def opened(page: Page, site, key: str = "Control+k") -> Page:
    page.goto(site.url("/"))
    page.keyboard.press(key)
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#palette-text")).to_be_focused()
    return page


@pytest.mark.parametrize("key", ["Control+k", "Meta+k", "/"])
def test_a_key_opens_the_palette_and_escape_leads_back(key, site, signed_in):
    page = opened(signed_in(CLERK, "zh-hans"), site, key)
    expect(page.locator("#hits [role=option]").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_arrows_walk_what_is_found_and_enter_goes_there(site, signed_in):
    page = opened(signed_in(CLERK, "zh-hans"), site)
    field = page.locator("#palette-text")
    page.keyboard.type("台账")
    expect(page.locator("#hit-0")).to_have_text("问题台账")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-activedescendant", "hit-0")
    found = page.locator("#hits [role=option]").count()
    expect(page.locator("#palette [role=status]")).to_have_text(f"找到 {found} 条")
    field.fill("云州")
    expect(page.locator("#hit-1")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hit-1")).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    target = page.locator("#hit-0").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(site.url(str(target)))


def test_while_a_word_is_composed_nothing_is_asked_and_enter_belongs_to_the_input_method(site, signed_in):
    page = opened(signed_in(CLERK, "zh-hans"), site)
    expect(page.locator("#hits [role=option]").first).to_be_visible()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/palette/" in request.url else None)
    page.evaluate(COMPOSE, "大学")
    page.wait_for_timeout(600)
    assert asked == []
    assert page.url == site.url("/")
    page.evaluate(COMMIT)
    expect(page.locator("#hits [role=option]").first).to_contain_text("大学")
    assert len(asked) == 1


def test_the_ledger_keeps_the_stroke_for_its_own_search(site, signed_in):
    page = signed_in(CLERK, "zh-hans")
    page.goto(site.url("/ledger/"))
    page.keyboard.press("/")
    expect(page.locator("#ledger-text")).to_be_focused()
    expect(page.locator("#palette")).to_be_hidden()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_without_script_finding_is_a_page(language, site, signed_in):
    page = signed_in(CLERK, language, java_script_enabled=False)
    page.goto(site.url("/"))
    page.locator(".find-opener").click()
    page.wait_for_url(site.url("/palette/"))
    page.locator("#find-text").fill("大学")
    page.keyboard.press("Enter")
    expect(page.locator("main li a").first).to_contain_text("大学")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_phone_every_place_is_in_the_bar_or_behind_more(language, site, signed_in):
    wide = signed_in(DIRECTOR, language)
    wide.goto(site.url("/"))
    places = wide.locator(".rail > ul > li > a").evaluate_all("links => links.map((link) => link.href)")
    assert len(places) > 6
    page = signed_in(DIRECTOR, language, width=390)
    page.goto(site.url("/"))
    for entry in page.locator(".rail > ul > li:visible").all():
        box = entry.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.locator(".more-places summary").focus()
    page.keyboard.press("Enter")
    last = page.locator(".more-places a").last
    expect(last).to_be_visible()
    shown = page.locator(".rail a:visible").evaluate_all("links => links.map((link) => link.href)")
    assert shown == places
    for _entry in range(len(places)):
        page.keyboard.press("Tab")
        if last.evaluate("link => link === document.activeElement"):
            break
    expect(last).to_be_focused()
