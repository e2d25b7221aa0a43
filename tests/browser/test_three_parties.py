"""The three parties' work in both languages: from a joint meeting with three packages to counts that balance."""

import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from django.utils.translation import gettext as _
from docx import Document as Word
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.example import ROUND
from tests.browser.site import DIRECTOR
from tests.browser.test_pages import sound

pytestmark = pytest.mark.browser

# What differs from language to language, so that the second run finds nothing of the first in its way.
TURNS = {"zh-hans": "整改进展", "en": "遗留事项"}
# Who signs for whom: an office of discipline inspection, a division of the organization department, a unit inspected.
RECEIVERS = {"shi3": "xiezhiheng", "ganbu1": "fangzhixu", "chengjian": "kangyichen"}
NAMES = {"shi3": "第三监督检查室", "ganbu1": "干部一科", "chengjian": "城建集团党委"}
PAPERS = ("综合情况报告", "问题清单", "工作底稿目录")


def test_a_meeting_hands_over_the_receivers_sign_and_the_counts_balance(site, language, signed_in, tmp_path):
    topic = TURNS[language]
    director = signed_in(DIRECTOR, language)
    before = counted(director, site)

    meeting = call_and_hold(director, site, topic)
    packages = {office: hand_over(director, site, meeting, office, topic) for office in RECEIVERS}
    for office, receiver in RECEIVERS.items():
        page = signed_in(receiver, language)
        page.goto(packages[office])
        expect(page.locator("tr.line")).to_have_count(len(PAPERS))
        sound(page)
        SIGNING[office](page)
        take_the_receipt(page, tmp_path, f"{topic}移交{NAMES[office]}")

    after = counted(director, site)
    grown = {name: after[name] - before[name] for name in after}
    assert grown == {"packages": 3, "sent": 9, "accepted": 7, "refused": 1, "open": 0, "discrepancy": 1, "returned": 0}
    follow_the_refusal(director, f"{topic}{PAPERS[0]}")
    settle(director, meeting, topic, tmp_path)


def test_a_change_of_who_oversees_a_unit_is_put_on_a_list(site, language, signed_in, watch):
    watch.excused.append("status of 422")  # the form that is sent without a unit
    page = signed_in(DIRECTOR, language)
    page.goto(site.url("/handover/packages/draft/"))
    page.select_option("#id_round", str(site.value(ROUND)))
    page.select_option("#id_purpose", "change_of_owner")
    page.select_option("#id_sender", label=NAMES["shi3"])
    page.select_option("#id_recipient", label="第四监督检查室")
    page.fill("#id_title", f"{TURNS[language]}变更承办")
    page.click("form .primary")
    page.wait_for_url(re.compile(r"/handover/packages/\d+/$"))
    address = page.url
    page.locator("a.button[href$='/lines/oversight/']").click()
    sound(page)
    page.click("form .primary")  # without a unit and a note
    expect(page.locator(".field.wrong")).to_have_count(2)
    sound(page)
    page.locator("#id_oversight option").nth(1).wait_for(state="attached")
    page.select_option("#id_oversight", index=1)
    page.fill("#id_note", "整改方案已审核，进展每月报送。")
    page.click("form .primary")
    page.wait_for_url(address)
    expect(page.locator("tr.line")).to_have_count(1)
    expect(page.locator("tr.line")).to_contain_text(NAMES["shi3"])
    sound(page)


def counted(page: Page, site) -> dict[str, int]:
    """Return the numbers of the round's row in the count check; in every row they add up and nothing is left over."""
    page.goto(site.url(f"/handover/counts/?round={site.value(ROUND)}"))
    rows = [
        [int(cell) for cell in row.locator("td").all_inner_texts()]
        for row in page.locator("table.counts [data-row]").all()
    ]
    for _packages, sent, accepted, refused, waiting, discrepancy, returned, difference in rows:
        assert sent == accepted + refused + waiting + discrepancy + returned
        assert difference == 0
    names = ("packages", "sent", "accepted", "refused", "open", "discrepancy", "returned")
    return dict(zip(names, rows[0], strict=False))


