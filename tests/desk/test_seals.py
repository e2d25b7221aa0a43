"""The page of the seals for the audit administrator, the mark on each line of history, and the receipt behind it."""

import json

import pytest
from django.urls import reverse

from liandu.findings.commands import accept_proposals
from liandu.intake.models import Proposal
from liandu.journal import heads, offline
from liandu.journal.models import Entry
from liandu.journal.queries import history_of, state_of_seals
from liandu.journal.readers import _speakers, may_read, may_read_history
from liandu.journal.sealing import keep_heads, seal_tail
from tests.journal.sealed import by_hand
from tests.papers_of_the_day import a_paper, a_word_file, an_understanding, problem, read_as, receive

SEALS, VERIFY, EXPORT = "/journal/", "/journal/verify/", "/journal/export/"


@pytest.fixture
def auditor(city):
    return city.client(city.people.audit)


def confirmed(city):
    """Return a finding that the clerk confirmed."""
    rows = an_understanding(problem("1.", title="辅导员配备不足", block=1))
    document = read_as(receive(city), rows, a_paper("反馈意见", "辅导员配备不足"))
    return accept_proposals(proposals=list(Proposal.objects.filter(document=document)), by=city.people.clerk).findings[
        0
    ]


def entries_of(act: str) -> list[tuple[str, dict]]:
    return [(entry.actor, entry.facts) for entry in Entry.objects.filter(act=act)]


def test_before_the_first_seal_the_page_says_so(auditor):
    page = auditor.get(SEALS).content.decode()
    assert "还没有封印" in page
    assert "还没有封印，没有可核验的内容。" in auditor.post(VERIFY).content.decode()


def test_the_page_says_how_the_seals_stand(auditor):
    sealed = Entry.objects.count()
    seal_tail()
    answer = auditor.get(SEALS)
    state = answer.context["state"]
    assert (state.number, state.sealed, state.waiting, state.kept) == (1, sealed, 0, 0)
    page = answer.content.decode()
    assert answer.context["anchor"].groups in page
    assert f'viewBox="0 0 {answer.context["size"]} {answer.context["size"]}"' in page
    assert "style=" not in page


def test_the_state_takes_few_queries_however_long_the_journal(city, django_assert_num_queries):
    for turn in range(3):
        receive(city, name=f"{turn}.docx", content=a_word_file(f"第{turn}份"))
        seal_tail()
        with django_assert_num_queries(2):
            assert state_of_seals().waiting == 0


def test_checking_says_in_words_what_came_out_and_is_journaled(auditor):
    count = Entry.objects.count()
    seal_tail()
    page = auditor.post(VERIFY).content.decode()
    assert f"核验了最近 1 个封印，共 {count} 条：完好，与封印时一致。" in page
    seq = Entry.objects.first().seq
    by_hand("UPDATE journal_entry SET actor = 'x' WHERE seq = %s", seq)
    assert f"第 1 号封印第 {seq} 条：内容被改动" in auditor.post(VERIFY).content.decode()
    assert f"seal 1, entry {seq}: changed" in auditor.post(VERIFY, headers={"Accept-Language": "en"}).content.decode()
    assert entries_of("seals.verified")[:2] == [
        ("shenji", {"seals": 1, "intact": True, "fault": ""}),
        ("shenji", {"seals": 0, "intact": False, "fault": "entry.changed"}),
    ]
    lines = [line.sentence for line, *_others in auditor.get("/log/").context["lines"]]
    assert lines[:3] == ["核验封印，发现问题", "核验封印，发现问题", "核验最近 1 个封印，完好"]


def test_the_page_checks_the_newest_seals_only(auditor, monkeypatch):
    monkeypatch.setattr("liandu.desk.commands.seals.NEWEST", 1)
    seal_tail()
    first = Entry.objects.first().seq
    auditor.post(VERIFY)
    seal_tail()
    by_hand("UPDATE journal_entry SET actor = 'x' WHERE seq = %s", first)
    assert "核验了最近 1 个封印，共 1 条：完好" in auditor.post(VERIFY).content.decode()


