"""One form per act of this stage."""

from liandu.inspections.forms.policies import ChooseRoundPolicy, PolicyForm
from liandu.inspections.forms.rounds import (
    CarryThemes,
    ChangeTheme,
    DayInput,
    GiveFeedback,
    MarkMaterial,
    OpenInspection,
    OpenRound,
    OpenTerm,
    OpenTheme,
    WithdrawMaterial,
    offer,
)

__all__ = [
    "CarryThemes",
    "ChangeTheme",
    "ChooseRoundPolicy",
    "DayInput",
    "GiveFeedback",
    "MarkMaterial",
    "OpenInspection",
    "OpenRound",
    "OpenTerm",
    "OpenTheme",
    "PolicyForm",
    "WithdrawMaterial",
    "offer",
]
