"""Each hostile or broken file gets its sentence or is read; nothing crashes, hangs or is left behind."""

import re
import tempfile
import time
from pathlib import Path

import pytest

from liandu.papers.reading.protocol import CannotRead
from liandu.papers.reading.registry import read
from tests.papers.hostile.files import FILES, READS, Hostile

COSTLY = {
    "pdf form that draws itself",
    "text of 120,000 lines",
    "OLE with a loop in its table",
    "html of one long line",
    "rich text",
    "very many merged ranges",
    "html of 100,000 tags",
    "pdf bomb",
    "zip bomb in document.xml",
    "zip bomb in a sheet",
    "ofd bomb",
    "zip bomb",
}
CASES = [
    pytest.param(hostile, id=hostile.what, marks=[pytest.mark.slow] if hostile.what in COSTLY else [])
    for hostile in FILES
]
SECONDS, PATIENCE = 8.0, 60.0  # of this process' own time (the slowest takes two alone), and by the clock


def test_the_list_is_long_enough() -> None:
    assert len(FILES) >= 64
    assert len({hostile.what for hostile in FILES}) == len(FILES)


@pytest.mark.parametrize("hostile", CASES)
def test_it_gets_its_sentence_or_is_read(hostile: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spare, upload = tmp_path / "spare", tmp_path / "upload"
    spare.mkdir()
    monkeypatch.chdir(spare)
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    hostile.write(upload)
    start, began = time.process_time(), time.perf_counter()
    try:
        paper = read(upload, hostile.name)
    except CannotRead as refusal:
        outcome, sentence, text = refusal.code, str(refusal), hostile.holds
    else:
        outcome, sentence = READS, "已经读出来了。"
        text = "\n".join(block.text for block in paper.blocks)
        assert [block.index for block in paper.blocks] == list(range(len(paper.blocks)))
    assert time.process_time() - start < SECONDS
    assert time.perf_counter() - began < PATIENCE
    assert re.search(r"[一-龥]{4}.*。", sentence), "a Chinese sentence"
    assert hostile.holds in text
    assert "root:" not in text, "nothing from outside came in"
    assert outcome in hostile.expected.split("|")
    assert list(spare.iterdir()) == []
