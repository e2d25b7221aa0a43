"""Each hostile or broken file gets its sentence or is read; nothing crashes, hangs or is left behind."""

import re
import tempfile
import time
from pathlib import Path

import pytest

from liandu.papers.reading.protocol import CannotRead
from liandu.papers.reading.registry import read
from tests.papers.hostile.files import FILES, READS, Hostile

SECONDS = 3.0


def test_the_list_is_long_enough() -> None:
    assert len(FILES) >= 64
    assert len({hostile.what for hostile in FILES}) == len(FILES)


@pytest.mark.parametrize("hostile", FILES, ids=[hostile.what for hostile in FILES])
def test_it_gets_its_sentence_or_is_read(hostile: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spare, upload = tmp_path / "spare", tmp_path / "upload"
    spare.mkdir()
    monkeypatch.chdir(spare)
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    hostile.write(upload)
    start = time.perf_counter()
    try:
        paper = read(upload, hostile.name)
    except CannotRead as refusal:
        outcome = refusal.code
        assert re.search(r"[一-龥]{4}.*[。！]", str(refusal)), "a Chinese sentence"
    else:
        outcome = READS
        text = "\n".join(block.text for block in paper.blocks)
        assert hostile.holds in text
        assert "root:" not in text, "nothing from outside came in"
        assert [block.index for block in paper.blocks] == list(range(len(paper.blocks)))
    assert time.perf_counter() - start < SECONDS
    assert outcome in hostile.expected.split("|")
    assert list(spare.iterdir()) == []
