"""Papers to write, and text that wants to break them."""

from liandu.papers.writing import OfficialPaper, PageBreak, Paragraph, Signatures, Table

BODY = "市委第九轮巡视反馈以来，各单位党组织扛起整改主体责任，建立台账、对账销号，2026年第3季度整改工作取得阶段性成效。"
OFFICIAL = OfficialPaper(
    title="关于第九轮巡视材料移交情况的通报",
    blocks=(
        Paragraph(BODY),
        Paragraph("一、总体情况", "heading1"),
        Paragraph("（一）移交", "heading2"),
        Paragraph("1.清单", "heading3"),
        Table(
            ("序号", "标题", "份数"),
            (("1", "关于选人用人的专题报告", "12"), ("2", "关于涉粮的专题报告", "3")),
            (1, 5, 1),
            frozenset({0, 2}),
        ),
        PageBreak(),
        Paragraph("附件", "plain"),
        Signatures((("移交单位", "云州市委巡视工作领导小组办公室"), ("接收单位", ""))),
        Paragraph("中共云州市委巡视工作领导小组办公室", "right"),
    ),
    issuer="中共云州市委巡视工作领导小组办公室文件",
    number="云委巡办〔2026〕12号",
    grade="内部资料",
    date="2026年11月20日",
    addressee="各区县委、市级各部门党组（党委）：",
)
HOSTILE = (
    "\x00\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x9f",
    "\ud800\udfff",
    "\ufffe\uffff\U0001ffff",
    "]]>&<w:t>&amp;&#0;<!--",
    '"><script>alert(1)</script>',
    "\u202e反写\u2066",
    "一\r\n二\r三\u2028四\t五",
    "𠮷野家😀👨‍👩‍👧",
    "=cmd|' /C calc'!A0",
    "{PAGE}\\* MERGEFORMAT",
    "(\\) Tj ET Q",
    "长" * 3_000,
    "x" * 3_000,
    "",
    " ",
)


def hostile_paper(text: str) -> OfficialPaper:
    """Return a paper with this text in every place that takes text."""
    return OfficialPaper(
        title=text,
        blocks=(
            Paragraph(text),
            Paragraph(text, "heading1"),
            Paragraph(text, "right"),
            Table((text, "乙"), ((text, text), (text,), (text, text, text))),
            Signatures(((text, text),)),
        ),
        issuer=text,
        number=text,
        grade=text,
        date=text,
        addressee=text,
    )


def long_table(rows: int) -> OfficialPaper:
    """Return a turned paper with one table of many rows."""
    return OfficialPaper(
        "移交清单",
        (
            Table(
                ("序号", "标题", "页数", "份数", "密级", "摘要"),
                tuple(
                    (str(n), f"关于第{n}项工作的专题报告", "12", "3", "内部", "0123456789abcdef" * 4)
                    for n in range(1, rows + 1)
                ),
                (1, 4, 1, 1, 1, 4),
                frozenset({0, 2, 3}),
            ),
        ),
        landscape=True,
    )
