"""What withdrawing and reinstating a finding means to later stages, in the same transaction.

This stage comes before them and may not import them, so each registers one function when its app is ready (its
``apps`` module). It runs inside the command, after the finding has moved and the journal has its entry: what it refuses
is refused as a whole, so that a finding and what was made of it can never disagree. Not a signal: it is called at one
place, by name, and this list is all there is.
"""

from collections.abc import Callable
from typing import Any

from liandu.findings.models import Finding
from liandu.findings.states import Act

Consequence = Callable[..., None]
_consequences: list[Consequence] = []
_of_class: list[Consequence] = []


def let_follow(consequence: Consequence) -> None:
    """Register ``consequence(finding=…, act=…, reason=…, by=…)``, which draws it or raises Refusal."""
    _consequences.append(consequence)


def draw_consequences(*, finding: Finding, act: Act, reason: str, by: Any) -> None:
    """Let every later stage draw its consequence of ``act`` on the finding; called within the act's transaction."""
    for consequence in _consequences:
        consequence(finding=finding, act=act, reason=reason, by=by)


def let_class_follow(consequence: Consequence) -> None:
    """Register ``consequence(finding=…, by=…)``, which takes the class that a person has said over to a later stage."""
    _of_class.append(consequence)


def draw_consequences_of_class(*, finding: Finding, by: Any) -> None:
    """Let every later stage take over the class of the finding; called within the act's transaction."""
    for consequence in _of_class:
        consequence(finding=finding, by=by)
