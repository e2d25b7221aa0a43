"""The main job as a clerk does it, in both languages: from files on the desk to a spreadsheet."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from liandu.inspections.rules import refuse_above_ceiling
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.ui.errors import in_words
from tests.browser.conftest import pass_the_door
from tests.browser.pages.example import ROUND
from tests.browser.papers import BROKEN, SECRET, TURNS, PaperSet, print_papers
from tests.browser.reviewing import Review
from tests.browser.site import CLERK

pytestmark = pytest.mark.browser

UNIT = "云州职业技术学院党委"


def test_a_clerk_brings_files_in_checks_them_and_takes_the_ledger_away(site, language, new_context, tmp_path):
    papers = print_papers(tmp_path, language)
    page = new_context(language).new_page()

    pass_the_door(page, site, CLERK)
    upload(page, site, papers)
    wait_until_read(page, papers)
    title = check(page, papers)
    read_the_ledger(page, new_context, language, title)
    take_away(page, tmp_path / "ledger.xlsx")
    look_at_the_finding(page, title)


def upload(page: Page, site, papers: PaperSet) -> None:
    """Go to the round and upload all files at once; each gets its outcome, the two that may not stay a sentence."""
    page.get_by_role("navigation").first.locator("a[href='/rounds/']").click()
    page.locator(f"a[href='/rounds/{site.value(ROUND)}/']").click()
    page.locator("a.button.primary[href$='/upload/']").click()
    page.set_input_files("#upload input[type=file]", papers.all)
    lines = page.locator("#uploads .upload")
    expect(lines).to_have_count(7)
    expect(lines.nth(0).locator("select option:checked")).to_contain_text(UNIT.removesuffix("党委"))
    page.click("#send")
    expect(page.locator("#uploads .upload[data-state=done]")).to_have_count(5)
    refused = page.locator("#uploads .upload[data-state=refused]")
    expect(refused).to_have_count(2)
    expect(refused.filter(has_text=BROKEN).locator(".result")).to_have_text(
        _("文件已损坏或不完整，打不开。请用 Word 或 WPS 打开后另存一份再上传。")
    )
    expect(refused.filter(has_text=SECRET).locator(".result")).to_have_text(marked_above_ceiling())
    summary = _("{all} 个文件：已接收 {done} 个，拒收 {refused} 个，还剩 {left} 个")
    expect(page.locator("#upload-said")).to_have_text(summary.format(all=7, done=5, refused=2, left=0))


def marked_above_ceiling() -> str:
    """Return the sentence that refuses the marked file, in the language of the test."""
    with pytest.raises(Refusal) as refused:
        refuse_above_ceiling(Grade.CONFIDENTIAL, name=SECRET, marked="机密★10年")
    return in_words(refused.value)


def wait_until_read(page: Page, papers: PaperSet) -> None:
    """Follow the progress until everything is read, and open the review of the opinion."""
    page.click("#after")
    expect(page.locator("#documents[hx-trigger]")).to_have_count(0, timeout=30_000)
    row = page.locator("tr", has=page.locator(f"a:text-is('{papers.opinion.stem}')"))
    expect(row).to_contain_text("0 / 6")
    row.locator("a.button").click()
    expect(page.locator(".row")).to_have_count(8)


def check(page: Page, papers: PaperSet) -> str:
    """Check the proposals with the keyboard alone and return the title of a finding made."""
    review, leaves = Review(page), papers.leaves
    review.expect_current(leaves[0])
    review.key("a")
    review.expect_state(leaves[0], "accepted")
    review.expect_count(1, 6)
    review.expect_current(leaves[1])

    edited = f"{leaves[1]}，账实不符"
    review.edit(leaves[1], edited)
    review.key("z")
    expect(review.row(leaves[1])).to_be_visible()
    review.edit(leaves[1], edited)

    dismiss_and_take_back(review, leaves[2])
    split_and_merge(review, leaves[4])

    review.select_in_source("对有关情况作了补充检查")
    review.key("n")
    expect(page.locator("#add-title-text")).to_have_value("对有关情况作了补充检查")
    page.fill("#add-title-text", "补充检查发现的其他问题")
    review.key("Control+Enter")
    review.expect_state("补充检查发现的其他问题", "open")

    review.key("Shift+A")
    expect(page.locator("#all-dialog [data-number=acceptable]")).to_have_text("5")
    review.key("Control+Enter")
    expect(page.locator("#done")).to_be_focused()
    review.expect_count(7, 7)
    return edited


def dismiss_and_take_back(review: Review, title: str) -> None:
    """Dismiss a row with a reason of one's own, undo it, and dismiss it for the third of the usual reasons."""
    review.go_to(title)
    review.key("r")
    review.page.locator("#dismiss-why").press_sequentially("另案处理")
    review.key("Enter")
    review.expect_state(title, "dismissed")
    expect(review.row(title)).to_contain_text("另案处理")
    review.key("z")
    review.expect_state(title, "open")
    review.go_to(title)
    review.key("r", "3")
    review.expect_state(title, "dismissed")
    expect(review.row(title)).to_contain_text(_("与其他条目重复"))