def test_a_cut_off_end_stands_on_the_page(auditor):
    seal_tail()
    keep_heads()
    heads.add([heads.Head(2, "0" * 64, "2026-01-01 00:00:00.000000")])
    assert "库外留存的封印头已到第 2 号，数据库只到第 1 号" in auditor.get(SEALS).content.decode()


def test_the_export_holds_digests_only_and_is_checked_elsewhere(city, auditor):
    receive(city, name="只有业务人员能看的文件名.docx")
    seal_tail()
    answer = auditor.post(EXPORT)
    text = b"".join(answer.streaming_content).decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="liandu-seals.jsonl"'
    assert offline.check_export(text.splitlines(keepends=True)).number == 1
    assert "只有业务人员能看" not in text
    assert entries_of("seals.exported") == [("shenji", {"number": 1, "digests_only": True})]


@pytest.mark.parametrize(("method", "url"), [("get", SEALS), ("post", VERIFY), ("post", EXPORT)])
def test_nobody_else_is_let_in(city, method, url):
    seal_tail()
    before = Entry.objects.count()
    for name in ("director", "clerk", "system", "security", "nobody"):
        assert getattr(city.client(getattr(city.people, name)), method)(url).status_code == 403
    assert [entry.act for entry in Entry.objects.all()[before:]] == ["access.denied"] * 5


# Receipts


def test_each_line_of_history_carries_its_seal_and_its_receipt(city):
    finding = confirmed(city)
    url = reverse("findings:finding", args=[finding.pk])
    client = city.client(city.people.clerk)
    [line] = history_of(finding)
    assert line.seal is None
    assert "待封印" in client.get(url).content.decode()
    assert client.get(reverse("desk:receipt", args=[line.seq])).status_code == 409
    seal_tail()
    [line] = history_of(finding)
    page = client.get(url).content.decode()
    assert (line.seal, "已封印 第1号" in page, reverse("desk:receipt", args=[line.seq]) in page) == (1, True, True)

    answer = client.get(reverse("desk:receipt", args=[line.seq]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="liandu-receipt-{line.seq}.json"'
    assert offline.check_receipt(answer.content.decode()).number == 1
    assert json.loads(answer.content)["entry"][2:4] == ["finding.raised", f"findings.finding:{finding.pk}"]
    assert entries_of("receipt.taken_out") == [("liuwen", {"seq": line.seq})]


def test_material_has_receipts_too(city):
    material = receive(city)
    seal_tail()
    line = history_of(material)[-1]
    assert city.client(city.people.room).get(reverse("desk:receipt", args=[line.seq])).status_code == 200


def test_the_history_takes_one_query_with_its_seals(city, django_assert_num_queries):
    finding = confirmed(city)
    seal_tail()
    with django_assert_num_queries(1):
        assert [line.seal for line in history_of(finding)] == [1]


def test_what_is_out_of_reach_or_spoken_for_by_nobody_has_no_receipt(city):
    finding = confirmed(city)
    seal_tail()
    entry = Entry.objects.get(act="finding.raised")
    account = Entry.objects.filter(act="account.opened").first()
    before = Entry.objects.count()
    for name in ("outsider", "liaison", "audit", "system", "nobody"):
        assert city.client(getattr(city.people, name)).get(reverse("desk:receipt", args=[entry.seq])).status_code == 404
    for name in ("director", "audit", "system"):
        assert (
            city.client(getattr(city.people, name)).get(reverse("desk:receipt", args=[account.seq])).status_code == 404
        )
    assert not may_read_history(city.people.director, f"findings.finding:{finding.pk}x", entry.at)
    assert not may_read_history(city.people.director, "", entry.at)
    assert Entry.objects.count() == before


def test_a_label_is_spoken_for_once():
    assert {"findings.finding", "inspections.material"} <= set(_speakers)
    with pytest.raises(ValueError, match=r"findings\.finding is spoken for twice"):
        may_read("findings.finding")(lambda _reader, _key: True)
