"""Sentences that speak of problem clues (问题线索): noted, counted, and never taken for problems."""

import re

from liandu.intake.understanding.lexicon import has_deficiency
from liandu.intake.understanding.results import Mention
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import parts
from liandu.papers.blocks import Passage

_CLUE = re.compile(r"线索|信访(?:举报|件)")
_ABOUT = re.compile(
    r"(?:收到|移交|移送|转|接收|受理|反映|处置|处理|核查|核实|查办|办理|办结|立案|梳理|交由)[^。]{0,40}(?:问题)?线索(?!\d)|(?:问题)?线索(?!\d)[^。]{0,40}(?:移交|移送|转|处理|处置|办理|办结|核查|核实|立案|查办|受理|登记)"
)
# Statements about how badly clues are handled are problems, not mentions of clues.
_JUDGED = re.compile(
    r"线索(?:的)?(?:排查|处置|核查|办理|管理|移交|移送|查办|查处|受理|初核|核实|办结)[^。，；]{0,16}(?:不|未|超期|滞后|缺失|积压|缓慢|随意|粗放|低|慢|差|拖)|"
    r"(?:处置|核查|办理|管理|移交|排查|发现)[^。，；]{0,8}线索[^。，；]{0,10}(?:不|未|超期|滞后|积压|缺失|少|弱|差)|(?:未|不)(?:按[^。，；]{0,10})?(?:移交|移送|处置|办理|核查)[^。，；]{0,12}线索"
)
_HANDED = re.compile(r"收到|已|按|将|正在|依规|依法|依纪|另行|优先|统一|转|移交|移送|接收|受理|办结")
_HANDED_OVER = re.compile(r"已|按|将|依规|依法|依纪")
_STOP = re.compile(r"[。！？!?]|；")


_ILL_HANDLED = re.compile(r"线索[^，。；]{2,12}(?=[，。；]|$)")


def _is_judged(sentence: str) -> bool:
    """Return whether the sentence judges how clues are handled: such a statement is a problem."""
    if _JUDGED.search(sentence):
        return True
    return any(
        has_deficiency(match.group()) and not _HANDED_OVER.search(match.group())
        for match in _ILL_HANDLED.finditer(sentence)
    )


def is_clue(sentence: str) -> bool:
    """Return whether ``sentence`` says that clues were received, handed over or handled."""
    if "线索" not in sentence or _ABOUT.search(sentence) is None or _is_judged(sentence):
        return False
    return _HANDED.search(sentence) is not None


def clue_mentions(lines: list[Line]) -> list[Mention]:
    """Return the sentences of ``lines`` that speak of clues."""
    out: list[Mention] = []
    for line in lines:
        if "线索" not in line.text:
            continue
        for start, end in parts(line.text, line.start, line.end, _STOP):
            words = line.text[start:end]
            if is_clue(words):
                out.append(Mention(words, Passage(line.block, start, end)))
    return out
