"""The index follows the journal: what was written is found, what was edited or withdrawn no more; nothing is lost."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from liandu.config import worker
from liandu.findings.commands import reinstate_finding, withdraw_finding
from liandu.findings.models import Finding
from liandu.handover import commands as handover
from liandu.inspections.commands import withdraw_material
from liandu.journal.arrivals import arrived_since
from liandu.journal.commands import record
from liandu.rectification.commands import record_institution, strike_institution
from liandu.search import engines, jobs
from liandu.search.commands import Step, build_anew, keep_texts
from liandu.search.models import Text
from liandu.search.queries import cursor_now, found_for
from tests.papers_of_the_day import read_as, receive
from tests.rectification.given import a_finding, an_item
from tests.rectification.given_plans import acknowledged, now_at, submitted
from tests.rectification.working import reported, worked_on

pytestmark = pytest.mark.django_db


@transaction.atomic
def write(count: int) -> None:
    for n in range(count):
        record(act="unit.added", subject=f"orgs.unit:{n}", by=None, facts={"n": n})


def follow() -> int:
    return jobs.follow_to_the_end("test")


def found(reader, text, **narrowed) -> list[tuple[str, str]]:
    return [(hit.shown.title, hit.shown.url) for hit in found_for(reader, text, **narrowed).hits]


@transaction.atomic
def amended(city, finding, **words) -> None:
    for name, value in words.items():
        setattr(finding, name, value)
    finding.save()
    record(act="finding.amended", subject=finding, by=city.people.clerk, facts={"before": "", "title": finding.title})


def test_a_finding_is_found_once_the_journal_was_followed_and_by_its_new_words_after_an_edit(city):
    finding = a_finding(city, title="食堂采购不规范")
    amended(city, finding, aspect="落实主体责任有差距")
    assert found(city.people.clerk, "食堂") == []
    assert follow()
    assert found(city.people.clerk, "食堂") == [("食堂采购不规范", f"/findings/{finding.pk}/")]
    assert found(city.people.clerk, "主体责任") == found(city.people.clerk, finding.number) != []

    amended(city, finding, title="公务接待超标准")
    follow()
    assert found(city.people.clerk, "食堂") == []
    assert found(city.people.clerk, "接待") == [("公务接待超标准", f"/findings/{finding.pk}/")]
    assert follow() == 0


def test_a_withdrawn_finding_is_found_no_more_until_it_is_reinstated(city):
    item = an_item(city, title="食堂采购不规范")
    amended(city, item.finding)
    follow()
    assert len(found(city.people.clerk, "食堂")) == 2
    withdraw_finding(finding=item.finding, reason="录错了", by=city.people.director)
    follow()
    assert found(city.people.clerk, "食堂") == []
    item.finding.refresh_from_db()
    reinstate_finding(finding=item.finding, reason="没有录错", by=city.people.director)
    follow()
    assert len(found(city.people.clerk, "食堂")) == 2


def test_an_item_is_found_by_what_was_reported_and_by_its_finding_as_it_now_reads(city):
    item = worked_on(city, title="食堂采购不规范")
    reported(city, item, text="已经更换供应商，重新招标")
    follow()
    [(title, url)] = found(city.people.secretary, "供应商")
    assert (title, url) == ("食堂采购不规范", f"/items/{item.pk}/")
    amended(city, item.finding, title="公务接待超标准")
    follow()
    assert found(city.people.secretary, "食堂") == []
    assert len(found(city.people.secretary, "接待")) == 2


def test_a_plan_is_found_only_when_it_was_approved(city):
    item = acknowledged(city)
    plan = submitted(city, item)
    follow()
    assert found(city.people.room, "采购合同") == []
    entry = now_at(item).entry
    now = timezone.now()
    with transaction.atomic():
        type(entry).objects.filter(pk=entry.pk).update(
            state="approved", reviewed_at=now, reviewed_by=city.people.room, reviewed_for=city.units.third_room
        )
        record(act="plan.reviewed", subject=plan, by=city.people.room, facts={"submission": 1})
    follow()
    assert len(found(city.people.room, "采购合同")) == 1


def test_an_institution_is_found_until_it_is_struck(city):
    item = worked_on(city)
    made = record_institution(
        item=item, work="made", title="采购验收管理办法", dated=timezone.localdate(), by=city.people.secretary
    )
    follow()
    assert [title for title, _url in found(city.people.secretary, "管理办法")] == ["采购验收管理办法"]
    strike_institution(institution=made, reason="重复登记", by=city.people.secretary)
    follow()
    assert found(city.people.secretary, "管理办法") == []


def test_a_document_is_found_by_its_title_and_when_it_was_read_by_its_text(city):
    material = receive(city, name="关于云州大学的反馈意见.docx")
    follow()
    assert found(city.people.clerk, "反馈意见") == [("关于云州大学的反馈意见", f"/rounds/material/{material.pk}/")]
    assert found(city.people.clerk, "辅导员") == []
    read_as(material)
    follow()
    assert len(found(city.people.clerk, "辅导员")) == 1
    withdraw_material(material=material, reason="发错了", by=city.people.clerk)
    follow()
    assert found(city.people.clerk, "反馈意见") == []


def test_minutes_are_found_by_what_was_said_and_decided_until_the_meeting_is_cancelled(city):
    meeting = handover.call_meeting(
        term=city.round.term, round=city.round, name="第九轮联席会议", held_on=timezone.localdate() + timedelta(days=3),
        place="", members=[], agenda=("移交食堂采购问题",), by=city.people.clerk,
    )  # fmt: skip
    follow()
    assert found(city.people.clerk, "食堂") == [("第九轮联席会议", f"/handover/meetings/{meeting.pk}/")]
    handover.cancel_meeting(meeting=meeting, reason="改期", by=city.people.clerk)
    follow()
    assert found(city.people.clerk, "食堂") == []


def test_a_step_that_is_cut_off_is_taken_again_and_loses_nothing(city, monkeypatch):
    amended(city, a_finding(city, title="食堂采购不规范"))

    def killed(*_unused):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(engines, "put", killed)
        with pytest.raises(ConnectionError), transaction.atomic():
            follow()
    assert (cursor_now().upper, Text.objects.count()) == (0, 0)
    follow()
    assert len(found(city.people.clerk, "食堂")) == 1


def test_of_two_workers_at_the_same_step_one_writes(city):
    step = Step(0, 5, [])
    assert keep_texts(step=step, texts={}, worker="one")
    assert not keep_texts(step=step, texts={"finding": {1: None}}, worker="two")
    assert (cursor_now().upper, cursor_now().edition) == (5, 1)


def test_built_anew_it_holds_the_same_in_the_same_order(city):
    for serial in range(1, 6):
        amended(city, a_finding(city, serial=serial, title=f"第{serial}次食堂采购不规范"))
    follow()
    before = found(city.people.clerk, "食堂")
    build_anew(by=None)
    assert found(city.people.clerk, "食堂") == []
    follow()
    assert found(city.people.clerk, "食堂") == before
    assert len(before) == 5


def test_an_entry_about_nothing_that_is_found_moves_the_cursor_alone(city):
    follow()
    before = Text.objects.count()
    write(3)
    assert follow()
    assert Text.objects.count() == before
    assert follow() == 0


def test_the_worker_looks_each_second_and_is_found_to_be_idle_at_the_end(city, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(jobs.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(jobs, "_clock", jobs._Clock())
    jobs.follow_to_the_end("test")
    assert jobs.follow_when_due("test", None) == 0
    amended(city, a_finding(city, title="食堂采购不规范"))
    now[0] += 0.9
    assert jobs.follow_when_due("test", None) == 0
    now[0] += 0.2
    assert jobs.follow_when_due("test", None) == 1
    assert len(found(city.people.clerk, "食堂")) == 1


def test_long_texts_are_written_in_portions_and_a_kill_between_them_loses_nothing(city, monkeypatch):
    monkeypatch.setattr(jobs, "PORTION", 10)
    for serial in range(1, 4):
        amended(city, a_finding(city, serial=serial, title=f"第{serial}次食堂采购不规范", rectification="说明" * 20))
    now = jobs.texts_now("finding", set(Finding.objects.values_list("pk", flat=True)))
    assert len(jobs.portions({"finding": now})) == 3
    kept = jobs.keep_texts
    calls = []

    def killed_at_the_second(**given):
        calls.append(given)
        if len(calls) == 2:
            raise ConnectionError
        return kept(**given)

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "keep_texts", killed_at_the_second)
        with pytest.raises(ConnectionError):
            follow()
    assert (cursor_now().upper, Text.objects.count()) == (0, 1)
    follow()
    assert len(found(city.people.clerk, "食堂")) == 3


def test_beside_the_sweeps_the_journal_is_followed_until_the_worker_stops(city, monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own connection stays
    amended(city, a_finding(city, title="食堂采购不规范"))
    stop = threading.Event()
    waited = []
    monkeypatch.setattr(stop, "wait", lambda seconds: waited.append(seconds) or stop.set())
    worker.follow_journal(stop)
    assert waited == [1.0]
    assert len(found(city.people.clerk, "食堂")) == 1

    def broken(_worker):
        raise ConnectionError

    stop.clear()
    monkeypatch.setattr(worker, "follow_once", broken)
    worker.follow_journal(stop)
    assert waited == [1.0, 1.0]


def until_nothing_is_awaited(arrived) -> list[str]:
    """Return the subjects that came until no number is waited for.

    A number is waited for until every transaction of the whole server is over that was there when it was missed: also
    that of a test which another process runs beside this one in a database of its own.
    """
    subjects = []
    deadline = time.monotonic() + 300
    while arrived.awaited:
        assert time.monotonic() < deadline, arrived.awaited
        time.sleep(0.05)
        arrived = arrived_since(arrived.upper, arrived.awaited)
        subjects += arrived.subjects
    return subjects


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite gives numbers in the order of commits")
@pytest.mark.parametrize("ends", ["commits", "rolls back"])
def test_a_number_that_comes_late_is_followed_when_it_comes_and_nothing_waits_for_it(ends):
    upper = arrived_since(0, [], most=10_000).upper
    slow = connection.copy()
    try:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_entry (seq, at, act, subject, actor, actor_name, office, channel, request_id, "
                "reason, facts, digest) SELECT CASE WHEN pg_current_xact_id() IS NOT NULL THEN "
                "nextval('journal_entry_seq_seq') END, now(), 'x', 'late:1', '', '', '', '', '', '', '{}', 'x' "
                "RETURNING seq"
            )
            late = cursor.fetchone()[0]
        write(2)
        came = arrived_since(upper, [])
        assert "late:1" not in came.subjects
        assert [str(late) in part for part, _since in came.awaited] == [True]
        again = arrived_since(came.upper, came.awaited)
        assert (again.subjects, again.awaited) == ([], came.awaited)
        slow.commit() if ends == "commits" else slow.rollback()
        assert until_nothing_is_awaited(again) == (["late:1"] if ends == "commits" else [])
    finally:
        slow.close()
        slow.close_pool()
