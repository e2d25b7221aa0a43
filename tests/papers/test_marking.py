"""The classification marking is found where documents carry it and nowhere else."""

import pytest

from liandu.papers.blocks import Block, BlockKind, Paper
from liandu.papers.marking import Grade, marking_of

BODY = ["关于市粮食和物资储备局党组的巡察反馈意见", "根据市委统一部署，对市粮食和物资储备局党组开展了巡察。"] * 10


def paper(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Paper:
    first = [(kind, text) for text in texts]
    rest = [(BlockKind.PARAGRAPH, text) for text in BODY]
    return Paper("text", tuple(Block(n, k, text) for n, (k, text) in enumerate(first + rest)))


def late(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Paper:
    blocks = [(BlockKind.PARAGRAPH, other) for other in BODY] + [(kind, text)]
    return Paper("text", tuple(Block(n, k, words) for n, (k, words) in enumerate(blocks)))


@pytest.mark.parametrize(
    ("text", "grade", "period"),
    [
        ("秘密★1年", Grade.SECRET, "1年"),
        ("机密★", Grade.CONFIDENTIAL, ""),
        ("绝密★长期", Grade.TOP_SECRET, "长期"),
        ("秘密 ★ 10 年", Grade.SECRET, "10年"),
        ("秘　密★６个月", Grade.SECRET, "６个月"),
        ("机密☆20年", Grade.CONFIDENTIAL, "20年"),
        ("机密*五年", Grade.CONFIDENTIAL, "五年"),
        ("000012　　机密★10年　　特急", Grade.CONFIDENTIAL, "10年"),
        ("特急机密★10年", Grade.CONFIDENTIAL, "10年"),
        ("【秘密★解密前】", Grade.SECRET, "解密前"),
        ("秘密", Grade.SECRET, ""),
        ("机 密", Grade.CONFIDENTIAL, ""),
        ("（绝密）", Grade.TOP_SECRET, ""),
        ("密级：机密", Grade.CONFIDENTIAL, ""),
        ("密 级: 秘密级 3年", Grade.SECRET, "3年"),
        ("特急\n密级：机密★长期\n签发人：", Grade.CONFIDENTIAL, "长期"),
        ("内部资料", Grade.INTERNAL, ""),
        ("内部资料 注意保存", Grade.INTERNAL, ""),
        ("内部文件，请勿外传", Grade.INTERNAL, ""),
        ("工作秘密", Grade.INTERNAL, ""),
        ("工作秘密★2年", Grade.INTERNAL, "2年"),
        ("【内部】", Grade.INTERNAL, ""),
    ],
)
def test_a_marking_at_the_top_is_found(text: str, grade: Grade, period: str) -> None:
    found = marking_of(paper(text))
    assert found is not None
    assert (found.grade, found.period, found.passage.block) == (grade, period, 0)


@pytest.mark.parametrize(
    "text",
    [
        "保守国家秘密",
        "机密级文件管理不规范，存放于普通文件柜。",
        "对涉密人员接触秘密级、机密级文件的登记不全。",
        "泄露工作秘密",
        "秘密文件2份未按规定归档",
        "（一）执行保守国家秘密法不严格。",
        "将“秘密★1年”文件在互联网计算机上处理",
        "未按规定标注“机密★”字样。",
        "内部控制不健全",
        "内部资料管理混乱。",
        "内部监督流于形式",
        "密级：无",
        "商业秘密保护",
        "秘密会议",
        "机密大会★",
        "",
        "★★★",
        "评为五星★5年",
    ],
)
def test_running_text_is_no_marking(text: str) -> None:
    assert marking_of(paper(text)) is None
    assert marking_of(late(text)) is None


def test_a_star_counts_anywhere_but_the_bare_word_only_at_the_top() -> None:
    found = marking_of(late("机密★5年"))
    assert found is not None
    assert found.grade is Grade.CONFIDENTIAL
    assert marking_of(late("机密")) is None
    assert marking_of(late("内部资料")) is None


def test_the_bare_word_counts_in_headers_and_footers_of_any_page() -> None:
    for kind in (BlockKind.HEADER, BlockKind.FOOTER):
        found = marking_of(late("机密", kind))
        assert found is not None
        assert found.grade is Grade.CONFIDENTIAL


def test_a_label_counts_anywhere() -> None:
    found = marking_of(late("密级：绝密", BlockKind.CELL))
    assert found is not None
    assert found.grade is Grade.TOP_SECRET


def test_the_narrowest_marking_wins_and_the_passage_shows_it() -> None:
    document = paper("内部资料", "份号000003  机密★10年", "秘密★1年")
    found = marking_of(document)
    assert found is not None
    assert found.grade is Grade.CONFIDENTIAL
    assert document.quote(found.passage) == "机密★10年"


def test_menus_around_a_web_page_do_not_count_and_do_not_push_the_top_away() -> None:
    assert marking_of(paper("机密★1年", kind=BlockKind.FURNITURE)) is None
    menus = [(BlockKind.FURNITURE, "首页")] * 30
    blocks = [*menus, (BlockKind.PARAGRAPH, "秘密")]
    found = marking_of(Paper("html", tuple(Block(n, k, text) for n, (k, text) in enumerate(blocks))))
    assert found is not None
    assert found.grade is Grade.SECRET
