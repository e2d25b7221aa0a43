"""Evidence: what is kept, what is turned away without a trace on disk, what is told about it."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import time_machine

from liandu.access.denials import Denied
from liandu.files.models import StoredFile
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.rectification.commands import attach_evidence, post_entry, withdraw_evidence
from liandu.rectification.models import Evidence
from liandu.rectification.queries import proof_of, same_files_elsewhere
from liandu.rectification.states import Act
from tests.papers_of_the_day import a_marked_file, a_word_file
from tests.rectification.given import an_item
from tests.rectification.working import a_photograph, attached, measures_for, worked_on


@pytest.fixture(autouse=True)
def on_a_monday_in_july():
    with time_machine.travel("2026-07-20 10:00:00+08:00"):
        yield


def files_under(home: Path) -> list[str]:
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def test_evidence_is_kept_with_its_digests_its_day_and_what_it_proves(city, own_home):
    item = worked_on(city)
    _first, second = measures_for(item, "修订流程", "逐台补验")
    piece = attached(city, item, kind="voucher", effective_on=date(2026, 7, 10), measures=[second])
    assert (piece.title, piece.kind, piece.grade, piece.format) == ("验收单", "voucher", "internal", "docx")
    assert (len(piece.file.sha256), len(piece.file.sm3)) == (64, 64)
    assert list(piece.measures.all()) == [second]
    assert files_under(own_home) == [f"files/{piece.file.sha256[:2]}/{piece.file.sha256}"]
    assert acts_recorded()["item.evidence_attached"] == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_photograph_is_evidence_without_any_text_recognition(city, kind):
    piece = attached(city, worked_on(city), content=a_photograph(kind=kind), name="现场.jpg", kind="photo")
    assert (piece.format, piece.title) == ("picture", "现场")


def test_a_marking_inside_raises_the_grade(city):
    piece = attached(city, worked_on(city), content=a_marked_file("内部"), grade=Grade.PUBLIC)
    assert piece.grade == "internal"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w>" + " " * 300_000_000)
    return out.getvalue()


HOSTILE = {
    "marked above the ceiling": (a_marked_file(), "通知.docx", "material.marked_above_ceiling"),
    "a program": (b"MZ" + bytes(500), "验收单.docx", "file.program"),
    "an archive": (b"Rar!" + bytes(500), "验收单.docx", "file.archive"),
    "empty": (b"", "验收单.docx", "file.empty"),
    "half a document": (a_word_file()[:3000], "验收单.docx", None),
    "half a photograph": (a_photograph()[:400], "现场.jpg", "file.broken"),
    "noise called a photograph": (b"\xff\xd8\xff" + bytes(900), "现场.jpg", "file.broken"),
    "a list of clues": (
        a_word_file("一、线索", title="问题线索移交清单"),
        "问题线索移交清单.docx",
        "material.clue_list",
    ),
    "a page with a script only": (b"<html><script>alert(1)</script></html>", "a.html", None),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_or_broken_file_gets_its_sentence_and_leaves_no_copy(city, own_home, what):
    content, name, code = HOSTILE[what]
    item = worked_on(city)
    with pytest.raises(Refusal) as refusal:
        attached(city, item, content=content, name=name)
    assert code in {None, refusal.value.code}
    assert str(refusal.value)
    assert (files_under(own_home), Evidence.objects.count(), StoredFile.objects.count()) == ([], 0, 0)
    assert acts_recorded()["item.evidence_refused"] == 1
    assert "item.evidence_attached" not in acts_recorded()


def test_a_file_that_unpacks_to_hundreds_of_megabytes_is_refused(city, own_home):
    with pytest.raises(Refusal):
        attached(city, worked_on(city), content=bomb())
    assert (files_under(own_home), Evidence.objects.count()) == ([], 0)


def test_a_grade_above_the_ceiling_is_refused_before_a_byte_is_written(city, own_home):
    with pytest.raises(Refusal, match="高于本系统允许的最高密级"):
        attached(city, worked_on(city), grade=Grade.SECRET)
    assert files_under(own_home) == []


def test_the_same_file_again_for_the_item_is_refused_and_told_for_another_item(city, own_home):
    item, other = worked_on(city), worked_on(city, serial=2)
    content = a_word_file("同一份验收单")
    first = attached(city, item, content=content)
    with pytest.raises(Refusal, match="已经是这一事项的佐证"):
        attached(city, item, content=content)
    second = attached(city, other, content=content)
    assert (first.file_id, len(files_under(own_home))) == (second.file_id, 1)
    assert same_files_elsewhere(city.people.secretary, [second]) == {second.file_id: [item]}


def test_that_another_unit_uses_the_same_file_is_not_told_outside_ones_reach(city):
    content = a_word_file("同一份验收单")
    attached(city, worked_on(city), content=content)
    other = worked_on(city, serial=9, unit=city.units.firm)
    piece = attach_evidence(
        item=other, chunks=[content], name="a.docx", kind="voucher", effective_on=date(2026, 7, 1),
        by=city.people.liaison,
    )  # fmt: skip
    assert same_files_elsewhere(city.people.liaison, [piece]) == {}
    assert list(same_files_elsewhere(city.people.clerk, [piece])) == [piece.file_id]


def test_evidence_older_than_the_feedback_is_counted_unless_it_is_marked(city):
    item = worked_on(city)
    attached(city, item, effective_on=date(2026, 6, 17))
    attached(city, item, content=a_photograph(), name="a.jpg", effective_on=date(2026, 6, 17), during_inspection=True)
    attached(city, item, content=a_photograph("red"), name="b.jpg", effective_on=date(2026, 6, 18))
    assert (proof_of(item).pieces, proof_of(item).older) == (3, 1)


def test_evidence_does_not_come_from_the_future(city):
    with pytest.raises(Refusal, match="形成日期不能晚于今天"):
        attached(city, worked_on(city), effective_on=date(2026, 7, 21))


TO_THE_REQUEST = [Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, Act.REQUEST]


@pytest.mark.parametrize("moves", [[], TO_THE_REQUEST[:1], TO_THE_REQUEST])
def test_evidence_is_attached_and_withdrawn_only_while_the_item_is_worked_on(city, own_home, moves):
    item = an_item(city)
    for act in moves:
        post_entry(item=item, act=act, by=city.people.director)
    with pytest.raises(Refusal, match="整改中才能办理"):
        attached(city, item)
    assert files_under(own_home) == []


def test_withdrawn_evidence_proves_nothing_and_can_come_again(city):
    item = worked_on(city)
    piece = attached(city, item)
    withdraw_evidence(evidence=piece, reason="传错", by=city.people.secretary)
    assert (proof_of(item).pieces, Evidence.objects.get().withdrawn_reason) == (0, "传错")
    with pytest.raises(Refusal, match="已经撤回"):
        withdraw_evidence(evidence=piece, reason="再撤", by=city.people.secretary)
    attached(city, item)
    assert proof_of(item).pieces == 1


def test_evidence_is_not_withdrawn_without_a_reason_nor_once_a_write_off_is_asked_for(city):
    item = worked_on(city)
    piece = attached(city, item)
    with pytest.raises(Refusal, match="请写明撤回的理由"):
        withdraw_evidence(evidence=piece, reason=" ", by=city.people.secretary)
    post_entry(item=item, act=Act.REQUEST, by=city.people.secretary)
    with pytest.raises(Refusal, match="整改中才能办理"):
        withdraw_evidence(evidence=piece, reason="传错", by=city.people.secretary)
    assert Evidence.objects.get().withdrawn_at is None


@pytest.mark.parametrize("person", ["room", "clerk", "leader", "teamer"])
def test_others_than_the_unit_are_denied_evidence_and_no_byte_is_read(city, own_home, person):
    item = worked_on(city)
    piece = attached(city, item)
    before, kept = acts_recorded(), files_under(own_home)

    def never():
        pytest.fail("a denied upload was read")
        yield b""

    by = getattr(city.people, person)
    with pytest.raises(Denied):
        attach_evidence(item=item, chunks=never(), name="a.docx", kind="voucher", effective_on=date(2026, 7, 1), by=by)
    with pytest.raises(Denied):
        withdraw_evidence(evidence=piece, reason="不该", by=by)
    assert (acts_recorded(), files_under(own_home)) == (before, kept)
    assert Evidence.objects.get().withdrawn_at is None
