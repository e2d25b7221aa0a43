"""Problems in running text without headings: where a list of problems begins and where it ends."""

import re

from liandu.intake.understanding.clues import is_clue
from liandu.intake.understanding.drafts import Draft
from liandu.intake.understanding.lexicon import demands, has_deficiency, is_measure
from liandu.intake.understanding.ordinals import ordinal_at
from liandu.intake.understanding.recommendations import opens_offer
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import COMMA, FULL_STOP, GROUP_END, Span, parts, trim
from liandu.intake.understanding.shapes.flat_lists import CLOSED
from liandu.intake.understanding.shapes.statement import REASONS, is_list, opens_area, read_statement
from liandu.papers.blocks import Passage

# Words that announce a list: 主要是：, 存在以下问题：, 发现的主要问题有：
_NOUN = r"(?:问题|不足|差距|短板|薄弱环节|情形)"
_LEAD = re.compile(
    rf"(?:(?:发现|存在|反映|指出|反馈|暴露|查出|梳理)(?:出|了|的|着)*(?:一些|以下|如下|下列|几个|不少|突出|主要|共性|值得(?:重视|关注|注意)的?|亟待解决的?|不容忽视的?|[一二三四五六七八九十\d]+(?:个|方面|类|点|项)(?:方面)?的?|方面的?|的)*{_NOUN}(?:和不足|及不足)?"
    rf"(?:[，,]?(?:主要)?(?:是|有(?![的些])|为|如下|包括|表现(?:在|为)|体现(?:在|为)))?|主要(?:的)?{_NOUN}(?:是|有(?![的些])|为|如下|包括|表现(?:在|为))?|(?:突出|具体|集中|主要)?(?:表现|体现)(?:在|为|是)(?:以下(?:几个)?方面)?|主要(?:是|有(?![的些])|为|包括)|{_NOUN}(?:主要)?(?:是|有(?![的些])|如下))"
    rf"\s?(?:[：:]|(?<=是)[，,]?|(?<=[在有为现])(?=[\u4e00-\u9fff“]))"
)
_CONTEXT = re.compile(r"问题|不足|差距|短板|薄弱|发现|暴露|反映|存在")
_FOUND = re.compile(
    r"(?:巡察|巡视|审计|检查|督察|反馈|专项检查|巡察组|巡视组|审计组|督察组|检查组|通报|会议)(?:组)?(?:认为|指出|发现|反馈|强调)[^，。：；]{0,12}[：:，,]"
)
_CHAIN_OPEN = re.compile(r"(?:暴露出?|反映出|存在|发现|表现为|表现在|指出)[：:，,]?(?=(?:有的|有些|一些|个别|部分))")
_CLOSED_OPEN = re.compile(
    r"(?:(?:仍|还|也|主要|普遍|不同程度|分别|均|尚)*(?:地)?存在(?:着|的)?|发现(?:了|有)?|暴露出?(?:了)?|反映出?(?:了)?|查出(?:了)?|查处(?:了)?|指出(?:了)?|有)(?:的)?(?:主要)?"
)
_NOT_A_FINDING = re.compile(
    r"(?:针对|对于|对|围绕|聚焦|着力|重点|切实|集中|解决|整治|纠治|防止|避免|杜绝|克服|破解|严查|紧盯|就)[^，。；]{0,30}$"
)
# 但…，仍存在一些差距和不足。: a paragraph that ends so leaves its problems to those that follow.
_STILL = re.compile(
    rf"(?:^|[，,])(?:[^，。；：]{{0,8}}(?:仍|还|也|但|依然|尚|同时)[^，。；：]{{0,8}})?(?:存在|有)(?:着)?[^，。；：]{{0,12}}{_NOUN}(?:和{_NOUN})?$"
)
_BACKWARD = re.compile(r"(?:这些|上述|以上|此类|对此|为此|对(?:这些|上述|以上)|下(?:一)?步)")
_CONTINUES = re.compile(r"(?:此外|另外|同时|还)[，,]?(?:还|也)?(?:存在|发现|有)")


def read_line(line: Line, *, announced_only: bool = False) -> list[Draft]:
    """Return the problems that a paragraph states; ``announced_only`` takes only lists behind 主要是： and its like."""
    text = line.text
    sentences = parts(text, line.content, line.end, FULL_STOP)
    out: list[Draft] = []
    at = 0
    while at < len(sentences):
        begin = _announced(text, sentences, at)
        if begin is not None:
            stop, following = _region(text, sentences, at, begin)
            found = read_statement(line.block, text, begin, stop, lone=True)
            out.extend(found)
            at = following
            continue
        if not announced_only:
            out.extend(_stated(line.block, text, sentences[at]))
        at += 1
    return out


def announces(line: Line) -> bool:
    """Return whether a paragraph ends by announcing a list of problems that the next paragraphs hold."""
    text = line.text[line.content : line.end].rstrip()
    last = parts(text, 0, len(text), FULL_STOP)
    tail = text[last[-1][0] :] if last else ""
    if demands(tail) and "问题" not in tail:
        return False
    if len(last) > 1 and _STILL.search(tail.rstrip("。：:")):
        return True
    match = next(reversed(list(_LEAD.finditer(tail))), None)
    ends = match is not None and match.end() >= len(tail) - 1
    return bool(ends and (text.endswith(("：", ":")) or _CONTEXT.search(tail)))


