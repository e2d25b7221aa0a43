"""Who stands where, what is within reach, and why: every question of rights is asked here."""

from liandu.access.queries.covers import Path, Witness, paths_to, who_acted_for, who_carried, who_could_see
from liandu.access.queries.reach import (
    NOTHING,
    AmongKeys,
    acts_of,
    may,
    own_offices,
    reach,
    reached,
    unit_keys_within,
    units_within,
    visible,
    written_out,
)
from liandu.access.queries.reasons import Explanation, explain, holders_of, require
from liandu.access.queries.standings import Ground, Standing, posts_of, standings_of

__all__ = [
    "NOTHING",
    "AmongKeys",
    "Explanation",
    "Ground",
    "Path",
    "Standing",
    "Witness",
    "acts_of",
    "explain",
    "holders_of",
    "may",
    "own_offices",
    "paths_to",
    "posts_of",
    "reach",
    "reached",
    "require",
    "standings_of",
    "unit_keys_within",
    "units_within",
    "visible",
    "who_acted_for",
    "who_carried",
    "who_could_see",
    "written_out",
]
