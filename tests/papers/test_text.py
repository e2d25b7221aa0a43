"""Plain text: every encoding offices use, and nothing that is not text."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liandu.papers.blocks import BlockKind, Paper
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.text import READER, decode

TEXT = (
    "一、主要问题\n　　（一）“三重一大”制度执行不严格。2025年清退违规资金63.8万元，涉及12人。\n（二）台账更新滞后。\n"
)
PARAGRAPHS = [
    "一、主要问题",
    "（一）“三重一大”制度执行不严格。2025年清退违规资金63.8万元，涉及12人。",
    "（二）台账更新滞后。",
]
CORPUS = Path(os.environ.get("LIANDU_CORPUS", Path(__file__).resolve().parents[3] / "shared" / "corpus"))


def read(tmp_path: Path, data: bytes, **limits: int) -> Paper:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    return READER.read(Source("a.txt", path, data[:4096], len(data)), Limits(**limits))


def paragraphs(paper: Paper) -> list[str]:
    return [block.text for block in paper.body()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end_is_read(tmp_path: Path, encoding: str, line_end: str) -> None:
    assert paragraphs(read(tmp_path, TEXT.replace("\n", line_end).encode(encoding))) == PARAGRAPHS


def test_big_endian_with_a_mark(tmp_path: Path) -> None:
    assert paragraphs(read(tmp_path, b"\xfe\xff" + TEXT.encode("utf-16-be"))) == PARAGRAPHS


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_in_the_middle_of_a_character_is_still_read(tmp_path: Path, encoding: str) -> None:
    data = ("整改不到位。" * 50).encode(encoding)
    assert paragraphs(read(tmp_path, data[:-4]))[0].startswith("整改不到位。整改不到位。")


def test_invisible_characters_vanish_and_odd_spaces_become_one_space(tmp_path: Path) -> None:
    text = "挂牌\u200b督办\ufeff，2025\xa0年\x0b第\x07二\x00段\u202e。\x85第三段"
    assert paragraphs(read(tmp_path, text.encode())) == ["挂牌督办，2025 年", "第二段。", "第三段"]


def test_blank_lines_make_no_blocks(tmp_path: Path) -> None:
    assert paragraphs(read(tmp_path, "甲。\n\n \t\n　　\n乙。".encode())) == ["甲。", "乙。"]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03" * 100,
        b"MZ\x90\x00" + bytes(200),
        b"\xff\xfe" + b"\x00\xd8" * 50,
        os.urandom(4000),
    ],
)
def test_binary_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CannotRead) as caught:
        read(tmp_path, data)
    assert caught.value.code == "file.not_text"


@pytest.mark.parametrize("data", [b"", b"\n\n", "\ufeff　\u200b".encode()])
def test_nothing_to_read_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CannotRead) as caught:
        read(tmp_path, data)
    assert caught.value.code == "file.empty"


def test_limits_hold(tmp_path: Path) -> None:
    for limits, code in (({"bytes": 10}, "file.too_large"), ({"characters": 10}, "file.too_long")):
        with pytest.raises(CannotRead) as caught:
            read(tmp_path, TEXT.encode(), **limits)
        assert caught.value.code == code


def test_a_real_format_always_scores_higher() -> None:
    def score(name: str, head: bytes) -> float:
        return READER.score(Source(name, Path("/"), head, len(head)))

    assert score("a.txt", "整改".encode()) == 0.6
    assert score("a.docx", "整改".encode("gb18030")) == 0.4
    assert score("a.txt", "整改 1".encode("utf-16-le")) == 0.6
    assert {score("a.txt", head) for head in (b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG", bytes(100), b"{\\rtf1")} == {0.0}


def test_cut_lines_of_a_converted_document_are_joined(tmp_path: Path) -> None:
    rows = [
        "    （一）落实过紧日子要求不严格的问题。7家单位超预算列支会",
        "议费，有关单位已经按照要求全部退回，共计退回违规资金63",
        ".8万元，对9名责任人批评教育。",
        "    （二）往来款项长期没有清理的问题。21家单位收回欠款计3",
        "472万元，其余部分正在通过法律途径清收，预计年底前全部完",
        "",
        "— 1 —",
        "",
        "成。",
    ]
    paper = read(tmp_path, "\n".join(rows).encode())
    assert paragraphs(paper) == [
        (
            "（一）落实过紧日子要求不严格的问题。7家单位超预算列支会议费，有关单位已经按照要求全部退回，"
            "共计退回违规资金63.8万元，对9名责任人批评教育。"
        ),
        "（二）往来款项长期没有清理的问题。21家单位收回欠款计3472万元，其余部分正在通过法律途径清收，预计年底前全部完成。",
    ]
    assert [block.text for block in paper.blocks if block.kind is BlockKind.FOOTER] == ["— 1 —"]
    assert (paper.pages, paper.blocks[0].page) == (2, 1)


def test_the_hard_wrapped_corpus_file_holds_every_gold_title_and_figure() -> None:
    path = CORPUS / "authored" / "d07.txt"
    if not path.exists():
        pytest.skip("the corpus is not beside the repository (LIANDU_CORPUS)")
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    paper = READER.read(Source(path.name, path, path.read_bytes()[:4096], path.stat().st_size), Limits())
    text = "\n".join(block.text for block in paper.body())
    assert [problem["title"] for problem in gold["problems"] if problem["title"] not in text] == []
    assert [figure["text"] for figure in gold["figures"] if figure["text"] not in text] == []


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_text_or_a_refusal(data: bytes) -> None:
    try:
        text = decode(data)
    except CannotRead:
        return
    assert "\ufffd" not in text or b"\xef\xbf\xbd" in data or b"\x84\x31\xa4\x37" in data


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_reading_any_text_gives_blocks_in_order_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    try:
        paper = read(tmp_path_factory.getbasetemp(), text.encode("utf-8", "surrogatepass"))
    except CannotRead:
        return
    else:
        assert [block.index for block in paper.blocks] == list(range(len(paper.blocks)))
        assert all(block.text and block.text == block.text.strip() for block in paper.blocks)
