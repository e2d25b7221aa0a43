"""Lists of clues go their own sealed way: normal intake offers them no more, refuses them, keeps no copy of one."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from liandu.files.incoming import taking_in
from liandu.inspections.examination import is_clue_list
from liandu.inspections.models import Material
from liandu.intake.commands import receive_document, receive_upload
from liandu.intake.forms import UploadFiles
from liandu.intake.jobs import read_waiting
from liandu.intake.models import DocumentText
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.papers.reading import read
from tests.papers_of_the_day import a_word_file

WORD = "欧阳暗记"
LIST = a_word_file(f"1.反映{WORD}违规发放补贴。", title="问题线索移交清单")


def files_under(home):
    return [path for path in home.rglob("*") if path.is_file()]


def about(city):
    return {
        "round": city.round,
        "inspection": city.inspections.university,
        "grade": Grade.INTERNAL,
        "by": city.people.clerk,
    }


def test_the_upload_offers_no_clue_lists(city):
    offered = [
        value for value, _label in UploadFiles(reader=city.people.clerk, round=city.round).fields["kind"].choices
    ]
    assert "clue_list" not in offered
    assert "feedback_opinion" in offered


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("云州大学.docx", "clue_list", a_word_file()),
        ("云州大学.docx", "other", LIST),
        (f"{WORD}问题线索清单.docx", "other", a_word_file()),
    ],
)
def test_a_list_of_clues_is_refused_by_its_kind_its_title_or_its_name_and_leaves_nothing(
    city, own_home, name, kind, content
):
    with pytest.raises(Refusal) as why:
        receive_upload(chunks=[content], name=name, kind=kind, **about(city))
    assert why.value.code == "material.clue_list"
    assert "密封清单" in str(why.value)
    assert (Material.objects.count(), files_under(own_home)) == (0, [])
    entry = Entry.objects.get(act="material.refused")
    assert (entry.facts["name"], entry.facts["code"]) == ("问题线索清单", "material.clue_list")
    assert WORD not in json.dumps(entry.facts, ensure_ascii=False)


def test_a_list_that_only_reading_finds_is_destroyed_with_its_name(city, own_home, django_capture_on_commit_callbacks):
    with taking_in([LIST], name=f"{WORD}.docx", most=10**7) as incoming:
        material = receive_document(
            incoming=incoming, kind="other", title=WORD, marking=None, format="docx", pages=None, **about(city)
        ).material
    with ThreadPoolExecutor(1) as pool, django_capture_on_commit_callbacks(execute=True):
        assert read_waiting("w", pool) == 1
    material.refresh_from_db()
    assert (material.state, material.file, material.title, material.filename) == (
        "destroyed", None, "问题线索清单", "问题线索清单",
    )  # fmt: skip
    assert material.document.failure["code"] == "material.clue_list"
    assert (DocumentText.objects.count(), files_under(own_home)) == (0, [])
    assert set(Entry.objects.get(act="material.clue_list_destroyed").facts) == {"sha256"}


def test_receiving_material_directly_refuses_the_kind_too(city):
    with pytest.raises(Refusal), taking_in([a_word_file()], name="a.docx", most=10**7) as incoming:
        receive_document(
            incoming=incoming, kind="clue_list", title="a", marking=None, format="docx", pages=None, **about(city)
        )
    assert Material.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("巡察移交问题线索清单.docx", True), ("线索处置情况一览表.xlsx", True), ("信访线索登记表.doc", True),
        ("线索移送目录.pdf", True), ("反馈意见.docx", False), ("线索处置工作规定.docx", False),
        ("问题线索管理台账不规范.docx", False), ("关于线索办理质量的报告.docx", False), ("整改问题清单.xlsx", False),
    ],
)  # fmt: skip
def test_what_calls_itself_a_list_of_clues_is_one(name, found):
    assert is_clue_list(name) is found


@pytest.mark.slow
def test_no_document_of_the_golden_set_is_taken_for_one():
    folder = Path(__file__).parents[1] / "golden" / "documents"
    papers = [path for path in sorted(folder.rglob("*")) if path.suffix in {".docx", ".xlsx", ".html", ".txt"}]
    assert papers
    assert [path.name for path in papers if is_clue_list(path.name, read(path, path.name))] == []
