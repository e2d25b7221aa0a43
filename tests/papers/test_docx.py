"""Word documents, each written for one property."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from liandu.papers.blocks import Block, BlockKind, Paper
from liandu.papers.reading import read
from liandu.papers.reading.protocol import CannotRead, Limits
from tests.papers.numbering_cases import OFFICIAL, abstract, num
from tests.papers.word_files import docx, p, packed, r, tbl, tc, tr

CORPUS = Path(os.environ.get("LIANDU_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))


PICTURE = "<w:r><w:drawing><wp:inline><a:graphic><pic:pic/></a:graphic></wp:inline></w:drawing></w:r>"


@pytest.fixture
def paper(tmp_path):
    def make(body: str, **parts) -> Paper:
        file = tmp_path / "文件.docx"
        file.write_bytes(docx(body, **parts))
        return read(file, file.name)

    return make


def texts(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks]


def heading(style_id: str, outline: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="heading {outline}"/>'
        f'<w:pPr><w:outlineLvl w:val="{outline}"/></w:pPr></w:style>'
    )


def test_paragraphs_keep_their_order_and_empty_ones_are_left_out(paper):
    made = paper(p("第一段") + p("") + p("第二", "段"))
    assert made.blocks == (
        Block(0, BlockKind.PARAGRAPH, "第一段"),
        Block(1, BlockKind.PARAGRAPH, "第二段"),
    )
    assert (made.format, made.tables, made.pages, made.title, made.remarks) == ("docx", (), None, "", ())


def test_tabs_breaks_and_hyphens_become_characters(paper):
    run = "<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t><w:cr/><w:t>戊</w:t>"
    assert texts(paper(p(f"<w:r>{run}</w:r>"))) == ["甲\t乙\n丙-丁\n戊"]


def test_odd_spaces_and_invisible_characters_are_cleaned_and_ends_stripped(paper):
    assert texts(paper(p("　　甲\u00a0乙\u200b丙 "))) == ["甲 乙丙"]


def test_symbols_are_read_where_they_are_known(paper):
    runs = [
        f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>' for code in ("F0FE", "F0A8", "00B1", "F0E5", "zz")
    ]
    assert texts(paper(p(*runs))) == ["☑□±"]


def test_mathematics_gives_its_characters(paper):
    assert texts(paper(p("共", "<m:oMath><m:r><m:t>x</m:t></m:r><m:r><m:t>=3</m:t></m:r></m:oMath>", "项"))) == [
        "共x=3项"
    ]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:smartTag>{}</w:smartTag>",
        "<w:customXml>{}</w:customXml>",
        '<w:fldSimple w:instr="PAGE">{}</w:fldSimple>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:ins w:id="1" w:author="某">{}</w:ins>',
        '<w:moveTo w:id="1" w:author="某">{}</w:moveTo>',
        "<w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase>{}</w:rubyBase></w:ruby>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_text_inside_a_wrapper_is_read_once(paper, wrapper):
    assert texts(paper(p("前", wrapper.format(r("中")), "后"))) == ["前中后"]


@pytest.mark.parametrize("wrapper", ["<w:del>{}</w:del>", "<w:moveFrom>{}</w:moveFrom>"])
def test_deleted_and_moved_away_text_is_left_out(paper, wrapper):
    deleted = wrapper.format("<w:r><w:delText>删</w:delText></w:r><w:r><w:t>走</w:t></w:r>")
    assert texts(paper(p("前", deleted, "后"))) == ["前后"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_as_the_second(paper):
    styles = '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Second"/></w:style>'
    made = paper(p("前半，", mark="<w:del/>") + p("后半。", style="B") + p("另一段"), styles=styles)
    assert [(block.text, block.style) for block in made.blocks] == [("前半，后半。", "Second"), ("另一段", "")]


def test_a_deleted_paragraph_before_a_table_does_not_reach_into_it(paper):
    made = paper(p("前", mark="<w:del/>") + tbl(tr("格")) + p("后"))
    assert texts(made) == ["前", "格", "后"]


def test_a_style_separator_joins_heading_and_text_as_the_heading(paper):
    styles = heading("H", 0)
    made = paper(p("标题。", style="H", mark="<w:vanish/><w:specVanish/>") + p("正文。"), styles=styles)
    assert [(block.text, block.outline) for block in made.blocks] == [("标题。正文。", 0)]


def test_hidden_text_is_left_out_also_when_a_style_hides_it(paper):
    styles = '<w:style w:type="character" w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("前", r("密", "<w:vanish/>"), r("藏", '<w:rStyle w:val="Hid"/>'), r("见", '<w:vanish w:val="0"/>'))
    assert texts(paper(body, styles=styles)) == ["前见"]


def test_a_field_shows_its_result_and_not_its_instruction(paper):
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = "<w:r><w:instrText>HYPERLINK </w:instrText></w:r>"
    inner = mark("begin") + instruction + mark("separate") + r("内") + mark("end")
    outer = mark("begin") + instruction + inner + mark("separate") + r("结果") + mark("end")
    assert texts(paper(p("前", outer, "后") + p(mark("begin"), "余") + p("下"))) == ["前结果后", "下"]


def test_a_text_box_is_read_once_after_its_paragraph(paper):
    box = f"<w:txbxContent>{p('框中一')}{p('框中二')}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
    new = f"<w:drawing><wp:inline><a:graphic>{shape}</a:graphic></wp:inline></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    choice = f"<mc:Choice>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    assert texts(paper(p("正文", both) + p("下段"))) == ["正文", "框中一", "框中二", "下段"]
    assert texts(paper(p(f"<w:r>{old}</w:r>"))) == ["框中一", "框中二"]


def test_a_picture_is_mentioned(paper):
    assert paper(p("图", PICTURE)).remarks == ("文中有图片，图片里的文字没有读取。",)


@pytest.mark.parametrize(
    ("body", "code"), [("", "file.empty"), (p(" ") + tbl(tr("")), "file.empty"), (p(PICTURE), "file.scan")]
)
def test_a_document_without_text_is_refused(paper, body, code):
    with pytest.raises(CannotRead) as refused:
        paper(body)
    assert refused.value.code == code


def test_an_embedded_file_is_mentioned(paper):
    made = paper(p("前") + '<w:altChunk r:id="x"/>' + p("后"))
    assert (texts(made), made.remarks) == (["前", "后"], ("文中嵌入了其他文件的内容，没有读取。",))


def test_the_outline_comes_from_the_style_its_parent_or_the_paragraph(paper):
    styles = (
        heading("H", 1)
        + '<w:style w:type="paragraph" w:styleId="K"><w:name w:val="Kid"/><w:basedOn w:val="H"/></w:style>'
    )
    body = p("甲", style="H") + p("乙", style="K") + p("丙", more='<w:outlineLvl w:val="2"/>')
    body += p("丁", style="H", more='<w:outlineLvl w:val="9"/>') + p("戊", style="nobody")
    made = paper(body, styles=styles)
    assert [(block.outline, block.style) for block in made.blocks] == [
        (1, "heading 1"), (1, "Kid"), (2, ""), (None, "heading 1"), (None, ""),
    ]  # fmt: skip


def test_bold_counts_the_leading_characters_only(paper):
    body = p(r("　标题。", "<w:b/>"), "正文", r("重", "<w:b/>")) + p("正文", r("重", "<w:b/>"))
    body += p(r("全", "<w:b/>"), r("黑 ", '<w:b w:val="true"/>')) + p(r("不", '<w:b w:val="0"/>'))
    assert [block.bold for block in paper(body).blocks] == [3, 0, 2, 0]


def test_bold_comes_from_styles_unless_the_run_says_otherwise(paper):
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="I"><w:rPr><w:i/></w:rPr></w:style>'
    )
    body = p("黑体", style="P") + p("黑", r("不", '<w:rStyle w:val="C"/>'), style="P")
    body += p(r("仍黑", '<w:rStyle w:val="I"/>'), style="P") + p(r("不", '<w:b w:val="off"/>'), style="P")
    assert [block.bold for block in paper(body, styles=styles).blocks] == [2, 1, 2, 0]


def test_centred_comes_from_the_paragraph_or_its_style(paper):
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    body = p("甲", more='<w:jc w:val="center"/>') + p("乙", style="T") + p("丙", style="T", more='<w:jc w:val="left"/>')
    assert [block.centred for block in paper(body, styles=styles).blocks] == [True, True, False]


def test_headers_footers_and_notes_stand_apart_after_the_body(paper):
    made = paper(
        p("正文"),
        others={
            "header1": p("页眉") + tbl(tr("表头")),
            "header2": p("页眉") + tbl(tr("表头")),
            "footer1": p("— ", '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>', " —"),
            "footnotes": f'<w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote>'
            f'<w:footnote w:id="1">{p("脚注")}</w:footnote>',
            "endnotes": f'<w:endnote w:id="1">{p("尾注")}</w:endnote>',
            "comments": f'<w:comment w:id="1">{p("批注")}</w:comment>',
        },
    )
    assert [(block.kind.value, block.text) for block in made.blocks] == [
        ("paragraph", "正文"), ("header", "页眉"), ("header", "表头"), ("footer", "— 1 —"),
        ("note", "脚注"), ("note", "尾注"), ("note", "批注"),
    ]  # fmt: skip
    assert [block.text for block in made.body()] == ["正文"]


def test_the_title_comes_from_the_properties_of_the_document(paper):
    core = '<x:p xmlns:x="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 通报 </dc:title></x:p>'
    assert paper(p("文"), extra={"docProps/core.xml": core.encode()}).title == "通报"


def test_a_damaged_part_about_the_document_does_not_keep_its_text_away(paper):
    made = paper(p("文"), extra={"docProps/core.xml": b"<title>", "docProps/app.xml": b"\xff\xfe"})
    assert (texts(made), made.title, made.pages) == (["文"], "", None)


def test_an_attack_in_a_part_about_the_document_is_refused(paper):
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]><a><title>&x;</title></a>'
    with pytest.raises(CannotRead) as refused:
        paper(p("文"), extra={"docProps/core.xml": bomb})
    assert refused.value.code == "file.entities"


def test_a_package_without_its_list_of_relations_is_still_read(paper):
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    assert texts(paper(p("文"), extra={"_rels/.rels": empty})) == ["文"]


def test_the_main_part_may_have_another_name(tmp_path):
    file = tmp_path / "moved.docx"
    with zipfile.ZipFile(io.BytesIO(docx(p("文")))) as archive:
        parts = {name.replace("document.xml", "main.xml"): archive.read(name) for name in archive.namelist()}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b'"word/document.xml"', b'"/word/main.xml"')
    file.write_bytes(packed(parts))
    assert texts(read(file, file.name)) == ["文"]


def test_a_text_box_in_a_footer_belongs_to_the_footer(paper):
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('— 2 —')}</w:txbxContent></v:textbox></w:pict></w:r>"
    made = paper(p("正文"), others={"footer1": p(box)})
    assert [(block.kind, block.text) for block in made.blocks] == [
        (BlockKind.PARAGRAPH, "正文"),
        (BlockKind.FOOTER, "— 2 —"),
    ]


@pytest.mark.parametrize(("characters", "pages"), [(40, 3), (38, 3), (400, None)])
def test_the_stored_page_count_is_believed_only_if_its_character_count_fits(paper, characters, pages):
    app = f"<Properties><Pages>3</Pages><Characters>{characters}</Characters></Properties>"
    assert paper(p("一二三四五六七八九十" * 4), extra={"docProps/app.xml": app.encode()}).pages == pages


def test_a_document_in_the_strict_form_is_read_as_any_other(tmp_path):
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    file = tmp_path / "strict.docx"
    # The parts are rewritten one by one, since an archive's own text is packed.
    file.write_bytes(
        _rewritten(docx(p("文", num="1", level=0), numbering=abstract(1, *OFFICIAL) + num(1, 1)), usual, strict)
    )
    assert [(block.number, block.text) for block in read(file, file.name).blocks] == [("一、", "文")]


@pytest.mark.parametrize("name", ["意见.dotx", "意见.doc", "意见.txt", "意见"])
def test_the_content_decides_whatever_the_name(tmp_path, name):
    file = tmp_path / "stored"
    file.write_bytes(docx(p("文")))
    assert (read(file, name).format, texts(read(file, name))) == ("docx", ["文"])


@pytest.mark.parametrize(
    "parts",
    [
        {"extra": {"word/vbaProject.bin": b"x"}},
        {"main_type": "macroEnabled.document.main"},
    ],
)
def test_a_document_with_macros_is_refused(tmp_path, parts):
    file = tmp_path / "m.docm"
    file.write_bytes(docx(p("文"), **parts))
    with pytest.raises(CannotRead) as refused:
        read(file, file.name)
    assert refused.value.code == "file.macros"
    assert "宏" in str(refused.value)


@pytest.mark.parametrize(
    ("body", "limits", "code"),
    [
        (p("一二三四五六"), Limits(characters=5), "file.too_long"),
        (tbl(tr("甲", "乙"), tr("丙", "丁")), Limits(cells=3), "file.too_many_cells"),
        (tbl(tr(tc("甲", properties='<w:gridSpan w:val="2000000000"/>'))), Limits(cells=999), "file.too_many_cells"),
        ("<w:sdt><w:sdtContent>" * 60 + p("深") + "</w:sdtContent></w:sdt>" * 60, Limits(depth=100), "file.too_deep"),
    ],
)
def test_a_document_beyond_the_limits_is_refused(tmp_path, body, limits, code):
    file = tmp_path / "large.docx"
    file.write_bytes(docx(body))
    with pytest.raises(CannotRead) as refused:
        read(file, file.name, limits)
    assert refused.value.code == code


def test_a_document_as_deep_as_allowed_is_read(paper):
    assert texts(paper("<w:sdt><w:sdtContent>" * 120 + p("深") + "</w:sdtContent></w:sdt>" * 120)) == ["深"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the repository")
def test_tracked_changes_of_the_authored_notice_are_read_as_accepted():
    file = CORPUS / "authored" / "d08.docx"
    whole = "\n".join(texts(read(file, file.name)))
    assert "参股企业长期亏损" in whole
    assert "个别" not in whole
    assert "计划年底前再建2个" not in whole


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the repository")
def test_numbers_of_the_authored_notice_are_those_of_its_gold():
    file = CORPUS / "authored" / "d02.docx"
    numbers = {block.text.rstrip("。"): block.number for block in read(file, file.name).blocks}
    assert numbers["双向转诊信息系统长期停用"] == "（2）"
    assert numbers["落实新时代党的组织路线有差距"] == "（三）"
    assert numbers["下一步工作打算"] == "四、"


def _rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({name: archive.read(name).replace(old, new) for name in archive.namelist()})
