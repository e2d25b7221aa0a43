"""Measure what is understood of statements: classes, themes and copied texts, beside the plain methods in one report.

``make measure-texts`` runs it over the made-up statements of ``tests/texts``, the labelled titles of ``tests/golden``
and, where it is, the corpus beside the repository (``../shared/corpus``; LIANDU_CORPUS names another place). With
``--check`` the exit code is 1 when a bar is missed; ``--speed TEXTS`` also measures that many texts.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, normalized_mutual_info_score

from liandu.texts.classifying import Classifier, Suggestion
from liandu.texts.encoders import Encoder, Vectors, installed
from liandu.texts.grouping import group, join
from liandu.texts.keywords import categories, category_of
from liandu.texts.statements import Label, Statement
from tools.measure_copies import measure_copies, measure_speed

try:
    from tools import measure_beside
except ImportError:  # BERTopic is installed only where it is measured beside
    measure_beside = None

HERE = Path(__file__).resolve().parent.parent
DEFAULT_CORPUS = HERE.parent / "shared" / "corpus"
# Of the corpus, which nobody tuned to: without and with encoders.
BARS = {
    "characters": {"macro-F1": 0.66, "top 3": 0.80, "NMI": 0.68},
    "encoders": {"macro-F1": 0.70, "top 3": 0.87, "NMI": 0.72},
}
CALIBRATION_BAR = 0.08
ABOVE_BERTOPIC = 0.10  # by so much the agreement of our themes is higher
SEEDS = 5
Rates = npt.NDArray[np.float64]
Hits = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Known:
    """A statement with its class and its topic."""

    statement: Statement
    code: str
    topic: str


class Remembering:
    """An encoder that keeps its vectors: every split of the labels asks for the same texts."""

    def __init__(self, encoder: Encoder) -> None:
        """Stand before ``encoder``."""
        self.identity, self.dimension, self.weight = encoder.identity, encoder.dimension, encoder.weight
        self._encoder, self._kept = encoder, {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors, shape (len(texts), dimension)."""
        new = sorted(set(texts) - self._kept.keys())
        self._kept.update(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._kept[text] for text in texts]).reshape(len(texts), self.dimension)


