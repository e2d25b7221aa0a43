"""One form per act on clues. What was typed is shown again only to who typed it."""

from liandu.clues.forms.clues import (
    BeginSitting,
    ChangePeople,
    ChooseClues,
    CorrectClue,
    Decide,
    EndRecusal,
    HoldReview,
    OpenClue,
    OpenOwnClue,
    ProposeDisposition,
    RecordFollowUp,
    Recuse,
    RestartClue,
    SearchNames,
)
from liandu.clues.forms.handling import AssignClue, NoteProgress, ReportResult, TakeAssignment
from liandu.clues.forms.lists import AddLine, DraftList, ResendRefused, SignList

__all__ = [
    "AddLine", "AssignClue", "BeginSitting", "ChangePeople", "ChooseClues", "CorrectClue", "Decide", "DraftList",
    "EndRecusal", "HoldReview", "NoteProgress", "OpenClue", "OpenOwnClue", "ProposeDisposition", "RecordFollowUp",
    "Recuse", "ReportResult", "ResendRefused", "RestartClue", "SearchNames", "SignList", "TakeAssignment",
]  # fmt: skip
