"""How much of what is found rests on single words: the same documents with part of the vocabulary made unknown.

``python benchmarks/intake_words.py [DIRECTORY…] [--share 25] [--draws 3]`` takes away each word of deficiency with the
given probability (the same draw always takes the same words) and prints precision and recall of leaf titles against the
known answers; without a directory, those of the golden documents of the tests. Unseen documents use words that no list
holds; what is still found is found by structure.
"""

import argparse
import re
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from liandu.intake.understanding import lexicon  # noqa: E402 - the tools lie in the root of the repository
from tools.measure_intake import Score, documents, measure  # noqa: E402

GOLDEN = ROOT / "tests" / "golden" / "documents"
_CONTEXT = 2  # characters before a word that tell its uses apart


class Thinned:
    """A compiled pattern that no longer finds a share of what it found."""

    def __init__(self, pattern: re.Pattern[str], share: int, draw: int) -> None:
        self.pattern, self.share, self.draw = pattern, share, draw

    def search(self, text: str) -> re.Match[str] | None:
        """Return the match, or None when this draw makes its words unknown."""
        match = self.pattern.search(text)
        if match is None:
            return None
        words = text[max(0, match.start() - _CONTEXT) : match.end()]
        unknown = zlib.crc32(f"{words}{self.draw}".encode()) % 100 < self.share
        return None if unknown else match


def main() -> None:
    """Measure each directory with the whole vocabulary and with each draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directories", nargs="*", type=Path, default=[GOLDEN])
    parser.add_argument("--share", type=int, default=25, help="percent of the words made unknown")
    parser.add_argument("--draws", type=int, default=3)
    options = parser.parse_args()
    whole = {name: getattr(lexicon, name) for name in ("DEFICIENCY", "_JUDGED_END")}
    for draw in range(options.draws + 1):
        for name, pattern in whole.items():
            setattr(lexicon, name, Thinned(pattern, options.share, draw) if draw else pattern)
        for directory in options.directories:
            total = Score()
            for path, gold, plain in documents(directory):
                total.counts.update(measure(path, gold, plain=plain).counts)
            rates = total.rates()
            words = f"{options.share} % unknown, draw {draw}" if draw else "all words"
            print(f"{directory.name:<12} {words:<24} precision {rates['precision']:.3f}  recall {rates['recall']:.3f}")


if __name__ == "__main__":
    main()
