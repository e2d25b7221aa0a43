"""Whole papers from their texts: opinions, progress notices, the public summary, the news page."""

from liandu.demo import city
from liandu.demo.papers import frame
from liandu.demo.papers.grids import LAYOUTS
from liandu.demo.papers.lines import COMPUTED, Line, Role, Sheet, ordinal
from liandu.demo.papers.shapes import SHAPES
from liandu.demo.papers.texts import Opinion
from liandu.demo.places import Place

TEXTBOX = "分送：市委巡察工作领导小组成员，市委巡察办存档。"
INSTRUCTIONS = (
    "1.“问题描述”摘自巡察反馈意见，第一行为问题，其余为具体表现。",
    "2.“建议完成时间”由巡察组提出，被巡察单位可结合实际在整改方案中细化。",
    "3.对责任不落实、整改走过场等问题，按有关规定追究责任。",
)


def compose_opinion(opinion: Opinion, turn: int, place: Place = city.PLACE) -> Sheet:
    """Return the paper of an opinion of ``place``, a table when its shape says so; ``turn`` varies the words around."""
    inspection = place.inspection(opinion.unit, opinion.round)
    words = frame.frame_words(place.unit(opinion.unit), inspection, turn) | {"committee": place.committee}
    if opinion.shape == "table":
        return _table(opinion, words)
    title = frame.title(opinion, words, turn)
    body = _with_chapters(opinion, words, turn) if opinion.chapters else _plain(opinion, words, turn)
    return Sheet(
        title=title,
        before=(Line(title, Role.TITLE), *body, *frame.closing(inspection, turn)),
        header="内部资料  注意保管" if turn % 3 == 0 else "",
        tracked=opinion.tracked,
        textbox=TEXTBOX if opinion.textbox else "",
        styled=opinion.marks == "styles",
    )


def _with_chapters(opinion: Opinion, words: dict[str, str], turn: int) -> list[Line]:
    def chapter(number: int, text: str) -> Line:
        return Line(text, level=0, mark=ordinal(0, number, opinion.marks), automatic=opinion.marks in COMPUTED)

    return [
        chapter(1, "巡察工作开展情况和总体评价" if turn % 2 else "总体评价"),
        Line(frame.OPENINGS[turn % len(frame.OPENINGS)].format(**words)),
        Line(frame.praise(opinion, turn)),
        chapter(2, "巡察发现的主要问题" if turn % 2 else "发现的主要问题"),
        *SHAPES[opinion.shape](opinion, 1),
        *frame.clue(turn),
        chapter(3, "意见建议" if turn % 2 else "整改意见和建议"),
        *frame.advice(opinion, 1),
    ]


def _plain(opinion: Opinion, words: dict[str, str], turn: int) -> list[Line]:
    leads = [] if opinion.shape == "semicolons" else [Line(frame.LEADS[(turn + 1) % len(frame.LEADS)])]
    return [
        *frame.opening(opinion, words, turn),
        *leads,
        *SHAPES[opinion.shape](opinion, 0),
        *frame.clue(turn),
        *frame.advice(opinion, None),
    ]


def _table(opinion: Opinion, words: dict[str, str]) -> Sheet:
    title = f"巡察{words['party']}反馈问题清单"
    return Sheet(
        title=title,
        before=(Line(title, Role.TITLE), Line(f"制表单位：{words['team']}    反馈日期：{words['feedback']}")),
        grid=LAYOUTS[opinion.layout](opinion),
        after=(Line("注：本清单为巡察反馈意见附件，与反馈意见一并印发。"),),
        instructions=INSTRUCTIONS if opinion.layout == "two-sheets" else (),
    )
