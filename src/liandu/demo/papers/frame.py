"""What stands around the problems of a paper: title, opening, praise, advice, closing, signature.

Papers are told apart by a number (``turn``), so that neighbours do not open and close in the same words.
"""

from datetime import date

from liandu.demo.papers.lines import COMPUTED, Line, Role, ordinal
from liandu.demo.papers.texts import Opinion
from liandu.demo.places import Inspection, Unit
from liandu.kernel.numerals import to_chinese

TITLES = (
    "{team}关于巡察{party}的反馈意见",
    "关于巡察{party}情况的反馈意见",
    "{team}向{party}反馈巡察情况",
    "关于对{party}开展{manner}情况的反馈意见",
)
OPENINGS = (
    "根据{committee}统一部署，{begins}至{ends}，{team}对{party}开展了{manner}。{feedback}，巡察组向{party}领导班子反馈了巡察意见，现将有关情况书面反馈如下。",
    (
        "经{committee}批准，{team}于{begins}至{ends}对{party}进行了{manner}。期间，巡察组与干部谈话{talks}人次，查阅资料{papers}余份，走访基层单位{visits}个。"
        "{committee}书记专题会听取了巡察情况汇报，现反馈如下。"
    ),
    "按照{committee}巡察工作规划，{begins}至{ends}，{team}进驻{party}开展{manner}，聚焦“四个落实”查找政治偏差，顺利完成巡察任务。{feedback}反馈的意见如下。",
    "{begins}至{ends}，{team}对{party}开展{manner}。巡察组坚持实事求是、依规依纪依法，广泛听取意见，深入了解情况，形成如下反馈意见。",
)
PRAISES = (
    "巡察认为，{praise}。",
    "总的看，{praise}，为全市改革发展稳定作出了积极贡献。",
    "近年来，{praise}。但对照市委要求和群众期待，仍存在一些差距和不足。",
)
LEADS = ("巡察发现的主要问题是：", "巡察也发现了一些问题，主要是：", "存在的主要问题有：")
CLUES = (
    "巡察期间，还收到反映一些领导干部的问题线索，已按规定转市纪委监委、市委组织部等有关方面处理。",
    "此外，巡察组收到的反映党员干部的问题线索，已按有关规定移交处置。",
    "",
)
CLOSINGS = (
    "接到反馈意见后，请于1个月内将整改方案报送市委巡察办，6个月内完成集中整改并报送整改进展情况报告。",
    "被巡察党组织要切实承担整改主体责任，主要负责人要履行第一责任人责任，对照反馈意见逐条研究，防止责任悬空、整改走过场。",
    "整改情况要以适当方式向党内和社会公开，自觉接受监督。对整改不力、敷衍整改、虚假整改的，将严肃问责。",
)
MANNERS = {"5-3": "涉粮问题专项巡察", "5-8": "工程建设领域机动巡察"}


def written(day: date) -> str:
    """Return a day as documents write it: 2026年6月9日."""
    return f"{day.year}年{day.month}月{day.day}日"


def frame_words(unit: Unit, inspection: Inspection, turn: int) -> dict[str, str]:
    """Return the words that titles and openings ask for (an inspection begins and ends in one year)."""
    return {
        "team": inspection.team,
        "party": unit.party,
        "manner": MANNERS.get(inspection.round, "常规巡察"),
        "begins": written(inspection.begins),
        "ends": f"{inspection.ends.month}月{inspection.ends.day}日",
        "feedback": written(inspection.feedback),
        "talks": str(86 + turn * 7),
        "papers": str(1200 + turn * 130),
        "visits": str(9 + turn % 8),
    }


def title(opinion: Opinion, words: dict[str, str], turn: int) -> str:
    """Return the title of an opinion; a report names its theme, a page for the public tells it as news."""
    if opinion.kind == "special_report":
        return "关于{party}{manner}情况的报告".format(**words)
    return TITLES[2 if opinion.classification == "public" else turn % len(TITLES)].format(**words)


def opening(opinion: Opinion, words: dict[str, str], turn: int) -> list[Line]:
    """Return what stands before the problems of an opinion without chapters."""
    lines = [Line(f"{words['party']}：", Role.ADDRESSEE)] if turn % 2 else []
    lines.append(Line(OPENINGS[turn % len(OPENINGS)].format(**words)))
    lines.append(Line(praise(opinion, turn)))
    return lines


def praise(opinion: Opinion, turn: int) -> str:
    """Return the sentence of praise that comes before the problems."""
    return PRAISES[turn % len(PRAISES)].format(praise=opinion.praise)


def advice(opinion: Opinion, level: int | None) -> list[Line]:
    """Return the advice: a numbered line each from ``level``, or one paragraph 一是…二是… when it is None."""
    if level is None:
        points = "".join(f"{to_chinese(n)}是{point}。" for n, point in enumerate(opinion.advice, 1))
        return [Line(f"巡察组提出以下整改意见建议：{points}")]
    return [
        Line(f"{point}。", level=level, mark=ordinal(level, n, opinion.marks), automatic=opinion.marks in COMPUTED)
        for n, point in enumerate(opinion.advice, 1)
    ]


def closing(inspection: Inspection, turn: int) -> list[Line]:
    """Return the demand on the unit, the team's name and the day."""
    return [
        Line(CLOSINGS[turn % len(CLOSINGS)]),
        Line(inspection.team, Role.SIGNATURE),
        Line(written(inspection.feedback), Role.SIGNATURE),
    ]


def clue(turn: int) -> list[Line]:
    """Return the sentence on clues handed over, in two papers of three."""
    text = CLUES[turn % len(CLUES)]
    return [Line(text)] if text else []