def split_and_merge(review: Review, title: str) -> None:
    """Split a row in two, and merge the two again."""
    page = review.page
    review.go_to(title)
    review.key("s")
    expect(page.locator("#split-dialog")).to_be_visible()
    first, second = title.split("、")
    page.fill("#split-parts", f"{first}\n{second}")
    review.key("Control+Enter")
    review.expect_current(first)
    review.expect_count(2, 7)
    review.key("x", "j", "x", "m")
    expect(review.row(first)).to_have_count(0)
    review.expect_count(2, 6)


def read_the_ledger(page: Page, new_context, language: str, title: str) -> None:
    """Narrow, group, sort and choose columns; the address carries the view to another browser."""
    page.goto(f"{origin(page)}/ledger/")
    subject = TURNS[language][0]
    page.fill("#ledger-text", subject)
    expect(page.locator(f"#ledger-text[value='{subject}']")).to_be_visible()
    expect(page.locator("tbody tr[data-row]")).to_have_count(2)
    page.select_option("#filter-unit", label=UNIT)
    expect(page.locator("#filter-unit option[selected]")).to_have_text(UNIT)
    page.select_option("#filter-group", "aspect")
    expect(page.locator("tr.group")).to_have_count(1)
    expect(page.locator("tr.group")).to_contain_text(f"{subject}工作抓得不实")
    page.select_option("#filter-group", "")
    expect(page.locator("tr.group")).to_have_count(0)
    page.locator("th.col-number a").click()
    expect(page.locator("th.col-number")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tbody tr[data-row]").first).to_contain_text(title)
    page.locator(".chooser:not(.views) summary").click()
    page.locator("[data-column=by]").check()
    expect(page.locator("th.col-by")).to_be_visible()
    page.locator("[data-column=aspect]").uncheck()
    expect(page.locator("th.col-aspect")).to_have_count(0)

    asked = parse_qs(urlsplit(page.url).query)
    assert asked.keys() == {"q", "unit", "sort", "columns"}
    shown = page.locator("table.ledger").inner_text()
    assert "陈若溪" in shown
    page.reload()
    assert page.locator("table.ledger").inner_text() == shown
    elsewhere = new_context(language, storage_state=page.context.storage_state()).new_page()
    elsewhere.goto(page.url)
    assert elsewhere.locator("table.ledger").inner_text() == shown


def take_away(page: Page, path: Path) -> None:
    """Export the view: the spreadsheet holds its rows in its order, and nothing else."""
    numbers = page.locator("tbody .col-number").all_inner_texts()
    with page.expect_download() as coming:
        page.locator("form.export button").click()
    coming.value.save_as(path)
    sheet = openpyxl.load_workbook(path).active
    column = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert [value for value in column if value in numbers] == numbers
    assert len(numbers) == 2


def look_at_the_finding(page: Page, title: str) -> None:
    """Open a row beside the ledger, go back, open it whole, and see its passage in the document."""
    ledger = page.url
    row = page.locator("tr[data-row]", has_text=title)
    row.locator("a").first.click()
    panel = page.locator("#panel .panel")
    expect(panel.locator("#finding-title")).to_have_text(title)
    page.wait_for_url("**/findings/*/")
    page.go_back()
    expect(panel).to_have_count(0)
    assert page.url == ledger
    row.locator("a").first.click()
    panel.locator(".panel-head a").click()
    expect(page.locator("main #finding-title")).to_have_text(title)
    quote = title.removesuffix("，账实不符")
    expect(page.locator(".clipping mark")).to_have_text(quote)
    page.locator(".clipping footer a").click()
    expect(page.locator("mark#passage")).to_have_text(quote)
    expect(page.locator("mark#passage")).to_be_in_viewport()


def origin(page: Page) -> str:
    """Return the site's address as the page has it."""
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"
