"""Which reader reads what, and what is said of files that nobody reads."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liandu.papers.blocks import Paper
from liandu.papers.reading import best, read
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.registry import look_at, readers
from tests.papers.numbering_cases import OFFICIAL, abstract, num
from tests.papers.word_files import docx, p, packed, tbl, tr
from tests.papers.workbooks import xlsx

WORD = docx(p("落实不力", num="1", level=0) + tbl(tr("甲", "乙")), numbering=abstract(1, *OFFICIAL) + num(1, 1))
BOOK = xlsx({"台账": [["序号", "问题"], [1, "落实不力"]]})


def refusal(tmp_path, data: bytes, name: str, limits: Limits | None = None) -> CannotRead:
    file = tmp_path / "stored"
    file.write_bytes(data)
    with pytest.raises(CannotRead) as refused:
        read(file, name, limits)
    return refused.value


def test_every_reader_has_a_name_of_its_own():
    names = [reader.name for reader in readers()]
    assert {"docx", "xlsx", "legacy_office"} <= set(names)
    assert len(names) == len(set(names))


def test_the_readers_are_imported_at_the_first_file_only():
    code = (
        "import sys, liandu.papers.reading; print('liandu.papers.reading.xlsx' in sys.modules, 'lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


@pytest.mark.parametrize(("data", "name"), [(WORD, "docx"), (BOOK, "xlsx")])
@pytest.mark.parametrize("ending", ["docx", "xlsx", "doc", "xls", "pdf", "txt", "html", ""])
def test_the_content_decides_and_not_the_ending(tmp_path, data, name, ending):
    file = tmp_path / "stored"
    file.write_bytes(data)
    reader = best(look_at(file, f"文件.{ending}", Limits()))
    assert reader is not None
    assert reader.name == name


def test_a_source_says_its_ending_in_lower_case(tmp_path):
    assert Source("意见.DOCX", tmp_path, b"", 0).ending == "docx"


def test_an_empty_file_is_refused(tmp_path):
    assert refusal(tmp_path, b"", "空.docx").code == "file.empty"


def test_a_file_above_the_limit_is_refused_with_the_limit(tmp_path):
    refused = refusal(tmp_path, b"x" * 2_000_001, "大.txt", Limits(bytes=2_000_000))
    assert (refused.code, refused.facts) == ("file.too_large", {"limit": 1})


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "gone", tmp_path):
        with pytest.raises(CannotRead) as refused:
            read(path, "意见.docx")
        assert refused.value.code == "file.unreadable"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (packed({"readme": b"x"}), "包.zip", "file.archive"),
        (packed({"readme": b"x"}), "包.docx", "file.archive"),
        (packed({"readme": b"x"}), "包.xlsx", "file.archive"),
        (b"Rar!\x1a\x07\x00" + bytes(range(256)), "包.rar", "file.archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(range(256)), "包.7z", "file.archive"),
        (b"MZ\x90\x00" + bytes(range(256)), "工具.exe", "file.program"),
        (bytes(range(256)) * 8, "什么.bin", "file.unknown"),
    ],
)
def test_what_nobody_reads_gets_a_sentence(tmp_path, data, name, code):
    refused = refusal(tmp_path, data, name)
    assert refused.code == code
    assert str(refused).endswith("。")


@pytest.mark.parametrize("name", ["意见.docx", "台账.xlsx"])
def test_a_truncated_office_file_is_called_broken_not_unknown(tmp_path, name):
    data = WORD if name.endswith("docx") else BOOK
    assert refusal(tmp_path, data[: len(data) // 2], name).code == "file.broken"


ANY_FILE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def outcome(tmp_path, data: bytes, name: str) -> Paper | CannotRead:
    """Read; anything but a paper or a refusal fails the test."""
    file = tmp_path / "stored"
    file.write_bytes(data)
    try:
        paper = read(file, name, Limits(seconds=1))
    except CannotRead as refused:
        return refused
    assert [block.index for block in paper.blocks] == list(range(len(paper.blocks)))
    for table in paper.tables:
        assert len({len(row) for row in table.rows}) == 1
        assert all(cell.block < len(paper.blocks) for row in table.rows for cell in row)
    return paper


@pytest.mark.slow
@ANY_FILE
@given(head=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), rest=st.binary(max_size=2_000),
       name=st.sampled_from(["a.docx", "a.xlsx", "a.doc", "a.xls", "a"]))  # fmt: skip
def test_random_bytes_are_read_or_refused(tmp_path, head, rest, name):
    outcome(tmp_path, head + rest, name)


@pytest.mark.slow
@ANY_FILE
@given(data=st.data(), original=st.sampled_from([(WORD, "a.docx"), (BOOK, "a.xlsx")]))
def test_a_cut_or_changed_office_file_is_read_or_refused(tmp_path, data, original):
    content, name = original
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(0, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    outcome(tmp_path, bytes(changed[: data.draw(st.integers(len(changed) // 2, len(changed)))]), name)


ELEMENTS = ("p", "r", "tbl", "tr", "tc", "pPr", "tcPr", "sdt", "txbxContent", "drawing")
PIECES = [
    *(f"<{end}w:{name}>" for name in ELEMENTS for end in ("", "/")),
    "<w:t>文",
    "</w:t>",
    '<w:numPr><w:numId w:val="1"/></w:numPr>',
    "<w:vMerge/>",
    '<w:gridSpan w:val="-3"/>',
    '<w:fldChar w:fldCharType="end"/>',
    "<mc:AlternateContent/>",
    '<w:sym w:char="FFFFFFFF"/>',
    '<w:ilvl w:val="99999999999999999999"/>',
]


@pytest.mark.slow
@ANY_FILE
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30))
def test_elements_in_any_order_are_read_or_refused(tmp_path, pieces):
    outcome(tmp_path, docx("".join(_closed(pieces)), numbering=abstract(1, *OFFICIAL) + num(1, 1)), "a.docx")


def _closed(pieces: list[str]) -> list[str]:
    """Return the pieces as well-formed XML: stray ends dropped, open elements closed."""
    out, opened = [], []
    for piece in pieces:
        name = piece.strip("<>/").split(">")[0].split()[0]
        if piece.startswith("</"):
            if name in opened:
                while opened:
                    last = opened.pop()
                    out.append(f"</{last}>")
                    if last == name:
                        break
        else:
            out.append(piece)
            if "/>" not in piece:
                opened.append(name)
    return out + [f"</{name}>" for name in reversed(opened)]
