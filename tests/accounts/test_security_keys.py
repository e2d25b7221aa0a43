"""Security keys: added, answering, renamed, removed; in a browser they are tried in tests/browser."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from liandu.accounts.commands import add_one_time_codes, open_account
from liandu.journal.models import Entry
from liandu.journal.sentences import sentence_for
from tests.people import PASSWORD
from tests.security_keys import SoftKey

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "验证没有通过。请核对后再试；同一个验证码只能用一次。"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


@pytest.fixture
def person(db):
    return open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)


def with_codes(person):
    add_one_time_codes(user=person, secret=SECRET, by=None)
    return person


def sign_in(client, login="liuwen"):
    return client.post(reverse("account_login"), {"login": login, "password": PASSWORD})


def acts():
    return [(e.act, e.actor, e.facts) for e in Entry.objects.exclude(act="account.opened")]


def challenge_of(page):
    return page.context["js_data"]["request_options"]["publicKey"]["challenge"]


@pytest.fixture
def key(person):
    key = SoftKey()
    key.kept_by(person)
    return key


def answer_key(client, answer):
    return client.post(reverse("mfa_authenticate"), {"credential": json.dumps(answer)})


def test_a_key_is_added_and_opens(client, person):
    key = SoftKey()
    client.post(reverse("account_login"), {"login": "liuwen", "password": PASSWORD})
    options = client.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]
    assert options["publicKey"]["rp"] == {"id": "testserver", "name": "Liandu"}
    sent = {"name": "工位的钥匙", "credential": json.dumps(key.registered(options["publicKey"]["challenge"]))}
    assert client.post(reverse("mfa_add_webauthn"), sent).headers["Location"] == reverse("mfa_view_recovery_codes")
    assert [facts for act, _actor, facts in acts() if act == "second_factor.added"] == [
        {"kind": "webauthn", "name": "工位的钥匙"}, {"kind": "recovery_codes", "name": ""}
    ]  # fmt: skip

    other = Client()
    sign_in(other)
    page = other.get(reverse("mfa_authenticate"))
    assert answer_key(other, key.answered(challenge_of(page))).headers["Location"] == "/"
    assert (get_user(other), Entry.objects.last().facts["factor"]) == (person, "webauthn")


@pytest.mark.parametrize("wrong", ["old challenge", "other key", "other host", "bad signature"])
def test_a_wrong_answer_of_a_key_opens_nothing_and_is_journaled(client, person, key, wrong):
    sign_in(client)
    challenge = challenge_of(client.get(reverse("mfa_authenticate")))
    if wrong == "old challenge":
        client.get(reverse("mfa_authenticate"))
        answer = key.answered(challenge)
    elif wrong == "other key":
        answer = SoftKey().answered(challenge)
    elif wrong == "other host":
        key.host = "elsewhere.example"
        answer = key.answered(challenge)
    else:
        answer = key.answered(challenge)
        answer["response"]["signature"] = answer["response"]["signature"][:-6] + "AAAAAA"
    page = answer_key(client, answer)
    assert (page.status_code, page.context["webauthn_form"].errors["credential"]) == (200, [WRONG])
    assert get_user(client).is_anonymous
    assert acts()[-1] == ("second_factor.failed", "", {"kind": "webauthn", "address": "127.0.0.1"})


def test_the_answer_of_a_key_opens_once(client, person, key):
    sign_in(client)
    answer = key.answered(challenge_of(client.get(reverse("mfa_authenticate"))))
    assert answer_key(client, answer).status_code == 302
    other = Client()
    sign_in(other)
    other.get(reverse("mfa_authenticate"))
    assert answer_key(other, answer).status_code == 200
    assert get_user(other).is_anonymous


def a_key(user, name="工位的钥匙"):
    return SoftKey().kept_by(user, name)


def test_a_key_is_renamed_and_removed_by_its_owner_only(client, person):
    other = open_account(username="wangfang", display_name="王芳", password=PASSWORD, by=None)
    mine, theirs = a_key(person), a_key(other)
    client.force_login(person)
    session = client.session
    session["signed_in_at"] = time.time()
    session.save()
    for place in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.post(reverse(place, args=[theirs.pk]), {"name": "我的"}).status_code == 404
    assert client.post(reverse("mfa_edit_webauthn", args=[mine.pk]), {"name": "备用钥匙"}).status_code == 302
    assert Authenticator.objects.get(pk=mine.pk).data["name"] == "备用钥匙"
    client.post(reverse("mfa_remove_webauthn", args=[mine.pk]))
    assert list(Authenticator.objects.values_list("pk", flat=True)) == [theirs.pk]
    assert acts()[-1] == ("second_factor.removed", "liuwen", {"kind": "webauthn", "name": "备用钥匙"})
    assert sentence_for(Entry.objects.last()) == "取消第二因子：安全密钥“备用钥匙”"


@pytest.mark.parametrize("answer", ["", "{}", "[]", '"x"', '{"id": "x"}', "not json"])
def test_any_answer_of_a_key_is_answered(client, person, answer):
    with_codes(person)
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"credential": answer}).status_code == 200
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("answer", ["", "{}", "[]", '"x"', '{"id": "x"}', "not json"])
def test_any_answer_of_a_new_key_is_answered_and_none_kept(client, person, answer):
    sign_in(client)
    client.get(reverse("mfa_add_webauthn"))
    assert client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": answer}).status_code == 200
    assert Authenticator.objects.count() == 0
