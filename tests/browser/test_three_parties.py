"""The three parties' work in both languages: from a joint meeting to balanced counts, from a sealed clue to numbers."""

import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.utils.translation import gettext as _
from docx import Document as Word
from playwright.sync_api import Locator, Page, expect

from liandu.clues.suppression import LEAST
from tests.browser.pages.example import ROUND
from tests.browser.site import CLERK, DIRECTOR
from tests.browser.test_pages import sound

pytestmark = pytest.mark.browser

# What differs from language to language, so that the second run finds nothing of the first in its way.
TURNS = {"zh-hans": "整改进展", "en": "遗留事项"}
# Who signs for whom: an office of discipline inspection, a division of the organization department, a unit inspected.
RECEIVERS = {"shi3": "xiezhiheng", "ganbu1": "fangzhixu", "chengjian": "kangyichen"}
NAMES = {"shi3": "第三监督检查室", "ganbu1": "干部一科", "chengjian": "城建集团党委"}
PAPERS = ("综合情况报告", "问题清单", "工作底稿目录")
# Persons that nobody else's clue names.
NAMED = {"zh-hans": "戎某壬", "en": "戎某癸"}
SENDER, REGISTRAR, KEEPER = "mengxingzhou", "shenkeyan", "qiaomingyuan"
APPROVER, HANDLER = "zhuangyanqing", "xuantingfang"
NEWEST_MEETING = "SELECT id FROM handover_meeting ORDER BY id DESC"


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


def test_a_clue_goes_from_a_sealed_list_to_its_conclusion_and_only_numbers_come_back(site, language, signed_in, watch):
    watch.excused.append("status of 404")
    topic, named = TURNS[language], NAMED[language]
    list_ = seal_and_send(signed_in(SENDER, language), site, topic)
    clue = sign_and_register(signed_in(REGISTRAR, language), site, list_, topic, named)
    keeper, approver, handler = (signed_in(who, language) for who in (KEEPER, APPROVER, HANDLER))

    for step in (review, propose):
        step(open_clue(keeper, clue, "review"))
    decide(open_clue(approver, clue, "decide"))
    assign(open_clue(keeper, clue, "propose"))
    take_and_report(handler, site, clue)
    conclude(open_clue(approver, clue, "decide"))
    expect(open_clue(keeper, clue, "check").locator("main")).to_contain_text(_("谈话提醒"))

    only_numbers_come_back(signed_in(DIRECTOR, language), site, topic, named)
    nothing_is_there(signed_in(CLERK, language), site, clue, list_)


def seal_and_send(page: Page, site, topic: str) -> str:
    """Seal a list of one clue and send it; return where it stands."""
    page.goto(site.url("/clues/"))
    page.locator("a.primary[href$='/lists/draft/']").click()
    page.fill("#id_envelope", f"密封{topic}")
    page.click("form .primary")
    page.wait_for_url(re.compile(r"/clues/lists/[^/]+/$"))
    page.fill("#id_title", f"反映{topic}不实")
    page.fill("#id_pages", "6")
    page.locator("form[action$='/add/'] button").click()
    expect(page.locator("table.sealed tbody tr")).to_have_count(1)
    sound(page)
    page.locator("form[action$='/send/'] button").click()
    expect(page.locator("form[action$='/send/']")).to_have_count(0)
    return page.url


def sign_and_register(page: Page, site, list_: str, topic: str, named: str) -> str:
    """Sign for the list, register its clue with another's keeping, and return where the clue stands."""
    page.goto(site.url("/clues/"))
    page.locator(f"main a[href='{list_.removeprefix(site.url(''))}']").first.click()
    expect(page.locator("table.sealed")).to_contain_text(f"反映{topic}不实")
    sound(page)
    page.locator("input[type=radio][value=accepted]").check()
    page.locator("form[action$='/sign/'] .primary").click()
    page.locator("table.sealed a.button").click()
    page.select_option("#id_unit", label="临溪县委")
    page.select_option("#id_nature", "P5")
    page.select_option("#id_rank", "township")
    page.fill("#id_persons", f"{named} 副站长")
    page.fill("#id_narrative", "连续两个季度上报的数字与台账不符。")
    page.select_option("#id_keeper", label="乔鸣远 · 案件监督管理室")
    page.click("form .primary")
    page.wait_for_url(re.compile(r"/clues/[^/]+/$"))
    address = page.url
    expect(open_clue(page, address, "register").locator(".persons")).to_contain_text(named)
    return address


