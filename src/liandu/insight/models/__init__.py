"""What the stage keeps: recurrences, strands of like findings, common problems and their issued lists."""

from liandu.insight.models.bulletins import Bulletin, BulletinCase
from liandu.insight.models.common_problems import Catalogue, CatalogueLine, CommonProblem, Severity, TypicalCase
from liandu.insight.models.recurrences import Compared, Recurrence, RecurrenceKind
from liandu.insight.models.strands import Grouped, Membership, Strand, Why

__all__ = [
    "Bulletin",
    "BulletinCase",
    "Catalogue",
    "CatalogueLine",
    "CommonProblem",
    "Compared",
    "Grouped",
    "Membership",
    "Recurrence",
    "RecurrenceKind",
    "Severity",
    "Strand",
    "TypicalCase",
    "Why",
]
