"""Which taxonomy is in force, known to each process without a query a request.

A process looks at most every FRESH_SECONDS whether a version was published, by its number alone, and reads a version
once: a version never changes. The process that published looks again at once.
"""

import time
from dataclasses import dataclass
from math import inf

from liandu.inspections.models import TaxonomyVersion
from liandu.texts.taxonomies import Taxonomy
from liandu.texts.taxonomy_files import opened, packaged

FRESH_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A version in force: its number and what it says."""

    number: int
    taxonomy: Taxonomy


@dataclass(frozen=True, slots=True)
class _Known:
    """What this process knows, and until when it need not look. Replaced as a whole: threads may ask at once."""

    standing: Standing | None = None
    until: float = -inf


class _Memory:
    known = _Known()


def in_force() -> Standing:
    """Return the version in force: 1, the one that comes along, as long as none was published."""
    known = _Memory.known
    now = time.monotonic()
    if known.standing is not None and now < known.until:
        return known.standing
    number = TaxonomyVersion.objects.order_by("-number").values_list("number", flat=True).first() or 1
    standing = known.standing
    if standing is None or standing.number != number:
        standing = Standing(number, _said(number))
    _Memory.known = _Known(standing, now + FRESH_SECONDS)
    return standing


def _said(number: int) -> Taxonomy:
    content = TaxonomyVersion.objects.filter(number=number).values_list("content", flat=True).first()
    return packaged() if content is None else opened(content)


def taxonomy() -> Taxonomy:
    """Return what the version in force says."""
    return in_force().taxonomy


def forget() -> None:
    """Let this process look again the next time it is asked."""
    _Memory.known = _Known()


def pin() -> None:
    """Let this process hold on to the taxonomy that comes along until it is told to forget; for tests and counting."""
    _Memory.known = _Known(Standing(1, packaged()), inf)
