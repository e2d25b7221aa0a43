"""What is kept of clues. Every field of bytes is a sealed text (see ``sealing``); nothing else holds words of a clue.

Keys are random: an address, a journal entry or a message names a thing by them, and they show neither order nor number.
"""

from liandu.clues.models.choices import Grounds, Kind, Nature, Outcome, Rank, Source, Step, Verdict, Way
from liandu.clues.models.clue import Clue, Correction, Disposition, FollowUp, NameToken, Review
from liandu.clues.models.handling import Assignment, Progress
from liandu.clues.models.lists import ListLine, SealedList
from liandu.clues.models.wall import Recusal, Series, Sitting

__all__ = [
    "Assignment", "Clue", "Correction", "Disposition", "FollowUp", "Grounds", "Kind", "ListLine", "NameToken",
    "Nature", "Outcome", "Progress", "Rank", "Recusal", "Review", "SealedList", "Series", "Sitting", "Source", "Step",
    "Verdict", "Way",
]  # fmt: skip
