"""The classification marking that a document carries: 绝密★, 机密★10年, 秘密★1年, 密级：机密, 内部资料.

Official documents put it at the top corner of the first page (GB/T 9704-2012, 7.2.2): the grade, a ★, and the period.
Only that shape counts; the words inside a sentence (保守国家秘密, 机密级文件的管理) say nothing about the document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liandu.kernel.secrecy import Grade
from liandu.papers.blocks import Block, BlockKind, Paper, Passage


@dataclass(frozen=True, slots=True)
class Marking:
    """The marking as found: its grade, its period as printed ("1年", "长期", "" when none), and where it stands."""

    grade: Grade
    period: str
    passage: Passage


_GRADES = {"绝密": Grade.TOP_SECRET, "机密": Grade.CONFIDENTIAL, "秘密": Grade.SECRET}
_ORDER = tuple(Grade)
_NAME = r"(?P<grade>绝\s*密|机\s*密|秘\s*密)"
_STAR = r"[★☆✩✭⭐*＊]"
_PERIOD = r"(?P<period>(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,4})\s*(?:年|个月)|长\s*期|永\s*久|启用前|解密前)"

_BEFORE = r"(?:(?<![\u4e00-\u9fff“”\"‘《])|(?<=特急)|(?<=加急)|(?<=密级))"
_STARRED = re.compile(rf"{_BEFORE}{_NAME}\s*级?\s*{_STAR}\s*{_PERIOD}?")
"""Grade and star: a marking wherever it stands, unless it is quoted or grows out of a word."""
_BARE = re.compile(rf"[\s【\[（(〔]*{_NAME}\s*级?\s*[：:]?\s*{_PERIOD}?[\s】\]）)〕]*")
"""The grade alone on its line, perhaps in brackets, perhaps with its period."""
_LABELLED = re.compile(
    rf"[\s【\[（(〔]*(?:密\s*级|涉密等级|秘密等级|保密级别)\s*[：:]\s*{_NAME}\s*级?\s*{_STAR}?\s*{_PERIOD}?[\s】\]）)〕。]*"
)
_INTERNAL = re.compile(
    r"[\s【\[（(〔]*(?:密\s*级\s*[：:]\s*)?(?:内\s*部(?:\s*(?:资\s*料|文\s*件|材\s*料|使\s*用|掌\s*握))?|工\s*作\s*秘\s*密|不予公开)"
    rf"\s*{_STAR}?(?:\s*[，,、：:；]?\s*(?:注意保存|请勿外传|不得外传|妥善保管|严禁外传|注意保管|{_PERIOD}))*[\s】\]）)〕。！!]*"
)

_TOP_BLOCKS = 12  # the corner marking comes before the text
_QUOTES = re.compile(r"[“‘《「][^”’》」]{0,40}$")


def marking_of(paper: Paper) -> Marking | None:
    """Return the narrowest marking that ``paper`` carries, None when it carries none.

    A grade with a star counts in every block. A grade or 内部资料 without a star counts only as a line of its own: at
    the top of the document (first blocks and first page), in a header or footer, or after 密级：.
    """
    found = [marking for block in _looked_at(paper) for marking in _markings(block, top=_is_top(paper, block))]
    return max(found, key=lambda marking: _ORDER.index(marking.grade), default=None)


def _looked_at(paper: Paper) -> Iterator[Block]:
    """Yield the blocks that belong to the document; the menus around a web page do not."""
    return (block for block in paper.blocks if block.kind is not BlockKind.FURNITURE)


def _is_top(paper: Paper, block: Block) -> bool:
    """Say whether a block stands where a marking stands: the first blocks, or a header or footer."""
    if block.kind in {BlockKind.HEADER, BlockKind.FOOTER}:
        return True
    return block.index - _furniture_before(paper) < _TOP_BLOCKS


def _furniture_before(paper: Paper) -> int:
    """Return how many blocks come before the first one of the document itself."""
    return next((block.index for block in paper.blocks if block.kind is not BlockKind.FURNITURE), 0)


def _markings(block: Block, *, top: bool) -> Iterator[Marking]:
    """Yield the markings in one block; each line of it is looked at alone."""
    start = 0
    for line in block.text.split("\n"):
        for match in _STARRED.finditer(line):
            if not _QUOTES.search(line[: match.start()]):
                yield _marking(block, start, match)
        alone = _LABELLED.fullmatch(line) or (_BARE.fullmatch(line) if top else None)
        internal = _INTERNAL.fullmatch(line) if top else None
        if alone is not None:
            yield _marking(block, start, alone)
        elif internal is not None:
            yield Marking(Grade.INTERNAL, _period(internal), _passage(block, start, internal))
        start += len(line) + 1


def _marking(block: Block, start: int, match: re.Match[str]) -> Marking:
    grade = _GRADES["".join(match["grade"].split())]
    return Marking(grade, _period(match), _passage(block, start, match))


def _period(match: re.Match[str]) -> str:
    return "".join((match["period"] or "").split())


def _passage(block: Block, start: int, match: re.Match[str]) -> Passage:
    """Return where the marking stands, without the white space around it."""
    lead = len(match[0]) - len(match[0].lstrip())
    return Passage(block.index, start + match.start() + lead, start + match.start() + len(match[0].rstrip()))