def open_clue(page: Page, address: str, grounds: str) -> Page:
    """Open a clue; who has no sitting gives the reason first. Return the page."""
    page.goto(address)
    if page.locator("form[action$='/clues/why/']").count():
        expect(page.locator(".persons")).to_have_count(0)
        sound(page)
        page.select_option("#id_grounds", grounds)
        page.click("form .primary")
        page.wait_for_url(address)
    expect(page.locator(".persons")).to_be_visible()
    return page


def take_next(page: Page) -> None:
    """Follow the clue's next step, the one button that stands out."""
    sound(page)
    page.locator("main a.button.primary").click()
    expect(page.locator("main form .primary").first).to_be_visible()
    sound(page)


def hand_in(page: Page, sentence: str) -> None:
    """Hand the form in, and see it done."""
    page.locator("main form .primary").first.click()
    expect(page.locator("#notices")).to_contain_text(sentence)


def review(page: Page) -> None:
    """Note the collective review."""
    take_next(page)
    page.fill("#id_participants", "乔鸣远、沈恪言、第二监督检查室")
    page.fill("#id_note", "内容具体、可查。")
    hand_in(page, _("研判已记下，下一步提处置意见。"))


def propose(page: Page) -> None:
    """Propose a talk."""
    take_next(page)
    page.select_option("#id_kind", "talk")
    page.fill("#id_reason", "情节轻微，先行谈话函询。")
    page.select_option("#id_approver", index=1)
    hand_in(page, _("处置意见已报审批。"))


def decide(page: Page) -> None:
    """Approve what was proposed."""
    take_next(page)
    expect(page.locator("main")).to_contain_text("情节轻微，先行谈话函询。")
    page.fill("#id_opinion", "同意。")
    page.locator("button[value=approve]").click()
    expect(page.locator(".persons")).to_be_visible()


def assign(page: Page) -> None:
    """Hand the clue to an office and a person."""
    take_next(page)
    page.select_option("#id_handler", label="宣亭方 · 第二监督检查室")
    page.fill("#id_task", "三十日内报结果。")
    hand_in(page, _("已交办，等承办人签收。"))


def take_and_report(page: Page, site, clue: str) -> None:
    """Sign for the assignment, note how it goes, and report the result."""
    page.goto(site.url("/clues/"))
    open_clue(page, clue, "handle")
    take_next(page)
    page.locator("button[value=accept]").click()
    open_clue(page, clue, "handle")
    page.locator("a[href$='/progress/']").click()
    page.fill("#id_note", "已与本人谈话，本人作了书面说明。")
    hand_in(page, _("进展已记下。"))
    take_next(page)
    page.select_option("#id_outcome", "talk_reminder")
    page.fill("#id_result", "情况基本属实，已谈话提醒。")
    hand_in(page, _("结果已报审批。"))


def conclude(page: Page) -> None:
    """Approve the result."""
    take_next(page)
    expect(page.locator("main")).to_contain_text("情况基本属实，已谈话提醒。")
    page.locator("button[value=approve]").click()
    expect(page.locator("#notices")).to_contain_text(_("结果已批准。"))


def only_numbers_come_back(page: Page, site, topic: str, named: str) -> None:
    """Show the inspection office nothing but numbers: five or more, or a word in their place; no name, no title."""
    page.goto(site.url("/clues/statistics/"))
    cells = page.locator("table.counts td").all_inner_texts()
    assert len(cells) > 20
    hidden = {_("少于 %(least)s") % {"least": LEAST}, _("不显示")}
    numbers = [int(cell) for cell in cells if cell not in hidden]
    assert all(number >= LEAST for number in numbers)
    assert set(cells) & hidden
    said = page.content()
    for word in (named, topic, "某", "副站长", "台账不符"):
        assert word not in said
    assert page.goto(site.url("/clues/register/")).status == 404


def nothing_is_there(page: Page, site, *addresses: str) -> None:
    """Answer an outsider at a clue, a list and the statistics as at an address that does not exist."""
    nowhere = without_marks(page.request.get(site.url("/clues/aaaaaaaaaaaaaaaaaaaaaaaa/")))
    elsewhere = without_marks(page.request.get(site.url("/nowhere/at/all/")))
    for address in (*addresses, site.url("/clues/statistics/"), site.url("/clues/")):
        found = without_marks(page.request.get(address))
        assert found == nowhere == elsewhere


def without_marks(answer) -> tuple[int, str]:
    """Return the status and the body of an answer, without the address asked for and the marks against forgery."""
    body = answer.text().replace(urlsplit(answer.url).path, "")
    return answer.status, re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": ?)"[^"]*"', "", body)
