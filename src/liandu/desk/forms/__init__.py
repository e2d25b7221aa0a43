"""Forms of the desk, one for each act: administration (house), joint teams and loans (teams)."""

from liandu.desk.forms.house import (
    AddUnit,
    AssignOversight,
    CloseAccount,
    EndOversight,
    EndPost,
    GivePost,
    OpenAccount,
    offer,
)

__all__ = [
    "AddUnit",
    "AssignOversight",
    "CloseAccount",
    "EndOversight",
    "EndPost",
    "GivePost",
    "OpenAccount",
    "offer",
]
