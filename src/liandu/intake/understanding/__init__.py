"""From a paper to what it says: kind, outline, problems, figures, recommendations, clue mentions. Plain Python."""

from liandu.intake.understanding.results import (
    Caution,
    DocumentKind,
    Figure,
    Level,
    Mention,
    ProposedProblem,
    Understanding,
)
from liandu.intake.understanding.understand import understand

__all__ = [
    "Caution",
    "DocumentKind",
    "Figure",
    "Level",
    "Mention",
    "ProposedProblem",
    "Understanding",
    "understand",
]
