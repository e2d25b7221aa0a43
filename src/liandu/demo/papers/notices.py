"""Progress notices, the public summary of several units and the news page."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from liandu.demo import city
from liandu.demo.papers.frame import written
from liandu.demo.papers.lines import Line, Role, Sheet, ordinal
from liandu.demo.papers.texts import Problem, Progress, load, opinion_of
from liandu.kernel.numerals import to_chinese

Entry = Callable[[Problem, int, int, str], list[Line]]

NEXT_STEPS = (
    "持续深化整改。对正在推进的事项紧盯不放，坚决防止“过关”心态和整改反弹回潮。",
    "强化成果运用。把巡察整改同完善制度、推动工作结合起来，避免同类问题屡改屡犯。",
)
CONTACT = "欢迎干部群众对整改情况进行监督。联系电话：0000-66{telephone}；电子邮箱：{key}@yunzhou.example。"


def compose_progress(progress: Progress) -> Sheet:
    """Return the notice in which a unit tells what it has done about its opinion."""
    unit = city.unit(progress.unit)
    inspection = city.inspection(progress.unit, "5-9")
    title = f"{unit.party}关于市委巡察集中整改阶段性进展情况的通报"
    opening = (
        f"根据市委统一部署，{written(inspection.begins)}至{inspection.ends.month}月{inspection.ends.day}日，{inspection.team}对{unit.party}开展了常规巡察，"
        f"{written(inspection.feedback)}反馈了巡察意见。按照党务公开有关要求，现将阶段性整改进展情况予以公布。"
    )
    lines = [
        Line(title, Role.TITLE),
        Line(opening),
        _chapter(1, "整改工作组织推进情况"),
        *_duty(progress),
        Line(_counts(progress)),
        _chapter(2, "反馈问题整改落实情况"),
        *_answers(progress),
        _chapter(3, "下一步工作安排"),
        *_points(NEXT_STEPS),
        Line(CONTACT.format(telephone=10000 + len(title) * 37, key=unit.key)),
        Line(unit.party, Role.SIGNATURE),
        Line(written(progress.dated), Role.SIGNATURE),
    ]
    if progress.shape == "labels":
        lines = [replace(line, automatic=line.level is not None) for line in lines]
    return Sheet(title, tuple(lines))


def answered(progress: Progress) -> list[str]:
    """Return the leaf titles that the notice answers, in the order of the opinion."""
    return [leaf.title for leaf in opinion_of(progress.unit).leaves() if leaf.title in progress.done]


def compose_summary() -> tuple[Sheet, list[str]]:
    """Return the public summary of several units, a paragraph each, and the problems it states."""
    text = load("others.yaml")["summary"]
    lines = [Line(text["title"], Role.TITLE), Line(text["opening"])]
    titles = []
    for row in text["units"]:
        lines.append(Line(_SUMMARIES[row["shape"]](city.unit(row["unit"]).party, row["problems"])))
        titles += row["problems"]
    lines += [Line(sentence) for sentence in text["closing"]]
    lines.append(Line(written(text["dated"]), Role.SIGNATURE))
    return Sheet(text["title"], tuple(lines)), titles


def compose_news() -> Sheet:
    """Return the news page: it repeats the words of problems and states none."""
    text = load("others.yaml")["news"]
    lines = [Line(text["title"], Role.TITLE), *(Line(sentence) for sentence in text["paragraphs"])]
    return Sheet(text["title"], tuple(lines))


_SUMMARIES: dict[str, Callable[[str, list[str]], str]] = {
    "runs": lambda party, problems: (
        f"{party}存在的主要问题是：" + "".join(f"{to_chinese(n)}是{title}。" for n, title in enumerate(problems, 1))
    ),
    "flat": lambda party, problems: f"{party}：存在{'、'.join(problems)}等问题。",
    "clauses": lambda party, problems: f"{party}存在的主要问题是：{'；'.join(problems)}。",
    "sentences": lambda party, problems: f"{party}：{''.join(f'{title}。' for title in problems)}",
}


def _counts(progress: Progress) -> str:
    counts = progress.counts
    return (
        f"截至2026年9月30日，巡察反馈的{counts['total']}个问题，已完成整改{counts['done']}个，"
        f"基本完成并持续推进{counts['basic']}个，正在整改{counts['open']}个，整改完成率{counts['rate']}%；{progress.figures}。"
    )


def _duty(progress: Progress) -> list[Line]:
    return [
        Line(f"{head}。{told}", level=1, mark=ordinal(1, n), bold=len(head))
        for n, (head, told) in enumerate(progress.duty, 1)
    ]


def _points(points: tuple[str, ...]) -> list[Line]:
    return [Line(text, level=1, mark=ordinal(1, n)) for n, text in enumerate(points, 1)]


def _chapter(number: int, text: str) -> Line:
    return Line(text, level=0, mark=ordinal(0, number))


def _answers(progress: Progress) -> Iterator[Line]:
    for n, aspect in enumerate(_kept(opinion_of(progress.unit).problems, progress), 1):
        yield from _group(aspect, n, 1, progress)


def _group(problem: Problem, number: int, level: int, progress: Progress) -> Iterator[Line]:
    if not problem.children:
        yield from _ENTRIES[progress.shape](problem, number, level, progress.done[problem.title])
        return
    if progress.shape == "quoted":
        text = f"在“{problem.title}”方面" if level == 1 else f"关于“{problem.title}”问题的整改"
    else:
        text = problem.title
    yield Line(text, level=level, mark=ordinal(level, number))
    for n, child in enumerate(_kept(problem.children, progress), 1):
        yield from _group(child, n, level + 1, progress)


def _kept(problems: tuple[Problem, ...], progress: Progress) -> list[Problem]:
    return [problem for problem in problems if any(leaf.title in progress.done for leaf in problem.leaves())]


def _quoted(leaf: Problem, number: int, level: int, told: str) -> list[Line]:
    heading = Line(f"关于“{leaf.title}”的问题", level=level, mark=ordinal(level, number))
    return [heading, Line(f"整改情况：{told}", bold=5)]


def _labelled_below(leaf: Problem, number: int, level: int, told: str) -> list[Line]:
    return [Line(leaf.title, level=level, mark=ordinal(level, number)), Line(f"整改情况：{told}")]


def _run_in(leaf: Problem, number: int, level: int, told: str) -> list[Line]:
    return [Line(f"{leaf.title}。{told}", level=level, mark=ordinal(level, number), bold=len(leaf.title))]


def _labels(leaf: Problem, number: int, level: int, told: str) -> list[Line]:
    measures, _, result = told.partition("｜")
    return [
        Line(leaf.title, level=level, mark=ordinal(level, number)),
        Line(f"整改措施：{measures}。", bold=5),
        Line(f"整改成效：{result}", bold=5),
        Line(f"整改时限：{'2026年12月底' if number % 2 else '立行立改'}", bold=5),
    ]


_ENTRIES: dict[str, Entry] = {"quoted": _quoted, "plain": _labelled_below, "run-in": _run_in, "labels": _labels}
