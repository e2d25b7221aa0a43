"""The review page by keys: accept and go on, undo, dismiss, edit; half-typed words and other people's edits survive."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.example import SUMMARY
from tests.browser.site import CLERK, DIRECTOR, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site: Site) -> str:
    """Return the review page of the document about many units; the looks at pages use another."""
    return site.url(f"/findings/review/{site.value(SUMMARY)}/")


@pytest.fixture
def page(signed_in, address) -> Page:
    page = signed_in(CLERK, "zh-hans")
    page.goto(address)
    expect(page.locator(".row.current")).to_have_count(1)
    return page


def checked(page: Page) -> int:
    return int(re.search(r"(\d+) /", page.inner_text("#count")).group(1))


def current(page: Page) -> str:
    return page.get_attribute(".row.current", "id")


def counts(page: Page, number: int) -> None:
    expect(page.locator("#count")).to_have_text(re.compile(rf"\b{number} /"))


def test_accept_goes_on_and_undo_and_dismiss_take_and_bring_back(page):
    begun, first = checked(page), current(page)
    page.keyboard.press("a")
    counts(page, begun + 1)
    expect(page.locator(f"#{first}")).to_have_class(re.compile("state-accepted"))
    assert current(page) != first

    page.keyboard.press("z")
    counts(page, begun)
    page.keyboard.press("r")
    page.keyboard.press("2")
    counts(page, begun + 1)
    page.keyboard.press("z")
    counts(page, begun)


def test_the_line_joins_the_current_row_with_its_passage(page):
    page.keyboard.press("j")
    pk = current(page).removeprefix("p")

    expect(page.locator("#line")).to_have_class(re.compile("drawn"))
    expect(page.locator(f'#paper [data-proposals~="{pk}"]').first).to_be_in_viewport()
    expect(page.locator(f'#paper [data-proposals~="{pk}"]').first).to_have_class(re.compile("lit"))


def test_a_half_typed_edit_is_there_again_after_a_reload(page):
    before = page.inner_text(".row.current .words")
    page.keyboard.press("e")
    page.keyboard.type("（未完）")
    page.reload()
    expect(page.locator(".editor textarea")).to_have_value(f"{before}（未完）")

    page.keyboard.press("Escape")
    expect(page.locator(".row.current .words")).to_have_text(before)


def test_two_people_editing_one_row_see_both_wordings(page, signed_in, address, watch):
    watch.excused.append("409")
    other = signed_in(DIRECTOR, "zh-hans")
    other.goto(address)
    expect(other.locator(".row.current")).to_have_count(1)
    before = page.inner_text(".row.current .words")
    for person, words in ((other, "甲"), (page, "乙")):
        person.keyboard.press("e")
        person.keyboard.type(words)
        person.keyboard.press("Enter")
        expect(person.locator(".editor")).to_have_count(0)
        expect(person.locator("#said")).not_to_be_empty()
    expect(page.locator(".clash [data-mine]")).to_have_text(f"{before}乙")
    expect(page.locator(".row.current .words")).to_have_text(f"{before}甲")

    page.click("[data-act=takeMine]")
    expect(page.locator(".row.current .words")).to_have_text(f"{before}乙")
    page.keyboard.press("e")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.locator(".row.current .words")).to_have_text(before)


def test_selected_words_become_a_problem(page):
    begun = int(re.search(r"/ (\d+)", page.inner_text("#count")).group(1))
    page.locator("#paper .kind-paragraph .text").first.select_text()
    expect(
        page.locator(".dock [data-act=add].ready")
    ).to_be_visible()  # the browser tells of a selection a little later
    page.keyboard.press("n")
    expect(page.locator("#add-title-text")).not_to_have_value("")
    page.fill("#add-title-text", "人工加入的一条")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#count")).to_have_text(re.compile(rf"/ {begun + 1}\b"))
    expect(page.locator(".row.current .words")).to_have_text("人工加入的一条")

    page.keyboard.press("r")
    page.keyboard.press("3")
    expect(page.locator(".row", has_text="人工加入的一条")).to_have_class(re.compile("state-dismissed"))