def call_and_hold(page: Page, site, topic: str) -> str:
    """Call a joint meeting with an agenda, note that it was held, and return where it stands."""
    page.goto(site.url("/handover/meetings/"))
    page.locator("a.button[href$='/meetings/call/']").click()
    page.select_option("#id_round", str(site.value(ROUND)))
    page.fill("#id_name", f"第九轮巡察{topic}联席会议")
    page.fill("#id_place", "市委巡察办会议室")
    page.fill("#id_chair", "周明澈")
    for name in ("陈若溪", "谢知衡", "方知煦"):
        page.locator(".boxes .box", has_text=name).locator("input").check()
    page.fill("#id_others", "组织 钟某 市委组织部办公室")
    page.fill("#id_agenda", f"通报{topic}\n移交{topic}材料")
    page.click("form .primary")
    page.wait_for_url(re.compile(r"/handover/meetings/\d+/$"))
    address = page.url
    sound(page)
    expect(page.locator("ol.agenda h3")).to_have_text([f"通报{topic}", f"移交{topic}材料"])

    page.locator("form[action$='/hold/'] .box", has_text="钟某").locator("input").uncheck()
    page.locator("form[action$='/hold/'] button").click()
    expect(page.locator("form[action$='/hold/']")).to_have_count(0)
    expect(page.locator("aside .facts")).to_contain_text("谢知衡")
    return address


def hand_over(page: Page, site, meeting: str, office: str, topic: str) -> str:
    """Draft a package, list three papers, tie it to the second item of the meeting, send it; return where it stands."""
    title = f"{topic}移交{NAMES[office]}"
    page.goto(site.url("/handover/packages/draft/"))
    page.select_option("#id_round", str(site.value(ROUND)))
    page.select_option("#id_recipient", label=NAMES[office])
    page.fill("#id_title", title)
    page.select_option("#id_meeting", meeting.rstrip("/").rpartition("/")[2])
    page.click("form .primary")
    page.wait_for_url(re.compile(r"/handover/packages/\d+/$"))
    address = page.url
    for number, paper in enumerate(PAPERS, 1):
        page.locator("a.button[href$='/lines/paper/']").click()
        page.fill("#id_title", f"{topic}{paper}")
        page.fill("#id_pages", str(10 + number))
        page.click("form .primary")
        page.wait_for_url(address)
    if office == "shi3":
        look_at_the_draft(page, address)
    page.locator("details", has=page.locator("form[action$='/tie/']")).locator("summary").click()
    page.select_option("#id_agenda", label=f"移交{topic}材料")
    page.locator("form[action$='/tie/'] button").click()
    page.locator("form[action$='/hand-over/'] button").click()
    expect(page.locator("#signing")).to_be_visible()
    expect(page.locator(".transfer-number")).to_have_text(re.compile(r"\S{6,}"))
    return address


def look_at_the_draft(page: Page, address: str) -> None:
    """Look at the pages that only a draft has."""
    sound(page)
    for path in ("lines/add/", "lines/paper/"):
        page.goto(address + path)
        sound(page)
    page.goto(address)
    page.locator("a[href$='/correct/']").first.click()
    sound(page)
    page.goto(address)


def signed(page: Page, n: int) -> None:
    """Wait until ``n`` of the three lines are signed for."""
    said = _("已签 %(n)s / %(of)s") % {"n": n, "of": len(PAPERS)}
    expect(page.locator("#signing strong")).to_have_text(said)


def line(page: Page, position: int) -> Locator:
    """Return the line at a position of the list."""
    return page.locator("tr.line").nth(position - 1)


def refuse_one_by_key(page: Page) -> None:
    """Refuse the first line with a reason and sign for the others, without the mouse."""
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(line(page, 1).locator("[data-refuse] input[type=text]")).to_be_focused()
    page.keyboard.type("不属于本室联系的单位")
    page.keyboard.press("Enter")
    expect(line(page, 1)).to_contain_text("不属于本室联系的单位")
    expect(line(page, 2)).to_have_attribute("aria-selected", "true")
    signed(page, 1)
    page.keyboard.press("y")
    signed(page, 2)
    page.keyboard.press("y")
    signed(page, 3)


