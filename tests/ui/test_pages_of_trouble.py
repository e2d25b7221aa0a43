"""What went wrong is told with a sentence: as a page, or as a notice when htmx asks; and nothing is given away."""

import json

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.ui.errors import in_words, server_error
from liandu.ui.htmx import go_to, is_partial, page, tell
from tests.papers_of_the_day import receive

HTMX = {"HX-Request": "true"}


def body(answer):
    return answer.content.decode()


def test_a_page_that_is_not_there_says_so_to_anybody(client, db):
    answer = client.get("/no/such/page/")
    assert (answer.status_code, answer.context["code"]) == (404, "not_found")
    assert "没有这个页面，或者它不在您的工作范围内。" in body(answer)


def test_a_denied_act_says_who_may_do_it(city):
    answer = city.client(city.people.secretary).get(reverse("desk:log"))
    assert (answer.status_code, answer.context["sentence"]) == (403, "您的岗位不能“查看日志”。安全审计员可以办理。")
    assert body(answer).count("<main") == 1


def test_htmx_gets_a_notice_and_where_to_put_it(city):
    answer = city.client(city.people.secretary).get(reverse("desk:log"), headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == (
        403,
        "#notices",
        "beforeend",
    )
    assert 'role="alert" data-code="access.denied"' in body(answer)
    assert "<main" not in body(answer)


def test_a_denial_is_journaled_with_request_office_and_channel(city):
    city.client(city.people.clerk).get(reverse("desk:log"))
    entry = Entry.objects.get(act="access.denied")
    assert (entry.actor, entry.office, entry.channel, entry.facts["tried"]) == (
        "liuwen", "市委巡察工作领导小组办公室", "web", "log.view"
    )  # fmt: skip
    assert len(entry.request_id) == 36


def test_each_request_has_an_id_of_its_own(city):
    browser = city.client(city.people.clerk)
    for _ in range(2):
        browser.get(reverse("desk:log"))
    assert Entry.objects.filter(act="access.denied").values("request_id").distinct().count() == 2


def test_what_cannot_be_done_now_is_a_conflict(city):
    answer = city.client(city.people.clerk).post(reverse("inspections:restore_material", args=[receive(city).pk]))
    assert (answer.status_code, answer.context["sentence"]) == (409, "现在的状态是“已接收”，不能“恢复”。")


def test_a_page_that_stood_open_too_long_asks_to_reload(city):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(city.people.system)
    answer = browser.post(reverse("desk:new_unit"), {"unit-name": "新单位"})
    assert (answer.status_code, answer.context["code"]) == (403, "csrf")
    assert "页面停留太久，已失效。" in body(answer)


@pytest.mark.django_db
def test_a_fault_is_told_without_the_database(django_assert_num_queries, city):
    request = RequestFactory().get("/")
    request.user = city.people.clerk
    with django_assert_num_queries(0), connection.execute_wrapper(_no_database):
        answer = server_error(request)
    assert answer.status_code == 500
    assert "这一步没有完成，什么都没有改动。" in body(answer)


def _no_database(*_args):
    raise AssertionError("the database was asked")


def test_the_fault_page_names_its_language():
    with override("en"):
        assert '<html lang="en">' in body(server_error(RequestFactory().get("/")))


def test_facts_that_are_words_of_ours_are_translated_and_others_are_left():
    refusal = Refusal("x", "“%(name)s”的密级“%(grade)s”", name="甲.docx", grade="秘密")
    with override("zh-hans"):
        assert in_words(refusal) == "“甲.docx”的密级“秘密”"


def test_a_sentence_without_facts_keeps_its_percent_sign():
    assert in_words(Refusal("x", "完成率不能超过 100%。")) == "完成率不能超过 100%。"


@pytest.mark.parametrize(
    ("headers", "partial"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_a_part_is_served_only_to_htmx_that_asks_for_a_part(headers, partial):
    assert is_partial(RequestFactory().get("/", headers=headers)) is partial


def test_a_page_and_its_part_are_kept_apart_by_caches():
    answer = page(RequestFactory().get("/"), "ui/_refusal.html", {"sentence": "不能。"})
    assert answer.headers["Vary"] == "HX-Request"


def test_a_page_hears_events_and_goes_elsewhere_by_headers():
    assert json.loads(tell(HttpResponse(), done={"n": 1}).headers["HX-Trigger-After-Settle"]) == {"done": {"n": 1}}
    answer = go_to("/ledger/")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/ledger/")
