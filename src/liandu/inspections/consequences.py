"""What a new version of the taxonomy means to later stages, in the transaction that publishes it.

This stage comes before them and may not import them, so each registers one function when its app is ready (its ``apps``
module), as with findings.consequences.
"""

from collections.abc import Callable, Collection
from typing import Any

from liandu.inspections.models import TaxonomyVersion

Consequence = Callable[..., object]
_of_taxonomy: list[Consequence] = []


def let_taxonomy_follow(consequence: Consequence) -> None:
    """Register ``consequence(version=…, unsettled=…, by=…)``.

    ``unsettled`` are codes that read as a class of today until now, and of which people must say where things belong.
    """
    _of_taxonomy.append(consequence)


def draw_consequences_of_taxonomy(*, version: TaxonomyVersion, unsettled: Collection[str], by: Any) -> None:
    """Let every later stage draw its consequence of the version; called within the transaction that publishes it."""
    for consequence in _of_taxonomy:
        consequence(version=version, unsettled=unsettled, by=by)
