"""A document on its way: claimed under a lease, read once whatever happens to the worker, or failed with a sentence."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.inspections.commands import withdraw_material
from liandu.intake.commands import claim_documents, fail_document, keep_lease, read_document_again, record_reading
from liandu.intake.commands.documents import LEASE, MOST_ATTEMPTS
from liandu.intake.models import Document, DocumentText, Proposal
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from tests.papers_of_the_day import (
    ASPECT,
    ONE,
    TWO,
    a_paper,
    a_word_file,
    an_understanding,
    problem,
    read_as,
    receive,
)

BROKEN = Refusal("file.broken", "文件已损坏。")


@pytest.fixture
def document(city):
    return receive(city).document


def read(document, worker, **more):
    about = {"paper": a_paper(), "understanding": an_understanding()} | more
    return record_reading(document=document, worker=worker, **about)


def in_the_future(seconds):
    return time_machine.travel(timezone.now() + LEASE + timedelta(seconds=seconds), tick=False)


# Claiming


def test_a_claimed_document_is_leased_to_one_worker_only(document):
    assert claim_documents(worker="one", most=8) == [document]
    assert claim_documents(worker="two", most=8) == []
    document.refresh_from_db()
    assert (document.state, document.worker, document.attempts) == ("reading", "one", 1)


def test_documents_are_claimed_oldest_first_and_no_more_than_asked(city):
    rows = [receive(city, name=f"{n}.docx", content=a_word_file(f"第{n}份")).document for n in range(3)]
    assert claim_documents(worker="one", most=2) == rows[:2]
    assert claim_documents(worker="two", most=2) == rows[2:]


def test_a_lease_that_ran_out_lets_another_worker_go_on(document):
    claim_documents(worker="killed", most=1)
    with in_the_future(1):
        assert claim_documents(worker="second", most=1) == [document]
    document.refresh_from_db()
    assert (document.worker, document.attempts) == ("second", 2)


def test_a_lease_that_is_kept_does_not_run_out(document):
    claim_documents(worker="slow", most=1)
    with in_the_future(-5):
        assert keep_lease(document=document, worker="slow") is True
    with in_the_future(10):
        assert claim_documents(worker="second", most=1) == []


def test_a_lost_lease_cannot_be_kept(document):
    claim_documents(worker="killed", most=1)
    with in_the_future(1):
        claim_documents(worker="second", most=1)
        assert keep_lease(document=document, worker="killed") is False
        assert keep_lease(document=document, worker="second") is True


def test_a_document_that_ends_its_worker_every_time_is_failed_with_a_sentence(document):
    for attempt in range(MOST_ATTEMPTS):
        with in_the_future((attempt + 1) * 100):
            assert claim_documents(worker=f"killed-{attempt}", most=1) == [document]
    with in_the_future(1000):
        assert claim_documents(worker="last", most=1) == []
    document.refresh_from_db()
    assert (document.state, document.failure["code"]) == ("failed", "document.interrupted")
    assert document.failure["sentence"] == "读取多次中断，请检查文件后重新读取。"
    assert MOST_ATTEMPTS == 5


def test_withdrawn_material_is_not_read(city, document):
    withdraw_material(material=document.material, by=city.people.clerk, reason="传错")
    assert claim_documents(worker="w", most=8) == []


# Reading


def test_what_was_read_is_kept_whole(document):
    claim_documents(worker="w", most=1)
    assert read(document, "w") is True
    document.refresh_from_db()
    assert (document.state, document.kind, document.worker, document.lease_until) == ("read", "feedback", "", None)
    rows = list(Proposal.objects.filter(document=document))
    assert [(row.title, row.level, row.is_leaf, row.path) for row in rows] == [
        (ASPECT, "aspect", False, ["（一）"]),
        (ONE, "item", True, ["（一）", "1."]),
        (TWO, "item", True, ["（一）", "2."]),
    ]
    assert [row.parent for row in rows] == [None, rows[0], rows[0]]
    assert {row.unit for row in rows} == {document.material.unit}
    assert document.text.blocks[2]["text"][rows[1].start : rows[1].end] == ONE


def test_a_document_read_twice_proposes_once(document):
    claim_documents(worker="w", most=1)
    assert read(document, "w") is True
    assert read(document, "w") is False
    assert (Proposal.objects.count(), DocumentText.objects.count()) == (3, 1)
    assert acts_recorded()["document.read"] == 1


def test_a_reading_whose_lease_was_lost_writes_nothing(document):
    claim_documents(worker="killed", most=1)
    with in_the_future(1):
        claim_documents(worker="second", most=1)
        before = acts_recorded()
        assert read(document, "killed") is False
        assert (Proposal.objects.count(), DocumentText.objects.count(), acts_recorded()) == (0, 0, before)
        assert read(document, "second") is True
    assert Proposal.objects.count() == 3


def test_a_reading_that_fails_in_the_middle_leaves_nothing(document):
    claim_documents(worker="w", most=1)
    before = acts_recorded()
    with pytest.raises(IntegrityError):
        read(document, "w", understanding=an_understanding(problem("1.", title=ONE), problem("2.", title="")))
    document.refresh_from_db()
    assert (document.state, Proposal.objects.count(), DocumentText.objects.count()) == ("reading", 0, 0)
    assert acts_recorded() == before


def test_the_unit_that_a_document_of_the_whole_round_names_is_found(city):
    document = receive(city, name="通报.docx", inspection=None).document
    claim_documents(worker="w", most=1)
    rows = (
        problem("1.", title="甲", unit="中共云州市水利局党组"),
        problem("1.", title="乙", unit="云州市某局"),
        problem("2.", title="丙"),
    )
    read(document, "w", understanding=an_understanding(*rows), paper=a_paper("甲乙丙"))
    named = {row.title: (row.unit and row.unit.name, row.unit_text) for row in Proposal.objects.all()}
    assert named == {"甲": ("云州市水利局", "中共云州市水利局党组"), "乙": (None, "云州市某局"), "丙": (None, "")}


def test_a_corrected_version_proposes_only_the_difference(city, document):
    read_as(document.material)
    second = receive(city, content=a_word_file("改过。"), corrects=document.material)
    rows = (
        problem("1.", title=ONE),
        problem("2.", title="课程思政流于形式、走过场"),
        problem("3.", title="师德师风建设不力"),
    )
    read_as(second, an_understanding(*rows), a_paper(ONE + "课程思政流于形式、走过场师德师风建设不力"))
    found = {
        row.title: (row.state, row.same_as.title if row.same_as else None)
        for row in Proposal.objects.filter(document=second.document)
    }
    assert found == {
        ONE: ("known", ONE),
        "课程思政流于形式、走过场": ("open", TWO),
        "师德师风建设不力": ("open", None),
    }


# Failing


def test_a_failed_document_keeps_the_sentence(document):
    claim_documents(worker="w", most=1)
    assert fail_document(document=document, worker="w", refusal=BROKEN) is True
    document.refresh_from_db()
    assert (document.state, document.worker) == ("failed", "")
    assert document.failure == {"code": "file.broken", "sentence": "文件已损坏。", "facts": {}}


def test_who_lost_the_lease_cannot_fail_the_document(document):
    claim_documents(worker="killed", most=1)
    with in_the_future(1):
        claim_documents(worker="second", most=1)
        assert fail_document(document=document, worker="killed", refusal=BROKEN) is False
    document.refresh_from_db()
    assert (document.state, document.worker) == ("reading", "second")


def test_read_document_again_starts_from_the_beginning(city, document):
    claim_documents(worker="w", most=1)
    fail_document(document=document, worker="w", refusal=BROKEN)
    read_document_again(document=Document.objects.get(), by=city.people.clerk)
    assert claim_documents(worker="w", most=1)[0].attempts == 1


def test_read_document_again_only_what_failed(city, document):
    with pytest.raises(MoveNotAllowed):
        read_document_again(document=document, by=city.people.clerk)


def test_read_document_again_denied_changes_nothing(city, document):
    claim_documents(worker="w", most=1)
    fail_document(document=document, worker="w", refusal=BROKEN)
    before = acts_recorded()
    with pytest.raises(Denied):
        read_document_again(document=Document.objects.get(), by=city.people.secretary)
    assert (Document.objects.get().state, acts_recorded()) == ("failed", before)
