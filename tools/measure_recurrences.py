"""Measure what is found to come back: on pairs said twice, on statements of one topic, on copies; and how fast it goes.

``tests/texts/again.jsonl`` holds 36 problems said again in other words, written before anything was measured on them.
The corpus (``../shared/corpus``; LIANDU_CORPUS names another place) holds statements of 22 topics, made with little
overlap of words on purpose. With ``--check`` the exit code is 1 when a bar is missed; ``--speed TEXTS`` holds 500 new
ones against so many.
"""

import argparse
import json
import os
import random
import re
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from liandu.texts.classifying import Classifier
from liandu.texts.keywords import categories
from liandu.texts.recurring import AGAIN, ELSEWHERE, Said, Way, recurring
from liandu.texts.segmenting import words
from liandu.texts.statements import Statement

HERE = Path(__file__).resolve().parent.parent
TEXTS = HERE / "tests/texts"
DEFAULT_CORPUS = HERE.parent / "shared" / "corpus"
LEAST_FOUND, MOST_BESIDE = (
    0.85,
    60,
)  # of the pairs said again; others that are taken for one, of all pairs of statements
LEAST_COPIES = 0.9  # of the copies with new numbers
NEW = 500
MOST_SECONDS = 60


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of JSON lines; none of one that is not there."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def said_by(texts: Sequence[str], *, units: Sequence[int]) -> list[Said]:
    """Return the texts as statements, each of a document of its own, with the class that their words suggest."""
    statements = [Statement(str(at), text) for at, text in enumerate(texts)]
    codes = [one.code for one in Classifier(categories()).suggest(statements)]
    return [
        Said(at, text, unit, "", 1, at + 1, code)
        for at, (text, unit, code) in enumerate(zip(texts, units, codes, strict=True))
    ]


def measure_again(others: Sequence[str]) -> list[str]:
    """Print how many problems said again are found in a unit, and what else is taken for the same; return faults."""
    pairs = read(TEXTS / "again.jsonl")
    texts = [row["earlier"] for row in pairs] + list(others) + [row["again"] for row in pairs]
    first_again = len(texts) - len(pairs)
    faults = []
    for way, units, bar in (
        (Way.AGAIN, [1] * len(texts), AGAIN),
        (Way.ELSEWHERE, list(range(len(texts))), ELSEWHERE),
    ):
        said = said_by(texts, units=units)
        found = {(one.key, one.earlier): one for one in recurring(said, [one.key for one in said]) if one.way == way}
        right = sum((first_again + at, at) in found for at in range(len(pairs)))
        beside = len(found) - right
        print(
            f"{way:<10} from {bar}: {right}/{len(pairs)} said again are found (recall {right / len(pairs):.2f}), "
            f"{beside} other pairs of {len(texts) * (len(texts) - 1) // 2}"
        )
        if way is Way.AGAIN and (right < LEAST_FOUND * len(pairs) or beside > MOST_BESIDE):
            faults.append(f"again: {right} of {len(pairs)}, {beside} beside")
    return faults


def measure_topics(corpus: Sequence[dict[str, str]]) -> None:
    """Print precision and recall on the pairs of one topic, which share next to no words."""
    topics = [row["topic"] for row in corpus]
    said = said_by([row["text"] for row in corpus], units=[1] * len(corpus))
    same = sum(topics[:at].count(topic) for at, topic in enumerate(topics))
    found = [one for one in recurring(said, [one.key for one in said]) if one.way is Way.AGAIN]
    right = sum(topics[one.key] == topics[one.earlier] for one in found)
    print(
        f"corpus, pairs of one topic: {right} of {len(found)} found are right (precision "
        f"{right / max(len(found), 1):.2f}), of {same} (recall {right / max(same, 1):.3f})"
    )


def measure_copies_of_statements(texts: Sequence[str]) -> list[str]:
    """Print how many copies into another unit are found: with new numbers, and with words changed too."""
    rng = random.Random(7)  # noqa: S311 - plausible variety, no secret
    long = [text for text in texts if len(text) >= 24]
    spare = sorted({word for text in texts for word in words(text) if len(word) > 1})
    faults = []
    for name, share in (("numbers", 0.0), ("20 % of words", 0.2), ("35 % of words", 0.35)):
        copies = [_changed(text, share, spare, rng) for text in long]
        said = said_by([*texts, *copies], units=list(range(len(texts) + len(copies))))
        fresh = [one.key for one in said[len(texts) :]]
        found = recurring(said, fresh)
        wanted = {len(texts) + at: texts.index(text) for at, text in enumerate(long)}
        right = {one.key: one.way for one in found if wanted[one.key] == one.earlier}
        copied = sum(way is Way.COPIED for way in right.values())
        wrong = sum(one.way is Way.COPIED and wanted[one.key] != one.earlier for one in found)
        print(f"copied, {name}: {copied} of {len(long)} as copied, {len(right)} in any way, {wrong} wrong")
        if not share and copied < LEAST_COPIES * len(long):
            faults.append(f"copies with new numbers: {copied} of {len(long)}")
    return faults


def _changed(text: str, share: float, spare: Sequence[str], rng: random.Random) -> str:
    pieces = [
        rng.choice(spare) if len(word) > 1 and not word.isdigit() and rng.random() < share else word
        for word in words(text)
    ]
    return re.sub(r"\d+", lambda _: str(rng.randint(2, 999)), "".join(pieces))


def measure_speed(count: int, texts: Sequence[str]) -> list[str]:
    """Print time and memory of holding NEW statements against ``count``, made of pieces of real ones."""
    rng = random.Random(3)  # noqa: S311 - as above
    pieces = sorted({piece for text in texts for piece in re.split("[，、]", text) if len(piece) > 3})
    said = [
        Said(
            at,
            "，".join(rng.sample(pieces, 3)) + f"，涉及{rng.randint(2, 999)}万元",
            rng.randrange(2000),
            "",
            at // 5000,
            at // 20,
            "A1",
        )
        for at in range(count + NEW)
    ]
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    found = recurring(said, range(count, count + NEW), [f"云州市第{n}中学" for n in range(2000)])
    took = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ways = {str(way): sum(one.way is way for one in found) for way in Way}
    print(
        f"{NEW} against {count}: {took:.1f} s, {most / 1024**2:.2f} GB at most, "
        f"{(most - before) / 1024**2:.2f} GB of them more than before; {ways}"
    )
    return [f"{NEW} against {count} took {took:.0f} s"] if took > MOST_SECONDS else []


def main(arguments: Iterable[str] | None = None) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    parser.add_argument("--speed", type=int, default=0, metavar="TEXTS", help="also measure speed against so many")
    options = parser.parse_args(None if arguments is None else list(arguments))
    corpus = read(Path(os.environ.get("LIANDU_CORPUS", DEFAULT_CORPUS)) / "statements.jsonl")
    others = [row["text"] for name in ("statements", "titles") for row in read(TEXTS / f"{name}.jsonl")]
    others += [row["text"] for row in corpus]
    print(f"== problems that come back ({len(others)} other statements, {len(corpus)} of them of the corpus)")
    faults = measure_again(others)
    if corpus:
        measure_topics(corpus)
    faults += measure_copies_of_statements(list(dict.fromkeys(others)))
    if options.speed:
        faults += measure_speed(options.speed, others)
    print("\n".join(f"missed: {fault}" for fault in faults) or "every bar is met")
    return 1 if options.check and faults else 0


if __name__ == "__main__":
    sys.exit(main())
