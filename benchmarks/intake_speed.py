"""How many .docx documents of 8,000 characters are read and understood per CPU second.

``python benchmarks/intake_speed.py`` builds notices in memory with python-docx and prints, for the same files, the CPU
time of python-docx alone, of our reader, and of our reader with understanding.
"""

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx

from liandu.intake.understanding import understand
from liandu.papers.reading import read

CHARACTERS = 8_000
DOCUMENTS = 20
_FIELDS = ("预算执行", "工程招标", "公务接待", "干部选拔", "档案管理", "资产出租", "党员教育", "信访办理")
_JUDGED = ("把关不严", "流于形式", "底数不清", "推进缓慢", "责任不实", "监管缺位", "程序倒置", "长期闲置")


def notice(number: int) -> bytes:
    """Return a progress notice of about 8,000 characters as the bytes of a .docx."""
    paper = docx.Document()
    paper.add_paragraph(f"云州市第{number + 1}医院党委关于巡察整改进展情况的通报")
    paper.add_paragraph("一、组织领导情况")
    paper.add_paragraph("（一）提高站位。召开党委会9次。")
    paper.add_paragraph("二、反馈问题整改情况")
    written, aspect = 100, 0
    while written < CHARACTERS:
        aspect += 1
        lines = [f"（{_chinese(aspect)}）在“{_FIELDS[aspect % 8]}有差距”方面"]
        for item in range(1, 6):
            field, judged = _FIELDS[(aspect + item) % 8], _JUDGED[(aspect * item + number) % 8]
            lines.append(f"{item}.关于“{field}{judged}，第{aspect}批事项久拖未决”问题的整改")
            lines.append(
                f"整改情况：一是开展专项清理，核查事项{item * 17}件，退回资金{item}.{aspect}万元，"
                f"对{item}名责任人批评教育。"
                f"二是修订{field}制度{item}项，建立按月调度机制，目前{field}事项均按新流程办理，未再发生同类情况。"
            )
        for line in lines:
            paper.add_paragraph(line)
            written += len(line)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _chinese(number: int) -> str:
    digits = "一二三四五六七八九十"
    return (
        digits[number - 1]
        if number <= 10
        else f"{'二三四五'[number // 10 - 2] if number >= 20 else ''}十{digits[number % 10 - 1] if number % 10 else ''}"
    )


def seconds(act: Callable[[Path], object], paths: list[Path]) -> float:
    """Return the CPU seconds that ``act`` takes for all ``paths``, the best of three runs."""
    best = float("inf")
    for _round in range(3):
        begin = time.process_time()
        for path in paths:
            act(path)
        best = min(best, time.process_time() - begin)
    return best


def main() -> None:
    """Build the documents, measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(DOCUMENTS):
            path = Path(folder, f"{number}.docx")
            path.write_bytes(notice(number))
            paths.append(path)
        papers = [read(path, path.name) for path in paths]
        length = sum(len(block.text) for paper in papers for block in paper.blocks) / DOCUMENTS
        problems = sum(len(understand(paper).problems) for paper in papers) / DOCUMENTS
        other = seconds(lambda path: [p.text for p in docx.Document(str(path)).paragraphs], paths)
        reading = seconds(lambda path: read(path, path.name), paths)
        both = seconds(lambda path: understand(read(path, path.name)), paths)
    print(f"{DOCUMENTS} documents of {length:.0f} characters, {problems:.0f} problems each")
    for name, value in (("python-docx, text only", other), ("reading", reading), ("reading and understanding", both)):
        print(f"{name:<28} {value / DOCUMENTS * 1000:6.1f} ms each  {DOCUMENTS / value:6.1f} documents per CPU second")


if __name__ == "__main__":
    main()
