"""Themes: statements of one class that say the same thing. Anchored on the classes, then groups inside each.

A theme once made is frozen: new statements join it by the votes of their nearest, and nothing that has a place moves.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from liandu.texts.classifying import Classifier, Confidence, Suggestion
from liandu.texts.segmenting import telling_words
from liandu.texts.statements import Statement
from liandu.texts.viewpoints import Scores, cosines

NEIGHBOURS = 15
RESOLUTION = 2.0  # of Leiden; higher is finer
LEAST_TO_SPLIT = 24  # statements of a class: fewer are one theme
VOTES = 5
UNSAID = 0.2  # share of the best class: below it no class is said
BLOCK = 2000  # rows of a block of products: 2,000 x 50,000 numbers are 800 MB
LABEL_WORDS = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of statements. ``members`` are ids in order; ``medoid`` is the one nearest to all others."""

    id: str
    code: str
    label: str
    members: tuple[str, ...]
    medoid: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """Themes, and the queue 待归类: what no class or no theme is near enough for, by id."""

    themes: tuple[Theme, ...]
    queue: tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """Statements in the order of their ids, with their suggested classes and their rows for each view."""

    statements: Sequence[Statement]
    suggestions: Sequence[Suggestion]
    rows: Sequence[Any]
    weights: Sequence[float]

    def part(self, places: Sequence[int]) -> list[Any]:
        """Return the rows of some of the statements."""
        return [row[list(places)] for row in self.rows]


def place(statements: Sequence[Statement], classifier: Classifier, classes: Mapping[str, str] | None = None) -> Placed:
    """Return the statements sorted by id, classified. Sorting first makes everything after it blind to their order.

    ``classes``, by id, are told where they are known already: then none is suggested, and who is not named has none.
    """
    ordered = sorted(statements, key=lambda statement: statement.id)
    rows = classifier.rows([statement.text for statement in ordered])
    if classes is None:
        suggestions = classifier.suggest(ordered, rows=rows)
    else:
        suggestions = [_told(classes.get(statement.id)) for statement in ordered]
    weights, compared = zip(*classifier.comparable(rows), strict=True)
    return Placed(ordered, suggestions, compared, weights)


def _told(code: str | None) -> Suggestion:
    """Return a class that is known as a suggestion; None is no class, which waits in the queue."""
    if code is None:
        return Suggestion(("",), (0.0,), Confidence.LOW, ())
    return Suggestion((code,), (1.0,), Confidence.HIGH, (), confirmed=True)


def group(statements: Sequence[Statement], classifier: Classifier, resolution: float = RESOLUTION) -> Grouping:
    """Return themes of ``statements``, the same for any order of them. ``resolution``: higher makes finer themes.

    10,000 statements take seconds, encoding apart. What a class cannot be suggested for, and what stays alone in its
    class, goes to the queue.
    """
    placed = place(statements, classifier)
    by_class, queue = _by_class(placed)
    themes: list[Theme] = []
    for code, places in by_class.items():
        groups, alone = _groups(placed, places, resolution)
        queue += alone
        themes += _themes(placed, code, groups, classifier, [])
    return Grouping(tuple(themes), tuple(placed.statements[at].id for at in sorted(queue)))


def join(
    earlier: Sequence[Theme],
    statements: Sequence[Statement],
    classifier: Classifier,
    resolution: float = RESOLUTION,
    classes: Mapping[str, str] | None = None,
) -> tuple[Grouping, tuple[Theme, ...]]:
    """Return the earlier themes with new members, the queue, and themes that a person may accept for the queue.

    ``statements`` hold those of the themes too. A statement that has a theme keeps it. A new one asks its VOTES nearest
    among the members of its class: three of five, or it waits in the queue. Themes keep id, label and medoid.
    ``classes`` as in place(): what a person has said of a statement is not guessed again.
    """
    placed = place(statements, classifier, classes)
    at = {statement.id: place for place, statement in enumerate(placed.statements)}
    home = {at[member]: number for number, theme in enumerate(earlier) for member in theme.members if member in at}
    fresh = [place for place in range(len(placed.statements)) if place not in home]
    joined: dict[int, list[str]] = defaultdict(list)
    queue: list[int] = []
    for place_, number in zip(fresh, _votes(placed, fresh, home, earlier), strict=True):
        if number is None:
            queue.append(place_)
        else:
            joined[number].append(placed.statements[place_].id)
    themes = tuple(
        Theme(theme.id, theme.code, theme.label, (*theme.members, *joined[number]), theme.medoid)
        for number, theme in enumerate(earlier)
    )
    candidates: list[Theme] = []
    by_class, _ = _by_class(placed, queue)
    for code, places in by_class.items():
        groups, _ = _groups(placed, places, resolution)
        candidates += _themes(placed, code, groups, classifier, [*earlier, *candidates])
    return Grouping(themes, tuple(placed.statements[place].id for place in queue)), tuple(candidates)


