"""Where somebody is signed in: the list, its ends, idle browsers, a second address."""

import re
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from liandu.accounts.browsers import browser_in_words
from liandu.accounts.commands import change_password, close_account, open_account
from liandu.accounts.models import SignIn
from liandu.accounts.queries import alive
from liandu.journal.models import Entry
from tests.people import PASSWORD

NEW = "heron-over-still-water-9"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"


@pytest.fixture(autouse=True)
def idle(settings):
    settings.LIANDU_IDLE_MINUTES = 30
    cache.clear()


@pytest.fixture
def person(db):
    return open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)


def browser(address="192.0.2.1", agent=CHROME):
    """Return a browser at ``address`` in which liuwen has signed in."""
    cache.clear()
    client = Client(REMOTE_ADDR=address, headers={"User-Agent": agent})
    answer = client.post(reverse("account_login"), {"login": "liuwen", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def acts():
    return [
        (entry.act, entry.actor, entry.facts)
        for entry in Entry.objects.exclude(act__in=("account.opened", "session.opened"))
    ]


def after(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


# The list


def test_the_list_shows_where_i_am_signed_in_and_which_is_here(person):
    browser("192.0.2.1")
    here = browser("192.0.2.1", "Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0")
    page = here.get("/sign-ins/").content.decode()
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr data-row.*?</tr>", page, re.DOTALL)]
    assert ["Firefox 102 · Linux" in rows[0], "这里" in rows[0], "Chrome 120 · Windows" in rows[1]] == [True] * 3
    assert page.count(">结束<") == 1


def test_one_other_sign_in_is_ended_and_its_browser_told_why(person):
    there, here = browser(), browser()
    row = SignIn.objects.earliest("pk")
    assert here.post(reverse("desk:end_own_sign_in", args=[row.pk])).headers["Location"] == "/sign-ins/"
    assert there.get("/ledger/").headers["Location"] == "/sign-in/?next=/ledger/&why=by_owner"
    assert here.get("/sign-ins/").status_code == 200
    assert acts() == [("session.ended", "liuwen", {"why": "by_owner", "address": "192.0.2.1"})]


def test_all_others_are_ended_at_once(person):
    there, third, here = browser(), browser(), browser()
    here.post(reverse("desk:end_other_sign_ins"))
    assert [get_user(client).is_authenticated for client in (there, third, here)] == [False, False, True]
    assert [row.ended_why for row in SignIn.objects.order_by("pk")] == ["by_owner", "by_owner", ""]


def test_nobody_ends_the_sign_in_of_somebody_else(person):
    open_account(username="wangfang", display_name="王芳", password=PASSWORD, by=None)
    there = browser()
    other = Client()
    other.post(reverse("account_login"), {"login": "wangfang", "password": PASSWORD})
    before = acts()
    assert other.post(reverse("desk:end_own_sign_in", args=[SignIn.objects.earliest("pk").pk])).status_code == 404
    assert (get_user(there).is_authenticated, acts()) == (True, before)


def test_signing_out_ends_the_row_and_is_journaled(person):
    client = browser()
    client.post(reverse("account_logout"))
    assert acts() == [("session.ended", "liuwen", {"why": "out", "address": "192.0.2.1"})]
    assert SignIn.objects.get().ended_why == "out"
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"  # nothing to explain


def test_a_new_password_ends_every_sign_in_but_the_one_it_was_changed_in(person):
    there, here = browser(), browser()
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post(reverse("account_change_password"), form).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").headers["Location"] == "/sign-in/?next=/&why=password"
    kept = SignIn.objects.latest("pk")
    assert (kept.ended_at, kept.session_key) == (None, here.cookies["sessionid"].value)  # the key changed with it


def test_a_closed_account_is_signed_out_everywhere(person):
    there = browser()
    close_account(user=person, by=None, reason="调离")
    assert there.get("/").headers["Location"] == "/sign-in/?next=/&why=closed"
    assert acts()[-1] == ("session.ended", "", {"why": "closed", "address": "192.0.2.1"})


def test_a_password_set_by_command_ends_all(person):
    there = browser()
    change_password(user=person, password=NEW, by=person)
    assert get_user(there).is_anonymous


# One at a time


def test_with_the_setting_a_new_sign_in_ends_the_others_and_says_so(person, settings):
    settings.LIANDU_SINGLE_SESSION = True
    first, second = browser(), browser()
    answer = first.get("/ledger/?unit=3")
    assert answer.headers["Location"] == "/sign-in/?next=/ledger/%3Funit%3D3&why=elsewhere"
    page = first.get(answer.headers["Location"]).content.decode()
    assert "您的账号在别处登录，这里的登录已结束。" in page
    assert second.get("/").status_code == 200


def test_without_the_setting_both_stay(person):
    first, second = browser(), browser()
    assert [first.get("/").status_code, second.get("/").status_code] == [200, 200]


# A second address


def test_a_sign_in_from_a_second_address_is_told_in_both_browsers_once_and_journaled(person):
    first, second = browser("192.0.2.1"), browser("198.51.100.7")
    assert acts() == [("session.elsewhere", "liuwen", {"address": "198.51.100.7", "others": ["192.0.2.1"]})]
    said_first = "您的账号刚才又从 198.51.100.7 登录。如果不是您本人，请立即修改密码，并告诉系统管理员。"
    said_second = "您的账号此刻也在 192.0.2.1 登录。如果不是您本人，请立即修改密码，并告诉系统管理员。"
    assert [said_first in first.get("/").content.decode() for _ in range(2)] == [True, False]
    assert [said_second in second.get("/").content.decode() for _ in range(2)] == [True, False]


@pytest.mark.parametrize("gone", ["same address", "signed out", "long idle"])
def test_no_alarm_when_there_is_no_second_address_alive(person, gone):
    first = browser("192.0.2.1")
    if gone == "signed out":
        first.post(reverse("account_logout"))
    with after(hours=1 if gone == "long idle" else 0):
        browser("192.0.2.1" if gone == "same address" else "198.51.100.7")
    assert "session.elsewhere" not in [act for act, _actor, _facts in acts()]


def test_the_alarm_waits_for_a_whole_page(person):
    first = browser("192.0.2.1")
    browser("198.51.100.7")
    first.get("/", headers={"HX-Request": "true"})
    assert "又从 198.51.100.7 登录" in first.get("/").content.decode()


# Idle


def test_after_half_an_hour_without_an_act_the_next_request_goes_to_the_door_and_back(person):
    client = browser()
    with after(minutes=31, seconds=1):
        answer = client.get("/ledger/?unit=3")
        assert answer.headers["Location"] == "/sign-in/?next=/ledger/%3Funit%3D3&why=idle"
        page = client.get(answer.headers["Location"]).content.decode()
        assert "您较长时间没有操作，已自动退出。登录后会回到刚才的页面。" in page
        form = {"login": "liuwen", "password": PASSWORD, "next": "/ledger/?unit=3"}
        assert client.post(reverse("account_login"), form).headers["Location"] == "/ledger/?unit=3"
    assert acts() == [("session.ended", "liuwen", {"why": "idle", "address": "192.0.2.1"})]


def test_each_act_begins_the_half_hour_anew(person):
    client = browser()
    for minutes in (29, 58, 87):
        with after(minutes=minutes):
            assert client.get("/").status_code == 200


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(person):
    client = browser()
    for minutes in (10, 20, 30):
        with after(minutes=minutes):
            assert client.get("/", headers={"HX-Request": "true", "Liandu-Unasked": "yes"}).status_code == 200
    with after(minutes=32):
        asked = {"HX-Request": "true", "Liandu-Unasked": "yes", "HX-Current-URL": "http://testserver/ledger/?unit=3"}
        answer = client.get("/ledger/", headers=asked)
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (
            204, "/sign-in/?next=/ledger/%3Funit%3D3&why=idle"
        )  # fmt: skip


def test_a_form_sent_too_late_is_not_silently_lost(person):
    client = browser()
    with after(minutes=40):
        answer = client.post("/act-as/", {"post": "1"}, headers={"Referer": "http://testserver/rounds/?x=1"})
        assert answer.headers["Location"] == "/sign-in/?next=/rounds/%3Fx%3D1&why=idle-sent"
        page = client.get(answer.headers["Location"]).content.decode()
        assert "刚才提交的内容没有保存，登录后请重新填写。" in page


def test_a_form_sent_when_the_session_ran_out_says_so_too(client, db):
    answer = client.post("/act-as/", {"post": "1"}, headers={"Referer": "https://elsewhere.example/x"})
    assert answer.headers["Location"] == "/sign-in/?next=/&why=sent"


def test_with_0_minutes_nobody_is_sent_away(person, settings):
    settings.LIANDU_IDLE_MINUTES = 0
    client = browser()
    with after(hours=7):
        assert client.get("/").status_code == 200


def test_the_door_and_the_way_out_work_when_idle(person):
    first, second = browser(), browser()
    with after(minutes=40):
        assert first.get("/sign-in/").status_code == 200
        assert second.post("/sign-out/").headers["Location"] == "/sign-in/"
        assert [get_user(first).is_anonymous, get_user(second).is_anonymous] == [True, True]


def test_the_browser_is_noted_as_in_use_at_most_once_a_minute(person, django_assert_num_queries):
    client = browser()
    client.get("/")
    began = SignIn.objects.get().seen_at
    with after(seconds=30):
        client.get("/")
    assert SignIn.objects.get().seen_at == began
    with after(seconds=61):
        client.get("/")
    assert SignIn.objects.get().seen_at > began


def test_browsers_that_were_closed_are_cleared_away_at_the_next_sign_in(person):
    browser()
    with after(hours=9):
        browser()
        assert [row.ended_why for row in SignIn.objects.order_by("pk")] == ["stale", ""]
        assert alive(person).count() == 1


@pytest.mark.parametrize("cookie", ["x", "x" * 500, "\x00" * 40, "a b;c"])
def test_any_cookie_is_answered(client, db, cookie):
    client.cookies = SimpleCookie()
    client.cookies["sessionid"] = cookie
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"


@pytest.mark.parametrize("why", ["idle", "x", "%00", "<b>", "elsewhere-sent"])
def test_any_reason_in_the_address_is_answered_and_none_is_repeated(client, db, why):
    page = client.get(f"/sign-in/?why={why}")
    assert page.status_code == 200
    assert "<b>" not in page.content.decode()


# Words


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome 120 · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/121.0", "Edge 121 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0", "Firefox 102 · Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 13) AppleWebKit/605 Version/16.4 Safari/605", "Safari 16 · macOS"),
        (
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537 Chrome/119.0 Mobile Safari/537.36",
            "Chrome 119 · Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/86.0 Safari/537 QIHU 360SE", "360 · Windows"),
        ("curl/8", "认不出的浏览器"),
        ("", "认不出的浏览器"),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent, words):
    assert browser_in_words(agent) == words
