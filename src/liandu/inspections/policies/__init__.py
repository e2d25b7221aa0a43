"""What a policy profile (政策口径) holds: clocks with their basis, who signs, what proves, extensions, publicity.

A profile is data that a person reads and edits; this room gives it a form the program can rely on. ``spelled`` and
``read`` are each other's inverse, and ``read`` refuses what no form could have made.
"""

from liandu.inspections.policies.content import (
    BEGINS,
    CLOCKS,
    Begin,
    Clock,
    ClockCode,
    EvidenceKind,
    EvidenceRule,
    ExtensionRule,
    Policy,
    SignRule,
)
from liandu.inspections.policies.spelling import DEFAULT, MOST_DAYS, presets, read, spelled

__all__ = [
    "BEGINS",
    "CLOCKS",
    "DEFAULT",
    "MOST_DAYS",
    "Begin",
    "Clock",
    "ClockCode",
    "EvidenceKind",
    "EvidenceRule",
    "ExtensionRule",
    "Policy",
    "SignRule",
    "presets",
    "read",
    "spelled",
]
