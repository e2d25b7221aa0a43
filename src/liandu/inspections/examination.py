"""A first look at an upload: its format, its pages, the marking it carries. What takes long is left to the worker.

Old Office formats (LibreOffice has to run) and scans (text recognition has to run) are only looked at: passwords,
macros and ruins are refused at once; their marking is looked for when they are read (see intake.jobs).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from liandu.inspections.rules import reading_limits
from liandu.kernel.secrecy import Grade
from liandu.papers.blocks import BlockKind, Paper
from liandu.papers.marking import marking_of
from liandu.papers.reading import ocr, read
from liandu.papers.reading.legacy_office import READER as LEGACY
from liandu.papers.reading.pdf.apart import contents_of
from liandu.papers.reading.pdf.reader import is_scan
from liandu.papers.reading.protocol import Limits, Source
from liandu.papers.reading.registry import best, look_at

_SAYS_NOTHING = re.compile(r"(附件|文档|文件|材料|扫描件?|新建|未命名|副本|正文|定稿|终稿|送审稿|[\W\d_a-zA-Z])*")
_TITLE_AT_MOST = 60
# The words by which a list of clues calls itself, in its file's name or in one of its first lines. How clues are
# managed is no list of them: "线索管理台账不规范" is a problem.
_CLUE_LIST = re.compile(
    r"线索(?:移交|移送|交办|转办|处置|办理|情况|登记|受理|汇总|反映)*(?:清单|台账|登记表|一览表|汇总表|明细表|目录|登记卡)(?!.{0,6}(?:不|未|缺))"
)
_FIRST_BLOCKS = 8


@dataclass(frozen=True, slots=True)
class Examined:
    """What the first look found: ``pages`` and ``marking`` (grade and words as printed) are None when not known.

    Where ``is_whole`` is False its text could not be read at once: what it carries is found when the worker reads it.
    """

    format: str
    pages: int | None
    marking: tuple[Grade, str] | None
    title: str
    clue_list: bool = False
    is_whole: bool = True


def examine(path: Path, name: str) -> Examined:
    """Return what the file at ``path``, called ``name``, is; raise CannotRead with a sentence when it is not taken."""
    limits = reading_limits()
    source = look_at(path, name, limits)
    reader = best(source)
    if reader is LEGACY:
        LEGACY.look_over(source)
        return Examined(source.ending, None, None, _stem(name), is_clue_list(name), is_whole=False)
    if reader is ocr.READER and ocr.is_installed():
        return Examined("ocr", None, None, _stem(name), is_clue_list(name), is_whole=False)
    if reader is not None and reader.name == "pdf" and ocr.is_installed():
        pages = _pages_of_scan(source, limits)
        if pages is not None:
            return Examined("ocr", pages, None, _stem(name), is_clue_list(name), is_whole=False)
    paper = read(path, name, limits)
    return Examined(paper.format, paper.pages, marking_in(paper), title_for(name, paper), is_clue_list(name, paper))


def examine_proof(path: Path, name: str) -> Examined:
    """Return what the file at ``path`` is when it proves something: as examine(), but pictures need not be readable.

    A photograph or a scanned voucher is proof as it is. It is opened whole, within the readers' limits, and refused
    when it is broken; no text is recognised, so the grade is the one that the person declares.
    """
    limits = reading_limits()
    source = look_at(path, name, limits)
    reader = best(source)
    if reader is ocr.READER:
        return Examined("picture", ocr.pages_of_picture(source, limits), None, _stem(name), is_clue_list(name))
    if reader is not None and reader.name == "pdf":
        pages = _pages_of_scan(source, limits)
        if pages is not None:
            return Examined("scan", pages, None, _stem(name), is_clue_list(name))
    return examine(path, name)


def marking_in(paper: Paper) -> tuple[Grade, str] | None:
    """Return the grade and the words of the marking that ``paper`` carries, None when it carries none."""
    marking = marking_of(paper)
    return (Grade(marking.grade.value), paper.quote(marking.passage)) if marking else None


def is_clue_list(name: str, paper: Paper | None = None) -> bool:
    """Return whether a file calls itself a list of clues: by its name, or by a short line among its first ones."""
    first = [block.text.strip() for block in paper.blocks[:_FIRST_BLOCKS]] if paper else []
    return any(_CLUE_LIST.search(text) for text in [_stem(name), *first] if len(text) <= _TITLE_AT_MOST)


def title_for(name: str, paper: Paper) -> str:
    """Return a title: the file's name without its ending, or the first centred line when the name says nothing."""
    stem = _stem(name)
    if not _SAYS_NOTHING.fullmatch(stem):
        return stem
    centred = (
        " ".join(block.text.split())
        for block in paper.blocks
        if block.kind == BlockKind.PARAGRAPH and block.centred and len(block.text) <= _TITLE_AT_MOST
    )
    return next((text for text in centred if text), stem)


def _stem(name: str) -> str:
    return Path(name).stem.strip() or name


def _pages_of_scan(source: Source, limits: Limits) -> int | None:
    """Return the number of pages when most of the first ones are pictures with hardly a letter, else None."""
    pages = contents_of(source.path, limits).pages
    return len(pages) if is_scan(pages) else None
