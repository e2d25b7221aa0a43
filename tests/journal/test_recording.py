"""The trail is written with the act, is never changed, and can be checked by its digests."""

import hashlib
from datetime import UTC, date

import pytest
from django.db import transaction

from liandu.accounts.commands import open_account
from liandu.accounts.models import User
from liandu.journal.commands import record, record_denial, record_many
from liandu.journal.context import Circumstances, circumstances, under
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded, entries_since, history_of, lines_of_acts
from liandu.kernel.refusals import Refusal
from tests.people import PASSWORD


@pytest.fixture
def person(db):
    return open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_a_fault():
    with pytest.raises(RuntimeError, match="inside the command's transaction"):
        record(act="unit.added", subject="orgs.unit:1", by=None)
    with pytest.raises(RuntimeError, match="inside the command's transaction"):
        record_many(act="unit.added", subjects=[], by=None)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_failing_journal_undoes_the_act(monkeypatch):
    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("liandu.journal.commands.append", broken)
    with pytest.raises(OSError, match="disk full"):
        open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)
    assert User.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_entry():
    with transaction.atomic():
        open_account(username="liuwen", display_name="刘文", password=PASSWORD, by=None)
        transaction.set_rollback(True)
    assert (User.objects.count(), Entry.objects.count()) == (0, 0)


def test_an_entry_says_who_did_what_to_what_for_which_office(person):
    with under(Circumstances(request_id="r-1", office="市委巡察办", channel="web")):
        seq = record(act="post.ended", subject=person, by=person, facts={"until": date(2026, 6, 18)}, reason="调离")
    entry = Entry.objects.get(seq=seq)
    assert {key: value for key, value in entry.content().items() if key != "at"} == {
        "act": "post.ended", "subject": f"accounts.user:{person.pk}", "actor": "liuwen", "actor_name": "刘文",
        "office": "市委巡察办", "channel": "web", "request_id": "r-1", "reason": "调离",
        "facts": {"until": "2026-06-18"},
    }  # fmt: skip


def test_the_name_stays_as_it_was_when_the_person_is_called_otherwise_later(person):
    seq = record(act="unit.added", subject="orgs.unit:1", by=person)
    person.display_name = "刘文（退休）"
    person.save()
    assert Entry.objects.get(seq=seq).actor_name == "刘文"


def test_the_system_itself_acts_without_a_name(db):
    entry = Entry.objects.get(seq=record(act="document.read", subject="intake.document:1", by=None))
    assert (entry.actor, entry.actor_name, entry.office, entry.channel) == ("", "", "", "command line")


def test_circumstances_end_with_their_block():
    with under(Circumstances(request_id="r-1")):
        assert circumstances().request_id == "r-1"
    assert circumstances() == Circumstances()


def test_an_entry_is_never_changed(person):
    entry = Entry.objects.last()
    entry.reason = "改写"
    with pytest.raises(TypeError, match="never changed"):
        entry.save()
    with pytest.raises(TypeError, match="never changed"):
        Entry.objects.update(reason="改写")
    with pytest.raises(TypeError, match="never changed"), transaction.atomic():
        Entry.objects.bulk_update([entry], ["reason"])
    assert Entry.objects.get(pk=entry.pk).reason == ""


def test_an_entry_is_never_deleted(person):
    with pytest.raises(TypeError, match="never deleted"):
        Entry.objects.last().delete()
    with pytest.raises(TypeError, match="never deleted"):
        Entry.objects.filter(actor="").delete()
    assert Entry.objects.count() == 1


def test_the_digest_is_sha256_of_the_content_as_it_is_read_back(person):
    facts = {"标题": "“课程”流于形式", "on": date(2026, 6, 18), "n": [1, None, {"b": 0.5, "a": True}]}
    entry = Entry.objects.get(seq=record(act="unit.added", subject=person, by=person, facts=facts))
    at = f"{entry.at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    facts_text = '{"n":[1,null,{"a":true,"b":0.5}],"on":"2026-06-18","标题":"“课程”流于形式"}'
    told = f"{at}|unit.added|{entry.subject}|liuwen|刘文||command line|||{facts_text}".replace("|", "\x1f")
    assert entry.digest == hashlib.sha256(told.encode()).hexdigest() == entry.compute_digest()


@pytest.mark.parametrize(
    ("field", "value"),
    [("act", "unit.removed"), ("subject", "orgs.unit:2"), ("actor", "x"), ("reason", "x"), ("facts", {"n": 2})],
)
def test_any_change_to_the_content_changes_the_digest(person, field, value):
    entry = Entry.objects.get(seq=record(act="unit.added", subject="orgs.unit:1", by=person, facts={"n": 1}))
    setattr(entry, field, value)
    assert entry.compute_digest() != entry.digest


def test_many_entries_are_written_in_one_statement(person, django_assert_num_queries):
    with django_assert_num_queries(1):
        numbers = record_many(act="unit.added", subjects=[(person, {"n": n}) for n in range(50)], by=person)
    written = list(Entry.objects.filter(act="unit.added"))
    assert [(entry.seq, entry.facts["n"]) for entry in written] == list(zip(numbers, range(50), strict=True))
    assert all(entry.digest == entry.compute_digest() for entry in written)


def test_a_denial_is_recorded_with_what_was_tried(person):
    refusal = Refusal("access.denied", "不能。")
    entry = Entry.objects.get(seq=record_denial(act="ledger.export", subject="orgs.unit:1", by=person, refusal=refusal))
    assert (entry.act, entry.subject, entry.facts) == (
        "access.denied", "orgs.unit:1", {"tried": "ledger.export", "code": "access.denied"}
    )  # fmt: skip


def test_a_history_holds_the_newest_acts_on_one_thing_only(person):
    other = open_account(username="wangfang", display_name="王芳", password=PASSWORD, by=None)
    for n in range(3):
        record(act="unit.added", subject=person, by=person, facts={"name": f"机构{n}"})
    record(act="unit.added", subject=other, by=person, facts={"name": "别的"})
    lines = history_of(person, most=3)
    assert [(line.sentence, line.actor) for line in lines] == [
        ("设立机构 机构2", "刘文"), ("设立机构 机构1", "刘文"), ("设立机构 机构0", "刘文")
    ]  # fmt: skip


def test_the_journal_is_followed_by_cursor(person):
    first = Entry.objects.last()
    made = [record(act="unit.added", subject="orgs.unit:1", by=None, facts={"name": "甲"}) for _ in range(3)]
    assert [entry.seq for entry in entries_since(first.seq)] == made
    assert [entry.seq for entry in entries_since(first.seq, most=2)] == made[:2]
    assert acts_recorded() == {"account.opened": 1, "unit.added": 3}
    older = lines_of_acts(["unit.added"], before=made[2], most=1)
    assert [line.seq for line in older] == [made[1]]


def test_what_stands_between_the_texts_never_stands_in_one(person):
    person.display_name = "刘\x1f文"
    with under(Circumstances(office="办\x1e公室")):
        seq = record(act="unit.added", subject="orgs.unit:1", by=person, facts={"n": "\x1f"}, reason="因\x1f为")
    entry = Entry.objects.get(seq=seq)
    assert (entry.actor_name, entry.office, entry.reason, entry.facts) == ("刘 文", "办 公室", "因 为", {"n": "\x1f"})
    assert entry.digest == entry.compute_digest()
