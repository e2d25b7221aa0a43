"""A decision that waits for a person: every stage lists its own, the workbench shows them together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """What it is, about what, where it is made (an address), the word on its button, and how urgent its tone is.

    ``tone`` is a badge's: late (overdue), look (something went wrong), now (waits), plain.
    """

    words: str
    about: str
    url: str
    button: str
    tone: str
