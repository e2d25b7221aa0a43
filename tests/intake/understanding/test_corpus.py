"""The bars on the corpus with known answers, where it stands beside the repository."""

import os

import pytest

from tools.measure_intake import BARS, DEFAULT_CORPUS, Score, documents, measure

CORPUS = type(DEFAULT_CORPUS)(os.environ.get("LIANDU_CORPUS", DEFAULT_CORPUS))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the repository (LIANDU_CORPUS names it)"),
]


def total_of(name: str) -> Score:
    """Return the score over one directory of the corpus."""
    total = Score()
    for path, gold, plain in documents(CORPUS / name):
        total.counts.update(measure(path, gold, plain=plain).counts)
    return total


def test_the_authored_documents_meet_the_bars() -> None:
    total = total_of("authored")
    rates = total.rates()
    assert {bar for bar, least in BARS.items() if rates[bar] < least} == set()
    assert total.counts["clues among problems"] == 0
    assert total.counts["problems out of nothing"] == 0


def test_the_real_documents_give_every_group_and_nothing_else() -> None:
    total = total_of("real")
    assert total.counts["hits"] == total.counts["leaves"]
    assert total.counts["proposed"] == total.counts["hits"]