def common(members: Sequence[Statement], units: int = 3, sectors: int = 2) -> bool:
    """Whether a theme with these members is a common problem: of ``units`` units or ``sectors`` sectors at least."""
    named = {member.unit for member in members if member.unit}
    return len(named) >= units or len({member.sector for member in members if member.sector}) >= sectors


def _by_class(placed: Placed, places: Sequence[int] | None = None) -> tuple[dict[str, list[int]], list[int]]:
    """Return the places by class, classes in order of code, and the places for which no class can be said."""
    found: dict[str, list[int]] = defaultdict(list)
    unknown = []
    for at in range(len(placed.statements)) if places is None else places:
        suggestion = placed.suggestions[at]
        if suggestion.confidence is Confidence.LOW and suggestion.shares[0] < UNSAID:
            unknown.append(at)
        else:
            found[suggestion.code].append(at)
    return dict(sorted(found.items())), unknown


def _groups(placed: Placed, places: Sequence[int], resolution: float) -> tuple[list[list[int]], list[int]]:
    """Return groups of places inside a class, the largest first, and those that stay alone."""
    if len(places) < 2:
        return [], list(places)
    if len(places) < LEAST_TO_SPLIT:
        return [list(places)], []
    ends, others, alike = nearest(placed.part(places), placed.weights, NEIGHBOURS)
    edges = {}
    for end, other, weight in zip(ends.tolist(), others.tolist(), alike.tolist(), strict=True):
        if weight > 0:
            edges[min(end, other), max(end, other)] = weight
    communities = _leiden(edges, resolution) if edges else {}
    members: dict[int, list[int]] = defaultdict(list)
    for inside, community in sorted(communities.items()):
        members[community].append(places[inside])
    groups = sorted((sorted(group) for group in members.values() if len(group) > 1), key=lambda g: (-len(g), g[0]))
    grouped = {at for group in groups for at in group}
    return groups, [at for at in places if at not in grouped]


def _leiden(edges: Mapping[tuple[int, int], float], resolution: float) -> dict[int, int]:
    """Return node -> community (Traag, Waltman, van Eck 2019). Names of equal width, edges sorted: the same every time.

    A node without an edge is missing from the result.
    """
    # Native code that only grouping needs.
    from graspologic_native import leiden

    named = [(f"{a:08d}", f"{b:08d}", weight) for (a, b), weight in sorted(edges.items())]
    _, communities = leiden(
        edges=named, resolution=resolution, randomness=0.001, iterations=4, use_modularity=True, seed=0
    )
    return {int(name): community for name, community in communities.items()}


def nearest(
    rows: Sequence[Any], weights: Sequence[float], count: int, among: Sequence[Any] | None = None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Scores]:
    """Return (row, neighbour, likeness) for the ``count`` nearest of each row, exactly, in blocks.

    Neighbours are sought ``among`` other rows, else among the rows themselves. Likeness is the weighted mean over the
    views of cosines after the mean of the sought rows is taken away; ties go to the smaller place.
    """
    same = among is None
    sought = [_Centred(row) for row in (rows if among is None else among)]
    asked = sought if same else [_Centred(row, other.mean) for row, other in zip(rows, sought, strict=True)]
    total, size = sum(weights), sought[0].count
    count = min(count, size - 1 if same else size)
    found, alike = [], []
    for start in range(0, asked[0].count, BLOCK):
        stop = min(start + BLOCK, asked[0].count)
        block = sum(
            weight / total * ask.cosines(other, start, stop)
            for weight, ask, other in zip(weights, asked, sought, strict=True)
        )
        block = np.round(block, 6)  # the last digits differ between machines; a tie must be one everywhere
        if same:
            block[np.arange(stop - start), np.arange(start, stop)] = -np.inf
        best = np.argsort(-block, axis=1, kind="stable")[:, :count] if size <= 512 else _largest(block, count)
        found.append(best)
        alike.append(np.take_along_axis(block, best, axis=1))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    places = np.repeat(np.arange(asked[0].count), count)
    return places, np.concatenate(found).ravel(), np.concatenate(alike).ravel()


