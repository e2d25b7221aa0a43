"""``liandu intake`` as a person or a program calls it: real files, a real process."""

import json
import os
import subprocess
import sys

import pytest
from openpyxl import load_workbook

from tests.papers_of_the_day import a_word_file

pytestmark = pytest.mark.slow

DOCUMENT_KEYS = {"file", "kind", "units", "problems", "recommendations", "clue_mentions", "figures", "warnings"}
PROBLEM_KEYS = {"path", "level", "leaf", "title", "unit", "passage", "rectification", "reason"}
FIGURE_KEYS = {"quantity", "value", "unit", "approximate", "text"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "意见.docx").write_bytes(a_word_file())
    (tmp_path / "无问题.txt").write_text("今天天气很好。\n我们去公园。\n", encoding="utf-8")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "空.docx").write_bytes(b"")
    answers = (
        "（一）关于“辅导员配备不足”问题的整改",
        "已补充辅导员12名，挽回经济损失35.6万元。",
        "（二）关于“=课程思政流于形式”问题的整改",
        "修订制度3项。",
    )
    progress = a_word_file(*answers, title="中共云州大学委员会关于巡察整改进展情况的通报")
    (tmp_path / "通报.docx").write_bytes(progress)
    return tmp_path


def intake(folder, *arguments, **environment):
    """Run the command in ``folder``; Django and its database must not be needed."""
    command = [sys.executable, "-m", "liandu", "intake", *arguments]
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LIANDU_", "DJANGO_"))}
    clean |= {"LIANDU_DATABASE": "postgresql://nobody@127.0.0.1:1/nothing", "LIANDU_HOME": str(folder / "no-home")}
    return subprocess.run(
        command, cwd=folder, env=clean | environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_readable_tree_is_printed(folder):
    done = intake(folder, "意见.docx")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("意见.docx · feedback · 云州大学")
    words = [line.lstrip("│├└─ ") for line in lines[1:]]
    assert "1.辅导员配备不足，生师比长期超过三百比一" in words
    assert not (folder / "no-home").exists()


def test_a_document_without_problems_says_so(folder):
    done = intake(folder, "无问题.txt")
    assert done.returncode == 0
    assert "这份文件没有列出问题。No problems are stated." in done.stdout


def test_json_has_exactly_the_promised_shape(folder):
    done = intake(folder, "--json", "意见.docx", "通报.docx", "无问题.txt")
    said = json.loads(done.stdout)
    assert (done.returncode, set(said)) == (0, {"documents"})
    assert [document["file"] for document in said["documents"]] == ["意见.docx", "通报.docx", "无问题.txt"]
    for document in said["documents"]:
        assert set(document) == DOCUMENT_KEYS
        assert isinstance(document["units"], list)
        assert all(isinstance(document[key], int) for key in ("recommendations", "clue_mentions"))
        assert all(isinstance(words, str) for words in document["warnings"])
        for problem in document["problems"]:
            assert set(problem) == PROBLEM_KEYS
            assert set(problem["passage"]) == {"block", "start", "end"}
            assert problem["level"] in {"aspect", "problem", "item"}
            assert isinstance(problem["leaf"], bool)
            assert all(isinstance(part, str) and part for part in problem["path"])
        for figure in document["figures"]:
            assert set(figure) == FIGURE_KEYS
    assert said["documents"][2]["problems"] == []


def test_json_tells_problems_with_their_rectification_and_figures(folder):
    [document] = json.loads(intake(folder, "--json", "通报.docx").stdout)["documents"]
    leaves = [problem for problem in document["problems"] if problem["leaf"]]
    assert [(problem["title"], problem["rectification"]) for problem in leaves] == [
        ("辅导员配备不足", "已补充辅导员12名，挽回经济损失35.6万元。"),
        ("=课程思政流于形式", "修订制度3项。"),
    ]
    assert document["kind"] == "progress"
    assert {(figure["value"], figure["unit"]) for figure in document["figures"]} >= {(35.6, "万元")}


def test_what_cannot_be_read_is_named_with_its_reason_and_the_rest_is_read(folder):
    done = intake(folder, "--json", "坏.docx", "意见.docx", "空.docx", "没有.docx", ".")
    assert done.returncode == 1
    assert [document["file"] for document in json.loads(done.stdout)["documents"]] == ["意见.docx"]
    lines = done.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["坏.docx", "空.docx", "没有.docx", "."]
    assert all(line.endswith("。") for line in lines)
    assert "Traceback" not in done.stderr


def test_the_spreadsheet_has_a_row_for_each_leaf_and_texts_stay_texts(folder):
    done = intake(folder, "意见.docx", "通报.docx", "--xlsx", "问题.xlsx")
    assert done.returncode == 0
    sheet = load_workbook(folder / "问题.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("文件", "单位", "序号", "上级", "问题", "整改情况", "依据")
    assert [row[4] for row in rows[1:]] == [
        "辅导员配备不足，生师比长期超过三百比一", "课程思政流于形式，个别学院以观看视频代替授课", "辅导员配备不足",
        "=课程思政流于形式",
    ]  # fmt: skip
    assert sheet.cell(5, 5).data_type == "s"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G5")


def test_a_spreadsheet_that_cannot_be_written_is_a_sentence(folder):
    done = intake(folder, "意见.docx", "--xlsx", "no/such/folder/问题.xlsx")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "no/such/folder/问题.xlsx" in done.stderr


def test_many_files_are_read_by_several_processes_in_their_order(folder):
    for number in range(6):
        (folder / f"{number}.docx").write_bytes(a_word_file(f"1.第{number}个问题不落实。"))
    names = [f"{number}.docx" for number in range(6)]
    done = intake(folder, "--json", *names, "坏.docx")
    assert done.returncode == 1
    assert [document["file"] for document in json.loads(done.stdout)["documents"]] == names


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--no-such-option", "意见.docx"]])
def test_wrong_usage_is_2(folder, arguments):
    done = intake(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: liandu ")
