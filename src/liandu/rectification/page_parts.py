"""The parts of an item's page: each room of the stage, and each later stage, registers its own here.

A part is a template with what it shows; parts stand in the order of ``place``. So the page does not know what the work
on an item consists of, and ``supervision`` can put its signatures there without being imported.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its anchor, heading, template, place, and what fills it (None: not shown to this reader now).

    The template finds what fills it as ``part``, and the page's ``item``. Places taken: problem 10, objections 20,
    responsibilities 30; plan from 40, work from 50, request and signatures from 60, what is beside it from 80.
    """

    key: str
    title: str | Promise
    template: str
    place: int
    fill: Callable[[Any, Any], Context | None]


@dataclass(frozen=True, slots=True)
class Step:
    """Something the reader can do now, or is told why not: the button's words, where it leads, reasons against.

    With ``post`` the button does the act itself, in one click; without, it leads to a page (or an anchor of this one).
    A step with reasons is shown grey with them. What is ``primary`` is what this state waits for.
    """

    words: str
    url: str
    reasons: tuple[str, ...] = ()
    primary: bool = False
    post: bool = False


_parts: list[Part] = []
_steps: list[Callable[[Any, Any], list[Step]]] = []


def show_part(part: Part) -> None:
    """Register a part of the page."""
    _parts.append(part)
    _parts.sort(key=lambda each: each.place)


def offer_steps(steps: Callable[[Any, Any], list[Step]]) -> Callable[[Any, Any], list[Step]]:
    """Register ``steps(reader, item)``: what this reader may do with this item now. Usable as a decorator."""
    _steps.append(steps)
    return steps


def parts_for(reader: Any, item: Any) -> list[tuple[Part, Context]]:
    """Return the parts that are shown to ``reader``, each with what fills it."""
    filled = ((part, part.fill(reader, item)) for part in _parts)
    return [(part, context) for part, context in filled if context is not None]


def steps_for(reader: Any, item: Any) -> list[Step]:
    """Return what ``reader`` can do with ``item`` now: the primary step first, what is refused last.

    Nothing is offered on what another installation keeps. Only one is primary: of several, the one that was registered
    last, which comes later in the work.
    """
    if item.kept_at:
        return []
    found = [step for steps in _steps for step in steps(reader, item)]
    main = next((step for step in reversed(found) if step.primary and not step.reasons), None)
    shown = [step if step is main or not step.primary else replace(step, primary=False) for step in found]
    return sorted(shown, key=lambda step: (bool(step.reasons), not step.primary))
