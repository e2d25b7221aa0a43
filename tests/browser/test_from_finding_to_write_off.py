"""One problem in both languages, from the finding to a write-off that all who must have signed, and open again.

Six people, each at their own pages; at the end the journal of it all is verified by the script alone, elsewhere.
"""

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from docx import Document as Word
from playwright.sync_api import Page, expect

from liandu.journal import offline
from tests.browser.pages.example import ROUND
from tests.browser.site import CLERK, DIRECTOR, UNIT_HEAD, liandu
from tests.browser.test_pages import sound
from tests.browser.test_three_parties import words_of

pytestmark = pytest.mark.browser

LIAISON, OFFICER, ORGANIZATION = "linxiaoman", "tangyining", "zhuhuaiyu"
UNIT = "云州大学党委"
# A problem a language, so that the second run finds nothing of the first in its way. Both are of a class (C) for which
# the organization department signs too.
NUMBERS = {"zh-hans": "5-09-401-015", "en": "5-09-401-016"}
ASKED_FOR = "请补充换届审批表，会议纪要不能证明支部已经换届。"
DISSENT = "还有两个支部的换届没有审批记录，暂不同意。"
REASON = "回访发现两个支部的换届材料系事后补做。"
TODAY = datetime.now(UTC).astimezone().date()
WAIT_FOR_SEAL = 40  # turns of half a second


def test_a_finding_becomes_an_item_is_worked_off_signed_for_and_opened_again(site, language, signed_in, tmp_path):
    number = NUMBERS[language]
    clerk, head, liaison, officer, organization, director = (
        signed_in(who, language) for who in (CLERK, UNIT_HEAD, LIAISON, OFFICER, ORGANIZATION, DIRECTOR)
    )
    sign_for_it(head, hand_it_over(director, site, number))
    open_item(clerk, site, number)
    item = site.url(f"/items/{site.value('SELECT id FROM rectification_item WHERE number = ?', number)}/")

    acknowledge(head, item)
    plan = write_the_plan(liaison, site, item)
    approve_the_plan(officer, site, plan, number)

    lacks(head, item, _("还没有佐证材料。"))
    report(liaison, item, share=60)
    prove(liaison, item, tmp_path / "换届选举会议记录.docx", kind="minutes")
    ask_for_time(head, item)
    lacks(head, item, _("延期申请还没有答复，请先等答复或者收回。"))
    grant_time(officer, site, number)
    lacks(head, item, _("现有佐证材料还不够：%(note)s。").partition("%")[0])
    prove(liaison, item, tmp_path / "换届后支部委员名册.docx", kind="data")
    report(liaison, item, share=100, finished=True)

    request = ask_for_write_off(head, item, officer, site, number)
    sign(officer, request, "return", ASKED_FOR)
    expect_in_words(head, item, ASKED_FOR)
    prove(liaison, item, tmp_path / "换届审批表.docx", kind="voucher")
    report(liaison, item, share=100, text="已补充换届审批表，逐一核对。")

    request = ask_for_write_off(head, item, officer, site, number)
    not_yet(director, request)
    sign(officer, request, "agree")
    sign(organization, request, "dissent", DISSENT)
    not_yet(director, request)
    sign(organization, request, "agree", "补充材料已核实，改签同意。")
    sign(director, request, "agree")
    expect(see(head, item).locator(".badges")).to_contain_text(_("已销号"))
    take_the_form(director, request, tmp_path, number)

    confirm_reopening(director, ask_reopening(officer, item))
    expect(see(head, item).locator(".badges")).to_contain_text(_("整改中"))
    take_a_receipt(head, item, tmp_path)
    verify_the_journal(site, tmp_path)


def see(page: Page, item: str) -> Page:
    """Open the item's page."""
    page.goto(item)
    return page


def hand_it_over(page: Page, site, number: str) -> str:
    """Hand the finding over to its unit as feedback; return where the package stands."""
    page.goto(site.url("/handover/packages/draft/"))
    page.select_option("#id_round", str(site.value(ROUND)))
    page.select_option("#id_purpose", "feedback")
    page.select_option("#id_recipient", label=UNIT)
    page.fill("#id_title", f"补充反馈 {number}")
    page.click("form .primary")
    page.wait_for_url(re.compile(r"/handover/packages/\d+/$"))
    address = page.url
    page.locator("a.button[href$='/lines/add/']").click()
    page.fill("#things-text", number)
    page.press("#things-text", "Enter")
    page.locator(".box", has_text=number).locator("input").check()
    page.locator("form[method=post] .primary").click()
    page.wait_for_url(address)
    page.locator("form[action$='/hand-over/'] button").click()
    expect(page.locator("#signing")).to_be_visible()
    return address


