"""Labels: the words before a colon, or in the first column of a table, that say what the text behind them is.

One closed table of stems serves label blocks in running text, tables of label and value, and the header of a ledger.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a labelled text is in the life of a problem."""

    PROBLEM = "problem"  # the statement itself, or its facts when a heading states the problem
    FACT = "fact"
    MEASURES = "measures"
    PROGRESS = "progress"
    STATUS = "status"
    GOAL = "goal"
    OWNER = "owner"
    LEADER = "leader"
    SUPPORT = "support"
    DEADLINE = "deadline"
    DONE_ON = "done_on"
    KIND = "kind"
    ASPECT = "aspect"
    UNIT = "unit"
    SEQUENCE = "sequence"
    ITEM = "item"
    SOURCE = "source"
    REMARK = "remark"


REMEDY_PARTS = (Part.MEASURES, Part.PROGRESS)

_CN = "一二三四五六七八九十"
# Order matters: the first stem that fits wins.
_STEMS: tuple[tuple[Part, str], ...] = (
    (Part.SEQUENCE, r"序号|编号|序|号|项次|顺序|问题序号|问题编号"),
    (
        Part.UNIT,
        r"(?:被)?(?:巡察|巡视|审计|检查|督察|反馈)(?:的)?(?:单位|党组织|对象)(?:名称)?|单位(?:名称)?|党组织(?:名称)?|整改单位|整改主体|问题单位",
    ),
    (Part.KIND, r"整改类型|整改类别|整改方式|整改性质|类型|问题性质|整改属性"),
    (
        Part.ASPECT,
        r"(?:问题)?(?:类别|分类|类型|大类|板块|领域|方面)|反馈(?:的)?方面|所属(?:方面|类别|领域)|四个落实|一级问题",
    ),
    (Part.SOURCE, r"问题来源|来源|反馈来源|反馈时间|发现时间"),
    (Part.ITEM, r"(?:子项|具体|细化|分项|二级)(?:的)?问题|问题子项|(?:子|小)项|问题细目"),
    (
        Part.FACT,
        r"(?:问题)?(?:具体)?表现(?:形式)?|具体情形|(?:主要|基本|具体|有关)?事实|问题事实|基本情况|(?:具体|有关)情况|典型(?:事例|问题)|问题详情|问题说明|事实概述|具体内容|原因分析|问题原因|产生原因",
    ),
    (
        Part.PROBLEM,
        (
            rf"(?:巡察|巡视|审计|督察|检查|专项检查|巡察组|巡视组|审计组|上级|本轮)?(?:反馈|发现|指出|查出|通报|移交|存在|提出|点出)?(?:意见)?(?:的)?(?:主要|具体|突出|共性|个性)?问题"
            rf"(?:表述|描述|内容|清单|名称|概述|概况|摘要|原文|情况)?(?:[{_CN}]{{1,2}}|\d{{1,2}})?|反馈(?:意见|原文|内容)|存在(?:的)?不足|(?:整改|反馈|指出|查出|发现|通报)事项|整改任务(?:[{_CN}]{{1,2}}|\d{{1,2}})?|督察(?:意见|指出)"
        ),
    ),
    (Part.GOAL, r"整改(?:工作)?目标|目标(?:任务|要求)?|预期(?:目标|成效)|整改要求|整改标准|销号标准|工作目标"),
    (
        Part.MEASURES,
        r"(?:任务|措施)清单|(?:主要|具体|整改|工作|已采取(?:的)?)*(?:措施|举措|办法|做法)(?:及(?:成效|进展|完成情况|落实情况|整改情况|结果))?|整改方案|整改任务及措施|采取(?:的)?(?:整改)?措施|立行立改(?:情况|措施)|整改思路",
    ),
    (
        Part.STATUS,
        r"(?:整改|完成|销号|办理|当前|任务)*状态|销号(?:情况|时间|结论|意见)?|是否(?:完成|销号|整改到位|整改|办结)|整改结论|办结情况|验收(?:结论|情况|结果)?|整改完成(?:与否|度)|进度",
    ),
    (
        Part.PROGRESS,
        (
            r"(?:问题|任务|集中|具体|目前|已|阶段性)*(?:整改|落实|完成|进展|工作|办理|处理|推进|执行)+(?:落实|完成|进展|推进|工作)*(?:情况|进展|结果|成效|成果|进度|效果)(?:及(?:成效|佐证|证明材料|下步打算|结果))?|"
            r"(?:取得)?(?:的)?(?:阶段性)?(?:成效|成果|进展)(?:及佐证)?|整改(?:落实)?|已完成(?:整改)?(?:的)?工作|处理结果|落实措施及成效|(?:已|正在|持续|基本完成|部分|长期|尚未|未)整改|已完成|立行立改|即知即改|整改回应|办理结果|处置情况"
        ),
    ),
    (Part.DONE_ON, r"(?:实际)?完成(?:时间|日期)(?:（实际）)?|实际完成|办结(?:时间|日期)|整改完成时间"),
    (
        Part.DEADLINE,
        r"(?:计划|整改|完成|办结|任务|预计|拟)*(?:时限|期限|限期)(?:要求)?|计划完成(?:时间|日期)?|预计完成(?:时间)?|整改(?:时间|日期|时间节点)|时间(?:节点|要求|安排)",
    ),
    (Part.SUPPORT, r"(?:配合|协办|协助|参与|协同)(?:单位|部门|科室|处室|领导|人)?|支持部门"),
    (
        Part.LEADER,
        r"(?:牵头|责任|分管|包保|包案|主要|督办|挂牌|整改|主体)*(?:领导|责任人|负责人|校领导|局领导|院领导)(?:姓名)?|责任人员|第一责任人|牵头人|具体负责人|整改联系人|包保责任人",
    ),
    (
        Part.OWNER,
        r"(?:牵头|责任|主办|承办|整改|落实|主责|主管)+(?:单位|部门|科室|处室|主体|处（室）|股室|机构|支部)|责任(?:单位|部门)(?:（[^）]*）)?|牵头单位及责任人|责任单位及责任人|责任清单",
    ),
    (Part.REMARK, r"备注|说明|附注|佐证(?:材料)?|证明材料|附件|支撑材料|制度成果|建章立制(?:情况)?"),
)
_COMPILED = tuple((part, re.compile(rf"(?:{pattern})\Z")) for part, pattern in _STEMS)
_STATED_ON = re.compile(r"实际")