def note_a_discrepancy_by_key(page: Page) -> None:
    """Note that a page is missing, then sign for all that remains; what differs stays open to be settled."""
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(line(page, 1).locator("[name=came_title]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(line(page, 1)).to_contain_text("10")
    expect(line(page, 2)).to_have_attribute("aria-selected", "true")
    page.locator("details.rest summary").press("Enter")
    page.locator("form[action$='/accept/'] .primary").press("Enter")
    signed(page, 2)
    expect(page.locator("#signing")).to_contain_text(_("不符待定 %(n)s") % {"n": 1})


def sign_take_back_and_sign(page: Page) -> None:
    """Sign for a line, take the signature back, and sign for all three."""
    page.keyboard.press("j")
    page.keyboard.press("y")
    signed(page, 1)
    page.keyboard.press("k")
    page.keyboard.press("z")
    signed(page, 0)
    page.keyboard.press("k")
    for n in range(1, 4):
        expect(page.locator("tr.line[aria-selected=true] [data-accept]")).to_be_visible()
        page.keyboard.press("y")
        signed(page, n)


SIGNING = {
    "shi3": refuse_one_by_key,
    "ganbu1": note_a_discrepancy_by_key,
    "chengjian": sign_take_back_and_sign,
}


def take_the_receipt(page: Page, folder: Path, title: str) -> None:
    """Download the receipt slip as Word and as PDF; both open and name the number of the package."""
    number = page.locator(".transfer-number").inner_text()
    expect(page.locator("h1")).to_have_text(f"{number} {title}")
    found = {}
    for form, ending in (("docx", "/receipt/"), ("pdf", "/receipt/?form=pdf")):
        with page.expect_download() as coming:
            page.locator(f"a[href$='{ending}']").click()
        assert coming.value.suggested_filename.endswith(f"{number}.{form}")
        path = folder / f"{number}.{form}"
        coming.value.save_as(path)
        found[form] = path.read_bytes()
    assert number in words_of(found["docx"])
    with_pages = pypdfium2.PdfDocument(found["pdf"])
    assert number in "".join(one.get_textpage().get_text_bounded() for one in with_pages)
    with_pages.close()


def words_of(content: bytes) -> str:
    """Return every text of a Word file: paragraphs, tables, headers and footers."""
    Word(io.BytesIO(content))  # it opens
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = [parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith(".xml")]
    return "".join(re.sub(r"<[^>]+>", "", text) for text in texts)


def follow_the_refusal(page: Page, title: str) -> None:
    """From the count of what was refused to the line, and from there to sending it again or letting it rest."""
    page.locator("table.counts [data-row]").first.locator("a[href$='state=refused']").click()
    page.locator("a", has_text=title).first.click()
    expect(page.locator("main")).to_contain_text("不属于本室联系的单位")
    expect(page.locator("form[action$='/send-again/'] button")).to_be_visible()


def settle(page: Page, meeting: str, topic: str, folder: Path) -> None:
    """Record a decision, write the minutes, settle them, and take them away as Word."""
    page.goto(meeting)
    expect(page.locator("ol.agenda li").nth(1).locator(".tied a")).to_have_count(3)
    page.locator("details", has=page.locator("form[action$='/decide/']")).locator("summary").click()
    decide = page.locator("form[action$='/decide/']")
    decide.locator("[name=text]").fill(f"十日内核清{topic}拒收和不符事项")
    decide.locator("[name=agenda]").select_option(label=f"移交{topic}材料")
    decide.locator("[name=owner]").select_option(label=NAMES["shi3"])
    decide.locator("button").click()
    expect(page.locator(".decision")).to_contain_text(f"十日内核清{topic}拒收和不符事项")

    write = page.locator("form[action$='/record/']")
    for field in write.locator("textarea").all():
        field.fill(f"会议听取了{topic}有关情况，同意移交。")
    write.locator("button").click()
    expect(page.locator("p.song")).to_have_count(2)
    sound(page)
    page.locator("form[action$='/settle/'] button").click()
    expect(page.locator("form[action$='/record/']")).to_have_count(0)
    with page.expect_download() as coming:
        page.locator("a[href$='/minutes/']").click()
    coming.value.save_as(folder / "minutes.docx")
    said = words_of((folder / "minutes.docx").read_bytes())
    assert f"十日内核清{topic}拒收和不符事项" in said
    assert "同意移交" in said
