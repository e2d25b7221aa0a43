"""Recommendations and requirements: noted and counted, never taken for problems."""

import re

from liandu.intake.understanding.outline import Section
from liandu.intake.understanding.results import DocumentKind, Mention
from liandu.intake.understanding.roles import Role, role_of
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import FULL_STOP, GROUP_END, parts
from liandu.intake.understanding.shapes.counted_runs import counted
from liandu.intake.understanding.titles import read_title
from liandu.papers.blocks import Passage

_OFFERED = re.compile(
    r"(?:提出|给出|建议|明确)(?:了)?(?:以下|如下|[一二三四五六七八九十几\d]+[点条个项方面]*)?(?:的)?(?:整改|工作|处理|改进|对策)?(?:意见(?:和|及|、)?建议|建议|整改意见|要求|意见)(?:如下)?[：:。，]"
)
_OFFERS_END = re.compile(
    r"(?:建议|要求|整改意见|意见建议|提出(?:以下|如下)?(?:[几\d一二三四五六七八九十]+[点条个])?意见|希望|工作打算|下步工作|强调|(?:采取|制定)(?:了)?(?:以下|如下)?(?:整改)?措施)(?:如下|是)?$"
)
_DEMAND = re.compile(r"(?:强调|要求|指出|提出)[，,：:]|要求[^，。]{2,20}(?:要|必须)")
_MUST = re.compile(
    r"(?:^|(?<=[；;，,。：:组织委会门位部办局院校])|(?<=\u8981))要(?=[\u4e00-\u9fff])(?!求|么|素|点|害|件|闻)"
)


def recommendations_of(root: Section, lines: list[Line], kind: DocumentKind) -> list[Mention]:
    """Return what the document recommends or demands: by chapter, by an announced run, or clause by clause after 要."""
    if kind in (DocumentKind.PROGRESS, DocumentKind.LEDGER):
        return []
    chapters = _chapters(root, kind)
    if chapters:
        return chapters
    offered = [mention for line in lines for mention in _offered(line)]
    if offered:
        return offered
    announced = _announced_runs(root)
    if announced:
        return announced
    if kind is DocumentKind.AUDIT:
        return []
    return [mention for line in lines for mention in _demanded(line)]


def _chapters(root: Section, kind: DocumentKind) -> list[Mention]:
    out: list[Mention] = []
    wanted = {Role.RECOMMENDATIONS, Role.REQUIREMENTS} | ({Role.NEXT} if kind is DocumentKind.AUDIT else set())
    for section in root.sections():
        if section.head is None or section.annex:
            continue
        title = read_title(section.head)
        if role_of(section.head.text[title.start : title.end]) not in wanted:
            continue
        under = section.sections()
        if under:
            out.extend(_mention(s.head, s.head.content, s.head.end) for s in under if s.head is not None)
            continue
        rest = Line(section.head.block, section.head.text, title.rest, section.head.end, content=title.rest)
        for line in [rest, *section.lines()]:
            if line.content < line.end:
                items = counted(line.text, line.content, line.end)
                spans = [span for _ordinal, span in items] or [(line.content, line.end)]
                out.extend(_mention(line, *span) for span in spans)
    return out


def _announced_runs(section: Section) -> list[Mention]:
    """Return the numbered lines behind a line that announces recommendations."""
    out: list[Mention] = []
    before: Line | None = None
    inside = False
    for part in section.parts:
        if isinstance(part, Line):
            before, inside = part, offers(part)
            continue
        fresh = part.ordinal is not None and part.ordinal.value == 1
        inside = inside and (not fresh or before is not None)
        before = None
        if inside and part.head is not None:
            out.append(_mention(part.head, part.head.content, part.head.end))
        else:
            out.extend(_announced_runs(part))
    return out


def _mention(line: Line, start: int, end: int) -> Mention:
    return Mention(line.text[start:end], Passage(line.block, start, end))


def _offered(line: Line) -> list[Mention]:
    match = _OFFERED.search(line.text, line.content, line.end)
    if match is None:
        return []
    return [_mention(line, *span) for _ordinal, span in counted(line.text, match.end(), line.end)]


def opens_offer(line: Line) -> bool:
    """Return whether a paragraph offers recommendations, here or in the lines behind it."""
    return offers(line) or _OFFERED.search(line.text, line.content, line.end) is not None


def offers(line: Line) -> bool:
    """Return whether a line ends by announcing recommendations or demands that the next lines hold."""
    words = line.text[line.content : line.end].rstrip("。：: ")
    return _OFFERS_END.search(words) is not None


def _demanded(line: Line) -> list[Mention]:
    """Return the clauses after 要 in a paragraph in which somebody demands something."""
    text = line.text
    if _DEMAND.search(text, line.content, line.end) is None:
        return []
    out: list[Mention] = []
    for sentence in parts(text, line.content, line.end, FULL_STOP):
        for group in parts(text, *sentence, GROUP_END):
            spots = [match.end() for match in _MUST.finditer(text, *group)]
            for at, spot in enumerate(spots):
                stop = spots[at + 1] - 1 if at + 1 < len(spots) else group[1]
                out.append(_mention(line, spot, stop))
    return out