# A label in running text: at the start of a line or after a sentence, up to fourteen characters, then a colon.
_IN_TEXT = re.compile(r"[【\[]?([\u4e00-\u9fff（）\d]{2,14})[】\]]?\s?[：:]|【([\u4e00-\u9fff]{2,12})】")
_NO_COLON = re.compile(
    r"[（(]([\u4e00-\u9fff]{2,10}(?:情况|措施|举措|进展|成效|结果))[）)]|([\u4e00-\u9fff]{2,8}(?:情况|措施|举措|进展|成效))。"
)
_SQUEEZE = re.compile(r"[\s\u3000*＊]+")
_BRACKET_NOTE = re.compile(r"[（(][^（）()]*[)）]\Z")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``text[start:end]`` (colon included) and what its stem means."""

    part: Part
    stem: str
    start: int
    end: int


def part_of(stem: str) -> Part | None:
    """Return what the label ``stem`` ("整改时限", "问 题 描 述") means, None when it is no label."""
    bare = _SQUEEZE.sub("", stem).strip('：:、.．【】[]“”"')
    if not bare or len(bare) > 18:
        return None
    for candidate in (bare, _BRACKET_NOTE.sub("", bare)):
        for part, pattern in _COMPILED:
            if candidate and pattern.match(candidate):
                return part
    return None


_CACHE: dict[str, Part | None] = {}


def _cached_part(stem: str) -> Part | None:
    if stem not in _CACHE:
        if len(_CACHE) > 4000:
            _CACHE.clear()
        _CACHE[stem] = part_of(stem)
    return _CACHE[stem]


_LOOSE: tuple[tuple[Part, str], ...] = (
    (Part.SEQUENCE, r"序号|编号|^号$"),
    (Part.REMARK, r"备注|佐证|证明|附件"),
    (Part.DONE_ON, r"实际|完成(?:日期|时间)$|办结(?:日期|时间)"),
    (Part.DEADLINE, r"时限|期限|限期|时间|日期|节点"),
    (Part.SUPPORT, r"配合|协办|协助|参与"),
    (Part.LEADER, r"领导|责任人|负责人|牵头人"),
    (Part.STATUS, r"状态|销号|是否|验收|结论"),
    (Part.GOAL, r"目标|标准"),
    (Part.MEASURES, r"措施|举措|办法|做法|对策|任务$"),
    (Part.PROGRESS, r"进度|进展|情况|结果|成效|成果|落实"),
    (Part.OWNER, r"责任|牵头|主体|主办|承办|科室$|部门$|处室$"),
    (Part.UNIT, r"单位|党组织"),
    (Part.ASPECT, r"类别|分类|类型|方面|领域|板块"),
    (Part.ITEM, r"(?:具体|子项|细化)[^数]{0,4}问题"),
    (Part.FACT, r"^(?:主要|具体|突出)?(?:表现|事实|情形)|事实"),
    (Part.PROBLEM, r"问题(?!数|个数|总数)|不足|反馈意见|反馈内容"),
)
_LOOSE_COMPILED = tuple((part, re.compile(pattern)) for part, pattern in _LOOSE)


def column_of(header: str) -> Part | None:
    """Return what a ledger's column holds by its header; looser than :func:`part_of`, up to 20 characters."""
    strict = part_of(header)
    bare = _SQUEEZE.sub("", header)
    if strict is not None or not 2 <= len(bare) <= 20:
        return strict
    for part, pattern in sorted(_LOOSE_COMPILED, key=lambda row: row[0] is not Part.PROBLEM or "整改" in bare):
        if pattern.search(bare):
            return part
    return None


def label_at(text: str, start: int, end: int) -> Label | None:
    """Return the label that opens at ``start`` of ``text[:end]``, or None."""
    match = _IN_TEXT.match(text, start, end)
    if match is None:
        return _label_without_colon(text, start, end)
    stem = match.group(1) or match.group(2)
    part = _cached_part(stem)
    return Label(part, stem, start, match.end()) if part is not None else None


def _label_without_colon(text: str, start: int, end: int) -> Label | None:
    """Return the label of （整改情况）… anywhere, or of 整改情况。… at the beginning of the text."""
    match = _NO_COLON.match(text, start, end)
    if match is None or (match.group(2) and text[:start].strip()):
        return None
    stem = match.group(1) or match.group(2)
    part = _cached_part(stem)
    return Label(part, stem, start, match.end()) if part in REMEDY_PARTS else None


_INLINE = re.compile(r"(?<=[。；;！？”\s\u3000）)\]】])([\u4e00-\u9fff]{2,12})[：:]|【[\u4e00-\u9fff]{2,12}】")


def labels_in(text: str, start: int, end: int) -> list[Label]:
    """Return the labels of ``text[start:end]`` in order: at its start and after sentence ends inside."""
    found = []
    first = label_at(text, start, end)
    if first is not None:
        found.append(first)
    if "：" in text or ":" in text or "【" in text:
        for match in _INLINE.finditer(text, first.end if first else start, end):
            label = label_at(text, match.start(), end)
            if label is not None:
                found.append(label)
    return found
