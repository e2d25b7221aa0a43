"""OFD packages, made here part by part."""

import io
import zipfile
from pathlib import Path

import pytest

from liandu.papers.blocks import BlockKind, Paper
from liandu.papers.reading.ofd import READER
from liandu.papers.reading.protocol import CannotRead, Limits, Source

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
LETTER = 5.6


def text(x: float, y: float, words: str, *, size: float = LETTER, shifts: str = "", boundary: str = "") -> str:
    shifts = shifts or f"g {max(1, len(words) - 1)} {size}"
    boundary = boundary or f"{x} {y} 170 8"
    return (
        f'<ofd:TextObject ID="9" Boundary="{boundary}" Font="3" Size="{size}">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="{shifts}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def package(*pages: str, extra: dict[str, str] | None = None, template: str = "") -> bytes:
    parts = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        '</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="77" BaseLoc="Tpls/T.xml"/></ofd:CommonData><ofd:Pages>'
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/T.xml": f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    used = '<ofd:Template TemplateID="77"/>' if template else ""
    for number, content in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {NS}>{used}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (parts | (extra or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def read(tmp_path: Path, data: bytes, **limits: int) -> Paper:
    path = tmp_path / "a.ofd"
    path.write_bytes(data)
    return READER.read(source(path), Limits(**limits))


def source(path: Path) -> Source:
    data = path.read_bytes()
    return Source(path.name, path, data[:8192], len(data))


ROW = "落实巡察整改主体责任不够有力，台账更新不及时，账实核对"
PAGE = (
    text(28 + 2 * LETTER, 40, "（一）" + ROW[:23])
    + text(28, 50, "走过场，个别单位长期没有明确责任人员，违规资金共计63")
    + text(28, 60, ".8万元尚未全部清退。")
    + text(28 + 2 * LETTER, 70, "（二）制度执行不严。")
)


def test_runs_become_lines_and_lines_paragraphs(tmp_path: Path) -> None:
    paper = read(tmp_path, package(PAGE + text(100, 280, "— 1 —")))
    assert [(str(block.kind), block.text) for block in paper.blocks] == [
        ("paragraph", "（一）" + ROW[:23] + "走过场，个别单位长期没有明确责任人员，违规资金共计63.8万元尚未全部清退。"),
        ("paragraph", "（二）制度执行不严。"),
        ("footer", "— 1 —"),
    ]
    assert paper.pages == 1


def test_pages_come_in_the_order_of_the_document(tmp_path: Path) -> None:
    paper = read(tmp_path, package(text(30, 40, "甲。"), text(30, 40, "乙。")))
    assert [(block.text, block.page) for block in paper.blocks] == [("甲。", 1), ("乙。", 2)]


def test_template_pages_are_headers(tmp_path: Path) -> None:
    paper = read(tmp_path, package(PAGE, template=text(60, 15, "云州市审计局文件")))
    assert [block.text for block in paper.blocks if block.kind is BlockKind.HEADER] == ["云州市审计局文件"]


def test_runs_of_one_line_are_put_in_order_and_a_wide_gap_is_a_space(tmp_path: Path) -> None:
    paper = read(tmp_path, package(text(80, 40, "江某某") + text(30, 40, "市审计局局长")))
    assert [block.text for block in paper.blocks] == ["市审计局局长 江某某"]


@pytest.mark.parametrize("shifts", ["g 999999999 5", "g", "g 2", "x y z", "1e99 1e99", "nan", "-5 -5 -5", "g -3 5"])
def test_senseless_numbers_do_no_harm(tmp_path: Path, shifts: str) -> None:
    paper = read(tmp_path, package(text(30, 40, "台账更新滞后。", shifts=shifts, boundary="a b")))
    assert [block.text for block in paper.blocks] == ["台账更新滞后。"]


def refusal(tmp_path: Path, data: bytes, **limits: int) -> str:
    with pytest.raises(CannotRead) as caught:
        read(tmp_path, data, **limits)
    assert str(caught.value)
    return caught.value.code


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    whole = package(PAGE)
    assert refusal(tmp_path, whole[:-30]) == "file.broken"
    assert refusal(tmp_path, package()) == "file.broken"
    assert refusal(tmp_path, package("")) == "file.empty"
    assert refusal(tmp_path, package(PAGE, PAGE), pages=1) == "file.too_many_pages"
    assert refusal(tmp_path, package(PAGE), characters=20) == "file.too_long"
    assert refusal(tmp_path, package(PAGE, extra={"Encryptions.xml": "<a/>"})) == "file.encrypted"
    assert refusal(tmp_path, package('<ofd:ImageObject ID="1" Boundary="0 0 210 297"/>')) == "file.scan"


def test_score_wants_the_root_part(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(package(PAGE))
    assert READER.score(source(path)) == 1.0
    path.write_bytes(b"PK\x03\x04 OFD.xml")
    assert READER.score(source(path)) == 0.0
