"""On a slow network an upload shows how far it is, and nothing is sent twice."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.pages.example import OPEN, ROUND
from tests.browser.papers import print_papers
from tests.browser.reviewing import Review
from tests.browser.site import CLERK

pytestmark = pytest.mark.browser

CONFIRMED = "SELECT id FROM findings_finding WHERE state = 'confirmed' ORDER BY id DESC"
BYTES_A_SECOND = 48 * 1024


def test_an_upload_shows_its_progress_and_sends_each_file_once(site, signed_in, tmp_path):
    papers = print_papers(tmp_path, "slow")
    page = signed_in(CLERK, "zh-hans")
    page.goto(site.url(f"/intake/rounds/{site.value(ROUND)}/upload/"))
    sent = count_uploads(page)
    slow_down(page)
    page.set_input_files("#upload input[type=file]", [papers.opinion, *papers.others])
    page.click("#send")

    expect(page.locator(".upload .progress:not([value='0']):not([value='1'])").first).to_be_visible()
    expect(page.locator("#send")).to_be_disabled()
    page.locator("#send").dispatch_event("click")
    page.locator("#upload").dispatch_event("submit")

    expect(page.locator(".upload[data-state=done]")).to_have_count(5, timeout=30_000)
    assert len(sent) == 5


def count_uploads(page: Page) -> list[str]:
    """Return a list to which every upload that the page sends is added."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if is_upload(request) else None)
    return sent


def is_upload(request) -> bool:
    return request.method == "POST" and request.url.endswith("/upload/")


def slow_down(page: Page) -> None:
    """Let the page send at a few kilobytes a second."""
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 60, "downloadThroughput": -1, "uploadThroughput": BYTES_A_SECOND},
    )


def test_keys_pressed_faster_than_the_server_answers_are_done_once_each_in_their_order(site, signed_in):
    page = signed_in(CLERK, "zh-hans")
    document = site.value(f"{OPEN} DESC LIMIT 1")
    page.goto(site.url(f"/findings/review/{document}/"))
    review, posted = Review(page), []

    def late(route: Route) -> None:
        posted.append(route.request.url)
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/accept/", late)
    titles = page.locator(".row.state-open .words").all_inner_texts()[:3]
    review.key("a", "a", "a")

    for title in titles:
        review.expect_state(title, "accepted")
    assert len(posted) == 3


def test_a_form_pressed_twice_is_sent_once(site, signed_in):
    page = signed_in(CLERK, "zh-hans")
    page.goto(site.url(f"/findings/{site.value(CONFIRMED)}/"))
    posted = []

    def late(route: Route) -> None:
        posted.append(route.request.url)
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/category/", late)
    page.locator(".inline-form button").dblclick(no_wait_after=True)
    expect(page.locator(".timeline li")).to_have_count(2)
    assert len(posted) == 1
