"""Problems while they are being found: a tree that the shapes build and understand.py turns into proposals."""

from dataclasses import dataclass, field

from liandu.papers.blocks import Passage


@dataclass(slots=True)
class Draft:
    """A problem found: where its title stands, why it was taken, what belongs to it.

    ``ordinal`` is "" where nothing is printed; ``prefix`` are the ordinals of chapters outside the tree of problems.
    ``remedy`` are the passages of what was done, in order; ``facts`` those of what was found in detail.
    """

    title: Passage
    reason: str
    ordinal: str = ""
    prefix: tuple[str, ...] = ()
    children: "list[Draft]" = field(default_factory=list)
    remedy: list[Passage] = field(default_factory=list)
    facts: list[Passage] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)
    unit: str | None = None
    area: bool = False  # the title names an area only
    headed: bool = False  # stands as a heading, so that level depends on depth
