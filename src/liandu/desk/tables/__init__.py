"""The lists of the desk: one list of columns each."""

from liandu.desk.tables.people import people_table, posts_table, sign_ins_table, span, state_of
from liandu.desk.tables.teams import (
    areas_table,
    days,
    load_table,
    loans_table,
    members_table,
    running,
    sights_table,
    tasks_table,
    teams_table,
    without_table,
)

__all__ = [
    "areas_table",
    "days",
    "load_table",
    "loans_table",
    "members_table",
    "people_table",
    "posts_table",
    "running",
    "sights_table",
    "sign_ins_table",
    "span",
    "state_of",
    "tasks_table",
    "teams_table",
    "without_table",
]
