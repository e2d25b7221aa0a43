"""Decisions about items: what a policy makes due, what stands against an act, what a write-off still lacks."""

from liandu.rectification.rules.deadlines import days_of, due_anew, due_of, policy_for, step_due_of
from liandu.rectification.rules.keeping import HERE, KEPT_ELSEWHERE, against_elsewhere, refuse_elsewhere
from liandu.rectification.rules.refusals import (
    ASSIGNED_WHILE,
    PERSONS,
    against_answering,
    against_assigning,
    against_move,
    refuse_changed_meanwhile,
    refuse_without_reason,
)

__all__ = [
    "ASSIGNED_WHILE",
    "HERE",
    "KEPT_ELSEWHERE",
    "PERSONS",
    "against_answering",
    "against_assigning",
    "against_elsewhere",
    "against_move",
    "days_of",
    "due_anew",
    "due_of",
    "policy_for",
    "refuse_changed_meanwhile",
    "refuse_elsewhere",
    "refuse_without_reason",
    "step_due_of",
]
