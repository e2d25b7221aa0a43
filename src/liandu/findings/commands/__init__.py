"""Changing findings. Every function is one act: may, change, journal."""

from liandu.findings.commands.accepting import Accepted, accept_proposals, amend_finding
from liandu.findings.commands.classifying import (
    confirm_categories,
    confirm_category,
    confirm_theme,
    follow_taxonomy,
    propose_themes,
    reopen_category,
    state_clear,
    take_back_clear,
    write_guesses,
)
from liandu.findings.commands.incoming import bring_in_finding
from liandu.findings.commands.withdrawing import (
    UNDO_MINUTES,
    reinstate_finding,
    undo_accept,
    undo_judgements,
    withdraw_finding,
)

__all__ = [
    "UNDO_MINUTES",
    "Accepted",
    "accept_proposals",
    "amend_finding",
    "bring_in_finding",
    "confirm_categories",
    "confirm_category",
    "confirm_theme",
    "follow_taxonomy",
    "propose_themes",
    "reinstate_finding",
    "reopen_category",
    "state_clear",
    "take_back_clear",
    "undo_accept",
    "undo_judgements",
    "withdraw_finding",
    "write_guesses",
]
