"""Passwords: which are good, which were had before, when one must be changed before anything else."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from liandu.accounts.commands import change_password, open_account, reset_password
from liandu.accounts.models import PastPassword, User
from liandu.accounts.rules import kinds_of_characters, password_expires_at, why_change_password
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.people import PASSWORD

NEW = "heron-over-still-water-9"
OTHERS = [f"{word}-over-still-water-9" for word in ("crane", "swift", "eagle", "finch", "goose")]


@pytest.fixture(autouse=True)
def ninety_days(settings):
    settings.LIANDU_PASSWORD_DAYS = 90


@pytest.fixture
def person(db):
    cache.clear()
    return open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)


def anew(user):
    return User.objects.get(pk=user.pk)


def change(client, old, new):
    form = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), form)


@pytest.mark.parametrize(
    ("text", "kinds"), [("abc", 1), ("abC", 2), ("a1B", 3), ("a1B-", 4), ("汉字", 1), ("", 0), ("١a", 2)]
)
def test_kinds_of_characters_are_counted(text, kinds):
    assert kinds_of_characters(text) == kinds


@pytest.mark.parametrize("good", ["Plum-rain7", "plum rain cedar yes", "梅雨时节家家雨青草池塘处处蛙约", "Qk7mwpzzxa"])
def test_three_kinds_or_sixteen_characters_are_enough(db, good):
    good = good if len(good) != 15 else good + "客"
    assert open_account(username="liuwen", display_name="刘文", password=good, by=None).check_password(good)


@pytest.mark.parametrize("bad", ["plumrain77", "PLUMRAIN-A", "plum-rain-cedar"])
def test_a_short_password_of_two_kinds_is_refused(db, bad):
    with pytest.raises(ValidationError) as refused:
        open_account(username="liuwen", display_name="刘文", password=bad, by=None)
    assert refused.value.messages == ["含大写字母、小写字母、数字、其他字符中的至少三种；或者不少于 16 个字符。"]
    assert (User.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["admin", "root", "test", "Guest", "ADMINISTRATOR"])
def test_a_name_that_everybody_tries_first_is_refused(db, name):
    with pytest.raises(Refusal) as refused:
        open_account(username=name, display_name="某人", password=PASSWORD, by=None)
    assert refused.value.code == "account.default_name"
    assert (User.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.slow
def test_none_of_the_last_five_passwords_is_taken_again(client, person):
    client.force_login(person)
    old = PASSWORD
    for new in OTHERS[:4]:
        assert change(client, old, new).status_code == 302
        old = new
        cache.clear()
    for used in [PASSWORD, *OTHERS[:4]]:
        cache.clear()
        answer = change(client, old, used)
        assert answer.context["form"].errors["password1"] == ["不能与最近 5 次用过的密码相同。"], used
    cache.clear()
    assert change(client, old, OTHERS[4]).status_code == 302
    assert PastPassword.objects.count() == 4  # with the present one: five
    cache.clear()
    assert change(client, OTHERS[4], PASSWORD).status_code == 302  # the sixth from the end


def test_a_past_password_is_kept_as_a_hash_and_shown_nowhere(person):
    change_password(user=person, password=NEW, by=person)
    kept = PastPassword.objects.get()
    assert PASSWORD not in kept.password + str(kept)


def test_the_form_says_every_rule(client, person):
    client.force_login(person)
    page = client.get(reverse("account_change_password")).content.decode()
    for said in ("10 个字符", "至少三种", "16 个字符", "最近 5 次", "每 90 天更换一次"):
        assert said in page


def test_whoever_has_an_initial_password_is_led_to_change_it_before_anything_else(client, db):
    cache.clear()
    made = open_account(username="xinren", display_name="新人", password=PASSWORD, by=None, must_change=True)
    client.post(reverse("account_login"), {"login": "xinren", "password": PASSWORD})
    place = reverse("account_change_password")
    for address in ("/", "/ledger/", "/sign-ins/", "/second-factor/"):
        assert client.get(address).headers["Location"] == place
    refused = client.post("/act-as/", {"post": "1"})
    assert (refused.status_code, refused.context["sentence"]) == (
        403, "请先修改密码，之后才能办理其他事项。刚才的操作没有进行。"
    )  # fmt: skip
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 403
    assert "管理员设的初始密码" in client.get(place).content.decode()
    assert client.post("/language/", {"language": "en"}).status_code == 302
    assert client.get(reverse("account_logout")).status_code == 200

    assert change(client, PASSWORD, NEW).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert not anew(made).must_change_password
    assert Entry.objects.filter(act="account.password_changed").get().facts == {
        "username": "xinren", "forced": "initial"
    }  # fmt: skip


def test_a_password_expires_after_the_days_of_the_setting(client, person, settings):
    client.force_login(person)
    assert (why_change_password(person), client.get("/").status_code) == ("", 200)
    User.objects.filter(pk=person.pk).update(
        password_changed_at=person.password_changed_at - timedelta(days=90, seconds=1)
    )
    assert why_change_password(anew(person)) == "expired"
    assert client.get("/").headers["Location"] == reverse("account_change_password")
    assert "已到期" in client.get(reverse("account_change_password")).content.decode()
    settings.LIANDU_PASSWORD_DAYS = 0
    assert (why_change_password(anew(person)), password_expires_at(person)) == ("", None)
    assert client.get("/").status_code == 200


def test_a_password_without_a_day_is_as_old_as_its_account(person):
    User.objects.update(password_changed_at=None)
    joined = anew(person).date_joined
    assert password_expires_at(anew(person)) == joined + timedelta(days=90)
    with time_machine.travel(joined + timedelta(days=89), tick=False):
        assert why_change_password(anew(person)) == ""
    with time_machine.travel(joined + timedelta(days=90), tick=False):
        assert why_change_password(anew(person)) == "expired"


def test_a_reset_password_must_be_changed_and_is_not_journaled(person):
    reset_password(user=person, password=NEW, by=None, reason="忘记密码")
    person = anew(person)
    assert (person.check_password(NEW), person.must_change_password) == (True, True)
    entry = Entry.objects.last()
    assert (entry.act, entry.facts, entry.reason) == ("account.password_reset", {"username": "liuwen"}, "忘记密码")
    assert NEW not in str(entry.content())


@pytest.mark.parametrize("weak", ["short", "liuwen-202", PASSWORD])
def test_a_weak_reset_changes_nothing(person, weak):
    before = person.password
    with pytest.raises(ValidationError):
        reset_password(user=person, password=weak, by=None, reason="忘记密码")
    assert (anew(person).password, Entry.objects.count()) == (before, 1)


def test_the_day_of_a_new_password_is_kept(person):
    with time_machine.travel(datetime.fromisoformat("2027-01-05T09:00:00+08:00"), tick=False):
        change_password(user=person, password=NEW, by=person)
    assert anew(person).password_changed_at == datetime.fromisoformat("2027-01-05T09:00:00+08:00")
