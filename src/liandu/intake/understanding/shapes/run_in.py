"""Title。text: what stands behind a title on its line or under it, told apart into facts and rectification."""

import re

from liandu.intake.understanding.sentences import FULL_STOP, Span, parts

_FOUND = re.compile(
    r"(?:经|据)?(?:此次|本次|本轮)?(?:巡察|巡视|审计|检查|督察|抽查|调查|核查|巡察组|巡视组|审计组|督察组|检查组|反馈|调研|查阅|走访|随机)(?:组)?(?:反馈|工作)?(?:意见)?(?:时)?(?:抽查|指出|发现|查明|认为|反映|显示|了解到|中发现)|"
    r"(?:具体|主要)?(?:表现|体现)(?:在|为)|(?:例|譬)?如[，,：:]|比如|经查|反馈指出|截至(?:巡察|审计|检查)(?:时|日|期间)?|问题表现"
)


def facts_and_remedy(text: str, start: int, end: int) -> tuple[list[Span], list[Span]]:
    """Return (facts, rectification) of the text behind a title: opening sentences that say what was found are facts."""
    sentences = parts(text, start, end, FULL_STOP)
    count = 0
    for sentence in sentences:
        if _FOUND.match(text, *sentence) is None:
            break
        count += 1
    facts = [(sentences[0][0], sentences[count - 1][1])] if count else []
    remedy = [(sentences[count][0], end)] if count < len(sentences) else []
    return facts, remedy
