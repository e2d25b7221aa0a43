"""Which item a problem of a document speaks of: by its number, else by the words of its title."""

from collections.abc import Iterable
from dataclasses import dataclass

from liandu.rectification.models import Item

LIKE_ENOUGH = 0.6  # of the pairs of characters shared; below it a person chooses
CLEARLY_FIRST = 0.08  # a second item this close leaves the choice to a person too


@dataclass(frozen=True, slots=True)
class Match:
    """The item found, how like the titles are (1 for the same), and whether the number was named."""

    item: Item | None
    likeness: float = 0.0
    by_number: bool = False


class Matcher:
    """Finds items by number and title among those it was given."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = list(items)
        self._titles = [(item, pairs_of(item.finding.title)) for item in self._items]

    def find(self, title: str, text: str = "") -> Match:
        """Return the item that ``title`` names, or that is named by its number in title or ``text``."""
        named = [item for item in self._items if item.number in title or item.number in text[:200]]
        if len(named) == 1:
            return Match(named[0], 1.0, by_number=True)
        wanted = pairs_of(title)
        scored = sorted(
            ((likeness(wanted, pairs), -at, item) for at, (item, pairs) in enumerate(self._titles)), reverse=True
        )
        if not scored or scored[0][0] < LIKE_ENOUGH:
            return Match(None, scored[0][0] if scored else 0.0)
        if len(scored) > 1 and scored[0][0] < 1 and scored[0][0] - scored[1][0] < CLEARLY_FIRST:
            return Match(None, scored[0][0])
        return Match(scored[0][2], scored[0][0])


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of ``text``, punctuation left out."""
    bare = "".join(char for char in text if char.isalnum())
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1)) or frozenset({bare} if bare else ())


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how like two texts are by their pairs: 1 for the same; a text that holds the other whole is nearly so."""
    if not one or not other:
        return 0.0
    shared = len(one & other)
    whole = 0.95 * shared / min(len(one), len(other)) if min(len(one), len(other)) >= 6 else 0.0
    return 1.0 if one == other else max(2 * shared / (len(one) + len(other)), whole if whole > 0.9 else 0.0)
