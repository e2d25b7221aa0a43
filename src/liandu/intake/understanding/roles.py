"""What part a chapter plays in a document: the closed class of words that chapter headings use."""

import re
from enum import StrEnum


class Role(StrEnum):
    """The part a section plays."""

    PROBLEMS = "problems"  # states problems, with or without what was done
    PREPARATION = "preparation"  # how the work was organised, achievements, experience: holds no problems
    NEXT = "next"
    CAUSES = "causes"
    REQUIREMENTS = "requirements"
    RECOMMENDATIONS = "recommendations"
    ANNEX = "annex"
    CONTACT = "contact"
    UNKNOWN = "unknown"


_TABLE: tuple[tuple[Role, str], ...] = (
    (Role.ANNEX, r"^附\s?(?:件|表|录)"),
    (Role.CONTACT, r"^(?:联系方式|监督(?:方式|电话)|公示(?:时间|期限)|意见反馈(?:方式|渠道)|举报)"),
    (
        Role.NEXT,
        (
            r"^(?:关于)?(?:下(?:一)?(?:步|阶段)|今后|后续|后段|接下来|再整改|未来|持续)[^。]{0,24}(?:打算|安排|计划|措施|工作|举措|思路|方向|考虑|努力|整改|推进|巩固|重点)|"
            r"(?:下(?:一)?步|后续|今后)(?:的)?(?:工作|整改|重点)*(?:打算|安排|计划|措施|举措|思路)|努力方向|改进方向|需要长期(?:坚持|整改)|"
            r"^(?:持续|不断|继续)?(?:巩固|深化|扩大|拓展)+[^。]{0,14}(?:整改)?(?:成果|成效)"
        ),
    ),
    (
        Role.CAUSES,
        r"(?<!查明)(?<!说明)原因(?:分析|剖析)?(?:及|和|$|。|：)|(?:问题|根源|成因)(?:的)?(?:剖析|分析)|^(?:产生|存在)[^。]{0,16}原因|未(?:整改)?(?:完成|到位)[^。]{0,12}原因|^(?:尚)?未(?:整改)?(?:完成|到位)(?:整改)?(?:的)?问题",
    ),
    (
        Role.RECOMMENDATIONS,
        r"(?:意见|整改|工作|处理|审计|巡察|对策|改进|有关|几点)(?:和|及|与|、)?(?:整改|工作|处理)?建议$|^(?:[几\d一二三四五六七八九十]点)?(?:工作)?(?:意见)?(?:和|、)?建议|意见和建议|对策(?:措施)?建议|建议(?:和要求|如下)$",
    ),
    (
        Role.REQUIREMENTS,
        r"(?:整改|工作|有关|几点|相关|纪律|具体)(?:工作)?(?:和)?要求$|^(?:关于)?(?:抓好|做好)[^。]{0,12}整改[^。]{0,10}$|^要求$|整改意见$",
    ),
    (
        Role.PROBLEMS,
        r"(?:问题|事项)(?:的)?(?:具体)?(?:整改|落实)(?:落实|进展|完成|工作)*(?:情况|进展|成效|结果)(?:如下)?$",
    ),
    (
        Role.PREPARATION,
        (
            r"(?:组织(?:领导|开展|实施|推进|部署|落实)|推动落实|统筹推进|部署推进|总体部署|工作部署|安排部署)[^。]{0,12}(?:情况|工作)?|"
            r"(?:整改|审计整改|巡察整改|巡视整改)(?:工作)?(?:的)?(?:组织|推进|开展|部署|总体|基本|主要做法|责任|进程|过程)[^。]{0,14}|"
            r"(?:履行|落实|压实|扛牢|扛起)[^。]{0,16}责任(?:的)?(?:情况|工作)|主体责任(?:落实)?(?:的)?情况|第一责任人(?:责任)?(?:的)?情况|(?:责任)(?:落实|履行)情况|"
            r"(?:工作|主要|取得的?|阶段性|初步|总体)(?:的)?(?:成效|成绩|经验|做法|亮点|概况|评价|情况)$|^(?:总体|基本|整体|工作|主要)(?:情况|概况|评价|成绩|做法|成效)|经验(?:做法|体会|启示)|"
            r"^(?:本次|此次|专项|本轮)?(?:巡察|巡视|审计|检查|督察)(?:工作)?(?:的)?(?:基本|开展|总体|工作|组织)?(?:情况|概况)$|被(?:巡察|巡视|审计|检查)单位(?:的)?(?:基本)?(?:情况|概况)|"
            r"^(?:提高|强化|坚持|加强|突出|深化|增强)(?:政治(?:站位|担当|责任)|组织领导|思想认识|责任落实|统筹)"
        ),
    ),
    (
        Role.PROBLEMS,
        (
            r"问题[^。]{0,12}(?:整改)?(?:落实|进展|完成)*(?:情况|进展|成效|结果)(?:如下)?$|(?:主要|存在|突出|具体|发现|反馈|查出|指出|通报|有关|共性|个性)(?:的)?(?:主要|突出|具体|重点)*(?:的)?问题(?:如下|清单|和不足|及不足|及表现)?$|"
            r"问题(?:及|和|与)(?:整改|表现|不足|处理|建议|意见)[^。]{0,10}$|(?:整改|落实)(?:任务|事项|工作|措施)?(?:的)?(?:落实|进展|完成|具体|推进)*(?:情况|进展|成效|结果)(?:如下)?$|逐(?:条|项)整改|整改(?:落实|进展|完成)情况|"
            r"(?:不足|短板|差距)(?:和|及|与)?(?:问题)?$|(?:不足之处|薄弱环节)$|发现的?(?:主要)?问题"
        ),
    ),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _TABLE)
_PLAIN_WORDS = re.compile(
    r"关于|对于|针对|对|中央|省委|市委|区委|县委|党委|上级|本轮|此次|这次|第[一二三四五六七八九十\d]+轮|常规|专项|提级|交叉|巡视巡察|巡察组|巡视组|审计组|巡察|巡视|审计|督察|检查|反馈|查出|发现|指出|通报|移交|"
    r"意见|建议|存在|的|问题|整改|落实|情况|具体|主要|突出|各项|各类|任务|工作|进展|推进|完成|结果|成效|措施|和|及|与|以及|集中|逐项|逐条|有关|方面|清单|如下|目前|阶段性|整体|总体|几个|[一二三四五六七八九十\d]+个|个|不足|不|足|、|，|：|:|。"
)


def role_of(heading: str) -> Role:
    """Return the part that a section with this heading (without ordinal) plays; UNKNOWN when the words do not say."""
    text = heading.strip().rstrip("。：:；; ")
    for role, pattern in _COMPILED:
        if pattern.search(text):
            return role
    return Role.UNKNOWN


def is_bare(heading: str) -> bool:
    """Return whether a heading names nothing but "the problems and their rectification": a chapter, not an aspect."""
    return not _PLAIN_WORDS.sub("", heading).strip()


SKIPPED = frozenset(
    {Role.PREPARATION, Role.NEXT, Role.CAUSES, Role.REQUIREMENTS, Role.RECOMMENDATIONS, Role.ANNEX, Role.CONTACT}
)
