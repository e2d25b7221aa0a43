"""Two people on one document or one item, and one person who reloads: nothing is overwritten, nothing is lost."""

import re

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.browser.pages.example import OPEN
from tests.browser.reviewing import Review
from tests.browser.site import CLERK, OTHER_CLERK

pytestmark = pytest.mark.browser

# An entry of a plan that two people of one unit are writing, and a request that nobody has signed, with its item.
DRAFTED = (
    "SELECT item_id FROM rectification_planentry entry JOIN rectification_item item ON item.id = item_id"
    " JOIN orgs_unit unit ON unit.id = item.unit_id"
    " WHERE unit.short_name = '临溪县委' AND item.state = 'acknowledged' ORDER BY item_id"
)
UNSIGNED = (
    "SELECT {} FROM rectification_request WHERE state = 'open'"
    " AND id NOT IN (SELECT request_id FROM supervision_signature) ORDER BY id"
)


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


def test_an_entry_of_a_plan_that_a_colleague_has_just_saved_shows_both_wordings(site, language, signed_in, watch):
    watch.excused.append("status of 422")
    address = site.url(f"/items/{site.value(DRAFTED)}/plan/")
    mine, theirs = signed_in("baiqiuming", language), signed_in("duruochuan", "zh-hans")
    for page in (mine, theirs):
        page.goto(address)
    before = mine.locator("#id_goal").input_value()

    mine.fill("#id_goal", f"{before}（白）")
    theirs.fill("#id_goal", f"{before}（杜）")
    theirs.locator("button[name=stay]").click()
    expect(theirs.locator("#notices")).to_be_visible()
    mine.locator("button[name=stay]").click()

    expect(mine.locator(".errors.summary")).to_contain_text("杜若川")
    both = mine.locator("section[aria-labelledby=both]")
    expect(both).to_contain_text(f"{before}（白）")
    expect(both).to_contain_text(f"{before}（杜）")
    expect(mine.locator("#id_goal")).to_have_value(f"{before}（白）")
    assert site.value(f"SELECT goal FROM rectification_planentry WHERE item_id = ({DRAFTED})") == f"{before}（杜）"


def test_who_comes_second_to_an_item_is_told_who_did_what_and_keeps_what_was_typed(site, language, signed_in, watch):
    watch.excused.append("status of 422")
    request, item = (site.value(UNSIGNED.format(name)) for name in ("id", "item_id"))
    officer, head, liaison = (signed_in(who, language) for who in ("luojinghe", "qiuzhengyang", "kangyichen"))

    officer.goto(site.url(f"/supervision/requests/{request}/"))
    officer.fill("#sign textarea", "抽查的凭证还对不上。")
    head.goto(site.url(f"/items/requests/{request}/take-back/"))
    head.fill("main textarea", "还有一张凭证要补。")
    head.locator("main form .primary").click()
    expect(head.locator("#notices")).to_contain_text(_("已收回销号申请，可以继续整改。"))
    officer.locator("#sign button[value=return]").click()
    expect_second(officer, _("这次申请%(state)s，不能再签。") % {"state": _("已收回")}, "邱正漾")
    expect(officer.locator("#id_text")).to_have_value("抽查的凭证还对不上。")

    liaison.goto(site.url(f"/items/{item}/report/"))
    liaison.fill("#id_text", "凭证已补。")
    liaison.select_option("#id_outcome-0-kind", "meeting")
    liaison.fill("#id_outcome-0-amount", "3")
    head.goto(site.url(f"/items/{item}/request/"))
    head.fill("main textarea", "凭证已经核对，再次申请。")
    head.locator("main form .primary").click()
    head.wait_for_url(re.compile(rf"/items/{item}/$"))
    liaison.locator("main form .primary").click()
    expect_second(liaison, _("销号审核中"), "邱正漾")
    expect(liaison.locator("#id_text")).to_have_value("凭证已补。")
    expect(liaison.locator("#id_outcome-0-amount")).to_have_value("3")


def expect_second(page: Page, refused: str, who: str) -> None:
    """See that the act was refused, and who was before."""
    expect(page.locator(".errors.summary")).to_contain_text(refused)
    expect(page.locator("main .notice").first).to_contain_text(who)
