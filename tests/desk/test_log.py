"""The log of the administrators: what they did and what was denied, and no word of business."""

import pytest
from django.urls import reverse

from liandu.desk.queries import ADMINISTRATIVE_ACTS, LOG_PAGE
from liandu.findings.commands import withdraw_finding
from liandu.journal.models import Entry
from tests.findings_of_the_day import findings_in_ledger
from tests.papers_of_the_day import receive

LOG = "/log/"


def log(city, name="audit", **asked):
    return city.client(getattr(city.people, name)).get(LOG, asked)


@pytest.mark.parametrize(
    "name",
    ["director", "clerk", "room", "organization", "secretary", "liaison", "leader", "system", "security", "nobody"],
)
def test_only_the_auditor_reads_the_log(city, name):
    assert log(city, name).status_code == 403


def test_the_log_holds_acts_of_administration_newest_first(city):
    lines = [line for line, _when, _about in log(city).context["lines"]]
    recorded = list(Entry.objects.filter(act__in=ADMINISTRATIVE_ACTS).order_by("-seq")[:LOG_PAGE])
    assert [(line.seq, line.digest) for line in lines] == [(entry.seq, entry.digest) for entry in recorded]
    assert {line.sentence for line in lines} >= {"开立账号 liuwen", "设立机构 云州大学"}


def test_a_denied_attempt_stands_in_the_log(city):
    city.client(city.people.clerk).post(reverse("desk:new_unit"), {})
    line, _when, _about = log(city).context["lines"][0]
    assert (line.actor, line.sentence, line.office) == (
        "刘文", "尝试“管理机构”，被拒绝", "市委巡察工作领导小组办公室"
    )  # fmt: skip


def test_no_business_text_stands_in_the_log(city):
    receive(city, name="只有业务人员能看的文件名.docx")
    [finding] = findings_in_ledger(city, 1, title="只有业务人员能看的话")
    withdraw_finding(finding=finding, reason="只有业务人员能看的理由", by=city.people.director)
    city.client(city.people.room).post(
        reverse("findings:withdraw", args=[finding.pk]), {"reason": "只有业务人员能看的理由"}
    )
    page = log(city).content.decode()
    assert "只有业务人员能看" not in page
    assert "云州大学" in page  # names of units are of administration
    assert not {"finding.withdrawn", "material.received", "ledger.exported"} & set(ADMINISTRATIVE_ACTS)


@pytest.mark.slow
def test_the_log_goes_back_page_by_page_without_gap_or_double(city):
    for number in range(LOG_PAGE):
        city.client(city.people.clerk).post(reverse("desk:new_unit"), {"n": number})
    everything = list(Entry.objects.filter(act__in=ADMINISTRATIVE_ACTS).order_by("-seq").values_list("seq", flat=True))
    seen, older = [], ""
    while older is not None:
        context = log(city, before=older).context
        seen += [line.seq for line, _when, _about in context["lines"]]
        older = context["older"]
    assert seen == everything


@pytest.mark.parametrize("before", ["x", "-1", "²", "١٢", "1\x00", "9" * 18, "9" * 19, "9" * 5000, "1.5", ""])
def test_any_address_is_answered(city, before):
    assert log(city, before=before).status_code == 200


@pytest.mark.parametrize(
    ("asked", "sentences"),
    [
        ({"who": "wugang"}, ["开立账号 wugang"]),
        ({"who": "无岗"}, ["开立账号 wugang"]),
        ({"who": "WuGang", "kind": "account"}, ["开立账号 wugang"]),
        ({"who": "wugang", "kind": "post"}, []),
        ({"who": "nobody-here"}, []),
        ({"who": "刘文", "kind": "access"}, ["尝试“管理机构”，被拒绝"]),
        ({"kind": "access"}, ["尝试“管理机构”，被拒绝"]),
        ({"who": "x" * 100, "kind": "access"}, None),
        ({"kind": "finding"}, None),
    ],
)
def test_the_log_is_narrowed_to_a_person_and_a_kind_of_act(city, asked, sentences):
    city.client(city.people.clerk).post(reverse("desk:new_unit"), {})
    found = [line.sentence for line, _when, _about in log(city, **asked).context["lines"]]
    everything = [line.sentence for line, _when, _about in log(city).context["lines"]]
    assert found == (everything if sentences is None else sentences)


def test_each_line_says_whom_it_is_about(city):
    about = {(line.sentence, whom) for line, _when, whom in log(city, kind="post").context["lines"]}
    assert ("任 中共云州市委员会 安全审计员", "审计员") in about
    assert {whom for _line, _when, whom in log(city, kind="unit").context["lines"]} == {""}


def test_the_log_asks_the_same_number_of_questions_however_many_lines(city, django_assert_num_queries):
    browser = city.client(city.people.audit)
    for asked in ({"who": "wugang"}, {}):
        # Session, reader, posts of the reader; lines; the people they are about; who is asked for.
        with django_assert_num_queries(6 if asked else 5):
            browser.get(LOG, asked)


@pytest.mark.slow
def test_the_narrowed_log_goes_on_narrowed(city):
    for number in range(LOG_PAGE + 5):
        city.client(city.people.clerk).post(reverse("desk:new_unit"), {"n": number})
    first = log(city, kind="access")
    assert (len(first.context["lines"]), first.context["older"] is not None) == (LOG_PAGE, True)
    assert "kind=access&amp;before=" in first.content.decode()
    assert len(log(city, kind="access", before=first.context["older"]).context["lines"]) == 5