def _largest(block: Scores, count: int) -> npt.NDArray[np.int64]:
    """Return the places of the ``count`` largest of each row, the largest first, ties by place, without a full sort."""
    bound = -np.partition(-block, count - 1, axis=1)[:, count - 1]
    out = np.empty((len(block), count), np.int64)
    for at, row in enumerate(block):
        places = np.flatnonzero(row >= bound[at])
        out[at] = places[np.argsort(-row[places], kind="stable")[:count]]
    return out


class _Centred:
    """Rows with their mean taken away and length 1; sparse rows stay sparse: (x-m)(y-m) = xy - xm - ym + mm."""

    def __init__(self, rows: Any, mean: Any = None) -> None:
        self.rows, self.count = rows, rows.shape[0]
        self.mean = np.asarray(rows.mean(axis=0), np.float64).ravel() if mean is None else mean
        self.along = np.asarray(rows @ self.mean, np.float64).ravel()
        squares = (rows.multiply(rows) if sparse.issparse(rows) else rows * rows).sum(axis=1)
        rest = np.asarray(squares, np.float64).ravel() - 2 * self.along + self.mean @ self.mean
        lengths = np.sqrt(np.maximum(rest, 0))
        self.scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 1e-6)

    def cosines(self, others: "_Centred", start: int, stop: int) -> Scores:
        """Return the cosines of rows start to stop with all others."""
        dense = cosines(self.rows[start:stop], others.rows)
        dense += self.mean @ self.mean - self.along[start:stop, None] - others.along[None, :]
        return np.asarray(dense * self.scale[start:stop, None] * others.scale[None, :])


def _votes(placed: Placed, fresh: Sequence[int], home: Mapping[int, int], earlier: Sequence[Theme]) -> list[int | None]:
    """Return for each fresh place the number of the theme that most of its nearest have, None without a majority."""
    won: dict[int, int] = {}
    residents: dict[str, list[int]] = defaultdict(list)
    for at in sorted(home):
        residents[earlier[home[at]].code].append(at)
    by_class, _ = _by_class(placed, fresh)
    for code, places in by_class.items():
        among = residents[code]
        if not among:
            continue
        askers, found, alike = nearest(placed.part(places), placed.weights, VOTES, placed.part(among))
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for asker, other, near in zip(askers.tolist(), found.tolist(), alike.tolist(), strict=True):
            if near > 0:
                votes[asker][home[among[other]]] += 1
        for asker, counted in votes.items():
            number, count = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
            if 2 * count > min(VOTES, len(among)):
                won[places[asker]] = number
    return [won.get(at) for at in fresh]


def _themes(
    placed: Placed, code: str, groups: Sequence[Sequence[int]], classifier: Classifier, taken: Sequence[Theme]
) -> list[Theme]:
    """Return the themes of a class with ids that no earlier one has, labels and medoids."""
    said = [
        Counter(word for at in group for word in set(telling_words(classifier.plain(placed.statements[at].text))))
        for group in groups
    ]
    in_groups = Counter(word for counted in said for word in counted)
    last = max((int(theme.id.rpartition("-")[2]) for theme in taken if theme.code == code), default=0)
    out = []
    for number, (group, counted) in enumerate(zip(groups, said, strict=True), start=last + 1):
        # Class-based TF-IDF: frequent here, in few of the other groups of the class.
        weighed = {word: count * log(1 + len(groups) / in_groups[word]) for word, count in counted.items()}
        top = sorted(weighed, key=lambda word: (-weighed[word], word))
        told = [word for word in top if counted[word] > 1 or len(group) < 4][:LABEL_WORDS]
        label = "：".join(
            [classifier.categories[code].name, "、".join(told)] if told else [classifier.categories[code].name]
        )
        members = tuple(placed.statements[at].id for at in group)
        out.append(Theme(f"{code}-{number}", code, label, members, placed.statements[_medoid(placed, group)].id))
    return out


def _medoid(placed: Placed, places: Sequence[int]) -> int:
    """Return the place whose likeness to the mean of the others is highest; of equals the first."""
    total: Any = 0.0
    for weight, row in zip(placed.weights, placed.part(places), strict=True):
        total = total + weight * np.asarray(row @ np.asarray(row.mean(axis=0)).ravel()).ravel()
    return places[int(np.argmax(np.round(total, 6)))]
