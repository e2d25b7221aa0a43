"""Two installations that share no network: a round comes down, findings go up, receipts come back, all by file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.browser.conftest import pass_the_door
from tests.browser.site import CLERK, Site, served
from tests.browser.test_pages import sound

pytestmark = pytest.mark.browser

COUNTY_CLERK = "niqingyue"
CITY, COUNTY = "云州市委巡察办", "临溪县委巡察办"
# What differs from language to language, so that the second run carries something new: a round, a finding.
ROUNDS = {"zh-hans": "五届市委第八轮巡察", "en": "五届市委第三轮巡察"}
FINDINGS = {"zh-hans": 0, "en": 1}
CATEGORY = {"zh-hans": "C4", "en": "D1"}


@pytest.fixture(scope="module")
def county(site: Site) -> Iterator[Site]:
    """Return the county beside the demo city, served from a home of its own."""
    with served(site.home / "county") as county:
        yield county
    assert "Traceback" not in county.log, county.log


@dataclass(frozen=True, slots=True)
class Side:
    """An installation and a page of its clerk."""

    site: Site
    page: Page


@pytest.fixture
def above(site: Site, signed_in, language: str) -> Side:
    """Return the city's side."""
    return Side(site, signed_in(CLERK, language))


@pytest.fixture
def below(county: Site, new_context, language: str) -> Side:
    """Return the county's side."""
    page = new_context(language).new_page()
    pass_the_door(page, county, COUNTY_CLERK)
    return Side(county, page)


def test_a_round_comes_down_and_its_receipt_goes_back(language, above, below, tmp_path):
    name = ROUNDS[language]
    there = f"SELECT count(*) FROM inspections_round WHERE name = '{name}'"
    package, receipt = tmp_path / "down.liandu", tmp_path / "down-receipt.liandu"
    assert below.site.value(there) == 0

    sent = pack(above, COUNTY, name, package, chosen=())
    take_in(below, package)
    expect(below.page.locator("main")).to_contain_text(name)
    assert below.site.value(there) == 0
    open_it(below, receipt)
    assert below.site.value(there) == 1
    note_the_receipt(above, receipt, sent)
    # The county has no such units: it says so, line by line, and the city sees it.
    expect(above.page.locator("main")).to_contain_text(_("对方没有接收的"))
    sound(above.page)


def test_findings_go_up_and_their_receipt_comes_down(language, above, below, tmp_path):
    question = f"SELECT {{}} FROM findings_finding ORDER BY id LIMIT 1 OFFSET {FINDINGS[language]}"
    pk, number, title = (below.site.value(question.format(name)) for name in ("id", "number", "title"))
    classify(below, pk, CATEGORY[language])
    there = "SELECT category FROM findings_finding WHERE source_number = ?"
    package, receipt = tmp_path / "up.liandu", tmp_path / "up-receipt.liandu"
    assert above.site.value(there, number) != CATEGORY[language]

    sent = pack(below, CITY, "十四届县委第八轮巡察", package, chosen=("findings",))
    take_in(above, package)
    expect(above.page.locator("main")).to_contain_text(title)
    assert above.site.value(there, number) != CATEGORY[language]
    open_it(above, receipt)
    assert above.site.value(there, number) == CATEGORY[language]
    note_the_receipt(below, receipt, sent)
    sound(below.page)


def classify(side: Side, pk: int, category: str) -> None:
    """Give a finding another class, so that there is something new to send."""
    side.page.goto(side.site.url(f"/findings/{pk}/"))
    side.page.select_option("#id_category", category)
    side.page.locator("form[action$='/category/'] button").click()
    expect(side.page.locator("form[action$='/category/'] button")).to_have_text(_("改类别"))


def pack(side: Side, receiver: str, name: str, path: Path, *, chosen: tuple[str, ...]) -> str:
    """Ask for a package of one round, wait until it is made, download it; return where it stands."""
    page = side.page
    page.goto(side.site.url("/exchange/"))
    page.locator("a.primary[href$='/pack/']").click()
    option = page.locator("#id_peer option", has_text=receiver)
    page.select_option("#id_peer", option.get_attribute("value"))
    page.locator("[name=rounds]").locator("xpath=ancestor::label", has_text=name).locator("input").check()
    for box in page.locator("[name=chosen]").all():
        box.set_checked(box.get_attribute("value") in chosen)
    page.click("form .primary")
    page.wait_for_url(re.compile(r"/exchange/packages/\d+/$"))
    download = page.locator("a.primary[href$='/file/']")
    expect(download).to_be_visible(timeout=30_000)
    with page.expect_download() as coming:
        download.click()
    assert coming.value.suggested_filename.endswith(".liandu")
    coming.value.save_as(path)
    sound(page)
    return page.url


def take_in(side: Side, path: Path) -> None:
    """Upload a package that came; it is verified and compared, nothing is written."""
    page = side.page
    page.goto(side.site.url("/exchange/"))
    page.locator("a[href$='/receive/']").click()
    page.set_input_files("#id_file", path)
    page.click("form .primary")
    page.wait_for_url(re.compile(r"/exchange/arrivals/\d+/$"))
    expect(page.locator("main")).to_contain_text(_("签名、摘要都已核验，还没有写入任何内容。"))
    sound(page)


def open_it(side: Side, receipt: Path) -> None:
    """Take over what the package holds, and download the receipt."""
    page = side.page
    page.locator("button.primary[form=open]").click()
    download = page.locator("a.primary[href$='/receipt/']")
    with page.expect_download() as coming:
        download.click()
    assert coming.value.suggested_filename.endswith(".liandu")
    coming.value.save_as(receipt)
    sound(page)


def note_the_receipt(side: Side, path: Path, package: str) -> None:
    """Upload the receipt that came back; the package it belongs to counts as answered."""
    page = side.page
    page.goto(side.site.url("/exchange/"))
    page.locator("a[href$='/exchange/receipt/']").click()
    page.set_input_files("#id_file", path)
    page.click("form .primary")
    page.wait_for_url(package)
    expect(page.locator(".page-head .badge")).to_have_text(
        re.compile("|".join((_("已回执"), re.escape(_("已回执，部分未接收")))))
    )
