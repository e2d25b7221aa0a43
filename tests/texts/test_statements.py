"""Files of statements: what is taken, and what is refused with the number of its line."""

import json

import pytest

from liandu.kernel.refusals import Refusal
from liandu.texts.statements import MOST_BYTES, Label, Statement, read_labels, read_statements

GOOD = '{"id": "1", "text": "台账不全"}'


@pytest.fixture
def file(tmp_path):
    return tmp_path / "问题.jsonl"


def test_statements_come_in_their_order_with_what_is_known(file):
    rows = [
        {"id": 7, "text": "甲", "unit": "云州市水利局", "sector": "department", "date": "2026-03"},
        {"id": "8", "text": "乙"},
    ]
    file.write_text(
        "\ufeff" + "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8"
    )

    assert read_statements(file) == [
        Statement("7", "甲", "云州市水利局", "department", "2026-03"),
        Statement("8", "乙"),
    ]


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ('{"id": "2", "text": ', "statements.broken", "第2行不是完整的 JSON，请检查引号、括号和编码（UTF-8）。"),
        ("[" * 100_000, "statements.broken", "第2行不是完整的 JSON，请检查引号、括号和编码（UTF-8）。"),
        ("[1]", "statements.no_object", "第2行不是一个 JSON 对象（{…}）。"),
        ('{"text": "乙"}', "statements.no_id", "第2行没有编号 id。"),
        ('{"id": true, "text": "乙"}', "statements.no_id", "第2行没有编号 id。"),
        ('{"id": "1", "text": "乙"}', "statements.doubled", "第2行的编号“1”与第1行重复。"),
        ('{"id": 1, "text": "乙"}', "statements.doubled", "第2行的编号“1”与第1行重复。"),
        ('{"id": "2", "text": " \\n"}', "statements.empty", "第2行的 text 是空的。"),
        ('{"id": "2"}', "statements.empty", "第2行的 text 是空的。"),
        ('{"id": "2", "text": 5}', "statements.no_text", "第2行的 text 不是文字。"),
        ('{"id": "2", "text": "\\ud800"}', "statements.no_text", "第2行的 text 不是文字。"),
        ('{"id": "2", "text": "乙", "unit": []}', "statements.no_text", "第2行的 unit 不是文字。"),
        ('{"id": "2", "text": "' + "长" * MOST_BYTES + '"}', "statements.long", "第2行超过 1 MB，不像一条问题。"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_taken_is_named(file, line, code, sentence):
    file.write_text(f"{GOOD}\n{line}\n", encoding="utf-8")

    with pytest.raises(Refusal) as refused:
        read_statements(file)
    assert (refused.value.code, str(refused.value)) == (code, sentence)


def test_bytes_that_are_no_utf_8_are_a_broken_line(file):
    file.write_bytes('{"id": "1", "text": "台账"}'.encode("gb18030"))

    with pytest.raises(Refusal) as refused:
        read_statements(file)
    assert refused.value.code == "statements.broken"


def test_a_file_that_is_not_there_is_refused(file):
    with pytest.raises(Refusal) as refused:
        read_statements(file)
    assert refused.value.code == "statements.unreadable"


def test_labels_name_a_text_or_a_statement(file):
    file.write_text('{"class": "B6", "text": "未招标"}\n{"class": "B5", "id": 3}\n', encoding="utf-8")

    assert read_labels(file, {"B5", "B6"}) == [Label("B6", "未招标"), Label("B5", id="3")]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"class": "Z9", "text": "甲"}', "第1行的类别“Z9”不在分类表里。"),
        ('{"text": "甲"}', "第1行的类别“”不在分类表里。"),
        ('{"class": "B5"}', "第1行既没有 text 也没有 id。"),
    ],
)
def test_a_label_that_says_nothing_is_named(file, line, sentence):
    file.write_text(line, encoding="utf-8")

    with pytest.raises(Refusal) as refused:
        read_labels(file, {"B5"})
    assert str(refused.value) == sentence
