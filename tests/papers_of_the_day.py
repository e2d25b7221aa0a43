"""Small real files, papers and understandings for tests of commands and pages, received through the real commands."""

import io
from typing import Any

from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH

from liandu.inspections.models import Material
from liandu.intake.commands import claim_documents, receive_upload, record_reading
from liandu.intake.models import Document, Proposal
from liandu.intake.queries import proposals_for
from liandu.intake.states import LIVE
from liandu.intake.understanding.results import DocumentKind, Level, ProposedProblem, Understanding
from liandu.kernel.secrecy import Grade
from liandu.papers.blocks import Block, BlockKind, Paper, Passage

FEEDBACK = (
    "云州大学党委：",
    "一、落实立德树人根本任务有差距",
    "（一）思想政治工作抓得不实",
    "1.辅导员配备不足，生师比长期超过三百比一。",
    "2.课程思政流于形式，个别学院以观看视频代替授课。",
    "二、整改要求",
    "请于两个月内报送整改情况。",
)


def a_word_file(*paragraphs: str, title: str = "关于巡察云州大学党委的反馈意见") -> bytes:
    """Return a .docx with a centred title and these paragraphs (those of FEEDBACK when none are given)."""
    word = Word()
    word.add_paragraph(title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in paragraphs or FEEDBACK:
        word.add_paragraph(text)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def a_marked_file(marking: str = "机密★10年") -> bytes:
    """Return a .docx that carries a marking of secrecy at its top."""
    word = Word()
    word.add_paragraph(marking)
    word.add_paragraph("关于巡察云州大学党委的反馈意见").alignment = WD_ALIGN_PARAGRAPH.CENTER
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def receive(city, *, name: str = "云州大学反馈意见.docx", content: bytes | None = None, **more: Any) -> Material:
    """Return material that the clerk received for the university's inspection (or as ``more`` says)."""
    about = {
        "round": city.round,
        "inspection": city.inspections.university,
        "kind": "feedback_opinion",
        "grade": Grade.INTERNAL,
        "by": city.people.clerk,
    }
    chunks = [a_word_file() if content is None else content]
    return receive_upload(chunks=chunks, name=name, **(about | more)).material


def problem(
    *path: str, title: str, block: int = 0, level: Level = Level.ITEM, leaf: bool = True, **more: Any
) -> ProposedProblem:
    """Return a proposed problem whose passage is its title at the beginning of ``block``."""
    about = {"unit": None, "passage": Passage(block, 0, len(title)), "reason": "编号标题"}
    return ProposedProblem(path=path, level=level, leaf=leaf, title=title, **(about | more))


ASPECT, ONE, TWO = "思想政治工作抓得不实", "辅导员配备不足", "课程思政流于形式"


def an_understanding(*problems: ProposedProblem, **more: Any) -> Understanding:
    """Return an understanding with these problems, or with one aspect and its two items."""
    about: dict[str, Any] = dict.fromkeys(("units", "recommendations", "clue_mentions", "figures", "warnings"), ())
    rows = problems or (
        problem("（一）", title=ASPECT, block=1, level=Level.ASPECT, leaf=False),
        problem("（一）", "1.", title=ONE, block=2),
        problem("（一）", "2.", title=TWO, block=3),
    )
    return Understanding(kind=DocumentKind.FEEDBACK, problems=rows, **(about | more))


def a_paper(*lines: str, **more: Any) -> Paper:
    """Return a paper of these paragraphs, by default one that an_understanding() points into."""
    texts = lines or (
        "关于巡察云州大学党委的反馈意见",
        f"（一）{ASPECT}",
        f"{ONE}，生师比超过三百比一。",
        f"{TWO}，以观看视频代替授课。",
    )
    blocks = tuple(Block(index, BlockKind.PARAGRAPH, text) for index, text in enumerate(texts))
    return Paper("docx", blocks, **more)


def read_as(material: Material, understanding: Understanding | None = None, paper: Paper | None = None) -> Document:
    """Let a worker read ``material`` and find ``understanding`` in ``paper``; return the document."""
    document = material.document
    claimed = claim_documents(worker="w", most=100)
    assert document in claimed
    record_reading(
        document=document, worker="w", paper=paper or a_paper(), understanding=understanding or an_understanding()
    )
    document.refresh_from_db()
    return document


FIRST, SECOND, THIRD = "辅导员配备不足", "课程思政流于形式", "学生诉求办理拖延"
OTHER, FOURTH = "党建工作弱化", "“三会一课”走过场"


def a_tree(city) -> dict[str, Proposal]:
    """Return the proposals of a document that was read, by title.

    Two problems of an aspect: the first has three items that stand in one sentence, the second has one.
    """
    sentence = f"{FIRST}；{SECOND}；{THIRD}。"
    rows = (
        problem("一", title="思想政治工作抓得不实", block=0, level=Level.PROBLEM, leaf=False),
        *(
            problem("一", str(n), title=title, block=1, passage=Passage(1, start, start + len(title)))
            for n, title in enumerate((FIRST, SECOND, THIRD), 1)
            for start in [sentence.index(title)]
        ),
        problem("二", title=OTHER, block=2, level=Level.PROBLEM, leaf=False),
        problem("二", "1", title=FOURTH, block=3),
    )
    paper = a_paper("思想政治工作抓得不实。", sentence, OTHER, FOURTH)
    document = read_as(receive(city), an_understanding(*rows), paper)
    return {row.title: row for row in proposals_for(city.people.clerk).filter(document=document)}


def shape(document: Document) -> list[tuple[int, str]]:
    """Return the live proposals in document order as (depth, title)."""
    rows = list(
        Proposal.objects.filter(document=document, state__in=LIVE).select_related("parent").order_by("position")
    )
    depth: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: row.position):
        depth[row.pk] = depth.get(row.parent_id, -1) + 1 if row.parent_id else 0
    return [(depth[row.pk], row.title) for row in rows]
