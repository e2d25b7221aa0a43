"""Pairs of findings are judged by keys, one after another, and taken back by a key; a note takes no key for its own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import CLERK, DIRECTOR, Site

pytestmark = pytest.mark.browser

STATE = "SELECT state FROM insight_recurrence WHERE id = ?"
NOTE = "SELECT note FROM insight_recurrence WHERE id = ?"


def test_one_confirms_two_dismisses_and_z_takes_it_back(site: Site, language, signed_in):
    page = signed_in(CLERK, language)
    page.goto(site.url("/insight/recurrences/"))
    lines = page.locator(".recurrence")
    first, second = (int((lines.nth(at).get_attribute("id") or "").removeprefix("recurrence-")) for at in (0, 1))

    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(line(page, first).locator("[data-undo]")).to_be_visible()
    expect(line(page, second)).to_have_attribute("aria-selected", "true")
    line(page, second).locator("textarea").fill("12")
    line(page, second).locator("textarea").press("1")
    expect(line(page, second).locator("[data-undo]")).to_have_count(0)
    line(page, second).locator("[data-choice='2']").focus()
    page.keyboard.press("2")
    expect(line(page, second).locator("[data-undo]")).to_be_visible()
    assert [site.value(STATE, key) for key in (first, second)] == ["confirmed", "dismissed"]
    assert site.value(NOTE, second) == "121"

    for key in (second, first):
        page.keyboard.press("k")
        page.keyboard.press("z")
        expect(line(page, key).locator("[data-choice]")).to_have_count(2)
        assert site.value(STATE, key) == "proposed"


def test_a_confirmed_relapse_leads_to_the_form_that_asks_to_reopen(site: Site, language, signed_in):
    page = signed_in(DIRECTOR, language)
    page.goto(site.url("/insight/recurrences/?state=confirmed&kind=again"))
    page.locator(".pair-item a.button").first.click()
    expect(page.locator("#id_kind")).to_have_value("relapse")
    expect(page.locator("#id_reason")).to_have_value(re.compile(r"5-09-301-007.*5-08-301-003"))


def line(page: Page, key: int):
    """Return the line of a pair."""
    return page.locator(f"#recurrence-{key}")
