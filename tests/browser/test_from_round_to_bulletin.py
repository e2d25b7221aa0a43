"""What a round shows, from the first class to the bulletin: judged by keys, named, counted, issued by two people."""

import re
from urllib.parse import urljoin

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.site import CLERK, DIRECTOR, Site

pytestmark = pytest.mark.browser

TOTAL = re.compile(r"\d+")
COMMON = "验收签字流于形式"
LINKED = "main a[href*='/ledger/']"


def test_a_round_is_judged_and_told_in_a_bulletin(site: Site, language, signed_in):
    clerk, director = signed_in(CLERK, language), signed_in(DIRECTOR, language)
    name = f"{COMMON}（{language}）"

    clerk.goto(site.url("/findings/classes/"))
    judged_by_keys(clerk, ".class-line", 2)
    clerk.goto(site.url("/insight/recurrences/"))
    pairs = judged_by_keys(clerk, ".recurrence", 2)
    strand = accepted_and_split(clerk, site)
    clerk.goto(site.url(f"/insight/common/new/?strand={strand}"))
    clerk.fill("#id_name", name)
    clerk.locator("main form button.primary").click()
    clerk.wait_for_url("**/insight/common/*/edit/")
    for field, words in {
        "definition": "货到不验，签字了事。",
        "causes": "没有人查。",
        "suggestions": "两人验收。",
    }.items():
        clerk.fill(f"#id_{field}", words)
    clerk.locator("main form button.primary").click()
    clerk.wait_for_url(re.compile(r"/insight/common/\d+/$"))
    settled = clerk.url

    director.goto(settled)
    director.locator("form[action$='/settle/'] button").click()
    expect(director.locator("form[action$='/revise/']")).to_be_visible()
    every_number_opens_its_rows(director)
    director.goto(site.url("/insight/profiles/"))
    expect(director.locator("#rate .chart svg")).to_be_visible()
    every_number_opens_its_rows(director)
    issued_with(director, site, name)
    every_number_opens_its_rows(director)
    with director.expect_download() as saved:
        director.locator("a[href$='/docx/']").click()
    assert name in "\n".join(paragraph.text for paragraph in Document(saved.value.path()).paragraphs)

    clerk.goto(site.url("/insight/recurrences/?state=confirmed"))  # the next test finds them waiting again
    for pair in pairs:
        clerk.locator(f"#{pair} [data-undo]").click()
        expect(clerk.locator(f"#{pair} [data-choice]")).to_have_count(2)


def judged_by_keys(page: Page, line: str, count: int) -> list[str]:
    """Say yes to the first ``count`` lines of a queue, one after another, and return their names in the page."""
    keys = [page.locator(line).nth(at).get_attribute("id") or "" for at in range(count)]
    page.keyboard.press("j")
    for key in keys:
        page.keyboard.press("1")
        expect(page.locator(f"#{key} [data-undo]")).to_be_visible()
    return keys


def accepted_and_split(page: Page, site: Site) -> str:
    """Accept the first proposal of four members or more, split two of them off, and return the key of the strand."""
    strand = site.value(
        "SELECT s.id FROM insight_strand s JOIN insight_membership m ON m.strand_id = s.id WHERE s.state = 'proposed'"
        " GROUP BY s.id HAVING count(*) >= 6 ORDER BY s.id"
    )
    page.goto(site.url(f"/insight/strands/{strand}/"))
    page.locator(f"form[action$='/strands/{strand}/accept/'] button").click()
    expect(page.locator("#chosen")).to_be_visible()
    for at in range(2):
        page.locator("main tbody input[type=checkbox]").nth(at).check()
    page.locator("#chosen input[type=text]").first.fill("另一类情形")
    page.locator("#chosen button[value=split]").click()
    page.wait_for_load_state("networkidle")
    told = "SELECT count(*) FROM insight_strand WHERE label = '另一类情形' AND state = 'accepted'"
    assert site.value(told) >= 1
    return str(strand)


def issued_with(page: Page, site: Site, name: str) -> None:
    """Draft a bulletin about the common problem and issue it."""
    page.goto(site.url("/insight/bulletins/draft/"))
    page.fill("#id_title", f"关于{name}的通报")
    page.fill("#id_addressees", "各区县委")
    page.get_by_label(name).check()
    page.locator("main form button.primary").click()
    page.wait_for_url("**/insight/bulletins/*/")
    page.locator("form[action$='/issue/'] button").click()
    expect(page.locator("form[action$='/issue/']")).to_have_count(0)


def every_number_opens_its_rows(page: Page) -> None:
    """Follow each number that leads to a ledger, each address once: the ledger tells the same number."""
    numbers: dict[str, str] = {}
    for link in page.locator(LINKED).all():
        words = link.inner_text().strip()
        # What is counted otherwise, units or sectors, opens the same rows; how many findings they are stands first.
        if words.isdigit() and "group=" not in (link.get_attribute("href") or ""):
            numbers.setdefault(urljoin(page.url, link.get_attribute("href") or ""), words)
    assert numbers
    for address, words in list(numbers.items())[:40]:
        answer = page.request.get(address)
        told = re.search(r'role="status">(?:<strong>.*?</strong> <span class="soft">· )?[^<\d]*(\d+)', answer.text())
        assert told, address
        assert told.group(1) == words, address
