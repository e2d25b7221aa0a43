"""Figures: totals, states, rates, money, rules, persons by kind of handling, meetings, with unit and exact words.

Each kind is a row of a table: the quantity's name and the words around the number. A passage is never read twice for
the same number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liandu.intake.understanding.amounts import AFTER, BEFORE, NUMBER, plain, read_number
from liandu.intake.understanding.results import Figure
from liandu.intake.understanding.script import Line
from liandu.papers.blocks import Passage

_MONEY = re.compile(
    r"(?:(?P<about>约|近|超过|超|逾|大约|将近)|共计|累计|合计|共|达|人民币)*\s?(?P<value>\d[\d,，]*(?:[.．]\d+)?|[一二三四五六七八九十百千两]+)\s?(?P<odd>余|多)?\s?(?P<unit>亿|万|千万|百万|千|百)?\s?(?P<odd2>余|多)?\s?元"
)
# Verb -> quantity; the first verb of the clause counts ("退还罚款" is a refund).
_MONEY_VERBS: tuple[tuple[str, str], ...] = (
    ("归还原渠道", r"归还(?:至)?原(?:资金)?渠道"),
    ("问题金额", r"问题(?:涉及)?(?:资金|金额)|涉及问题(?:资金|金额)|(?:查出|发现)(?:违规|违纪|问题)(?:资金|金额)"),
    ("整改金额", r"整改到位(?:资金|金额)?|(?:已)?整改(?:问题)?(?:资金|金额)"),
    ("退回资金", r"退回|退还|退缴|清退|退赔|退出|退交|主动上交|清缴退"),
    ("追缴", r"追缴|追回|扣回|追收|追讨|追索"),
    ("收回", r"收回|清收|催收"),
    ("上缴", r"上缴|缴入国库|清缴|缴回"),
    ("调账", r"调整账[目务]|调账|账务调整"),
    ("核减", r"核减|审减|压减"),
    ("补缴", r"补缴|补交"),
    ("扣减", r"扣减|扣除"),
    ("节约资金", r"节约(?:财政)?(?:资金|经费|成本|开支|支出)?|节省"),
    ("补拨", r"补拨|补发"),
    ("没收", r"没收"),
    ("罚款", r"罚款|罚没"),
    ("偿还", r"偿还|清偿|归还"),
    ("兑付", r"兑付"),
    ("挽回损失", r"挽回[^，。；]{0,6}损失|避免[^，。；]{0,6}损失"),
    ("盘活", r"盘活"),
)
_VERB = re.compile("|".join(f"(?P<v{at}>{words})" for at, (_, words) in enumerate(_MONEY_VERBS)))
_LONGEST_AMOUNT = 30  # characters, with what stands before the number
_CLAUSE_START = re.compile(r"[，。；;！？：:\n]|,(?!\d{3})")

_PERSON_KINDS: tuple[tuple[str, str], ...] = (
    ("党纪政务处分", r"党纪政务处分|党政纪处分|党纪(?:、|和|及)政务处分|纪律处分"),
    ("党纪处分", r"党纪处分|党内(?:严重)?警告(?:处分)?"),
    ("政务处分", r"政务处分|政纪处分|行政处分"),
    ("组织处理", r"组织处理|组织调整"),
    ("诫勉", r"诫勉谈话|诫勉"),
    ("批评教育", r"批评教育|批评帮助"),
    ("廉政谈话", r"(?:集体|任前|个别)?廉政(?:谈话|提醒)"),
    ("提醒谈话", r"提醒谈话|谈话提醒|约谈提醒|提醒约谈|函询|谈话函询"),
    ("通报批评", r"通报批评"),
    ("责令检查", r"责令(?:作出)?(?:书面)?检查|书面检查"),
    ("约谈", r"约谈"),
    ("免职", r"免职|免去(?:其)?(?:[^，。；\d]{0,6})职务|撤职|停职"),
    ("追责问责", r"追责问责|问责追责|问责|追责|追究责任"),
    ("立案", r"立案审查调查|立案审查|立案调查|立案"),
    ("移送", r"移送司法机关|移送公安机关|移送纪检监察机关|移送"),
)
_PERSON = re.compile(
    r"(?=[给党纪政组诫批提谈函通责书约免撤停追问立移行廉集任个])(?:给予)?(?P<kind>"
    + "|".join(f"(?P<k{at}>{words})" for at, (_, words) in enumerate(_PERSON_KINDS))
    + r")(?:处理|处分)?(?:了|党员干部|干部|责任人员|责任人|有关人员|相关人员|涉嫌犯罪案件|案件|人员)?"
    rf"{BEFORE}(?P<value>{NUMBER}){AFTER}(?P<unit>人次|人|名|起|件|家)"
)
_PERSON_AFTER = re.compile(
    rf"对{BEFORE}(?P<value>{NUMBER}){AFTER}(?P<unit>名|人|位)(?P<who>[^，。；、\d]{{0,16}}?)(?:分别)?(?:给予|进行了?|作出|予以|实施|开展)?(?:了)?(?:“[^”]{{1,6}}”)?(?P<kind>"
    + "|".join(f"(?P<k{at}>{words})" for at, (_, words) in enumerate(_PERSON_KINDS))
    + r")(?!\s?\d)(?P<more>[、和及])?"
)
_UNIT_OF_COUNT = r"(?P<unit>个|项|条|类)"
_STATES: tuple[tuple[str, str], ...] = (
    (
        "基本完成",
        (
            r"基本(?:完成|办结|到位)(?:整改)?(?:[并且](?:需)?(?:持续|长期|继续)(?:推进|整改|坚持)(?:的)?)?|"
            r"部分(?:完成)?整改|阶段性完成(?:整改)?|部分完成|取得阶段性(?:成效|成果)(?:的)?"
        ),
    ),
    (
        "未完成",
        r"(?:尚)?未(?:完成)?整改(?:到位)?|(?:尚)?未完成(?:整改)?|正在(?:推进|整改|办理)(?:整改)?(?:的)?|(?:整改|推进|进行|办理)中|持续(?:整改|推进)(?:的)?|(?:尚)?在(?:推进|整改|办)|需(?:要)?长期推进(?:的)?|未销号|延期整改",
    ),
    ("长期坚持", r"长期坚持(?:整改)?(?:的)?|长期整改(?:任务)?|需(?:要)?长期(?:坚持|整改)(?:的)?"),
    (
        "完成",
        r"(?:已)?(?:全部)?完成整改(?:销号)?|(?:已)?整改(?:完成|到位|销号)|已(?:全部)?完成|(?:已)?销号|已整改|(?:已)?办结|完成",
    ),
)
_STATE = re.compile(
    "(?=[基部阶取尚未正整推进办持延长需已全完销在])(?:"
    + "|".join(f"(?P<s{at}>{words})" for at, (_, words) in enumerate(_STATES))
    + rf")(?:问题|任务|事项)?(?:的)?{BEFORE}(?P<value>{NUMBER}){AFTER}{_UNIT_OF_COUNT}(?!月|人|部门|单位)"
    + r"(?P<tail>[\u4e00-\u9fff]{0,3})"
)
_KIND_GROUPS = tuple(f"k{at}" for at in range(len(_PERSON_KINDS)))
_STATE_GROUPS = tuple(f"s{at}" for at in range(len(_STATES)))
_LONG_TASK = re.compile(rf"(?:未完成|未整改)的?(?P<value>{NUMBER})(?P<unit>项|个)长期(?:整改)?(?:任务|问题)")
_TOTAL = re.compile(
    rf"(?P<value>{NUMBER}){AFTER}(?P<unit>个|项|条|类)(?:具体|主要|突出|反馈|整改)?问题(?!线索)|问题{BEFORE}(?P<value2>{NUMBER})(?P<unit2>个|项|条|类)(?!方面)"
)
_ASPECTS = re.compile(
    rf"(?P<value>{NUMBER})个?(?:大)?(?P<unit>方面)(?=的?(?:共)?{NUMBER}|的?[^，。；]{{0,6}}{NUMBER}\s?(?:个|项|条|类)|存在的?问题|的?问题)"
)
_TOTAL_BEFORE = re.compile(
    r"(?:反馈|反映|查出|指出|共|发现|梳理|涉及|存在|提出|移交|方面|列出|明确|类|：|:|。|的|^)[^，。；]{0,10}$"
)
_NOT_TOTAL = re.compile(
    r"(?:同类|重点难点|突出|类似|对(?!巡|审|反馈|[省市区县]委)|查摆|检视|个人|自查|上轮|上一轮|首轮|上次|仍有|其中|剩余|其余|领办|难点|尚有|还有|解决|受理|纠正|整改)[^，。；]{0,6}$"
)
_RATE = re.compile(
    r"(?:整改|完成|办结|销号)(?:的)?(?:落实|销号|到位)?(?:完成)?率(?:达到|达|为|约|是|：|:)*(?P<about>约)?(?P<value>\d+(?:\.\d+)?)\s?[%％]"
)
_SHARE = re.compile(r"(?:整改|完成|办结|销号)(?:完成)?率(?:达到|达|为)?百分之(?P<value>[一二三四五六七八九十百点]+)")
_NEW_RULES = re.compile(
    rf"(?:新建立?|新制定(?:出台)?|新出台|制定(?:出台|完善)?|建立(?:健全)?|出台|新增|健全(?:完善)?|印发)(?P<what>[^，。；、\d]{{0,10}}?(?:制度|规定|办法|机制|规章))(?:机制|文件|规定)?{BEFORE}(?P<value>{NUMBER}){AFTER}(?P<unit>项|个|份|部)"
)
_REVISED = re.compile(
    rf"(?:修订(?:完善|修改)?|修改完善)(?P<what>[^，。；、\d]{{0,10}}?(?:制度|规定|办法|机制|规章))?(?:机制|文件|规定)?{BEFORE}(?P<value>{NUMBER}){AFTER}(?P<unit>项|个|份|部)(?![\u4e00-\u9fff]{{0,6}}(?:预案|方案))"
)
_RULES_OF = re.compile(
    rf"(?P<verb>新建|新制定|制定|出台|建立|修订完善|修订)(?:出台|完善)?(?P<value>{NUMBER}){AFTER}(?P<unit>项|个)(?:[\u4e00-\u9fff]{{0,6}}?)(?:制度|规章|规定)(?!建设)"
)
_MEETINGS = re.compile(rf"(?:会议|会|督查|检查)等?{BEFORE}(?P<value>{NUMBER}){AFTER}(?P<unit>次|场)")
_MEETING_NAME = re.compile(r"[\u4e00-\u9fff]{0,6}\Z")
_CLUES = re.compile(rf"(?P<value>{NUMBER}){AFTER}(?P<unit>件|条|个)问题线索")
_CLUES_AFTER = re.compile(rf"问题线索{BEFORE}(?P<value>{NUMBER}){AFTER}(?P<unit>件|条)")
_LAYERS = re.compile(rf"(?P<value>{NUMBER})(?:个)?(?P<layer>大项|子项|小项|细项)(?:的)?问题")
_ADVICE = re.compile(rf"(?P<value>{NUMBER})(?P<unit>点|条|项|个方面)(?:的)?(?:整改)?(?:工作)?意见(?:和|、)?建议")
_RULES_AFTER = re.compile(
    rf"(?P<value>{NUMBER})(?P<unit>项)(?P<what>[\u4e00-\u9fff]{{0,10}}?)(?:管理|工作|规章)制度(?!建设|化)"
)
_MEASURES = re.compile(
    rf"(?P<what>整改措施|支撑措施|工作措施|措施|整改任务|任务){BEFORE}(?P<value>{NUMBER}){AFTER}(?P<unit>条|项|个)|(?P<value2>{NUMBER})(?P<unit2>条|项|个)(?P<what2>整改措施|支撑措施|具体措施|措施|整改任务|任务)"
)
# Gates: a kind is only looked for where one of its words stands.
_OF_PERSONS = re.compile(
    r"处分|处理|诫勉|教育|帮助|谈话|提醒|通报|函询|检查|约谈|[免撤停]职|免去|[追问]责|责任|立案|移送|警告"
)
_HEADS = re.compile(r"[\d０-９一二三四五六七八九十百千两〇]\s?[余多几]?\s?[人名位起件家]")
_OF_RULES = re.compile(r"制度|规定|办法|机制|规章|修订")
_OF_STATES = re.compile(r"完成|整改|推进|销号|坚持|办结|办理|任务|阶段性|进行")
_DIGIT = re.compile(r"[\d０-９一二三四五六七八九十两]")


@dataclass(slots=True)
class _Found:
    quantity: str
    start: int
    end: int
    value: str
    unit: str
    approximate: bool = False


def read_figures(lines: list[Line]) -> list[Figure]:
    """Return the figures of ``lines`` in order; a number already taken by an earlier kind is not taken again."""
    out: list[Figure] = []
    total: float | None = None
    for line in lines:
        if _DIGIT.search(line.text, line.start, line.end) is None:
            continue
        taken: list[tuple[int, int]] = []
        figures: list[Figure] = []
        for found in _all(line, total):
            if any(found.start < end and start < found.end for start, end in taken):
                continue
            value = read_number(found.value)
            if value is None:
                continue
            taken.append((found.start, found.end))
            if found.quantity == "问题总数" and total is None:
                total = value
            words = line.text[found.start : found.end]
            figures.append(
                Figure(
                    found.quantity,
                    plain(value),
                    found.unit,
                    found.approximate,
                    words,
                    Passage(line.block, found.start, found.end),
                )
            )
        out.extend(sorted(figures, key=lambda figure: figure.passage.start))
    return _without_repeats(out)


def _all(line: Line, total: float | None) -> Iterator[_Found]:
    text, start, end = line.text, line.start, line.end
    if "元" in text:
        yield from _money(text, start, end)
    if "率" in text:
        yield from _rates(text, start, end)
    if "线索" in text:
        yield from _simple(_CLUES, "移送", text, start, end)
        yield from _simple(_CLUES_AFTER, "移送", text, start, end)
    if _HEADS.search(text, start, end) and _OF_PERSONS.search(text, start, end):
        yield from _persons(text, start, end)
    if _OF_RULES.search(text, start, end):
        yield from _rules(text, start, end)
    if "问题" in text or "方面" in text:
        yield from _totals(text, start, end, total)
    if _OF_STATES.search(text, start, end):
        yield from _states(text, start, end, total)
    yield from _counts(text, start, end)


def _near(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return bool(groups.get("about") or groups.get("odd") or groups.get("odd2"))


def _simple(pattern: re.Pattern[str], quantity: str, text: str, start: int, end: int) -> Iterator[_Found]:
    for match in pattern.finditer(text, start, end):
        yield _Found(quantity, match.start(), match.end(), match.group("value"), match.group("unit"), _near(match))


def _money(text: str, start: int, end: int) -> Iterator[_Found]:
    """Find amounts with the verb that says what was done with them, in the same clause."""
    before = start
    mark = text.find("元", start, end)
    while mark >= 0:
        match = _MONEY.search(text, max(before, mark - _LONGEST_AMOUNT), mark + 1)
        mark = text.find("元", mark + 1, end)
        if match is None:
            continue
        clause = before
        for stop in _CLAUSE_START.finditer(text, before, match.start()):
            clause = stop.end()
        before = match.end()
        verb = _VERB.search(text, clause, match.start())
        if verb is None or verb.lastgroup is None:
            continue
        quantity = _MONEY_VERBS[int(verb.lastgroup[1:])][0]
        at = verb.start()
        for again in _VERB.finditer(text, verb.end(), match.start()):
            if again.lastgroup == verb.lastgroup:
                at = again.start()
        if quantity == "问题金额":
            at = match.start()
        unit = (match.group("unit") or "") + "元"
        yield _Found(quantity, at, match.end(), match.group("value"), unit, _near(match))


def _rates(text: str, start: int, end: int) -> Iterator[_Found]:
    for match in _RATE.finditer(text, start, end):
        yield _Found("整改率", match.start(), match.end(), match.group("value"), "%", _near(match))
    for match in _SHARE.finditer(text, start, end):
        whole, _, fraction = match.group("value").partition("点")
        number, digits = read_number(whole), [read_number(c) for c in fraction]
        if number is not None and None not in digits:
            decimal = "".join(str(int(d or 0)) for d in digits)
            yield _Found("整改率", match.start(), match.end(), f"{int(number)}.{decimal or 0}", "%")


def _persons(text: str, start: int, end: int) -> Iterator[_Found]:
    for pattern in (_PERSON_AFTER, _PERSON):
        for match in pattern.finditer(text, start, end):
            if match.groupdict().get("more"):
                continue
            at = next(n for n, name in enumerate(_KIND_GROUPS) if match.group(name))
            unit = {"名": "人", "位": "人"}.get(match.group("unit"), match.group("unit"))
            yield _Found(_PERSON_KINDS[at][0], match.start(), match.end(), match.group("value"), unit, _near(match))


def _rules(text: str, start: int, end: int) -> Iterator[_Found]:
    named = False
    for match in _NEW_RULES.finditer(text, start, end):
        named = True
        yield _Found("新建制度", match.start(), match.end(), match.group("value"), match.group("unit"), _near(match))
    for match in _REVISED.finditer(text, start, end):
        if match.group("what") or (named and match.group("unit") == "项"):
            yield _Found(
                "修订制度", match.start(), match.end(), match.group("value"), match.group("unit"), _near(match)
            )
    for match in _RULES_OF.finditer(text, start, end):
        quantity = "修订制度" if match.group("verb").startswith("修订") else "新建制度"
        yield _Found(quantity, match.start(), match.end(), match.group("value"), match.group("unit"), _near(match))


def _totals(text: str, start: int, end: int, total: float | None) -> Iterator[_Found]:
    known = total is not None
    for match in _ASPECTS.finditer(text, start, end):
        yield _Found("方面数", match.start(), match.end(), match.group("value"), "个")
    for match in _TOTAL.finditer(text, start, end):
        value = match.group("value") or match.group("value2")
        unit = match.group("unit") or match.group("unit2")
        lead = text[max(start, match.start() - 14) : match.start()]
        behind = text[match.end() : match.end() + 16]
        stated = (
            re.match(r"[中，,；;、]?(?:，)?(?:目前|截至目前|其中)?(?:，)?(?:已|完成|基本完成|全部|均已)", behind)
            is not None
        )
        if _NOT_TOTAL.search(lead) or not (
            stated
            or (
                _TOTAL_BEFORE.search(lead)
                and (match.start() - start < 4 or re.search(r"反馈|反映|查出|指出|共|发现|方面|存在", lead))
            )
        ):
            continue
        number = read_number(value)
        if known and number is not None and total is not None and number >= total:
            continue
        if known and not stated:
            continue
        quantity = "分项问题数" if known else "问题总数"
        yield _Found(quantity, match.start(), match.end(), value, unit, _near(match))
        if not known:
            known, total = True, number


def _states(text: str, start: int, end: int, total: float | None) -> Iterator[_Found]:
    for match in _LONG_TASK.finditer(text, start, end):
        yield _Found("未完成", match.start("value"), match.end(), match.group("value"), match.group("unit"))
    part = re.search(rf"{NUMBER}\s?[个项条]问题[，,；;]?\s?(?:目前|其中)?(?:已|完成)", text[start:end]) is not None
    for match in _STATE.finditer(text, start, end):
        at = next(n for n, name in enumerate(_STATE_GROUPS) if match.group(name))
        number = read_number(match.group("value"))
        if total is not None and number is not None and number > total:
            continue  # no state of these problems: more than there are
        tail = match.group("tail")
        if tail and not re.match(r"[问任整]|(?:其|正|持|需|未|尚|基|长|和|及)", tail):
            continue
        if match.start() > start and text[match.start() - 1] == "未" and at == 3:
            continue
        quantity = _STATES[at][0]
        stop = match.end("unit")
        begin = match.start()
        smaller = (
            total is not None and number is not None and at == 3 and part and text.find("反映的", start, begin) >= 0
        )
        if smaller:
            quantity, begin = "分项完成", match.start("value")
        yield _Found(quantity, begin, stop, match.group("value"), match.group("unit"), _near(match))


def _counts(text: str, start: int, end: int) -> Iterator[_Found]:
    if "会" in text or "查" in text:
        yield from _meetings(text, start, end)
    if "意见" in text:
        yield from _simple(_ADVICE, "意见建议", text, start, end)
    if "制度" in text:
        yield from _simple(_RULES_AFTER, "制度", text, start, end)
    if "项问题" in text:
        yield from _layers(text, start, end)
    if "措施" in text or "任务" in text:
        yield from _measures(text, start, end)


def _meetings(text: str, start: int, end: int) -> Iterator[_Found]:
    for match in _MEETINGS.finditer(text, start, end):
        name = _MEETING_NAME.search(text, max(start, match.start() - 6), match.start())
        begin = name.start() if name else match.start()
        what = text[begin : match.end()]
        named = next((name for name in ("党委会", "党组会") if name in what), "会议")
        quantity = "督查" if "督查" in what or "检查" in what else named
        yield _Found(quantity, begin, match.end(), match.group("value"), match.group("unit"), _near(match))


def _layers(text: str, start: int, end: int) -> Iterator[_Found]:
    for match in _LAYERS.finditer(text, start, end):
        layer = match.group("layer")
        unit = "项" if "项" in layer else "个"
        yield _Found(f"{layer}问题", match.start(), match.end(), match.group("value"), unit)


def _measures(text: str, start: int, end: int) -> Iterator[_Found]:
    for match in _MEASURES.finditer(text, start, end):
        what = match.group("what") or match.group("what2")
        value = match.group("value") or match.group("value2")
        unit = match.group("unit") or match.group("unit2")
        quantity = "整改任务" if "任务" in what else "整改措施"
        yield _Found(quantity, match.start(), match.end(), value, unit, _near(match))


_ONCE = frozenset({"问题总数", "完成", "基本完成", "未完成", "长期坚持", "整改率", "方面数", "整改任务"})


def _without_repeats(figures: list[Figure]) -> list[Figure]:
    """Return ``figures`` without totals and states that are stated again with the same value."""
    seen: set[tuple[str, float]] = set()
    out = []
    for figure in figures:
        key = (figure.quantity, figure.value)
        if figure.quantity in _ONCE and key in seen:
            continue
        seen.add(key)
        out.append(figure)
    return out