def read(path: Path) -> list[Known]:
    """Return the labelled statements of a file of JSON lines."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Known(Statement(str(row.get("id", f"{at:05d}")), row["text"]), row["class"], row.get("topic", row["class"]))
        for at, row in enumerate(rows)
    ]


def judged(known: Sequence[Known], suggestions: Sequence[Suggestion]) -> dict[str, float]:
    """Return macro-F1 over the classes that occur, and how often the right one is among the first three."""
    right = [one.code for one in known]
    guessed = [said.code for said in suggestions]
    return {
        "macro-F1": float(f1_score(right, guessed, labels=sorted(set(right)), average="macro")),
        "top 3": float(np.mean([code in said.codes for code, said in zip(right, suggestions, strict=True)])),
    }


def calibration_error(known: Sequence[Known], suggestions: Sequence[Suggestion]) -> float:
    """Return the expected calibration error: how far shares are from how often they were right, weighted by bin."""
    right = np.array([said.code == one.code for one, said in zip(known, suggestions, strict=True)])
    return binned_error(np.array([said.shares[0] for said in suggestions]), right)


def chance_error(suggestions: Sequence[Suggestion]) -> float:
    """Return the same error if every share were the very probability: what so few statements show by chance alone."""
    share = np.array([said.shares[0] for said in suggestions])
    rng = np.random.default_rng(0)
    return float(np.mean([binned_error(share, rng.random(len(share)) < share) for _ in range(200)]))


def binned_error(share: Rates, right: Hits, bins: int = 10) -> float:
    """Return the mean distance of share and hits over ten equal bins, weighted by how many are in each."""
    of = np.minimum((share * bins).astype(int), bins - 1)
    return float(
        sum(
            (of == b).mean() * abs(share[of == b].mean() - right[of == b].mean())
            for b in range(bins)
            if (of == b).any()
        )
    )


def measure_classes(sets: Mapping[str, list[Known]], classifier: Classifier, name: str) -> dict[str, dict[str, float]]:
    """Print zero-shot classification of each set; return the rates by set."""
    out = {}
    for title, known in sets.items():
        suggestions = classifier.suggest([one.statement for one in known])
        rates = judged(known, suggestions)
        words = {
            word: [
                said.code == one.code for one, said in zip(known, suggestions, strict=True) if said.confidence == word
            ]
            for word in ("high", "middle", "low")
        }
        told = "  ".join(f"{word} {sum(hits)}/{len(hits)}" for word, hits in words.items())
        show(f"{name}, zero-shot", title, rates, told)
        out[title] = rates
    return out


def measure_keywords(sets: Mapping[str, list[Known]]) -> None:
    """Print the plain method: the class whose keywords cover most of the text."""
    for title, known in sets.items():
        right, guessed = [one.code for one in known], [category_of(one.statement.text) or "" for one in known]
        score = f1_score(right, guessed, labels=sorted(set(right)), average="macro")
        show("keyword rules", title, {"macro-F1": float(score)})


def measure_labels(known: Sequence[Known], classifier: Classifier, name: str, each: int) -> tuple[float, float, float]:
    """Print what ``each`` confirmed labels a class do for the rest; return zero-shot, learned, calibration error."""
    rows = []
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(known))
        by_class: dict[str, list[Known]] = {}
        for at in order:
            by_class.setdefault(known[at].code, []).append(known[at])
        labels = [Label(one.code, one.statement.text) for ones in by_class.values() for one in ones[:each]]
        rest = [one for ones in by_class.values() for one in ones[each:]]
        learned = Classifier(classifier.categories, classifier.encoders, labels)
        statements = [one.statement for one in rest]
        taught = learned.suggest(statements)
        before, after = judged(rest, classifier.suggest(statements))["macro-F1"], judged(rest, taught)["macro-F1"]
        error = calibration_error(rest, taught) if learned.calibrated else float("nan")
        rows.append((before, after, error, chance_error(taught)))
        show(
            f"{name}, {each} labels a class",
            f"split {seed}, {len(labels)} + {len(rest)}",
            {"zero-shot": before, "macro-F1": after, "calibration error": error, "of a perfect one": rows[-1][3]},
            str(learned.learned.method),
        )
    mean = np.mean(rows, axis=0)
    show(
        f"{name}, {each} labels a class",
        f"mean of {SEEDS}",
        {"zero-shot": mean[0], "macro-F1": mean[1], "calibration error": mean[2], "of a perfect one": mean[3]},
    )
    return float(mean[0]), float(mean[1]), float(mean[2])


def measure_themes(sets: Mapping[str, list[Known]], classifier: Classifier, name: str) -> dict[str, float]:
    """Print how well themes meet the topics, the queue as one theme; and that order and rounds change nothing."""
    out = {}
    for title, known in sets.items():
        statements = [one.statement for one in known]
        found = group(statements, classifier)
        shuffled = [statements[at] for at in np.random.default_rng(1).permutation(len(statements))]
        home = {member: theme.id for theme in found.themes for member in theme.members}
        nmi = normalized_mutual_info_score([k.topic for k in known], [home.get(k.statement.id, "") for k in known])
        show(
            f"{name}, themes",
            title,
            {"NMI": float(nmi)},
            f"themes {len(found.themes)}  queue {len(found.queue)}  "
            f"other order {'same' if group(shuffled, classifier) == found else 'DIFFERS'}  "
            f"moved by a new round {moved(statements, classifier)}",
        )
        out[title] = float(nmi)
    return out


def moved(statements: Sequence[Statement], classifier: Classifier) -> int:
    """Return how many of the first two thirds change their theme when the last third comes as a new round."""
    old = statements[: 2 * len(statements) // 3]
    before = group(old, classifier)
    after, _ = join(before.themes, statements, classifier)
    homes = [
        {member: theme.id for theme in themes for member in theme.members} for themes in (before.themes, after.themes)
    ]
    return sum(homes[1].get(member) != theme for member, theme in homes[0].items())


def measure_plain_themes(sets: Mapping[str, list[Known]]) -> None:
    """Print the plain method: k-means over TF-IDF of characters, told how many topics there are."""
    for title, known in sets.items():
        rows = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit_transform(
            [one.statement.text for one in known]
        )
        topics = [one.topic for one in known]
        found = KMeans(len(set(topics)), n_init=5, random_state=0).fit_predict(rows)
        show("k-means on characters", title, {"NMI": float(normalized_mutual_info_score(topics, found))})


def measure_bertopic(sets: Mapping[str, list[Known]]) -> dict[str, float]:
    """Print how BERTopic does at its best, with the vectors of the installed encoders; return it by set."""
    if measure_beside is None or not installed():
        print("BERTopic, or an encoder for it, is not installed: make beside")
        return {}
    encoders, out = tuple(map(Remembering, installed())), {}
    for title, known in sets.items():
        texts, topics = [one.statement.text for one in known], [one.topic for one in known]
        out[title], how = measure_beside.best_nmi(texts, topics, encoders)
        show("BERTopic", title, {"NMI": out[title]}, how)
    return out


def not_above(ours: Mapping[str, float], beside: Mapping[str, float], name: str) -> list[str]:
    """Return where our themes are not as far above BERTopic as they must be."""
    return [
        f"{name}: themes of {title} {ours[title]:.3f}, BERTopic {nmi:.3f}"
        for title, nmi in beside.items()
        if ours[title] < nmi + ABOVE_BERTOPIC
    ]


def show(method: str, of: str, rates: Mapping[str, float], more: str = "") -> None:
    """Print one line of the report."""
    told = "  ".join(f"{key} {value:.3f}" for key, value in rates.items())
    print(f"{method:<34} {of:<24} {told}  {more}".rstrip())


def missed(name: str, rates: Mapping[str, float]) -> list[str]:
    """Return the bars that ``rates`` do not meet."""
    return [f"{name}: {bar} {rates[bar]:.3f} < {least}" for bar, least in BARS[name].items() if rates[bar] < least]


def run(corpus: Path, *, labels: bool) -> list[str]:
    """Print the report on classes and themes; return what missed its bar."""
    sets = {
        "made-up statements": read(HERE / "tests/texts/statements.jsonl"),
        "golden titles": read(HERE / "tests/texts/titles.jsonl"),
    }
    if (corpus / "statements.jsonl").is_file():
        sets["corpus"] = read(corpus / "statements.jsonl")
    counts = ", ".join(f"{title} {len(known)}" for title, known in sets.items())
    print(f"== classes ({counts})")
    measure_keywords(sets)
    faults: list[str] = []
    measure_plain_themes(sets)
    beside = measure_bertopic(sets)
    for name, encoders in (("characters", ()), ("encoders", tuple(map(Remembering, installed())))):
        if name == "encoders" and not encoders:
            print("no encoder is installed: pip install liandu[encoder]")
            continue
        classifier = Classifier(categories(), encoders)
        rates = measure_classes(sets, classifier, name)
        nmi = measure_themes(sets, classifier, name)
        faults += not_above(nmi, beside, name)
        if "corpus" in sets:
            faults += missed(name, rates["corpus"] | {"NMI": nmi["corpus"]})
        if labels:
            faults += taught(sets, classifier, name)
    return faults


def taught(sets: Mapping[str, list[Known]], classifier: Classifier, name: str) -> list[str]:
    """Measure confirmed labels on what nobody tuned to; return what missed its bar."""
    pool = [one for title in ("corpus", "golden titles") for one in sets.get(title, [])]
    before, after, error = measure_labels(pool, classifier, name, 5)
    faults = [f"{name}: 5 labels a class {after:.3f}, without {before:.3f}"] if after <= before else []
    return faults + ([f"{name}: calibration error {error:.3f}"] if not error <= CALIBRATION_BAR else [])


def main(arguments: Iterable[str] | None = None) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="exit 1 when a bar is missed")
    parser.add_argument("--labels", action="store_true", help="also with confirmed labels (minutes)")
    parser.add_argument("--speed", type=int, default=0, metavar="TEXTS", help="also measure speed with so many texts")
    options = parser.parse_args(None if arguments is None else list(arguments))
    corpus = Path(os.environ.get("LIANDU_CORPUS", DEFAULT_CORPUS))
    faults = run(corpus, labels=options.labels)
    faults += measure_copies([HERE / "tests/golden/documents", corpus / "authored"])
    if options.speed:
        faults += measure_speed(options.speed)
    print("\n".join(f"missed: {fault}" for fault in faults) or "every bar is met")
    return 1 if options.check and faults else 0


if __name__ == "__main__":
    sys.exit(main())
