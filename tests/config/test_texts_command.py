"""``liandu classify``, ``themes`` and ``copies`` as a person or a program calls them: real files, a real process."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

ROWS = [
    {
        "id": "1",
        "text": "道路工程未公开招标，拆分成小标段",
        "unit": "云州市水利局",
        "sector": "department",
        "date": "2026-03",
    },
    {"id": "2", "text": "围标串标未查处，中标单位转包工程", "unit": "云州市林业局", "sector": "soe", "date": "2026-03"},
    {"id": "3", "text": "党支部三会一课记录是补写的", "unit": "云州市体育局"},
]
TAXONOMY = """
leaves:
- {code: B6, zh: 工程建设, definition_zh: 工程招标和施工不规范, keywords: [工程, 招标, 围标]}
- {code: C4, zh: 基层党组织, definition_zh: 支部组织生活不规范, keywords: [党支部, 三会一课]}
"""


@pytest.fixture
def folder(tmp_path):
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    (tmp_path / "问题.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "分类.yaml").write_text(TAXONOMY, encoding="utf-8")
    (tmp_path / "坏.jsonl").write_text(f"{lines}\n{{", encoding="utf-8")
    return tmp_path


def liandu(folder, *arguments):
    """Run the command in ``folder``; Django and its database must not be needed."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LIANDU_", "DJANGO_"))}
    clean |= {"LIANDU_DATABASE": "postgresql://nobody@127.0.0.1:1/nothing", "LIANDU_HOME": str(folder / "no-home")}
    return subprocess.run(
        [sys.executable, "-m", "liandu", *arguments],
        cwd=folder, env=clean, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


def test_classes_with_scores_confidence_and_reasons(folder):
    done = liandu(folder, "classify", "问题.jsonl", "--taxonomy", "分类.yaml", "--encoders", "none", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert [row["id"] for row in data["results"]] == ["1", "2", "3"]
    assert [row["classes"][0]["code"] for row in data["results"]] == ["B6", "B6", "C4"]
    assert {row["confidence"] for row in data["results"]} <= {"high", "middle", "low"}
    assert data["results"][2]["why"] == [{"keyword": "三会一课"}, {"keyword": "党支部"}]
    assert not (folder / "no-home").exists()


def test_labels_are_kept_and_learned_from(folder):
    (folder / "标注.jsonl").write_text('{"id": "3", "class": "B6"}\n', encoding="utf-8")
    done = liandu(
        folder,
        "classify",
        "问题.jsonl",
        "--taxonomy",
        "分类.yaml",
        "--labels",
        "标注.jsonl",
        "--encoders",
        "none",
        "--json",
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)["results"][2]
    assert said == {
        "id": "3",
        "classes": [{"code": "B6", "score": 1.0}],
        "confidence": "high",
        "why": [],
        "confirmed": True,
    }


def test_themes_in_the_form_of_programs(folder):
    done = liandu(folder, "themes", "问题.jsonl", "--taxonomy", "分类.yaml", "--encoders", "none", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    (theme,) = data["themes"]
    assert theme["label"].startswith("工程建设")
    assert {key: value for key, value in theme.items() if key != "label"} == {
        "id": "B6-1",
        "class": "B6",
        "members": ["1", "2"],
        "medoid": "1",
        "units": ["云州市林业局", "云州市水利局"],
        "sectors": ["department", "soe"],
        "common": True,
    }
    assert data["queue"] == ["3"]

    (folder / "主题.json").write_text(done.stdout, encoding="utf-8")
    again = liandu(
        folder,
        "themes",
        "问题.jsonl",
        "--taxonomy",
        "分类.yaml",
        "--earlier",
        "主题.json",
        "--encoders",
        "none",
        "--json",
    )
    assert json.loads(again.stdout) == data | {"candidates": []}


def test_copies_in_the_form_of_programs(folder):
    text = "对河道采砂许可逐一核对，收回失效许可证12份，追回价款356.8万元。"
    rows = [
        {"id": "a", "text": text, "unit": "云州市水利局"},
        {"id": "b", "text": text.replace("12", "7"), "unit": "云州市林业局"},
    ]
    (folder / "抄.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    done = liandu(folder, "copies", "抄.jsonl", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    at = text.index("12")
    assert json.loads(done.stdout) == {
        "pairs": [
            {
                "a": "a",
                "b": "b",
                "score": 1.0,
                "kind": "copy",
                "passages": [
                    {
                        "a": [0, len(text) - 1],
                        "b": [0, len(text) - 2],
                        "common": False,
                        "changed": [{"a": [at, at + 2], "b": [at, at + 1]}],
                    }
                ],
            }
        ]
    }


@pytest.mark.parametrize("command", ["classify", "themes", "copies"])
def test_lines_for_people(folder, command):
    done = liandu(folder, command, "问题.jsonl", *(["--encoders", "none"] if command != "copies" else []))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == {"classify": 3, "themes": 2, "copies": 0}[command]


@pytest.mark.parametrize("command", ["classify", "themes", "copies"])
def test_a_broken_line_is_named_with_exit_code_two(folder, command):
    done = liandu(folder, command, "坏.jsonl", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "坏.jsonl: 第4行不是完整的 JSON，请检查引号、括号和编码（UTF-8）。\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["classify", "没有.jsonl"], "没有.jsonl: 这个文件打不开：No such file or directory\n"),
        (
            ["classify", "问题.jsonl", "--taxonomy", "问题.jsonl"],
            "问题.jsonl: 这个文件不是分类表：需要 YAML，leaves 下每一类都有 code 和 zh。\n",
        ),
        (["classify", "问题.jsonl", "--labels", "问题.jsonl"], "问题.jsonl: 第1行的类别“”不在分类表里。\n"),
        (
            ["themes", "问题.jsonl", "--earlier", "问题.jsonl"],
            "问题.jsonl: 这个文件不是 liandu themes --json 的结果。\n",
        ),
        (["themes", "问题.jsonl", "--resolution", "nan"], "--resolution: 粗细应是大于 0、不超过 1000 的数。\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said(folder, arguments, sentence):
    done = liandu(folder, *arguments, *(["--encoders", "none"] if arguments[0] != "copies" else []))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence)


def test_the_command_line_itself_loads_nothing_heavy():
    program = (
        "import sys; from liandu.config.cli import parsers; parsers(); "
        "print({'numpy', 'scipy', 'sklearn', 'rapidfuzz', 'rjieba', 'yaml', 'django'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
