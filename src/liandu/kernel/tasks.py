"""A decision that waits for a person: every stage lists its own, the workbench shows them together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

TONES = ("late", "look", "now", "plain")


@dataclass(frozen=True, slots=True)
class Task:
    """What it is, about what, where it is made (an address), the word on its button, and how urgent its tone is.

    ``tone`` is a badge's: late (overdue), look (due soon, or something went wrong), now (waits), plain. ``due`` is the
    earliest day of what it stands for, ``n`` how many things that is. ``blocks`` says that others wait for it (a
    review, a signature). ``group`` names tasks of one sort together ("待签收的移交"); "" stands alone.
    """

    words: str
    about: str
    url: str
    button: str
    tone: str
    due: date | None = None
    blocks: bool = False
    n: int = 1
    group: str = ""


def by_consequence(tasks: Iterable[Task]) -> list[Task]:
    """Return ``tasks`` in order of consequence.

    Overdue before due soon before what merely waits; inside each, what holds others up before what does not, then the
    earlier day, then the greater number. What has no day comes after what has one.
    """
    return sorted(tasks, key=lambda task: (TONES.index(task.tone), not task.blocks, task.due or date.max, -task.n))
