"""Where a balance is filed by its days, so that "how did it stand on day d" reads only what stood then.

The days are the leaves and inner nodes of one endless binary tree: day numbers with more zeros at their end stand
higher. A balance is filed under its fork, the highest node among its days (the relational interval tree of Kriegel,
Pötke and Seidl, VLDB 2000). Every balance that holds a day is filed on the way from the root to that day, so a question
about one day is about twenty ranges of an index, however long the history is. See docs/design/algorithms/as_of.md.
"""

from datetime import date

from liandu.rectification.models import FAR, STANDING

HEIGHT = date.max.toordinal().bit_length()


def fork_of(since: date, until: date) -> int:
    """Return the fork of a balance from ``since`` to the day before ``until`` (FAR: still)."""
    if until == FAR:
        return STANDING
    before, last = since.toordinal() - 1, until.toordinal() - 1
    height = (before ^ last).bit_length() - 1
    return last >> height << height


def way_to(day: date) -> tuple[list[int], list[int]]:
    """Return the forks where balances of ``day`` are filed: those that lie before it, and itself and those after it.

    What is filed before the day holds it when it ends after it; what is filed on it or after it, when it began by then.
    The balances that still stand are among the latter.
    """
    number = day.toordinal()
    above = [(number >> height | 1) << height for height in range(1, HEIGHT + 1)]
    return [fork for fork in above if fork < number], [number, *(fork for fork in above if fork > number), STANDING]
