"""The part of the report on texts that is about copies and speed: plants among authored texts, many made texts."""

import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from datasketch import MinHash, MinHashLSH

from liandu.texts.classifying import Classifier
from liandu.texts.copies import PARTIAL, copies, index
from liandu.texts.grouping import group, place
from liandu.texts.keywords import categories
from liandu.texts.normalising import Normaliser
from liandu.texts.statements import Statement
from tools.planting import EDITS, PHRASES, UNITS, authored, plant, reworded

Pairs = set[frozenset[str]]
PRECISION, RECALL = 0.90, 0.98
QUERY_BAR = 0.05  # seconds
SEEDS = (1, 2, 3)


def measure_copies(folders: Sequence[Path]) -> list[str]:
    """Print precision and recall on planted copies beside MinHash LSH; return what missed its bar."""
    stock = authored([folder for folder in folders if folder.is_dir()])
    totals: dict[str, Counter[str]] = {}
    for seed in SEEDS:
        statements, planted = plant(stock, seed)
        for name, finder in (("winnowing + rarity weight", ours), ("datasketch MinHashLSH .5", theirs)):
            found = finder(statements)
            counts = totals.setdefault(name, Counter())
            counts += Counter({"found": len(found), "hits": len(found & planted.keys()), "planted": len(planted)})
            counts += Counter(f"of {planted[pair]}" for pair in planted)
            counts += Counter(f"hit {planted[pair]}" for pair in found & planted.keys())
    print(f"== copies ({len(SEEDS)} times {len(statements)} texts from {len(stock.sentences)} authored sentences)")
    for name, counts in totals.items():
        kinds = "  ".join(f"{kind} {counts[f'hit {kind}']}/{counts[f'of {kind}']}" for kind in EDITS)
        print(f"{name:<34} precision {precision(counts):.3f}  recall {recall(counts):.3f}  {kinds}")
    mine = totals["winnowing + rarity weight"]
    faults = [f"copies: precision {precision(mine):.3f}"] if precision(mine) < PRECISION else []
    return faults + ([f"copies: recall {recall(mine):.3f}"] if recall(mine) < RECALL else [])


def precision(counts: Counter[str]) -> float:
    """Return how many of the found pairs were planted."""
    return counts["hits"] / max(counts["found"], 1)


def recall(counts: Counter[str]) -> float:
    """Return how many of the planted pairs were found."""
    return counts["hits"] / max(counts["planted"], 1)


def ours(statements: Sequence[Statement]) -> Pairs:
    """Return the pairs that Liandu finds."""
    return {frozenset((copy.a, copy.b)) for copy in copies(statements)}


def theirs(statements: Sequence[Statement]) -> Pairs:
    """Return the pairs of MinHash LSH over runs of six characters, 128 permutations, Jaccard .5: the usual way."""
    plain = Normaliser({statement.unit for statement in statements}, bare=True).plain
    lsh, found = MinHashLSH(threshold=0.5, num_perm=128), set()
    for statement in statements:
        text = plain(statement.text)
        hashed = MinHash(num_perm=128)
        hashed.update_batch([text[at : at + 6].encode() for at in range(max(len(text) - 5, 1))])
        found |= {frozenset((statement.id, other)) for other in lsh.query(hashed)}
        lsh.insert(statement.id, hashed)
    return found


def measure_speed(count: int) -> list[str]:
    """Print the time and memory of copies among ``count`` texts, of one look-up, and of 10,000 statements grouped."""
    print(f"== speed, one core, {count} texts of about 100 characters")
    normaliser = Normaliser(UNITS, bare=True)
    units: list[str] = []
    made_up = list(many(count, units))
    plain, normalised = timed(lambda: list(map(normaliser.plain, made_up)))
    made, built = timed(lambda: index(plain, units))
    (a, _, _, scores), paired = timed(made.pairs)
    enough = int((scores >= PARTIAL).sum())
    print(
        f"normalised {normalised:.1f} s, indexed {built:.1f} s, pairs {paired:.1f} s: {len(a)}, {enough} of them enough"
    )
    lookups = []
    for text in list(many(200, [], seed=5)):
        _, took = timed(lambda text=text: made.alike(normaliser.plain(text)))
        lookups.append(took)
    lookups.sort()
    print(f"one text against them: p50 {lookups[100] * 1000:.1f} ms, p95 {lookups[190] * 1000:.1f} ms")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GB")
    statements = [Statement(f"{at:06d}", text[:60]) for at, text in enumerate(many(10_000, [], seed=9))]
    classifier = Classifier(categories())
    _, prepared = timed(lambda: place(statements, classifier))
    found, took = timed(lambda: group(statements, classifier))
    print(f"10,000 statements: classified in {prepared:.1f} s, with grouping {took:.1f} s, {len(found.themes)} themes")
    faults = [f"one look-up took {lookups[190]:.3f} s"] if lookups[190] > QUERY_BAR else []
    faults += [f"themes of 10,000 took {took:.1f} s"] if took > 15 else []
    spent = normalised + built + paired
    return faults + ([f"copies took {spent:.0f} s"] if spent > 180 * count / 1_000_000 + 20 else [])


def many(count: int, units: list[str], seed: int = 4) -> Iterator[str]:
    """Yield made texts: words of the field in chance order, phrases that all use, one in ten a reworded copy.

    The unit of each is added to ``units``.
    """
    rng = random.Random(seed)  # noqa: S311 - plausible variety, no secret
    spoken = [word for category in categories().values() for word in category.keywords]
    edit = reworded(0.1)
    kept: list[str] = []
    for _ in range(count):
        unit = rng.choice(UNITS)
        units.append(unit)
        if kept and rng.random() < 0.1:
            text = edit(rng, [rng.choice(kept)], Spoken(spoken))[0]
        else:
            text = "".join(rng.choice(spoken) + rng.choice(("", "不", "的", "，", "。", "3项")) for _ in range(25))
            if len(kept) < 5000:
                kept.append(text)
            else:
                kept[rng.randrange(len(kept))] = text
        yield f"{unit}{text}{rng.choice(PHRASES) if rng.random() < 0.3 else ''}"


class Spoken:
    """Words to put in the place of others."""

    def __init__(self, spare: list[str]) -> None:
        self.spare, self.sentences = spare, []


def timed(act: Callable[[], Iterable]) -> tuple:
    """Return what ``act`` returns, and the seconds of CPU it took: other work on the machine does not count."""
    start = time.process_time()
    done = act()
    return done, time.process_time() - start
