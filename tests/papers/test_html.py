"""Web pages: the text is the body, the site around it is furniture."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liandu.papers.blocks import BlockKind, Paper
from liandu.papers.reading.html import READER
from liandu.papers.reading.protocol import CannotRead, Limits, Source

PARAGRAPHS = (
    "根据市委统一部署，市委第二巡察组对市城市管理局党组开展了常规巡察，现将整改情况予以公布。",
    "（一）落实垃圾分类部署不够有力。对42个小区逐一复核，补建投放点17处，整改率95%。",
    "（二）户外广告审批“重许可、轻监管”。清理超期广告牌136块，约谈企业9家。",
)


def read(tmp_path: Path, markup: str | bytes, **limits: int) -> Paper:
    data = markup if isinstance(markup, bytes) else markup.encode()
    path = tmp_path / "a.html"
    path.write_bytes(data)
    return READER.read(Source("a.html", path, data[:4096], len(data)), Limits(**limits))


def body(paper: Paper) -> list[str]:
    return [block.text for block in paper.body()]


def furniture(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if block.kind is BlockKind.FURNITURE]


def page(content: str, *, charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>通报 - 云州市城市管理局</title>'
        "<script>var 问题='不是正文';</script></head><body>"
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul>'
        f"<h1>关于巡察整改情况的通报</h1>{content}"
        '<div class="foot">主办：云州市城市管理局　版权所有</div></body></html>'
    )


TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


@pytest.mark.parametrize("container", ['<div id="zoom">%s</div>', '<div class="q7">%s</div>', "<article>%s</article>"])
def test_the_text_block_is_found_whatever_its_name(tmp_path: Path, container: str) -> None:
    paper = read(tmp_path, page(container % TEXT))
    assert body(paper) == ["关于巡察整改情况的通报", *PARAGRAPHS]
    assert furniture(paper) == ["首页", "政务公开", "主办：云州市城市管理局 版权所有"]
    assert paper.title == "通报 - 云州市城市管理局"


def test_links_that_close_the_text_are_furniture_though_they_stand_inside(tmp_path: Path) -> None:
    after = '<p>上一篇：<a href="1">关于供热问题的通知</a></p><p>相关阅读：</p>'
    after += '<p><a href="2">关于停车乱象问题整改的通告</a></p>'
    assert body(read(tmp_path, page(f"<div>{TEXT}{after}</div>"))) == ["关于巡察整改情况的通报", *PARAGRAPHS]


@pytest.mark.parametrize(
    "title", ["打印机采购不规范", "相关信息公开不及时", "点击率考核流于形式", "浏览量造假", "字体不统一"]
)
def test_a_problem_that_begins_like_furniture_stays_in_the_text(tmp_path: Path, title: str) -> None:
    assert title in body(read(tmp_path, page(f"<div>{TEXT}<p>{title}</p></div>")))


def test_comments_entities_and_odd_spaces_leave_no_trace(tmp_path: Path) -> None:
    content = (
        "<div><p>责令<!--more-->改正13家，&nbsp;以&ldquo;会&rdquo;代查，挂牌\u200b督办，问题已全部整改到位。</p></div>"
    )
    assert body(read(tmp_path, page(content)))[1:] == ["责令改正13家， 以“会”代查，挂牌督办，问题已全部整改到位。"]


def test_line_breaks_and_blocks_end_paragraphs_but_spans_do_not(tmp_path: Path) -> None:
    second = f"<span>{PARAGRAPHS[1][:9]}</span><b>{PARAGRAPHS[1][9:]}</b>"
    content = f"<div>{PARAGRAPHS[0]}<br><br/>　　{second}<div>{PARAGRAPHS[2]}</div></div>"
    assert body(read(tmp_path, page(content)))[1:] == list(PARAGRAPHS)


def test_a_table_in_the_text_is_filled_by_its_spans(tmp_path: Path) -> None:
    table = (
        "<table><tr><th rowspan=2>序号</th><th colspan='2'>整改</th></tr><tr><td>措施</td><td>时限</td></tr>"
        "<tr><td>1</td><td><p>补建投放点</p><p>逐一复核</p></td></tr></table>"
    )
    paper = read(tmp_path, page(f"<div>{TEXT}{table}</div>"))
    assert [[cell.text for cell in row] for row in paper.tables[0].rows] == [
        ["序号", "整改", "整改"],
        ["序号", "措施", "时限"],
        ["1", "补建投放点\n逐一复核", ""],
    ]
    assert [cell.first for cell in paper.tables[0].rows[1]] == [False, True, True]
    assert all(paper.blocks[cell.block].text == cell.text for row in paper.tables[0].rows for cell in row)


def test_a_table_that_only_lays_the_page_out_is_no_table(tmp_path: Path) -> None:
    paper = read(tmp_path, page(f"<table><tr><td><table><tr><td>{TEXT}</td></tr></table></td></tr></table>"))
    assert paper.tables == ()
    assert body(paper) == ["关于巡察整改情况的通报", *PARAGRAPHS]


@pytest.mark.parametrize(
    ("declared", "real"), [("gb2312", "gb18030"), ("gbk", "gbk"), ("utf-8", "gb18030"), ("no-such", "utf-8")]
)
def test_the_charset_is_found_also_when_it_is_declared_wrongly(tmp_path: Path, declared: str, real: str) -> None:
    paper = read(tmp_path, page(f"<div>{TEXT}</div>", charset=declared).encode(real))
    assert body(paper)[1:] == list(PARAGRAPHS)


def test_a_byte_order_mark_wins(tmp_path: Path) -> None:
    assert body(read(tmp_path, page(f"<div>{TEXT}</div>").encode("utf-16")))[1:] == list(PARAGRAPHS)


def test_headings_and_centred_lines_are_marked(tmp_path: Path) -> None:
    content = f'<div><h2>一、总体情况</h2><p style="TEXT-ALIGN: center">（2026年4月8日）</p>{TEXT}</div>'
    blocks = {block.text: block for block in read(tmp_path, page(content)).blocks}
    assert blocks["一、总体情况"].outline == 1
    assert blocks["（2026年4月8日）"].centred
    assert not blocks[PARAGRAPHS[0]].centred


def test_hidden_text_and_scripts_are_left_out(tmp_path: Path) -> None:
    content = f'<div>{TEXT}<p style="display: none">隐藏的问题</p><style>p{{}}</style></div>'
    paper = read(tmp_path, page(content))
    assert "隐藏" not in "".join(block.text for block in paper.blocks)
    assert "不是正文" not in "".join(block.text for block in paper.blocks)


def test_a_saved_web_archive_is_read(tmp_path: Path) -> None:
    archive = (
        'From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b1"\r\n\r\n'
        '--b1\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + page(f"<div>{TEXT}</div>")
        + "\r\n--b1--\r\n"
    )
    assert body(read(tmp_path, archive))[1:] == list(PARAGRAPHS)


def test_too_deep_nesting_gets_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as caught:
        read(tmp_path, "<div>" * 500 + "问题" + "</div>" * 500)
    assert caught.value.code == "file.too_deep"


def test_an_empty_page_is_refused(tmp_path: Path) -> None:
    for markup in ("<html></html>", "<html><body><script>1</script></body></html>"):
        with pytest.raises(CannotRead) as caught:
            read(tmp_path, markup)
        assert caught.value.code == "file.empty"


def test_gigantic_spans_are_refused_not_built(tmp_path: Path) -> None:
    row = "<tr>" + "<td colspan=1000 rowspan=60000>1</td><td>2</td>" * 100 + "</tr>"
    with pytest.raises(CannotRead) as caught:
        read(tmp_path, page(f"<div>{TEXT}<table>{row * 3}</table></div>"), cells=10_000)
    assert caught.value.code == "file.too_many_cells"


def test_score_goes_by_content() -> None:
    def score(name: str, head: bytes) -> float:
        return READER.score(Source(name, Path("/"), head, len(head)))

    assert score("a.txt", b"\xef\xbb\xbf<!DOCTYPE HTML><html>") == 0.9
    assert score("a.html", "只有文字".encode()) == 0.0
    assert score("a.html", b"PK\x03\x04<html>") == 0.0
    assert score("a.xml", b"<?xml version='1.0'?><w:document/>") == 0.0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td rowspan=3>",
                "</td>",
                "</table>",
                "<p>",
                "文字，",
                "<br>",
                "</div>",
                "<div>",
                "<li>",
                "&#0;",
                "<!--",
                "-->",
                "<svg>",
                "<h1>",
                "</p>",
            ]
        ),
        max_size=40,
    )
)
def test_any_tag_soup_is_a_paper_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    try:
        paper = read(tmp_path_factory.getbasetemp(), "<html>" + "".join(parts))
    except CannotRead:
        return
    else:
        assert [block.index for block in paper.blocks] == list(range(len(paper.blocks)))
        assert all(len({len(row) for row in table.rows}) == 1 for table in paper.tables)
