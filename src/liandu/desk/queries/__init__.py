"""Reads of the desk: the workbench and administration (house), joint teams (teams), reach of a person (reach)."""

from liandu.desk.queries.house import (
    ADMINISTRATIVE_ACTS,
    LOG_PAGE,
    MOST_TASKS,
    Task,
    accounts,
    administrative_log,
    office_choices,
    open_oversight,
    open_posts,
    people_choices,
    sector_totals_for,
    tasks_for,
    unit_choices,
    unit_tree,
    units_for,
)

__all__ = [
    "ADMINISTRATIVE_ACTS",
    "LOG_PAGE",
    "MOST_TASKS",
    "Task",
    "accounts",
    "administrative_log",
    "office_choices",
    "open_oversight",
    "open_posts",
    "people_choices",
    "sector_totals_for",
    "tasks_for",
    "unit_choices",
    "unit_tree",
    "units_for",
]
