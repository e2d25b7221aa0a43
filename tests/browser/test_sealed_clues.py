"""A clue in both languages, from a sealed list to its conclusion; what comes back is numbers, and no page to others.

Runs after test_pages, by its name: who has given the reason for looking is not asked again within the hour.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from liandu.clues.suppression import LEAST
from tests.browser.site import CLERK, DIRECTOR
from tests.browser.test_pages import sound

pytestmark = pytest.mark.browser

# What differs from language to language: what the clue is about, and a person that nobody else's clue names.
TOPICS = {"zh-hans": "整改进展", "en": "遗留事项"}
NAMED = {"zh-hans": "戎某壬", "en": "戎某癸"}
SENDER, REGISTRAR, KEEPER = "mengxingzhou", "shenkeyan", "qiaomingyuan"
APPROVER, HANDLER = "zhuangyanqing", "xuantingfang"


def test_a_clue_goes_from_a_sealed_list_to_its_conclusion_and_only_numbers_come_back(site, language, signed_in, watch):
    watch.excused.append("status of 404")
    topic, named = TOPICS[language], NAMED[language]
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