def _announced(text: str, sentences: list[Span], at: int) -> int | None:
    """Return where the list begins that sentence ``at`` announces, None when it announces none."""
    start, end = sentences[at]
    match = _LEAD.search(text, start, end)
    if match is not None and _NOT_A_FINDING.search(text, start, match.start()) is None:
        context = text[sentences[at - 1][0] if at else start : match.end()]
        if (
            _CONTEXT.search(context)
            and not is_clue(text[match.start() : match.end() + 24])
            and not _is_requirement(text, start, match.start())
        ):
            rest = trim(text, match.end(), end)
            if rest[0] >= rest[1]:
                return sentences[at + 1][0] if at + 1 < len(sentences) else None
            return match.end()
    chain = _CHAIN_OPEN.search(text, start, end)
    if chain is not None and not is_clue(text[start:end]) and not _is_requirement(text, start, chain.start()):
        return chain.end()
    return None


def _is_requirement(text: str, start: int, end: int) -> bool:
    return demands(text[start:end])


def _region(text: str, sentences: list[Span], at: int, begin: int) -> tuple[int, int]:
    """Return (end of the list, index of the first sentence behind it)."""
    last = at
    while last + 1 < len(sentences) and sentences[last][0] < begin and sentences[last][1] <= begin:
        last += 1
    stop = _cut_back(text, begin, sentences[last][1])
    if stop < sentences[last][1]:
        return stop, last + 1
    while last + 1 < len(sentences) and _belongs(text, sentences[last + 1]):
        last += 1
    return sentences[last][1], last + 1


def _cut_back(text: str, start: int, end: int) -> int:
    """Return where a clause begins that speaks of the list as a whole (，这些问题…), else ``end``."""
    match = re.compile(r"[，,。；]\s?(?:这些|上述|以上)(?:问题|不足|现象)").search(text, start, end)
    return match.start() if match else end


def _belongs(text: str, sentence: Span) -> bool:
    """Return whether a further sentence still belongs to the list."""
    words = text[slice(*sentence)]
    if is_clue(words) or _BACKWARD.match(words):
        return False
    ordinal = ordinal_at(text, *sentence)
    if ordinal is not None and ordinal.style in ("shi", "di", "qi", "turn", "(n)", "(cn)", "n", "circle", "cn"):
        return ordinal.value > 1
    return has_deficiency(words) and not demands(words)


def _stated(block: int, text: str, sentence: Span) -> list[Draft]:
    """Read one sentence that was not announced: X存在A、B等问题; 巡察发现，A不够…，B不到位."""
    start, end = sentence
    words = text[start:end]
    closed = CLOSED.search(text, start, end)
    if is_clue(words) or not (has_deficiency(words) or (closed is not None and words.count("、") >= 2)):
        return []
    if closed is not None and closed.group().startswith("等"):
        opened = _opener(text, start, closed.start())
        behind = text[closed.end() : end]
        if (
            opened is not None
            and not _is_requirement(text, start, opened.start())
            and not demands(behind)
            and _NOT_A_FINDING.search(text, start, opened.start()) is None
        ):
            return read_statement(block, text, opened.end(), closed.end())
    found = _FOUND.search(text, start, end)
    if found is None or demands(text[found.end() : end]):
        return []
    groups = parts(text, found.end(), end, GROUP_END)
    clauses = [clause for group in groups for clause in parts(text, *group, COMMA)]
    judged = sum(has_deficiency(text[slice(*clause)]) for clause in clauses)
    if len(clauses) < 2 or judged * 5 < len(clauses) * 4:
        return []
    return read_statement(block, text, found.end(), end)


def _opener(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the last 存在, 发现 or 暴露出 before the first deficiency of a closed list, None when there is none."""
    opened = None
    for match in _CLOSED_OPEN.finditer(text, start, end):
        if match.end() >= end - 3 or len(match.group()) == 1:
            continue
        if opened is not None and has_deficiency(text[opened.end() : match.start()]):
            break
        opened = match
    return opened


def list_after(lines: list[Line]) -> list[Draft]:
    """Read paragraphs behind a heading or a line that announces problems: each states at least one."""
    out: list[Draft] = []
    alone: list[tuple[Draft, Line]] = []
    for line in lines:
        words = line.text[line.content : line.end]
        if is_clue(words) or opens_offer(line):
            break
        own = line.ordinal is not None or line.bullet or words.endswith(("；", ";"))
        place = (line.text, line.content, line.end)
        found = read_line(line)
        if not found:
            if demands(words) and not own:
                break
            like_the_others = own and bool(out) and not is_measure(words)
            if not (like_the_others or has_deficiency(words) or is_list(*place) or opens_area(*place)):
                if out and not own:
                    break
                continue
            found = read_statement(line.block, *place)
        if line.ordinal is not None and len(found) == 1 and not found[0].ordinal:
            found[0].ordinal = line.ordinal.text
        out.extend(found)
        if len(found) == 1:
            alone.append((found[0], line))
    _collapse(alone)
    return out


def _is_loose(draft: Draft) -> bool:
    """Return whether a problem was only parted at commas: no count, no 有的 and no area's name speaks for its items."""
    first = draft.children[0]
    return not (first.ordinal or draft.area or first.reason == REASONS["some"])


def _collapse(alone: list[tuple[Draft, Line]]) -> None:
    """Make one problem again of a paragraph that was split, where most paragraphs state one problem each."""
    split = [(draft, line) for draft, line in alone if draft.children and _is_loose(draft)]
    if not split or len(split) * 2 > len(alone):
        return
    for draft, line in split:
        last = draft.children[-1].title
        if last.block == draft.title.block == line.block:
            draft.title = Passage(line.block, draft.title.start, last.end)
            draft.children = []
