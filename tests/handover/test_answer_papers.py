"""The paper of an answer is looked at as material is: what is read later is not handed out before, and may go."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from liandu.config.worker import SWEEPS
from liandu.files.commands import keep_file
from liandu.files.incoming import taking_in
from liandu.files.models import StoredFile
from liandu.handover import commands
from liandu.handover.jobs import look_at_papers, release
from liandu.handover.models import Answer
from liandu.inspections.commands import destroy_material
from liandu.inspections.examination import Examined
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.handover.packages import sent
from tests.handover.test_answers import answer
from tests.papers.compound_files import compound_file
from tests.papers_of_the_day import a_marked_file, a_word_file, receive

OLD_WORD = compound_file({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(4096)})


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as threads:
        yield threads


@pytest.fixture
def package(city):
    package = sent(city)
    commands.accept_rest(package=package, by=city.people.room)
    return package


def waiting(city, package, content, *, name="答复.docx", positions=(1,)):
    """Return an answer whose paper waits to be read, as a scan does; these bytes stand for one."""
    made = answer(city, package, *positions, chunks=[a_word_file()], filename=name)
    with transaction.atomic(), taking_in([content], name=name, most=10**7) as incoming:
        stored = keep_file(incoming=incoming, by=city.people.room)
    Answer.objects.filter(pk=made.pk).update(file=stored, paper_state="waiting")
    return Answer.objects.get(pk=made.pk)


def states():
    return list(Answer.objects.order_by("pk").values_list("paper_state", flat=True))


def acts_on(package):
    rows = Entry.objects.filter(subject=f"handover.package:{package.pk}", act__startswith="answer.")
    return list(rows.order_by("seq").values_list("act", "facts"))


def test_what_was_read_at_once_needs_no_second_look(city, package, pool):
    answer(city, package, 1, chunks=[a_word_file()], filename="答复.docx")
    answer(city, package, 2)
    assert (states(), look_at_papers("w", pool)) == (["looked", "looked"], 0)


def test_an_old_office_file_is_not_handed_out_meanwhile_and_says_when_it_cannot_be_read(city, package, pool):
    made = waiting(city, package, OLD_WORD, name="答复.doc")
    client = city.client(city.people.clerk)
    address = reverse("handover:answer_paper", args=[package.pk])
    refused = client.get(address)
    assert "正在查看这份文件的密级标志" in refused.content.decode()
    page = client.get(reverse("handover:package", args=[package.pk])).content.decode()
    assert ("正在查看密级标志" in page, f"?answer={made.pk}" in page) == (True, False)
    assert look_at_papers("w", pool) == 1  # there is no text in it, and here nothing that could read it
    assert states() == ["unread"]
    taken = client.get(address)
    assert (taken.status_code, b"".join(taken.streaming_content)) == (200, OLD_WORD)
    page = client.get(reverse("handover:package", args=[package.pk])).content.decode()
    assert ("没有查到密级标志" in page, f"?answer={made.pk}" in page) == (True, True)
    assert [act for act, _facts in acts_on(package)] == ["answer.paper_unread", "answer.paper_taken"]


@pytest.mark.parametrize("is_whole", [True, False])
def test_only_what_the_first_look_could_not_read_waits(city, package, monkeypatch, is_whole):
    monkeypatch.setattr(  # what can be read at once depends on the programs of the machine
        "liandu.inspections.commands.looking.examine",
        lambda _path, name: Examined("ocr", 1, None, name, clue_list=False, is_whole=is_whole),
    )
    answer(city, package, 1, chunks=[b"%PDF-1.4 a scan"], filename="答复.pdf")
    assert states() == [{True: "looked", False: "waiting"}[is_whole]]


def test_a_paper_that_may_stay_is_cleared(city, package, pool):
    waiting(city, package, a_word_file("关于办理情况的答复"))
    assert look_at_papers("w", pool) == 1
    assert states() == ["looked"]
    assert acts_on(package) == [("answer.paper_looked_at", {"name": "答复.docx"})]


def test_a_marking_above_the_ceiling_destroys_the_copy_and_the_answer_stays(
    city, package, pool, django_capture_on_commit_callbacks
):
    made = waiting(city, package, a_marked_file())
    place, digest = made.file.path, made.file.sha256
    with django_capture_on_commit_callbacks(execute=True):
        assert look_at_papers("w", pool) == 1
    made.refresh_from_db()
    assert (made.paper_state, made.file, made.filename, made.text) == (
        "destroyed", None, "答复.docx", "已约谈并督促整改。",
    )  # fmt: skip
    assert (place.exists(), StoredFile.objects.filter(sha256=digest).exists()) == (False, False)
    assert acts_on(package) == [
        ("answer.paper_destroyed", {"name": "答复.docx", "marked": "机密★10年", "sha256": digest})
    ]
    assert city.client(city.people.clerk).get(reverse("handover:answer_paper", args=[package.pk])).status_code == 404


def test_a_list_of_clues_goes_with_its_name(city, package, pool):
    made = waiting(city, package, a_word_file("问题线索移交清单"), name="张某线索.docx")
    assert look_at_papers("w", pool) == 1
    made.refresh_from_db()
    assert (made.paper_state, made.file, made.filename) == ("destroyed", None, "问题线索清单")
    assert "张某" not in str(acts_on(package))


def test_a_list_of_clues_that_is_recognised_at_once_is_refused_without_a_copy(city, package, own_home):
    with pytest.raises(Refusal, match="问题线索清单不走普通接收"):
        answer(city, package, 1, chunks=[a_word_file("问题线索移交清单")], filename="答复.docx")
    kept = [path for path in own_home.rglob("*") if path.is_file() and "keys" not in path.parts]
    assert (Answer.objects.count(), kept) == (0, [])
    ((act, facts),) = acts_on(package)
    assert (act, facts["name"], facts["code"]) == ("answer.paper_refused", "问题线索清单", "material.clue_list")


def test_bytes_that_something_else_names_stay(city, package, pool, django_capture_on_commit_callbacks):
    first = waiting(city, package, a_marked_file(), positions=(1,))
    second = waiting(city, package, a_marked_file(), positions=(2,))
    assert first.file == second.file
    held = commands.claim_papers(worker="w", most=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert commands.destroy_paper(answer=held[0], marked="机密")
    assert (first.file.path.exists(), states()) == (True, ["destroyed", "waiting"])
    with django_capture_on_commit_callbacks(execute=True):
        assert look_at_papers("w", pool) == 1
    assert (first.file.path.exists(), states()) == (False, ["destroyed", "destroyed"])


def test_material_of_the_same_content_is_destroyed_though_an_answer_names_it(city, package):
    content = a_word_file("同一份内容")
    made = waiting(city, package, content)
    material = receive(city, content=content)
    assert material.file == made.file
    destroy_material(material=material, marked="机密")
    assert (material.state, made.file.path.exists()) == ("destroyed", True)


def test_one_worker_holds_a_paper_until_its_lease_is_over_and_after_three_it_is_given_up(city, package):
    waiting(city, package, a_word_file("甲"))
    assert [one.paper_state for one in commands.claim_papers(worker="one", most=4)] == ["waiting"]
    assert commands.claim_papers(worker="two", most=4) == []
    with time_machine.travel(timezone.now() + timedelta(seconds=201)):
        held = commands.claim_papers(worker="two", most=4)
        slow = Answer.objects.get()
        slow.worker = "one"
        assert not commands.clear_paper(answer=slow)
        assert release({"two"}) == 1
        assert not commands.give_paper_up(answer=slow, refusal=Refusal("x", "y"))
        held = commands.claim_papers(worker="three", most=4)
        assert len(held) == 1
        assert release({"three"}) == 1
        assert commands.claim_papers(worker="four", most=4) == []
    assert states() == ["unread"]


def test_a_reading_process_that_was_killed_leaves_the_paper_to_the_next(city, package):
    class Broken:
        def submit(self, *_arguments):
            ended = Future()
            ended.set_exception(BrokenProcessPool("killed"))
            return ended

    waiting(city, package, a_word_file("甲"))
    with pytest.raises(BrokenProcessPool):
        look_at_papers("w", Broken())
    assert states() == ["waiting"]
    assert "handover.look_at_papers" in [sweep.name for sweep in SWEEPS]
