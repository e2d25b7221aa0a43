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
from liandu.inspections.forms.taxonomies import AspectForm, ClassForm, PublishTaxonomy, RetireClass, UploadTaxonomy

__all__ = [
    "AspectForm",
    "CarryThemes",
    "ChangeTheme",
    "ChooseRoundPolicy",
    "ClassForm",
    "DayInput",
    "GiveFeedback",
    "MarkMaterial",
    "OpenInspection",
    "OpenRound",
    "OpenTerm",
    "OpenTheme",
    "PolicyForm",
    "PublishTaxonomy",
    "RetireClass",
    "UploadTaxonomy",
    "WithdrawMaterial",
    "offer",
]
