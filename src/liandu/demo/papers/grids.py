"""Tables of problems: the layouts in which an opinion comes as a list in a table."""

from collections.abc import Callable
from datetime import date

from liandu.demo.papers.lines import Grid
from liandu.demo.papers.texts import Opinion

Layout = Callable[[Opinion], Grid]

IN_A_MONTH, IN_SEPTEMBER, IN_DECEMBER = date(2026, 7, 15), date(2026, 9, 30), date(2026, 12, 15)


def two_header_rows(opinion: Opinion) -> Grid:
    """序号, 类别 (merged down), 反馈问题 over two columns, 整改建议 over two columns; real dates; a total row."""
    header = (
        ("序号", "类别", "反馈问题", "", "整改建议", ""),
        ("", "", "问题", "具体表现", "整改类型", "建议时限"),
    )
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]
    kinds = (("限期整改", IN_DECEMBER), ("立行立改", IN_A_MONTH), ("限期整改", "2026年9月30日"), ("长期坚持", "长期"))
    body: list[tuple[object, ...]] = []
    for group in opinion.problems:
        first = len(header) + len(body)
        for k, leaf in enumerate(group.leaves()):
            kind, until = kinds[len(body) % len(kinds)]
            body.append((len(body) + 1, "" if k else group.title, leaf.title, leaf.seen, kind, until))
        last = len(header) + len(body) - 1
        if last > first:
            merges.append((first, 1, last, 1))
    body.append(("合计", "", f"共{len(body)}个问题", "", "", ""))
    total = len(header) + len(body) - 1
    merges.append((total, 0, total, 1))
    return Grid(header, tuple(body), tuple(merges), (6, 14, 36, 50, 12, 16))


def two_sheets(opinion: Opinion) -> Grid:
    """序号, 问题类别 on every row, problem and what was seen in one cell of two lines; dates in three spellings."""
    header = (("编号", "问题类别", "问题描述", "建议责任部门", "建议完成时间", "备注"),)
    offices = ("投资发展部", "党群工作部", "安全监管部", "采购管理中心", "财务部", "人力资源部")
    times = (IN_SEPTEMBER, "2026-12-15", "2026.10.31", "立行立改")
    body: list[tuple[object, ...]] = []
    for group in opinion.problems:
        for leaf in group.leaves():
            n = len(body)
            told = f"{leaf.title}\n具体表现：{leaf.seen}"
            body.append((f"JC{n + 1:02}", group.title, told, offices[n % 6], times[n % 4], "" if n % 5 else "重点督办"))
    return Grid(header, tuple(body), (), (8, 22, 62, 16, 16, 12))


def merged_aspects(opinion: Opinion) -> Grid:
    """Each group is a row merged over all columns, its problems follow as rows: 序号, 问题, 具体表现, 整改时限."""
    header = (("序号", "问题", "具体表现", "整改时限"),)
    times = ("2026年12月底", "2026年9月底", "立行立改", "长期坚持")
    body: list[tuple[object, ...]] = []
    merges = []
    number = 0
    for group in opinion.problems:
        row = len(header) + len(body)
        merges.append((row, 0, row, 3))
        body.append((group.title, "", "", ""))
        for leaf in group.leaves():
            number += 1
            body.append((str(number), leaf.title, leaf.seen, times[number % len(times)]))
    return Grid(header, tuple(body), tuple(merges), (8, 30, 42, 18))


LAYOUTS: dict[str, Layout] = {
    "two-header-rows": two_header_rows,
    "two-sheets": two_sheets,
    "merged-aspects": merged_aspects,
}
