"""Second factors: set up, asked for at sign-in, kept encrypted, required for who holds a dangerous post."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from liandu.accounts.commands import add_one_time_codes, open_account, remove_factors
from liandu.accounts.models import User
from liandu.accounts.one_time import code_now
from liandu.accounts.queries import has_second_factor
from liandu.accounts.secrets_at_rest import decrypt, encrypt
from liandu.journal.models import Entry
from liandu.journal.sentences import sentence_for
from liandu.kernel.refusals import Refusal
from tests.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "验证没有通过。请核对后再试；同一个验证码只能用一次。"
# Everybody who must have a second factor: the administrators and the people of the clue register.
BOUND = ["system", "security", "audit", "sender", "registrar", "keeper", "approver", "handler", "director"]
FREE = ["clerk", "room", "organization", "secretary", "liaison", "leader", "outsider", "competent", "nobody"]


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


def answer_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def acts(*, but=("account.opened", "unit.added")):
    return [(e.act, e.actor, e.facts) for e in Entry.objects.exclude(act__in=but)]


def set_up(client):
    """Set up one-time codes as a person does, and return the secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}).status_code == 302
    return secret


# One-time codes


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at, code):
    """RFC 6238, appendix B, the last six of the eight digits."""
    assert code_now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at=at) == code


def test_a_person_sets_codes_up_and_gets_codes_for_emergencies(client, person):
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    text = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in text
    assert " ".join(re.findall("....", secret)) in text
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer.headers["Location"]).context["unused_codes"]
    assert (len(codes), {len(code) for code in codes}) == (10, {8})
    assert [(act, facts) for act, _actor, facts in acts()[1:]] == [
        ("second_factor.added", {"kind": "totp", "name": ""}),
        ("second_factor.added", {"kind": "recovery_codes", "name": ""}),
        ("second_factor.codes_seen", {}),
    ]
    assert has_second_factor(person)


def test_a_wrong_first_code_sets_nothing_up(client, person):
    sign_in(client)
    client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert answer.context["form"].errors["code"] == [WRONG]
    assert (Authenticator.objects.count(), [act for act, *_ in acts()]) == (0, ["session.opened"])


def test_the_secret_is_encrypted_in_the_database_and_never_journaled(client, person):
    with_codes(person)
    kept = str(Authenticator.objects.get().data)
    assert SECRET not in kept
    assert SECRET not in str([entry.content() for entry in Entry.objects.all()])
    assert decrypt(encrypt("汉字 and more")) == "汉字 and more"
    with pytest.raises(Refusal):
        decrypt(encrypt("x")[:-4] + "AAA=")


def test_sign_in_asks_for_the_code_and_opens_with_it(client, person):
    with_codes(person)
    assert sign_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert get_user(client).is_anonymous
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert answer_code(client, code_now(SECRET)).headers["Location"] == "/"
    assert get_user(client) == person
    last = Entry.objects.last()
    assert (last.act, last.facts, sentence_for(last)) == (
        "session.opened", {"address": "127.0.0.1", "factor": "totp"}, "从 127.0.0.1 登录，经动态验证码验证"
    )  # fmt: skip


