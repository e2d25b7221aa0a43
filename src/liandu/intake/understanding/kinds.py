"""What sort of document it is, from its title, its tables and what was found in it."""

import re

from liandu.intake.understanding.results import DocumentKind

_RULES: tuple[tuple[DocumentKind, str], ...] = (
    (
        DocumentKind.OTHER,
        r"(?:工作要点|工作总结|述职(?:述廉|述责)*报告|对照检查材料|工作计划|工作安排|讲话|发言|致辞|党课|规定|办法|条例|规则|细则|制度|实施意见|指导意见|指引|指南|守则|章程|心得体会|倡议书|(?<!整改)方案|公约|学习材料)(?:（[^）]*）|\([^)]*\))?$|^在[^。]{2,40}(?:会议?|活动)上的|(?:贯彻|实施)[^。]{0,30}(?:意见|办法)$",
    ),
    (DocumentKind.LEDGER, r"台账|(?:问题|任务|责任|整改|销号)清单|一览表|情况表|统计表|明细表|调度表|推进表"),
    (DocumentKind.AUDIT, r"审计"),
    (DocumentKind.NEWS, r"(?:召开|举行|举办|部署|动员|推进会|座谈会|集体约谈|专题会议|培训|启动|进驻)(?!.*反馈)"),
    (
        DocumentKind.PROGRESS,
        r"整改(?:工作|落实|任务|集中)*(?:进展|完成|落实|推进)*(?:情况|结果|成效)|整改(?:情况)?(?:的)?(?:通报|公示|报告|公告)|整改(?:落实|工作|实施|的)*方案|整改进展|整改公示|销号公示|整改落实|集中整改|整改完成",
    ),
    (
        DocumentKind.FEEDBACK,
        r"反馈|巡察(?:意见|报告|情况)|巡视(?:意见|报告|情况)|专项检查|检查(?:情况)?(?:的)?报告|督察(?:意见|报告)|通报",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
_PLAN = re.compile(r"整改(?:落实|工作|实施|的)*方案")
_DATELINE = re.compile(r"(?:^|\n)[^\n，。]{0,12}讯[\s　（(]")
_NEWS_BODY = re.compile(
    r"责编|责任编辑|融媒体|[（(](?:记者|通讯员|来源|作者)|本报讯|[（(][^（）()]{0,8}融媒体|日(?:上午|下午)?[，,][^。]{0,30}(?:召开|举行)"
)
_PROGRESS_BODY = re.compile(r"现将[^。]{0,30}整改[^。]{0,20}(?:情况|结果)[^。]{0,10}(?:公布|通报|公示|报告|公告)")


def kind_by_title(title: str) -> DocumentKind | None:
    """Return the kind that the words of a title say, None when they say nothing."""
    for kind, pattern in _COMPILED:
        if pattern.search(title):
            if (
                kind is DocumentKind.AUDIT
                and re.search(r"巡察|巡视", title)
                and not re.search(r"审计(?:工作|结果|查出|发现|报告|整改)", title)
            ):
                continue
            if kind is DocumentKind.OTHER and _PLAN.search(title):
                return DocumentKind.PROGRESS  # a plan of rectification states each problem with its measures
            return kind
    return None


def guess_kind(title: str, opening: str, *, has_ledger: bool, has_problems: bool, has_text: bool) -> DocumentKind:
    """Return the kind of a document.

    ``opening`` is the text of its first lines; ``has_ledger`` says that a table of problems was found, ``has_text``
    that problems were found in running text too.
    """
    titled = kind_by_title(title)
    if has_ledger and (titled in (None, DocumentKind.LEDGER) or (not has_text and titled is not DocumentKind.FEEDBACK)):
        return DocumentKind.LEDGER
    if titled is DocumentKind.LEDGER and not has_ledger:
        titled = None if not has_problems else DocumentKind.PROGRESS if "整改" in title else None
    if titled in (None, DocumentKind.NEWS, DocumentKind.FEEDBACK) and _DATELINE.search(opening):
        return DocumentKind.NEWS
    if titled is DocumentKind.NEWS and has_problems:
        return DocumentKind.FEEDBACK
    if titled is DocumentKind.FEEDBACK and not has_problems and _NEWS_BODY.search(opening):
        return DocumentKind.NEWS
    if titled is not None:
        return titled
    return _kind_by_body(opening, has_problems=has_problems)


def _kind_by_body(opening: str, *, has_problems: bool) -> DocumentKind:
    if _PROGRESS_BODY.search(opening):
        return DocumentKind.PROGRESS
    if has_problems and "反馈" in opening:
        return DocumentKind.FEEDBACK
    if _NEWS_BODY.search(opening):
        return DocumentKind.NEWS
    return DocumentKind.FEEDBACK if has_problems else DocumentKind.OTHER
