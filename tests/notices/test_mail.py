"""Digests as mail: to whom, what it says, and what happens when the mail server or the worker fails."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from liandu.accounts.commands import close_account, set_mail
from liandu.accounts.models import User
from liandu.config.checks import settings_make_sense
from liandu.config.mail import mail_settings
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.notices import jobs
from liandu.notices.commands import claim_mail, make_digests, note_mail_sent, put_mail_back
from liandu.notices.mail import message_id_of, message_of
from liandu.notices.models import Digest
from liandu.notices.queries import mail_workers
from tests.notices.post_office import open_post_office
from tests.notices.sources import a_due, telling

WEDNESDAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def mail_goes_out(settings):
    settings.LIANDU_MAIL_URL = "smtp://127.0.0.1:1"
    settings.LIANDU_MAIL_FROM = "联督 <liandu@yunzhou.example>"
    settings.LIANDU_ADDRESS = "https://liandu.example/"


@pytest.fixture
def secretary(city):
    return set_mail(address="lishuji@yunzhou.example", wanted=True, by=city.people.secretary)


def digested(*people, **more):
    with telling(*(a_due(person.pk, **more) for person in people)):
        make_digests(day=WEDNESDAY)
    return list(Digest.objects.order_by("pk"))


def states():
    return list(Digest.objects.order_by("pk").values_list("mail", flat=True))


# To whom


def test_mail_goes_to_who_has_an_address_and_wants_it(city, secretary):
    set_mail(address="wang@yunzhou.example", wanted=False, by=city.people.room)
    digested(secretary, city.people.room, city.people.leader)
    assert states() == ["none", "waiting", "none"]  # in the order of accounts: the room, the secretary, the leader
    assert jobs.send_waiting("w", None) == 1
    assert [message.to for message in mail.outbox] == [["lishuji@yunzhou.example"]]


def test_a_site_without_mail_sends_none(city, secretary, settings, django_assert_num_queries):
    settings.LIANDU_MAIL_URL = ""
    digested(secretary)
    with django_assert_num_queries(0):
        assert jobs.send_waiting("w", None) == 0
    assert (states(), mail.outbox) == (["none"], [])


def test_who_switched_it_off_or_left_meanwhile_gets_none(city, secretary):
    digested(secretary)
    close_account(user=secretary, reason="调离", by=city.people.system)
    assert jobs.send_waiting("w", None) == 1
    assert (states(), mail.outbox) == (["none"], [])


# What


def test_a_message_says_what_is_due_and_where_and_nothing_of_the_problem(city, secretary):
    [digest] = digested(secretary, tone="late", due_on=date(2026, 6, 20))
    message = message_of(digest)
    assert message.subject == "联督提醒 2026年7月1日：逾期 1 条，将到期 0 条"
    assert message.body.splitlines()[3:5] == [
        "1. 5-09-101-001 认领，还有 9 天到期（2026年6月20日）",
        "   https://liandu.example/items/1/",
    ]


def test_a_message_is_the_same_however_often_it_is_made(city, secretary):
    [digest] = digested(secretary)
    first = message_of(digest).message().as_bytes()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        again = message_of(Digest.objects.get()).message().as_bytes()
    assert again == first
    assert f"Message-ID: {message_id_of(digest)}".encode() in first
    assert message_id_of(digest) == f"<digest-20260701-{secretary.pk}-{digest.pk}@yunzhou.example>"


# How


def test_sent_mail_is_noted_and_not_sent_again(city, secretary):
    [digest] = digested(secretary)
    assert [jobs.send_waiting("w", None), jobs.send_waiting("w", None)] == [1, 0]
    now = Digest.objects.get()
    assert (now.mail, now.mailed_at is not None, now.mail_worker, len(mail.outbox)) == ("sent", True, "", 1)
    assert history_of(digest)[0].sentence == "提醒邮件已发出"


def test_another_worker_leaves_claimed_mail_alone_until_the_lease_is_over(city, secretary):
    digested(secretary)
    [held] = claim_mail(worker="first", most=9)
    assert (claim_mail(worker="second", most=9), mail_workers()) == ([], {"first"})
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        [again] = claim_mail(worker="second", most=9)
        assert (again.pk, note_mail_sent(digest=held, worker="first", message_id="x")) == (held.pk, False)
        assert note_mail_sent(digest=again, worker="second", message_id="x") is True
    assert acts_recorded()["digest.mailed"] == 1


def test_mail_of_a_dead_worker_is_free_at_once(city, secretary):
    digested(secretary)
    claim_mail(worker="dead", most=9)
    assert (jobs.release({"dead"}), jobs.release({"other"}), states()) == (1, 0, ["waiting"])
    assert jobs.send_waiting("w", None) == 1


def test_a_server_that_takes_nothing_is_tried_again_later_and_at_last_given_up(city, secretary, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    [digest] = digested(secretary)
    with open_post_office() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        office.refuses = True
        assert jobs.send_waiting("w", None) == 0
        now = Digest.objects.get()
        assert (now.mail, now.mail_tries, "451" in now.mail_fault) == ("waiting", 1, True)
        assert jobs.send_waiting("w", None) == 0  # not before its time
        assert Digest.objects.get().mail_tries == 1
        office.refuses = False
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            assert jobs.send_waiting("w", None) == 1
        assert [message["Message-ID"] for message in office.messages] == [message_id_of(digest)]


def test_after_eight_tries_mail_is_given_up(city, secretary):
    digested(secretary)
    Digest.objects.update(mail_tries=7)
    [digest] = claim_mail(worker="w", most=1)
    put_mail_back(digest=digest, worker="w", fault="refused")
    assert (states(), history_of(digest)[0].sentence) == (["failed"], "提醒邮件试了 8 次没有发出")


# One's own settings


def test_a_person_sets_their_address_and_the_journal_does_not_keep_it(city, client):
    browser = city.client(city.people.secretary)
    answer = browser.post(reverse("desk:mail_settings"), {"address": "li@yunzhou.example", "wanted": "on"}, follow=True)
    assert "已保存。" in answer.content.decode()
    person = User.objects.get(pk=city.people.secretary.pk)
    assert (person.email, person.mail_reminders) == ("li@yunzhou.example", True)
    browser.post(reverse("desk:mail_settings"), {"address": "li@yunzhou.example"})
    browser.post(reverse("desk:mail_settings"), {"address": ""})
    assert [line.sentence for line in history_of(person)][:3] == [
        "不填提醒邮箱", "不收提醒邮件", "更改提醒邮箱，收提醒邮件",
    ]  # fmt: skip


@pytest.mark.parametrize(("address", "says"), [("x", "输入一个有效"), ("li@elsewhere.example", "只能发到本单位的邮箱")])
def test_a_wrong_or_foreign_address_is_refused_beside_the_field(city, settings, address, says):
    settings.LIANDU_MAIL_DOMAINS = ["yunzhou.example"]
    answer = city.client(city.people.secretary).post(reverse("desk:mail_settings"), {"address": address})
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert f'value="{address}"' in answer.content.decode()
    assert User.objects.get(pk=city.people.secretary.pk).email == ""


def test_an_address_of_the_sites_own_domains_is_taken_whatever_its_case(city, settings):
    settings.LIANDU_MAIL_DOMAINS = ["Yunzhou.example"]
    assert set_mail(address="li@YUNZHOU.example", wanted=True, by=city.people.secretary).email == "li@YUNZHOU.example"
    with pytest.raises(Refusal):
        set_mail(address="li@yunzhou.example.org", wanted=True, by=city.people.secretary)


# The setting


@pytest.mark.parametrize(
    ("url", "backend", "more"),
    [
        ("", "dummy", {}),
        ("console:", "console", {}),
        ("file:/srv/mail", "filebased", {"EMAIL_FILE_PATH": "/srv/mail"}),
        (
            "smtp+starttls://li:p%40ss@mail.example",
            "smtp",
            {
                "EMAIL_HOST": "mail.example", "EMAIL_PORT": 587, "EMAIL_HOST_USER": "li", "EMAIL_HOST_PASSWORD": "p@ss",
                "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False, "EMAIL_TIMEOUT": 20,
            },
        ),
        ("http://mail.example", "dummy", {}),
    ],
)  # fmt: skip
def test_the_setting_names_a_way_out(url, backend, more):
    assert mail_settings(url) == {"EMAIL_BACKEND": f"django.core.mail.backends.{backend}.EmailBackend"} | more


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example:25"])
def test_a_setting_that_cannot_work_is_named(settings, url):
    settings.LIANDU_MAIL_URL = url
    assert "liandu.E012" in [found.id for found in settings_make_sense(None)]