def test_before_the_code_one_may_begin_anew_with_another_account(client, person):
    with_codes(person)
    sign_in(client)
    assert client.get(reverse("account_login")).headers["Location"] == reverse("mfa_authenticate")
    answer = client.post(reverse("account_logout"), {"next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    assert client.get(reverse("account_login")).status_code == 200


def test_the_way_back_survives_the_code(client, person):
    with_codes(person)
    client.post(reverse("account_login"), {"login": "liuwen", "password": PASSWORD, "next": "/ledger/?unit=3"})
    assert answer_code(client, code_now(SECRET)).headers["Location"] == "/ledger/?unit=3"


def test_a_wrong_code_is_journaled_and_opens_nothing(client, person):
    with_codes(person)
    sign_in(client)
    answer = answer_code(client, "000000")
    assert answer.context["form"].errors["code"] == [WRONG]
    assert acts()[-1] == ("second_factor.failed", "", {"kind": "totp", "address": "127.0.0.1"})
    assert (get_user(client).is_anonymous, User.objects.get().failures) == (True, 1)


def test_a_code_opens_once(client, person):
    with_codes(person)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        sign_in(client)
        assert answer_code(client, code_now(SECRET)).status_code == 302
        code = code_now(SECRET)
    other = Client()
    for seconds in (1, 31, 45):
        with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
            sign_in(other)
            assert answer_code(other, code).status_code == 200, seconds
            assert get_user(other).is_anonymous


@pytest.mark.parametrize(("seconds", "status"), [(-30, 302), (0, 302), (30, 302), (-90, 200), (90, 200)])
def test_a_clock_may_be_half_a_minute_off(client, person, seconds, status):
    with_codes(person)
    sign_in(client)
    assert answer_code(client, code_now(SECRET, at=time.time() + seconds)).status_code == status


def test_a_code_for_emergencies_opens_once(client, person):
    sign_in(client)
    set_up(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][3]
    for status in (302, 200):
        other = Client()
        sign_in(other)
        assert answer_code(other, code).status_code == status
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 9


def test_codes_for_emergencies_are_renewed_and_downloaded(client, person):
    sign_in(client)
    set_up(client)
    before = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    client.post(reverse("mfa_generate_recovery_codes"))
    file = client.get(reverse("mfa_download_recovery_codes"))
    after = re.findall(r"^\d{8}$", file.content.decode(), re.MULTILINE)
    assert (len(after), set(after) & set(before)) == (10, set())
    assert file.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert [act for act, *_ in acts()][-2:] == ["second_factor.codes_renewed", "second_factor.codes_seen"]


def test_switching_codes_off_takes_the_codes_for_emergencies_along(client, person):
    sign_in(client)
    set_up(client)
    assert client.post(reverse("mfa_deactivate_totp")).headers["Location"] == reverse("mfa_index")
    assert Authenticator.objects.count() == 0
    assert {(act, facts["kind"]) for act, _actor, facts in acts()[-2:]} == {
        ("second_factor.removed", "totp"), ("second_factor.removed", "recovery_codes")
    }  # fmt: skip


def test_some_time_after_the_sign_in_the_password_is_asked_again(client, person):
    sign_in(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        place = reverse("mfa_activate_totp")
        asked = client.get(place)
        assert asked.headers["Location"] == f"{reverse('account_reauthenticate')}?next={place.replace('/', '%2F')}"
        wrong = client.post(asked.headers["Location"], {"password": "not-the-password"})
        assert (wrong.status_code, acts()[-1][0]) == (200, "session.refused")
        form = {"password": PASSWORD, "next": place}
        assert client.post(reverse("account_reauthenticate"), form).headers["Location"] == place
        assert client.get(place).status_code == 200


def test_while_the_account_is_locked_no_code_opens_it(client, person):
    with_codes(person)
    sign_in(client)
    User.objects.update(locked_at=timezone.now(), failures=10)
    assert answer_code(client, code_now(SECRET)).context["form"].errors["code"] == [WRONG]
    assert get_user(client).is_anonymous


@pytest.mark.slow
def test_ten_wrong_codes_lock_the_account(client, person):
    with_codes(person)
    for _ in range(10):
        cache.clear()
        sign_in(client)
        answer_code(client, "000000")
        client.post(reverse("account_logout"))
    assert "account.locked" in [act for act, *_ in acts()]


# Required


@pytest.mark.parametrize("name", BOUND)
def test_who_holds_a_dangerous_post_is_led_to_set_one_up_before_anything_else(city, settings, name):
    settings.LIANDU_SECOND_FACTOR = "required"
    browser = city.client(getattr(city.people, name))
    place = reverse("mfa_index")
    for address in ("/", "/ledger/", "/log/", "/administration/", "/sign-ins/"):
        assert browser.get(address).headers["Location"] == place, address
    denied = browser.post("/act-as/", {"post": "1"})
    assert (denied.status_code, denied.context["sentence"]) == (
        403, "您的岗位要求第二因子。请先设置，之后才能办理其他事项。刚才的操作没有进行。"
    )  # fmt: skip
    assert browser.get("/", headers={"HX-Request": "true"}).status_code == 403
    assert "您的岗位要求第二因子" in browser.get(place).content.decode()
    for open_place in ("account_logout", "account_change_password", "account_reauthenticate"):
        assert browser.get(reverse(open_place)).status_code == 200, open_place
    assert browser.post("/language/", {"language": "en"}).status_code == 302

    with_codes(getattr(city.people, name))
    assert browser.get("/").status_code == 200
    assert "您的岗位要求第二因子" not in browser.get(place).content.decode()


@pytest.mark.parametrize("name", FREE)
def test_everybody_else_may_have_one_and_need_not(city, settings, name):
    settings.LIANDU_SECOND_FACTOR = "required"
    browser = city.client(getattr(city.people, name))
    assert [browser.get("/").status_code, browser.get(reverse("mfa_index")).status_code] == [200, 200]


def test_offered_binds_nobody(city):
    assert city.client(city.people.system).get("/administration/").status_code == 200


def test_codes_for_emergencies_alone_are_no_second_factor(city, settings):
    settings.LIANDU_SECOND_FACTOR = "required"
    Authenticator.objects.create(
        user=city.people.system, type="recovery_codes", data={"seed": encrypt("aa"), "used_mask": 0}
    )
    assert city.client(city.people.system).get("/").headers["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    ("name", "value", "faults"),
    [
        ("LIANDU_SECOND_FACTOR", "required", []), ("LIANDU_SECOND_FACTOR", "offered", []),
        ("LIANDU_SECOND_FACTOR", "sometimes", ["liandu.E010"]), ("LIANDU_PASSWORD_DAYS", -1, ["liandu.E011"]),
        ("LIANDU_IDLE_MINUTES", -1, ["liandu.E011"]),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_work_is_named(settings, name, value, faults):
    setattr(settings, name, value)
    assert [fault.id for fault in run_checks() if fault.id.startswith("liandu.")] == faults


# Lost


def test_lost_factors_are_removed_for_a_reason(person):
    with_codes(person)
    assert remove_factors(user=person, by=None, reason="手机丢失") == 1
    assert (Authenticator.objects.count(), has_second_factor(person)) == (0, False)
    last = Entry.objects.last()
    assert (last.act, last.reason, sentence_for(last)) == (
        "second_factor.reset", "手机丢失", "解除账号 liuwen 的第二因子：动态验证码"
    )  # fmt: skip


def test_where_there_is_none_there_is_none_to_remove(person):
    with pytest.raises(Refusal, match="没有设置第二因子"):
        remove_factors(user=person, by=None, reason="手机丢失")
    assert acts() == []
