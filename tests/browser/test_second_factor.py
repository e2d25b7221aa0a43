"""Second factors by hand: one-time codes from set-up to sign-in, and a security key that the browser plays itself."""

import re

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from liandu.accounts.one_time import code_now
from tests.browser.site import PASSWORD
from tests.browser.test_pages import sound

pytestmark = pytest.mark.browser

# Nobody else's test signs these people in.
WITH_CODES = {"zh-hans": "luhuaijin", "en": "hanlifu"}
WITH_KEY = {"zh-hans": "shaowenzhuo", "en": "luojinghe"}
VIRTUAL_KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}


def first_half(page: Page, home: str, person: str) -> None:
    """Give name and password."""
    page.goto(f"{home}/sign-in/")
    page.fill("#id_login", person)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def sign_out(page: Page, home: str) -> None:
    page.goto(f"{home}/sign-out/")
    page.locator("main form button").click()
    page.wait_for_url(f"{home}/sign-in/")


def test_one_time_codes_from_set_up_to_sign_in(site, language, new_context):
    home, person = site.url(""), WITH_CODES[language]
    page = new_context(language).new_page()
    first_half(page, home, person)
    page.wait_for_url(f"{home}/")
    page.locator("details.person summary").click()
    page.get_by_role("link", name=_("第二因子")).click()
    page.locator("section", has=page.locator("#codes")).get_by_role("link", name=_("开始设置")).click()
    sound(page)
    expect(page.locator("img.qr")).to_be_visible()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.fill("#id_code", code_now(secret))
    page.get_by_role("button", name=_("完成设置")).click()
    page.wait_for_url(f"{home}/second-factor/recovery/")
    sound(page)
    emergency = page.locator(".codes li").first.inner_text()
    assert re.fullmatch(r"\d{8}", emergency)

    sign_out(page, home)
    first_half(page, home, person)
    page.wait_for_url(f"{home}/sign-in/factor/")
    sound(page)
    page.fill("#id_code", "000000")
    page.press("#id_code", "Enter")
    expect(page.locator(".errors")).to_contain_text(_("验证没有通过。请核对后再试；同一个验证码只能用一次。"))
    page.fill("#id_code", emergency)
    page.press("#id_code", "Enter")
    page.wait_for_url(f"{home}/")

    page.goto(f"{home}/second-factor/codes/off/")
    page.locator("main form button").click()
    page.wait_for_url(f"{home}/second-factor/")
    expect(page.locator(".notice")).to_have_text(_("已停用动态验证码。"))


def test_a_security_key_from_adding_to_sign_in(site, language, new_context, watch):
    # A browser gives keys to names only, not to bare addresses.
    home, person = site.url("").replace("127.0.0.1", "localhost"), WITH_KEY[language]
    context = new_context(language)
    page = context.new_page()
    browser = context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL_KEY})
    first_half(page, home, person)
    page.wait_for_url(f"{home}/")

    page.goto(f"{home}/second-factor/keys/add/")
    page.fill("#id_name", "工位的钥匙")
    page.get_by_role("button", name=_("登记")).click()
    page.wait_for_url(f"{home}/second-factor/recovery/")
    page.goto(f"{home}/second-factor/keys/")
    sound(page)
    expect(page.locator(".keys-kept strong")).to_have_text("工位的钥匙")

    # The same key a second time: the browser refuses, and the page says so in words.
    page.goto(f"{home}/second-factor/keys/add/")
    page.get_by_role("button", name=_("登记")).click()
    expect(page.locator("#key-trouble")).to_be_visible()
    sound(page)

    sign_out(page, home)
    first_half(page, home, person)
    page.wait_for_url(f"{home}/sign-in/factor/")
    page.get_by_role("button", name=_("用安全密钥")).click()
    page.wait_for_url(f"{home}/")

    page.goto(f"{home}/confirm/key/")
    sound(page)
    page.get_by_role("button", name=_("用安全密钥")).click()
    page.wait_for_url(f"{home}/")

    page.goto(f"{home}/second-factor/keys/")
    page.get_by_role("link", name=_("改名")).click()
    sound(page)
    page.fill("#id_name", "备用钥匙")
    page.get_by_role("button", name=_("保存")).click()
    expect(page.locator(".keys-kept strong")).to_have_text("备用钥匙")
    page.get_by_role("link", name=_("移除")).click()
    sound(page)
    page.get_by_role("button", name=_("移除")).click()
    expect(page.locator(".empty-title")).to_have_text(_("还没有登记安全密钥"))
    acts = "SELECT count(*) FROM journal_entry WHERE act LIKE 'second_factor.%' AND actor = ?"
    assert site.value(acts, person) == 5  # key and codes added, codes seen, key and codes removed


def test_an_idle_page_that_asks_by_itself_goes_to_the_door(site, new_context):
    """What a page asks for by itself is marked as such, and a session that has ended leads to the sign-in page."""
    page = new_context("zh-hans").new_page()
    first_half(page, site.url(""), "xiezhiheng")
    page.wait_for_url(site.url("/"))
    asked = []
    page.on("request", lambda request: asked.append(request.headers.get("liandu-unasked")))
    page.evaluate("""() => {
      const part = document.createElement("div");
      part.setAttribute("hx-get", "/sign-ins/");
      part.setAttribute("hx-trigger", "every 200ms");
      part.setAttribute("hx-swap", "none");
      document.getElementById("main").append(part);
      htmx.process(part);
    }""")
    page.wait_for_timeout(600)
    assert "yes" in asked
    page.context.clear_cookies()
    page.wait_for_url(re.compile("/sign-in/"))
