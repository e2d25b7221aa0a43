"""Automatic numbers of Word documents, against numbers that were worked out without the reader."""

import pytest

from liandu.papers.reading import read
from tests.papers.numbering_cases import FORMATS, Case, cases
from tests.papers.word_files import docx, p

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_paragraph_gets_the_number_that_word_prints(case: Case, tmp_path):
    file = tmp_path / "numbered.docx"
    file.write_bytes(case.document())
    assert tuple(block.number for block in read(file, file.name).blocks) == case.numbers


def test_the_suite_is_as_large_as_promised():
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)
    assert {
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "ideographDigital",
    } <= FORMATS.keys()


def test_a_block_knows_the_level_of_its_number_and_keeps_it_out_of_its_text(tmp_path):
    case = next(case for case in CASES if case.name == "official outline")
    file = tmp_path / "numbered.docx"
    file.write_bytes(case.document())
    blocks = read(file, file.name).blocks
    assert [block.number_level for block in blocks] == [0, 1, 1, 2, 2, 3, 4, 4, 1, 0, 1]
    assert {block.text for block in blocks} == {"文"}


def test_a_bullet_has_a_level_but_no_number_and_plain_text_has_neither(tmp_path):
    definition = next(case for case in CASES if case.name == "bullet 1").numbering
    file = tmp_path / "bullets.docx"
    file.write_bytes(docx(p("点", num="1", level=0) + p("文"), numbering=definition))
    assert [(block.number, block.number_level) for block in read(file, file.name).blocks] == [("", 0), ("", None)]
