"""Classes are confirmed by keys, one after another, and taken back by a key; many with one click."""

import pytest
from django.utils.translation import ngettext
from playwright.sync_api import Page, expect

from tests.browser.site import CLERK, Site

pytestmark = pytest.mark.browser

CONFIRMED = "SELECT category_confirmed FROM findings_finding WHERE id = ?"
CATEGORY = "SELECT category FROM findings_finding WHERE id = ?"
GUESSES = "SELECT codes FROM findings_guess WHERE finding_id = ?"


def test_digits_say_the_class_and_z_takes_it_back(site: Site, language, signed_in):
    page = signed_in(CLERK, language)
    page.goto(site.url("/findings/classes/"))
    lines = page.locator(".class-line")
    first, second = (int((lines.nth(at).get_attribute("id") or "").removeprefix("class-")) for at in (0, 1))
    codes = site.value(GUESSES, second)

    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(line(page, first).locator("[data-undo]")).to_be_visible()
    expect(line(page, second)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("2")
    expect(line(page, second).locator("[data-undo]")).to_be_visible()
    assert site.value(CATEGORY, second) == codes.split('"')[3]

    page.keyboard.press("k")
    page.keyboard.press("z")
    expect(line(page, second).locator("[data-choice]")).to_have_count(3)
    assert site.value(CONFIRMED, second) == 0
    page.keyboard.press("k")
    page.keyboard.press("z")
    expect(line(page, first).locator("[data-choice]")).to_have_count(3)
    assert site.value(CONFIRMED, first) == 0


def test_those_of_high_confidence_are_confirmed_together(site: Site, language, signed_in):
    page = signed_in(CLERK, language)
    page.goto(site.url("/findings/classes/?sureness=high"))
    together = page.locator("form.class-all button")
    sure = page.locator("form.class-all [name=guess]").count()
    assert sure > 1
    together.click()
    said = ngettext("已确认 %(n)s 条的类别。", "已确认 %(n)s 条的类别。", sure)
    expect(page.locator("#notices")).to_contain_text(said % {"n": sure})
    page.goto(site.url("/findings/classes/quality/"))
    expect(page.locator("dl.class-facts dd")).to_have_count(4)


def line(page: Page, key: int):
    """Return the line of a finding."""
    return page.locator(f"#class-{key}")
