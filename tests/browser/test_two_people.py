"""Two people on one document, and one person who reloads: nothing is overwritten, nothing is lost."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.pages.example import OPEN
from tests.browser.reviewing import Review
from tests.browser.site import CLERK, OTHER_CLERK

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site) -> str:
    """The review page of a document that nobody has checked yet."""
    return site.url(f"/findings/review/{site.value(OPEN)}/")


def test_an_edit_of_what_another_has_just_edited_shows_both_wordings(site, address, language, signed_in, watch):
    watch.excused += ["status of 409", "Response Status Error Code 409"]
    mine, theirs = Review(signed_in(CLERK, language)), Review(signed_in(OTHER_CLERK, "en"))
    for review in (mine, theirs):
        review.page.goto(address)
    title = mine.current.locator(".words").inner_text()
    row = mine.current.get_attribute("data-proposal")
    now = f"SELECT title FROM intake_proposal WHERE id = {row}"

    mine.key("e")
    mine.page.locator(".editor textarea").fill(f"{title}（甲）")
    theirs.edit(title, f"{title}（乙）")
    mine.key("Enter")

    clash = mine.page.locator(".clash")
    expect(clash).to_contain_text(f"{title}（甲）")
    expect(clash).to_contain_text(f"{title}（乙）")
    expect(clash).to_contain_text("何书涵")
    assert site.value(now) == f"{title}（乙）"
    clash.get_by_role("button", name=_("用我的")).click()
    expect(mine.row(f"{title}（甲）")).to_be_visible()
    assert site.value(now) == f"{title}（甲）"


def test_what_another_has_changed_is_told_without_taking_the_page_away(site, address, signed_in):
    mine, theirs = Review(signed_in(CLERK, "zh-hans")), Review(signed_in(OTHER_CLERK, "zh-hans"))
    for review in (mine, theirs):
        review.page.goto(address)
    title = theirs.current.locator(".words").inner_text()
    theirs.edit(title, f"{title}（丙）")

    expect(mine.page.locator("#news")).to_contain_text(_("这份文件刚有变化。"), timeout=12_000)
    expect(mine.row(title)).to_be_visible()
    mine.page.locator("#news button").click()
    expect(mine.row(f"{title}（丙）")).to_be_visible()


def test_a_half_typed_edit_and_the_place_survive_a_reload(address, signed_in):
    review = Review(signed_in(CLERK, "zh-hans"))
    review.page.goto(address)
    review.key("j", "j")
    title = review.current.locator(".words").inner_text()
    review.key("e")
    review.page.locator(".editor textarea").press_sequentially("，还没写完")

    review.page.reload()

    expect(review.page.locator(".editor textarea")).to_have_value(f"{title}，还没写完")
    expect(review.current.locator(".words")).to_have_text(title)
    review.key("Escape")
    expect(review.page.locator(".editor")).to_have_count(0)
    review.page.reload()
    review.expect_current(title)
    expect(review.page.locator(".editor")).to_have_count(0)