def sign_for_it(page: Page, package: str) -> None:
    """Sign for the one line of the package."""
    page.goto(package)
    expect(page.locator("tr.line")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("y")
    expect(page.locator("#signing strong")).to_have_text(_("已签 %(n)s / %(of)s") % {"n": 1, "of": 1})


def open_item(page: Page, site, number: str) -> None:
    """Open an item for everything of the round that was signed for: the one finding."""
    page.goto(site.url(f"/items/opening/{site.value(ROUND)}/"))
    expect(page.locator("section[aria-labelledby=signed] tbody tr")).to_have_count(1)
    expect(page.locator("section[aria-labelledby=signed] tbody tr")).to_contain_text(number)
    sound(page)
    page.locator("form[action$='/signed/'] .primary").click()
    expect(page.locator("#notices")).to_contain_text(_("已签收的问题都已立账。"))


def acknowledge(page: Page, item: str) -> None:
    """Acknowledge the item: the step that its state waits for."""
    see(page, item).locator(".item-steps .primary").click()
    expect(page.locator(".badges")).to_contain_text(_("待报方案"))


def write_the_plan(page: Page, site, item: str) -> str:
    """Write the entry of the plan, come to it from the item, and submit it; return where the plan stands."""
    see(page, item).locator(".item-steps a.primary").click()
    page.fill("#id_goal", "应换届支部全部按期换届，支部书记“双带头人”比例达到九成。")
    page.fill("#id_leader", "党委副书记辛某明")
    page.fill("#id_department", "党委组织部")
    page.fill("#id_person", "卓某文")
    page.select_option("#id_kind", "by_date")
    page.fill("#id_due_on", (TODAY + timedelta(days=60)).isoformat())
    page.fill("#id_task-0-what", "逐个支部清查换届情况")
    page.fill("#id_task-0-measure-0-what", "列出应换届支部，逐个组织换届选举")
    page.fill("#id_task-0-measure-0-owner", "卓某文")
    page.fill("#id_task-0-measure-0-due_on", (TODAY + timedelta(days=40)).isoformat())
    page.locator("button[name=save]").click()
    page.wait_for_url(re.compile(r"/items/plans/\d+/"))
    plan = re.match(r".*/items/plans/\d+/", page.url)[0]
    page.locator("a.primary[href$='/submit/']").click()
    expect(page.locator("input[name=item]:checked")).to_have_count(1)
    sound(page)
    page.locator("form.plan-submit .primary").click()
    expect(see(page, item).locator(".badges")).to_contain_text(_("方案审核中"))
    return plan


def approve_the_plan(page: Page, site, plan: str, number: str) -> None:
    """Find the plan in the queue of the office and approve the entry that waits."""
    page.goto(site.url("/items/plans/to-review/"))
    page.locator(f"a[href^='{plan.removeprefix(site.url(''))}']").first.click()
    row = page.locator("tr", has=page.locator(".line-title", has_text=number))
    row.locator("input[name=item]").check()
    sound(page)
    page.fill("#review textarea", "措施具体，同意。")
    page.locator("#review button[value=approve]").click()
    expect(page.locator("#notices")).to_be_visible()


def lacks(page: Page, item: str, sentence: str) -> None:
    """See that asking for the write-off is not possible yet, and that the page says why."""
    grey = see(page, item).locator(".step", has=page.locator("[aria-disabled]", has_text=_("申请销号")))
    expect(grey.locator(".why-grey")).to_contain_text(sentence)


def report(page: Page, item: str, *, share: int, finished: bool = False, text: str = "") -> None:
    """Report progress with an outcome; ``finished``: with the measures that are done."""
    page.goto(f"{item}report/")
    page.fill("#id_text", text or f"已完成换届的支部占应换届支部的 {share}%。")
    page.fill("#id_share", str(share))
    if finished:
        page.locator("input[name=done]").first.check()
        page.select_option("#id_outcome-0-kind", "criticism")
        page.fill("#id_outcome-0-amount", "2")
    page.locator("form.form .primary").click()
    expect(page.locator("#notices")).to_contain_text(_("已填报。可以接着上传佐证材料。"))


def prove(page: Page, item: str, path: Path, *, kind: str) -> None:
    """Attach a Word file."""
    paper = Word()
    paper.add_heading(path.stem)
    paper.add_paragraph(f"{TODAY.isoformat()} 党委组织部 {item}")
    paper.save(str(path))
    page.goto(f"{item}attach/")
    page.select_option("#id_kind", kind)
    page.fill("#id_effective_on", TODAY.isoformat())
    page.set_input_files("#id_file", path)
    page.locator("form.form .primary").click()
    expect(page.locator("#evidence")).to_contain_text(path.stem)


def ask_for_time(page: Page, item: str) -> None:
    """Ask for a month more."""
    page.goto(f"{item}extend/")
    page.fill("#id_until", (TODAY + timedelta(days=90)).isoformat())
    page.fill("#id_reason", "两个附属医院党支部书记出国进修，返回后才能换届。")
    page.locator("form.form .primary").click()
    expect(page.locator("#extensions")).to_contain_text(_("待答复"))


def grant_time(page: Page, site, number: str) -> None:
    """Grant it, found in the queue of the office."""
    page.goto(site.url("/items/extensions/"))
    page.locator("tr", has_text=number).locator("a[href$='/decide/']").first.click()
    page.locator("input[name=granted][value=yes]").check()
    page.fill("#id_answer", "理由属实，同意。")
    page.locator("form.form .primary").click()
    expect(page.locator("#notices")).to_contain_text(_("已答复。"))


def ask_for_write_off(page: Page, item: str, officer: Page, site, number: str) -> str:
    """Ask, by the step that has become possible; the office finds it in its queue. Return where the request stands."""
    see(page, item).locator(".item-steps a.primary[href$='/request/']").click()
    page.fill("#id_statement", "应换届支部已全部换届，佐证材料齐全，申请销号。")
    sound(page)
    page.locator("form.form .primary").click()
    expect(page.locator(".badges")).to_contain_text(_("销号审核中"))
    officer.goto(site.url("/supervision/"))
    officer.locator("tr", has_text=number).locator("a[href*='/requests/']").first.click()
    officer.wait_for_url(re.compile(r"/supervision/requests/\d+/"))
    return officer.url


def not_yet(page: Page, request: str) -> None:
    """See that agreeing is not possible before the others have."""
    page.goto(request)
    expect(page.locator("#sign .actions [data-sign=agree][aria-disabled], #sign .notice").first).to_be_visible()
    expect(page.locator("#sign")).to_contain_text(re.compile(_("还要等%(names)s先签。") % {"names": ".+"}))


def sign(page: Page, request: str, opinion: str, text: str = "") -> None:
    """Give an opinion on the request."""
    page.goto(request)
    if opinion == "return":
        sound(page)
    page.fill("#sign textarea", text)
    page.locator(f"#sign button[value={opinion}]").click()
    expect(page.locator("#notices")).to_be_visible()


def expect_in_words(page: Page, item: str, words: str) -> None:
    """See why the request came back."""
    expect(see(page, item).locator("main")).to_contain_text(words)


def take_the_form(page: Page, request: str, folder: Path, number: str) -> None:
    """Download the form of the write-off: it opens, names the item and holds the dissent with all signatures."""
    page.goto(request)
    with page.expect_download() as coming:
        page.locator("a[href$='/form/']").click()
    path = folder / coming.value.suggested_filename
    assert number in path.name
    assert path.suffix == ".docx"
    coming.value.save_as(path)
    said = words_of(path.read_bytes())
    for words in (number, DISSENT, "补充材料已核实，改签同意。", "唐以宁", "祝怀瑜", "周明澈", ASKED_FOR):
        assert words in said


def ask_reopening(page: Page, item: str) -> str:
    """Ask that the item be opened again; who asks cannot confirm. Return where it was asked."""
    page.goto(item.replace("/items/", "/supervision/items/") + "reopen/")
    page.select_option("#id_kind", "failed_check")
    page.fill("#id_reason", REASON)
    page.locator("form.form .primary").click()
    page.wait_for_url(re.compile(r"/supervision/reopenings/\d+/$"))
    expect(page.locator("form[action$='/confirm/']")).to_have_count(0)
    return page.url


def confirm_reopening(page: Page, reopening: str) -> None:
    """Confirm it as the second person."""
    page.goto(reopening)
    expect(page.locator("main")).to_contain_text(REASON)
    page.locator("form[action$='/confirm/'] .primary").click()
    expect(page.locator("#notices")).to_contain_text(_("已重新立账，回到整改中。"))


def take_a_receipt(page: Page, item: str, folder: Path) -> None:
    """Wait until the newest line of the history is sealed, and verify its receipt away from the site."""
    newest = page.locator("#history li").first
    for _turn in range(WAIT_FOR_SEAL):
        if newest.locator("a.seal-mark").count():
            break
        page.wait_for_timeout(500)
        see(page, item)
    expect(newest).to_contain_text(REASON)
    expect(page.locator("#history")).to_contain_text(DISSENT)
    with page.expect_download() as coming:
        newest.locator("a.seal-mark").click()
    path = folder / "receipt.json"
    coming.value.save_as(path)
    verified(folder, "--receipt", str(path))


def verify_the_journal(site, folder: Path) -> None:
    """Export the whole journal of the site as an auditor does, and verify it away from the site."""
    path = folder / "journal.jsonl.gz"
    liandu(site.home, "seals", "export", str(path))
    said = verified(folder, str(path))
    assert "All right" in said


def verified(folder: Path, *arguments: str) -> str:
    """Run the script that checks seals, copied out and without Liandu; return what it says."""
    script = shutil.copy(offline.__file__, folder / "check.py")
    ran = subprocess.run(
        [sys.executable, "-P", script, *arguments], capture_output=True, text=True, check=False, cwd=folder
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
