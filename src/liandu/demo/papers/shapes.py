"""Shapes: how a paper puts its problems into words. One function a shape; SHAPES names them.

Each takes an opinion and the level (from 0) of its outermost heading, and returns lines of running text. Whatever the
shape, the leaves that a reader should find are the leaves of the opinion, with exactly their titles.
"""

from collections.abc import Callable

from liandu.demo.papers.lines import COMPUTED, Line, ordinal
from liandu.demo.papers.texts import Opinion, Problem
from liandu.kernel.numerals import to_chinese

Shape = Callable[[Opinion, int], list[Line]]

REQUIREMENTS = (
    "逐项制定措施，明确责任人，限期整改到位。",
    "查明原因，追究责任，同步完善相关制度。",
    "全面排查，在全系统开展自查自纠。",
    "深入剖析根源，从体制机制上加以解决，防止反弹。",
)
TIMES = ("2026年9月底前", "2026年12月底前", "立行立改", "长期坚持")


def headed(opinion: Opinion, level: int) -> list[Line]:
    """An outline: every group and every leaf is a heading; what was seen runs on after the leaf's title."""
    return [line for n, problem in enumerate(opinion.problems, 1) for line in _outline(opinion, problem, n, level)]


def runs(opinion: Opinion, level: int) -> list[Line]:
    """A heading for each group, below it one paragraph 一是…。二是…。; layout run-in: both in one paragraph."""
    lines = []
    for n, group in enumerate(opinion.problems, 1):
        points = "".join(f"{to_chinese(k)}是{leaf.title}。" for k, leaf in enumerate(group.leaves(), 1))
        lines += _under(opinion, group, n, level, points)
    return lines


def some(opinion: Opinion, level: int) -> list[Line]:
    """A heading for each group, below it 有的…；有的…。; layout run-in: the group leads the sentence, no ordinal."""
    lines = []
    for n, group in enumerate(opinion.problems, 1):
        points = "；".join(f"有的{leaf.title}" for leaf in group.leaves()) + "。"
        if opinion.layout == "run-in":
            lines.append(Line(f"{group.title}，{points}"))
        else:
            lines += _under(opinion, group, n, level, points)
    return lines


def semicolons(opinion: Opinion, _level: int) -> list[Line]:
    """One sentence for everything: groups parted by ；, a lead clause first, then its problems parted by ，."""
    groups = ["，".join((group.title, *(leaf.title for leaf in group.leaves()))) for group in opinion.problems]
    return [Line(f"巡察也发现了一些问题，主要是：{'；'.join(groups)}。")]


def flat(opinion: Opinion, _level: int) -> list[Line]:
    """A paragraph for each group: a list parted by 、 and closed by 等问题."""
    return [
        Line(f"{group.title}，存在{'、'.join(leaf.title for leaf in group.leaves())}等问题。")
        for group in opinion.problems
    ]


def sentences(opinion: Opinion, level: int) -> list[Line]:
    """A heading for each group, then a paragraph of one sentence for each leaf, without any mark."""
    lines = []
    for n, group in enumerate(opinion.problems, 1):
        lines.append(_heading(opinion, group.title, n, level))
        lines += [Line(f"{leaf.title}。") for leaf in group.leaves()]
    return lines


def labels(opinion: Opinion, level: int) -> list[Line]:
    """A heading for each leaf and below it label lines: what was seen, what is asked, by when."""
    lines = []
    for n, group in enumerate(opinion.problems, 1):
        lines.append(_heading(opinion, group.title, n, level))
        for k, leaf in enumerate(group.leaves(), 1):
            lines.append(_heading(opinion, leaf.title, k, level + 1))
            lines.append(Line(f"具体表现：{leaf.seen}", bold=5))
            lines.append(Line(f"整改要求：{REQUIREMENTS[(n + k) % len(REQUIREMENTS)]}", bold=5))
            lines.append(Line(f"整改时限：{TIMES[(n * k) % len(TIMES)]}", bold=5))
    return lines


SHAPES: dict[str, Shape] = {
    "headed": headed,
    "runs": runs,
    "some": some,
    "semicolons": semicolons,
    "flat": flat,
    "sentences": sentences,
    "labels": labels,
}


def _outline(opinion: Opinion, problem: Problem, number: int, level: int) -> list[Line]:
    if problem.children:
        lines = [_heading(opinion, problem.title, number, level)]
        for n, child in enumerate(problem.children, 1):
            lines += _outline(opinion, child, n, level + 1)
        return lines
    bold = len(problem.title) if problem.seen else 0
    return [_heading(opinion, f"{problem.title}。{problem.seen}", number, level, bold)]


def _under(opinion: Opinion, group: Problem, number: int, level: int, points: str) -> list[Line]:
    if opinion.layout == "run-in":
        return [_heading(opinion, f"{group.title}。{points}", number, level, len(group.title))]
    return [_heading(opinion, group.title, number, level), Line(points)]


def _heading(opinion: Opinion, text: str, number: int, level: int, bold: int = 0) -> Line:
    mark = ordinal(level, number, opinion.marks)
    return Line(text, level=level, mark=mark, bold=bold, automatic=opinion.marks in COMPUTED)
