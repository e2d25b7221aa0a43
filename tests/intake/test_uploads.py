"""An upload is received whole, or refused with a sentence and nothing left."""

from datetime import date
from pathlib import Path

import pytest

from liandu.access.denials import Denied
from liandu.inspections.commands import withdraw_material
from liandu.inspections.models import Material
from liandu.intake.commands import receive_upload
from liandu.intake.models import Document
from liandu.intake.rules import unit_in_filename
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from tests.papers_of_the_day import a_marked_file, a_word_file


@pytest.fixture
def upload(city):
    def _upload(content, *, name="云州大学反馈意见.docx", by=None, **more):
        about = {
            "round": city.round, "inspection": city.inspections.university, "kind": "feedback_opinion",
            "grade": Grade.INTERNAL, "by": by or city.people.clerk,
        }  # fmt: skip
        return receive_upload(chunks=[content], name=name, **(about | more))

    return _upload


def files_under(home: Path) -> list[str]:
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def test_an_upload_is_kept_once_by_its_digest_and_listed_for_reading(upload, own_home):
    content = a_word_file()
    received = upload(content, dated=date(2026, 6, 18))
    material = received.material
    assert received.is_new
    assert (material.title, material.format, material.grade) == ("云州大学反馈意见", "docx", "internal")
    assert (material.file.size, material.dated, material.unit.name) == (len(content), date(2026, 6, 18), "云州大学")
    assert files_under(own_home) == [f"files/{material.file.sha256[:2]}/{material.file.sha256}"]
    assert material.file.path.read_bytes() == content
    assert material.document.state == "waiting"


def test_the_same_file_again_is_recognised_and_not_doubled(upload, own_home):
    content = a_word_file()
    first, again = upload(content), upload(content, name="改了名字.docx")
    assert (again.is_new, again.material.pk) == (False, first.material.pk)
    assert (Material.objects.count(), Document.objects.count(), len(files_under(own_home))) == (1, 1, 1)


def test_a_name_that_says_nothing_gives_way_to_the_centred_title(upload):
    assert upload(a_word_file(), name="附件1.docx").material.title == "关于巡察云州大学党委的反馈意见"


def test_a_path_in_the_name_is_not_kept(upload):
    assert upload(a_word_file(), name="..\\..\\etc\\云大\u202e.docx").material.filename == "云大.docx"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "空.docx", "file.empty"),
        (b"PK\x03\x04 not an archive", "坏.docx", "file.broken"),
        (b"MZ\x90\x00" + bytes(200), "程序.exe", "file.program"),
        (a_word_file()[:-400], "截断.docx", "file.broken"),
        (a_marked_file(), "有密级.docx", "material.marked_above_ceiling"),
        (a_marked_file("绝密"), "绝密.docx", "material.marked_above_ceiling"),
    ],
)
def test_a_refused_upload_leaves_a_sentence_in_the_journal_and_nothing_else(upload, own_home, content, name, code):
    before = acts_recorded()
    with pytest.raises(Refusal) as refused:
        upload(content, name=name)
    assert refused.value.code == code
    assert files_under(own_home) == []
    assert (Material.objects.count(), Document.objects.count()) == (0, 0)
    assert acts_recorded() == before | {"material.refused": 1}


def test_a_grade_above_the_ceiling_is_refused_before_anything_is_written(upload, own_home):
    with pytest.raises(Refusal) as refused:
        upload(a_word_file(), grade=Grade.SECRET)
    assert refused.value.code == "material.above_ceiling"
    assert str(refused.value) == (
        "“云州大学反馈意见.docx”的密级“秘密”高于本系统允许的最高密级“内部”，没有接收，也没有留存副本。"
        "请按涉密载体管理规定处理。"
    )
    assert list(own_home.iterdir()) == []


def test_a_marking_below_the_ceiling_raises_the_grade(upload, settings):
    settings.LIANDU_CEILING = "confidential"
    assert upload(a_marked_file("秘密★1年")).material.grade == "secret"


def test_too_large_an_upload_is_refused(upload, settings, own_home):
    settings.LIANDU_UPLOAD_MB = 1
    with pytest.raises(Refusal) as refused:
        upload(bytes(1024 * 1024 + 1))
    assert refused.value.code == "file.too_large"
    assert files_under(own_home) == []


def test_who_may_not_receive_writes_nothing_at_all(upload, city, own_home):
    before = acts_recorded()
    with pytest.raises(Denied):
        upload(a_word_file(), by=city.people.secretary)
    assert list(own_home.iterdir()) == []
    assert acts_recorded() == before


def test_a_failing_journal_undoes_the_upload(upload, own_home, monkeypatch):
    def broken(**_entry):
        raise OSError("disk full")

    monkeypatch.setattr("liandu.inspections.commands.rounds.record", broken)
    with pytest.raises(OSError, match="disk full"):
        upload(a_word_file())
    assert files_under(own_home) == []
    assert Material.objects.count() == 0


def test_a_corrected_version_names_the_earlier_one(upload):
    first = upload(a_word_file()).material
    second = upload(a_word_file("1.辅导员配备不足。"), corrects=first).material
    assert (second.corrects, first.corrected_by.get()) == (first, second)


def test_a_correction_belongs_to_the_same_unit_and_to_kept_material(upload, city):
    first = upload(a_word_file()).material
    with pytest.raises(Refusal, match="同一轮、同一单位"):
        upload(a_word_file("甲"), corrects=first, inspection=city.inspections.firm)
    withdraw_material(material=first, by=city.people.clerk, reason="传错")
    with pytest.raises(Refusal, match="已撤回，不能再更正"):
        upload(a_word_file("乙"), corrects=first)
    assert Material.objects.count() == 1


@pytest.mark.parametrize(
    ("filename", "unit"),
    [
        ("云州大学党委反馈意见.docx", "云州大学"),
        ("03-关于云州市水利局党组的反馈意见（定稿）.pdf", "云州市水利局"),
        ("水务集团整改进展.xlsx", "云州水务集团有限公司"),
        ("云州市概况.docx", None),
        ("云州大学与云州市水利局.docx", None),
        ("扫描件001.pdf", None),
    ],
)
def test_the_unit_is_told_by_the_files_name(city, filename, unit):
    units = [city.units.university, city.units.firm, city.units.bureau, city.units.elsewhere]
    found = unit_in_filename(filename, units)
    assert (found.name if found else None) == unit
