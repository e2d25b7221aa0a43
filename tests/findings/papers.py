"""Documents of the tests: written as lines, read and understood by hand, received through the real commands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from liandu.files.incoming import taking_in
from liandu.intake.commands import claim_documents, receive_document, record_reading
from liandu.intake.models import Document
from liandu.intake.understanding.results import Caution, DocumentKind, Level, Mention, ProposedProblem, Understanding
from liandu.kernel.secrecy import Grade
from liandu.papers.blocks import Block, BlockKind, Cell, Paper, Passage, Table


@dataclass
class Draft:
    """A document in the making: said() adds a paragraph, problem() proposes words of the last one."""

    kind: DocumentKind = DocumentKind.FEEDBACK
    blocks: list[Block] = field(default_factory=list)
    problems: list[ProposedProblem] = field(default_factory=list)
    clues: list[Mention] = field(default_factory=list)
    advice: list[Mention] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def said(
        self, text: str, *, kind: BlockKind = BlockKind.PARAGRAPH, number: str = "", page: int | None = None
    ) -> "Draft":
        self.blocks.append(Block(index=len(self.blocks), kind=kind, text=text, number=number, page=page))
        return self

    def place(self, words: str) -> Passage:
        last = self.blocks[-1]
        start = last.text.index(words)
        return Passage(last.index, start, start + len(words))

    def problem(self, path: str, title: str, *, level: str = "item", leaf: bool = True, **more: Any) -> "Draft":
        self.problems.append(
            ProposedProblem(
                path=tuple(path.split()), level=Level(level), leaf=leaf, title=title, unit=more.pop("unit", None),
                passage=self.place(title), reason=more.pop("reason", "编号标题的首句"), **more,
            )
        )  # fmt: skip
        return self

    def grid(self, rows: Sequence[Sequence[str]]) -> "Draft":
        """Add a table; None of ``rows`` repeats a text unless the cells are merged."""
        seen: dict[str, int] = {}
        grid = []
        for row in rows:
            cells = []
            for text in row:
                if text not in seen:
                    seen[text] = len(self.blocks)
                    self.said(text, kind=BlockKind.CELL)
                cells.append(Cell(seen[text], text))
            grid.append(tuple(cells))
        self.tables.append(Table(tuple(grid)))
        return self


def opinion() -> Draft:
    """Return a feedback opinion with two aspects and five leaves, a clue mention and a recommendation."""
    draft = Draft().said("关于巡察云州大学党委的反馈意见")
    draft.said("（一）学习贯彻存在差距").problem("（一）", "学习贯彻存在差距", level="aspect", leaf=False)
    draft.said("1.学用脱节。全年集中学习四次；研讨发言照搬文件。").problem(
        "（一） 1.", "学用脱节", level="problem", leaf=False
    )
    draft.problem("（一） 1. #1", "全年集中学习四次").problem("（一） 1. #2", "研讨发言照搬文件")
    draft.said("2.重大部署落实迟缓。").problem("（一） 2.", "重大部署落实迟缓", level="problem")
    draft.said("（二）管党治党不够严格").problem("（二）", "管党治党不够严格", level="aspect", leaf=False)
    draft.said("1.廉政风险排查走过场。").problem("（二） 1.", "廉政风险排查走过场", level="problem")
    draft.said("2.违规发放津补贴。").problem(
        "（二） 2.", "违规发放津补贴", level="problem", labels=(("deadline", "2026-12-31"),)
    )
    draft.said("巡察组还收到一些问题线索，已按规定转有关部门。")
    draft.clues.append(Mention("收到一些问题线索", draft.place("收到一些问题线索")))
    draft.said("建议进一步压实责任。")
    draft.advice.append(Mention("进一步压实责任", draft.place("进一步压实责任")))
    return draft


def many(count: int) -> Draft:
    """Return a document with ``count`` leaves under one aspect, each in a paragraph of its own."""
    draft = Draft().said("（一）存在的问题").problem("（一）", "存在的问题", level="aspect", leaf=False)
    for number in range(1, count + 1):
        draft.said(f"{number}.第{number}项工作没有落实。").problem(
            f"（一） {number}.", f"第{number}项工作没有落实", level="problem"
        )
    return draft


def received(
    city: Any, draft: Draft, *, inspection: Any = "university", name: str = "a.docx", corrects: Any = None
) -> Document:
    """Receive ``draft`` as a file of its own and let it wait for reading; ``inspection`` None: for the whole round."""
    chosen = getattr(city.inspections, inspection) if inspection else None
    content = repr((name, draft)).encode()
    with taking_in([content], name=name, most=10_000_000) as incoming:
        kept = receive_document(
            round=city.round, inspection=chosen, incoming=incoming, kind="feedback_opinion", title=name,
            grade=Grade.INTERNAL, marking=None, format="docx", pages=None, by=city.people.clerk, corrects=corrects,
        )  # fmt: skip
    return kept.material.document


def read(city: Any, draft: Draft, **how: Any) -> Document:
    """Receive ``draft`` and record its reading; return the document as read."""
    document = received(city, draft, **how)
    (claimed,) = claim_documents(worker="test", most=1)
    assert claimed.pk == document.pk
    paper = Paper(format="docx", blocks=tuple(draft.blocks), tables=tuple(draft.tables))
    understanding = Understanding(
        kind=draft.kind, units=(), problems=tuple(draft.problems), recommendations=tuple(draft.advice),
        clue_mentions=tuple(draft.clues), figures=(), warnings=tuple(draft.cautions),
    )  # fmt: skip
    assert record_reading(document=claimed, worker="test", paper=paper, understanding=understanding)
    document.refresh_from_db()
    return document


def leaf(document: Document, title: str) -> Any:
    """Return the proposal of ``document`` with this title, fresh."""
    return document.proposals.get(title=title)
