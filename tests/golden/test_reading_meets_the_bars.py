"""What the intake understands of the golden documents meets the bars, in each set."""

from pathlib import Path

import pytest

from tools.measure_intake import BARS, Score, documents, measure

DOCUMENTS = Path(__file__).parent / "documents"

pytestmark = pytest.mark.slow


def total_of(letter: str) -> Score:
    """Return the score over the golden documents whose names begin with ``letter``."""
    total = Score()
    for path, gold, plain in documents(DOCUMENTS):
        if path.name.startswith(letter):
            total.counts.update(measure(path, gold, plain=plain).counts)
    return total


@pytest.mark.parametrize(("letter", "number"), [("g", 30), ("b", 24), ("c", 20)])
def test_every_set_meets_the_bars(letter: str, number: int) -> None:
    total = total_of(letter)
    assert total.counts["kinds"] == number
    rates = total.rates()
    assert {bar: rates[bar] for bar, least in BARS.items() if rates[bar] < least} == {}
    assert total.counts["clues among problems"] == 0
    assert total.counts["problems out of nothing"] == 0
