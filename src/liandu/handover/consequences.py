"""What a change of oversight means to later stages, in the transaction of the signature that makes it.

This stage comes before them and may not import them, so each registers one function when its app is ready (its
``apps`` module), as with findings.consequences. It runs inside the command, once the new oversight has begun: what it
refuses is refused as a whole, so that who oversees a unit and who has a duty on its items cannot disagree.
"""

from collections.abc import Callable
from typing import Any

from liandu.handover.models import Line

Consequence = Callable[..., None]
_consequences: list[Consequence] = []


def let_follow_oversight(consequence: Consequence) -> None:
    """Register ``consequence(line=…, by=…)``: the line names the unit, the office from which and to which it went."""
    _consequences.append(consequence)


def draw_consequences(*, line: Line, by: Any) -> None:
    """Let every later stage draw its consequence of the change that ``line`` makes; called within its transaction."""
    for consequence in _consequences:
        consequence(line=line, by=by)
