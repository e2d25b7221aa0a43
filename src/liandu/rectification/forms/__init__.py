"""One form per act on items, by what it is about; those of an item's beginning stand here by name."""

from liandu.rectification.forms.beginning import (
    AcknowledgeAll,
    AddOffice,
    AnswerDispute,
    AssignResponsibility,
    ChangeOwner,
    Dispute,
    GiveReason,
    OpenItems,
    RemarkOnItem,
    long_text,
)

__all__ = [
    "AcknowledgeAll",
    "AddOffice",
    "AnswerDispute",
    "AssignResponsibility",
    "ChangeOwner",
    "Dispute",
    "GiveReason",
    "OpenItems",
    "RemarkOnItem",
    "long_text",
]
