"""Signing in: the right password opens, everything else gets a sentence and leaves its trace."""

import pytest
from django.contrib.auth import get_user
from django.core.cache import cache
from django.urls import NoReverseMatch, resolve, reverse

from liandu.accounts.commands import close_account, open_account
from liandu.journal.models import Entry
from tests.people import PASSWORD

HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def fresh_counters():
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def person(db):
    return open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)


def sign_in(client, password=PASSWORD, *, login="liuwen", **more):
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})


def acts():
    return list(Entry.objects.exclude(act="account.opened").values_list("act", "actor", "facts"))


@pytest.mark.parametrize("login", ["liuwen", "LiuWen"])
def test_the_right_password_opens_the_workbench(client, person, login):
    answer = sign_in(client, login=login)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert get_user(client) == person
    assert acts() == [("session.opened", "liuwen", {"address": HERE})]


def test_the_way_leads_back_to_the_page_that_was_asked_for(client, person):
    asked = client.get("/ledger/?unit=3")
    assert asked.headers["Location"] == "/sign-in/?next=/ledger/%3Funit%3D3"
    assert 'name="next" value="/ledger/?unit=3"' in client.get(asked.headers["Location"]).content.decode()
    assert sign_in(client, next="/ledger/?unit=3").headers["Location"] == "/ledger/?unit=3"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_the_way_never_leads_to_another_site(client, person, elsewhere):
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"


@pytest.mark.parametrize(("login", "known"), [("liuwen", "liuwen"), ("nobody-here", "")])
def test_a_wrong_password_and_a_wrong_name_get_the_same_sentence(client, person, login, known):
    answer = sign_in(client, "not-the-password", login=login)
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (200, ["您提供的用户名或密码不正确。"])
    assert get_user(client).is_anonymous
    assert acts() == [("session.refused", "", {"username": known, "address": HERE})]


def test_a_password_typed_into_the_field_of_the_name_is_kept_nowhere(client, person):
    sign_in(client, "liuwen", login=PASSWORD)
    assert PASSWORD not in str([entry.content() for entry in Entry.objects.all()])


def test_after_five_wrong_passwords_even_the_right_one_must_wait(client, person):
    for _ in range(5):
        sign_in(client, "not-the-password")
    answer = sign_in(client)
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (200, ["登录失败次数过多，请稍后重试。"])
    assert get_user(client).is_anonymous


@pytest.mark.slow
def test_one_address_that_tries_too_often_is_told_to_wait(client, person):
    answers = [sign_in(client, "not-the-password", login=f"name-{n}").status_code for n in range(31)]
    assert (answers[:30], answers[30]) == ([200] * 30, 429)
    assert "尝试次数太多，为保护账号已暂停登录。" in sign_in(client).content.decode()


def test_a_closed_account_is_told_so_and_cannot_sign_in(client, person):
    close_account(user=person, by=None, reason="调离")
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "这个账号不能再登录。如需恢复，请联系系统管理员。" in answer.content.decode()
    assert get_user(client).is_anonymous
    assert acts()[-1] == ("session.refused", "", {"username": "liuwen", "address": HERE, "why": "closed"})


def test_closing_an_account_ends_its_sessions(client, person):
    sign_in(client)
    close_account(user=person, by=None, reason="调离")
    assert client.get("/").headers["Location"] == "/sign-in/?next=/&why=closed"


def test_an_account_without_a_password_cannot_sign_in(client, db):
    open_account(username="wangfang", display_name="王芳", password=None, by=None)
    assert sign_in(client, "", login="wangfang").status_code == 200
    assert sign_in(client, "!", login="wangfang").status_code == 200
    assert get_user(client).is_anonymous


def test_signing_out_asks_first_and_then_ends_the_session(client, person):
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert get_user(client) == person
    assert client.post(reverse("account_logout")).headers["Location"] == "/sign-in/"
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("address", ["/signup/", "/sign-up/", "/accounts/signup/", "/password/reset/", "/admin/"])
def test_nobody_opens_an_account_or_resets_a_password_by_themselves(client, db, address):
    assert client.get(address).status_code == 404


def test_there_is_no_name_for_a_sign_up_page():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.parametrize(
    "address", ["/", "/rounds/", "/intake/", "/findings/1/", "/ledger/", "/administration/", "/log/"]
)
def test_every_place_asks_for_a_sign_in(client, db, address):
    assert resolve(address)
    assert client.get(address).headers["Location"] == f"/sign-in/?next={address}"


def test_the_session_ends_with_the_browser_and_its_cookie_is_closed_to_scripts(client, person):
    cookie = sign_in(client).cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"], bool(cookie["httponly"]), cookie["samesite"]) == ("", "", True, "Lax")
