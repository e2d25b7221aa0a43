"""Giving and ending posts, making up joint teams, lending people."""

from liandu.access.commands.loans import end_loan, extend_loan, lend_person
from liandu.access.commands.posts import end_post, give_post
from liandu.access.commands.tasks import give_task, note_task_done
from liandu.access.commands.teams import (
    add_area,
    add_member,
    end_area,
    end_member,
    end_team,
    extend_team,
    form_team,
)

__all__ = [
    "add_area",
    "add_member",
    "end_area",
    "end_loan",
    "end_member",
    "end_post",
    "end_team",
    "extend_loan",
    "extend_team",
    "form_team",
    "give_post",
    "give_task",
    "lend_person",
    "note_task_done",
]
