"""Reading what is due, with real files: from bytes to proposals, and every way it can end."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from liandu.files.incoming import taking_in
from liandu.intake.commands import receive_document
from liandu.intake.jobs import read_waiting
from liandu.intake.models import Document, Proposal
from liandu.journal.queries import acts_recorded
from liandu.kernel.secrecy import Grade
from tests.papers_of_the_day import a_marked_file, a_word_file, receive


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as threads:
        yield threads


class BrokenPool:
    """A pool whose process was killed."""

    def submit(self, *_arguments):
        ended = Future()
        ended.set_exception(BrokenProcessPool("killed"))
        return ended


def receive_unlooked(city, content, *, name="旧文件.docx", format="docx"):  # noqa: A002 - the field's term
    """Receive bytes as if the first look had been too superficial to find anything in them."""
    with taking_in([content], name=name, most=10**7) as incoming:
        received = receive_document(
            round=city.round, inspection=city.inspections.university, incoming=incoming, kind="feedback_opinion",
            title=name, grade=Grade.INTERNAL, marking=None, format=format, pages=None, by=city.people.clerk,
        )  # fmt: skip
    return received.material


def test_a_real_document_becomes_proposals_with_their_passages(city, pool):
    receive(city)
    assert read_waiting("w", pool) == 1
    document = Document.objects.get()
    assert (document.state, document.kind) == ("read", "feedback")
    leaves = Proposal.objects.filter(document=document, is_leaf=True)
    assert [row.title for row in leaves] == [
        "辅导员配备不足，生师比长期超过三百比一",
        "课程思政流于形式，个别学院以观看视频代替授课",
    ]
    for row in leaves:
        assert document.text.blocks[row.block]["text"][row.start : row.end] == row.title


@pytest.mark.usefixtures("city")
def test_when_nothing_is_due_nothing_is_done(pool):
    assert read_waiting("w", pool) == 0


def test_a_marking_found_only_by_reading_destroys_the_copy(city, pool, own_home, django_capture_on_commit_callbacks):
    material = receive_unlooked(city, a_marked_file())
    assert material.file.path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert read_waiting("w", pool) == 1
    material.refresh_from_db()
    assert (material.state, material.file) == ("destroyed", None)
    assert [path for path in own_home.rglob("*") if path.is_file()] == []
    document = material.document
    assert (document.state, document.failure["code"]) == ("failed", "material.destroyed")
    assert (acts_recorded()["material.destroyed"], Proposal.objects.count()) == (1, 0)


def test_a_file_that_cannot_be_read_fails_with_its_sentence(city, pool):
    receive_unlooked(city, b"PK\x03\x04 broken")
    assert read_waiting("w", pool) == 1
    assert Document.objects.get().failure["code"] == "file.broken"


def test_a_file_that_is_gone_from_the_store_fails_and_the_others_are_read(city, pool):
    lost, good = receive(city), receive(city, name="另一份.docx", content=a_word_file("1.另一个问题突出。"))
    lost.file.path.unlink()
    assert read_waiting("w", pool) == 2
    states = {row.material.title: row.state for row in Document.objects.select_related("material")}
    assert states == {lost.title: "failed", good.title: "read"}


def test_a_pool_that_was_killed_leaves_the_documents_leased_and_unread(city):
    receive(city)
    with pytest.raises(BrokenProcessPool):
        read_waiting("w", BrokenPool())
    document = Document.objects.get()
    assert (document.state, document.worker, Proposal.objects.count()) == ("reading", "w", 0)
