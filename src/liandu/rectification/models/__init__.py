"""What the stage keeps: items and how they stood, plans, what was done and proved, what was asked for."""

from liandu.rectification.models.asking import Extension, Objection, Request
from liandu.rectification.models.items import FAR, STANDING, Balance, Item, ItemOffice, OwnerChange
from liandu.rectification.models.mirrors import Mirror, SourceEntry
from liandu.rectification.models.plans import EntryVersion, Measure, Milestone, Plan, PlanEntry, Task
from liandu.rectification.models.progress import (
    Evidence,
    Institution,
    InstitutionReview,
    InstitutionWork,
    Outcome,
    OutcomeKind,
    Progress,
)

__all__ = [
    "FAR",
    "STANDING",
    "Balance",
    "EntryVersion",
    "Evidence",
    "Extension",
    "Institution",
    "InstitutionReview",
    "InstitutionWork",
    "Item",
    "ItemOffice",
    "Measure",
    "Milestone",
    "Mirror",
    "Objection",
    "Outcome",
    "OutcomeKind",
    "OwnerChange",
    "Plan",
    "PlanEntry",
    "Progress",
    "Request",
    "SourceEntry",
    "Task",
]
