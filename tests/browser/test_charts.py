"""Pictures are drawn in the page, saved as what they are, and stand as tables without script."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.site import DIRECTOR, Site

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"
KINDS = ("rounds", "rate", "days")


def test_pictures_are_drawn_and_saved(site: Site, language, signed_in):
    page = signed_in(DIRECTOR, language)
    page.goto(site.url("/insight/profiles/"))
    for key in KINDS:
        expect(page.locator(f"#{key} .chart svg")).to_be_visible()
    chart = page.locator("#rate .chart")
    chart.focus()
    expect(chart).to_be_focused()
    assert chart.get_attribute("aria-label") == page.locator("#rate-title").inner_text()

    with page.expect_download() as saved:
        page.locator("#rate [data-save=svg]").click()
    drawn = ET.parse(saved.value.path()).getroot()
    assert drawn.tag == f"{SVG}svg"
    rows = page.locator("#rate tbody tr").count()
    said = {text.text for text in drawn.iter(f"{SVG}text")}
    assert rows
    assert {name.strip() for name in page.locator("#rate tbody td:first-child").all_text_contents()} <= said

    with page.expect_download() as saved:
        page.locator("#rate [data-save=png]").click()
    assert Path(saved.value.path()).read_bytes().startswith(PNG)


def test_without_script_the_tables_stand_alone(site: Site, language, signed_in):
    page = signed_in(DIRECTOR, language, java_script_enabled=False)
    page.goto(site.url("/insight/profiles/"))
    expect(page.locator("#rate .chart")).to_be_hidden()
    page.locator("#rate summary").click()
    expect(page.locator("#rate table")).to_be_visible()
