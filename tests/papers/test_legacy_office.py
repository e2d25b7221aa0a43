"""Old Office files: what is refused without LibreOffice, and real conversion where it is installed."""

import os
import signal
import struct
import subprocess
import time
from pathlib import Path

import pytest

from liandu.papers.blocks import Paper
from liandu.papers.reading import legacy_office, read
from liandu.papers.reading.ole import compound
from liandu.papers.reading.protocol import CannotRead, Limits
from liandu.papers.reading.registry import look_at
from tests.papers.compound_files import compound_file
from tests.papers.numbering_cases import OFFICIAL, abstract, num
from tests.papers.word_files import docx, p, tbl, tc, tr

FIB = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0804, 0, 0) + b"\0" * 500
ENCRYPTED_FIB = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x0100) + b"\0" * 500
BIFF = struct.pack("<HHHH12x", 0x0809, 16, 0x0600, 5)
RTF = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\f0 \u33853?\u23454?\u19981?\u21147?\par}"
ROWS = [["序号", "问题"], ["1", "挂账"]]
installed = pytest.mark.skipif(legacy_office.program() is None, reason="LibreOffice is not installed")


@pytest.fixture
def paper(tmp_path):
    def make(data: bytes, name: str, limits: Limits | None = None) -> Paper:
        file = tmp_path / "stored"
        file.write_bytes(data)
        return read(file, name, limits)

    return make


def refusal(paper, data: bytes, name: str, limits: Limits | None = None) -> CannotRead:
    with pytest.raises(CannotRead) as refused:
        paper(data, name, limits)
    assert str(refused.value).endswith("。")
    return refused.value


@pytest.mark.parametrize(
    ("streams", "name", "code"),
    [
        ({"EncryptedPackage": b"x" * 100, "EncryptionInfo": b"y"}, "意见.docx", "file.encrypted"),
        ({"EncryptedPackage": b"x" * 100, "EncryptionInfo": b"y"}, "台账.xlsx", "file.encrypted"),
        ({"WordDocument": ENCRYPTED_FIB}, "意见.doc", "file.encrypted"),
        ({"WordDocument": FIB, "Macros": b"x"}, "意见.doc", "file.macros"),
        ({"WordDocument": b"\xec\xa5"}, "意见.wps", "file.broken"),
        ({"Workbook": b"x" * 100, "_VBA_PROJECT_CUR": b"x"}, "台账.xls", "file.macros"),
        ({"Workbook": b"x" * 100}, "台账.et", "file.broken"),
        ({"Workbook": BIFF + struct.pack("<HH", 0x2F, 54) + b"\0" * 54}, "台账.xls", "file.encrypted"),
        ({"Contents": b"x"}, "旧.wps", "file.broken"),
        ({"Contents": b"x"}, "旧.bin", "file.unknown"),
    ],
)
def test_a_compound_file_that_cannot_be_taken_gets_its_sentence(paper, streams, name, code):
    assert refusal(paper, compound_file(streams), name).code == code


@pytest.mark.parametrize("name", ["意见.doc", "意见.docx"])
def test_a_compound_file_cut_in_the_middle_is_broken_or_unknown(paper, name):
    data = compound_file({"WordDocument": FIB * 20})
    assert refusal(paper, data[:600], name).code in {"file.broken", "file.unknown"}


def test_what_a_compound_file_holds_is_told_without_raising(tmp_path):
    file = tmp_path / "stored"
    file.write_bytes(compound_file({"WordDocument": FIB}))
    held = compound(look_at(file, "a.doc", Limits()))
    assert (held.is_word, held.is_workbook, held.has_macros, held.is_encrypted_package) == (True, False, False, False)
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2_000)
    assert compound(look_at(file, "a.doc", Limits())).names == frozenset()


@pytest.mark.parametrize(("name", "kind"), [("意见.doc", "doc"), ("意见.wps", "wps"), ("意见.rtf", "rtf")])
def test_without_libreoffice_the_sentence_says_what_to_do(paper, monkeypatch, tmp_path, name, kind):
    data = RTF if kind == "rtf" else compound_file({"WordDocument": FIB})
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = refusal(paper, data, name)
    assert refused.code == "file.needs_libreoffice"
    assert str(refused) == f"未安装 LibreOffice，不能读 .{kind} 文件。请另存为 .docx 后再上传。"


def test_a_converter_that_hangs_is_ended_with_all_it_started(paper, monkeypatch, tmp_path):
    children = tmp_path / "children"
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nsleep 60 &\necho "$! $$" > {children}\nwait\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert refusal(paper, RTF, "意见.rtf", Limits(seconds=0.2)).code == "file.too_slow"
    for process in map(int, children.read_text().split()):
        assert _has_ended(process)


def test_a_converter_that_makes_nothing_leaves_a_broken_file(paper, monkeypatch, tmp_path):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert refusal(paper, RTF, "意见.rtf").code == "file.broken"


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Return the same small document as .doc and .odt."""
    folder = tmp_path_factory.mktemp("converted")
    numbering = abstract(1, *OFFICIAL) + num(1, 1)
    table = tbl(*(tr(*(tc(text, properties='<w:tcW w:w="3000" w:type="dxa"/>') for text in row)) for row in ROWS))
    # LibreOffice writes no table without widths into a .doc.
    table = table.replace("<w:tblGrid/>", '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>')
    body = p("落实监督责任不到位", num="1", level=0) + p("长期挂账", num="1", level=1) + table + p("说明")
    (folder / "a.docx").write_bytes(docx(body, numbering=numbering))
    for kind in ("doc", "odt"):
        subprocess.run(
            [legacy_office.program(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", kind, "--outdir", folder, folder / "a.docx"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return {kind: (folder / f"a.{kind}").read_bytes() for kind in ("doc", "odt")}


@pytest.mark.slow
@installed
@pytest.mark.parametrize(
    ("kind", "name"), [("doc", "意见.doc"), ("doc", "意见.wps"), ("doc", "意见.docx"), ("odt", "意见.odt")]
)
def test_an_old_document_is_read_with_its_numbers_and_tables(paper, converted, kind, name):
    made = paper(converted[kind], name)
    assert [(block.number, block.text) for block in made.blocks if block.text] == [
        ("一、", "落实监督责任不到位"), ("（一）", "长期挂账"), ("", "序号"), ("", "问题"), ("", "1"), ("", "挂账"),
        ("", "说明"),
    ]  # fmt: skip
    assert [[cell.text for cell in row] for row in made.tables[0].rows] == ROWS
    assert made.format == ("wps" if name.endswith("wps") else kind)


@pytest.mark.slow
@installed
def test_rich_text_is_read_whatever_its_name(paper):
    made = paper(RTF, "意见.doc")
    assert (made.format, [block.text for block in made.blocks]) == ("rtf", ["落实不力"])


@pytest.mark.slow
@installed
def test_a_damaged_old_document_is_read_or_refused(paper, converted):
    data = bytearray(converted["doc"])
    data[len(data) // 2 :] = os.urandom(len(data) - len(data) // 2)
    try:
        made = paper(bytes(data), "意见.doc")
    except CannotRead:
        return
    assert made.format == "doc"


def _has_ended(process: int) -> bool:
    """Return whether a process is gone (or only waits to be collected) within a second."""
    for _ in range(50):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    os.kill(process, signal.SIGKILL)
    return False
