"""A new round, from the dropped file to the bulletin: judged by keys, named, counted, issued by two people."""

import re
from urllib.parse import urljoin

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.new_round import brought_in, wait_for_the_worker
from tests.browser.site import CLERK, DIRECTOR, Site

pytestmark = pytest.mark.browser

TOTAL = re.compile(r"\d+")
COMMON = "验收签字流于形式"
LINKED = "main a[href*='/ledger/']"
GUESSED = "SELECT finding_id FROM findings_guess WHERE finding_id IN ({})"
# One pair a finding, the most alike of those that say that a unit did it again.
CAME_BACK = "SELECT min(id) FROM insight_recurrence WHERE finding_id IN ({}) AND kind = 'again' GROUP BY finding_id"


def test_a_round_is_judged_and_told_in_a_bulletin(site: Site, language, signed_in, tmp_path):
    clerk, director = signed_in(CLERK, language), signed_in(DIRECTOR, language)
    name = f"{COMMON}（{language}）"

    new = brought_in(clerk, director, site, tmp_path, language)
    wait_for_the_worker(site, GUESSED, new.findings)
    clerk.goto(site.url(f"/findings/classes/?round={new.key}"))
    judged_by_keys(clerk, [f"class-{key}" for key in new.findings])
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

    pairs = [f"recurrence-{key}" for (key,) in wait_for_the_worker(site, CAME_BACK, new.findings[:2])]
    clerk.goto(site.url("/insight/recurrences/"))
    judged_by_keys(clerk, pairs)

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


def judged_by_keys(page: Page, lines: list[str]) -> None:
    """Say yes to these lines of a queue, in the order they stand there, each reached and judged by keys."""
    at = {page.locator("[data-row]").nth(n).get_attribute("id") for n in range(page.locator("[data-row]").count())}
    assert set(lines) <= at, (lines, at)
    page.keyboard.press("j")
    for _step in range(len(at)):
        current = page.locator("[data-row][aria-selected=true]").get_attribute("id")
        waits = page.locator(f"#{current} [data-choice]").count()
        if current in lines and waits:  # once judged, the next one that waits is in hand
            page.keyboard.press("1")
            expect(page.locator(f"#{current} [data-undo]")).to_be_visible()
        else:
            page.keyboard.press("j")
    for line in lines:
        expect(page.locator(f"#{line} [data-undo]")).to_be_visible()


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
