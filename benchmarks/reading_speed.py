"""How fast .docx files are read, beside python-docx on the same files in the same run.

Bar: at least twice as fast as python-docx giving the text of all paragraphs and table cells (without numbers, notes or
merged cells, which it does not work out). Usage: ``python benchmarks/reading_speed.py [documents] [rounds]``.
"""

# ruff: noqa: S311 - the words are drawn for variety, not for secrecy

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from liandu.papers.reading import read

BAR = 2.0
_CHARACTERS = 8_000
_WORDS = (
    "落实", "监督", "责任", "不够", "到位", "项目", "资金", "管理", "制度", "执行", "存在", "薄弱", "环节", "推进",
    "缓慢", "审批", "流程", "规范", "班子", "建设", "群众", "反映", "突出", "作风", "问题", "整改", "青岚区", "望川区",
)  # fmt: skip


def main(documents: int = 12, rounds: int = 5) -> int:
    """Print documents per CPU second for both and the ratio; return 0 when the bar is reached."""
    with tempfile.TemporaryDirectory() as folder:
        headed = [_headed(Path(folder) / f"headed{n}.docx", random.Random(n)) for n in range(documents)]
        ledgers = [_ledger(Path(folder) / f"ledger{n}.docx", random.Random(n)) for n in range(documents)]
        ratios = [_compare("headed documents", headed, rounds), _compare("ledgers as tables", ledgers, rounds)]
    print(f"bar: {BAR:.1f} times python-docx; {'reached' if min(ratios) >= BAR else 'MISSED'}")
    return 0 if min(ratios) >= BAR else 1


def _compare(name: str, files: list[Path], rounds: int) -> float:
    ours = _seconds(_liandu, files, rounds)
    theirs = _seconds(_python_docx, files, rounds)
    characters = sum(map(_liandu, files)) // len(files)
    print(
        f"{name} ({len(files)} of about {characters} characters): liandu {1 / ours:.0f}, python-docx {1 / theirs:.0f} "
        f"documents per CPU second; {theirs / ours:.1f} times"
    )
    return theirs / ours


def _seconds(act: Callable[[Path], int], files: Iterable[Path], rounds: int) -> float:
    """Return the CPU seconds for one document: the best of some rounds over all files."""
    files = list(files)
    act(files[0])
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        for file in files:
            act(file)
        best = min(best, (time.process_time() - begun) / len(files))
    return best


def _liandu(file: Path) -> int:
    return sum(len(block.text) for block in read(file, file.name).blocks)


def _python_docx(file: Path) -> int:
    document = docx.Document(str(file))
    paragraphs = sum(len(paragraph.text) for paragraph in document.paragraphs)
    return paragraphs + sum(len(cell.text) for table in document.tables for row in table.rows for cell in row.cells)


def _sentence(source: random.Random) -> str:
    return "".join(source.choices(_WORDS, k=source.randint(6, 30))) + "。"


def _sentences(source: random.Random, characters: int) -> Iterator[str]:
    while characters > 0:
        sentence = _sentence(source)
        characters -= len(sentence)
        yield sentence


def _headed(path: Path, source: random.Random) -> Path:
    """Write a document of numbered headings and paragraphs of several runs."""
    document = docx.Document()
    for place, sentence in enumerate(_sentences(source, _CHARACTERS)):
        paragraph = document.add_paragraph(style="List Number" if place % 3 == 0 else None)
        cut = len(sentence) // 3
        paragraph.add_run(sentence[:cut]).bold = place % 3 == 0
        paragraph.add_run(sentence[cut : 2 * cut])
        paragraph.add_run(sentence[2 * cut :])
        if place % 5 == 0:
            _number(paragraph, level=place % 4)
    document.save(str(path))
    return path


def _ledger(path: Path, source: random.Random) -> Path:
    """Write a ledger of five columns whose first column is merged over pairs of rows."""
    document = docx.Document()
    rows = list(_sentences(source, _CHARACTERS))
    table = document.add_table(rows=0, cols=5)
    for at in range(0, len(rows) - 4, 4):
        cells = table.add_row().cells
        for cell, text in zip(cells, ["", *rows[at : at + 4]], strict=True):
            cell.text = text
    for at in range(0, len(table.rows) - 1, 2):
        table.cell(at, 0).merge(table.cell(at + 1, 0)).text = str(at // 2 + 1)
    document.save(str(path))
    return path


def _number(paragraph: Paragraph, *, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no public way to number a paragraph
    numbered = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", 1)):
        child = OxmlElement(name)
        child.set(qn("w:val"), str(value))
        numbered.append(child)
    properties.append(numbered)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
