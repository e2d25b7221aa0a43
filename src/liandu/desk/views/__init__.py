"""Pages of the desk: the workbench, administration, the log, where I am signed in, joint teams, visibility."""

from liandu.desk.views.administration import add_oversight, administration, end_oversight, new_unit, units
from liandu.desk.views.calendar import calendar, take_calendar
from liandu.desk.views.home import act_as, home, keep_look, undo_look
from liandu.desk.views.log import log
from liandu.desk.views.overview import overview
from liandu.desk.views.palette import palette
from liandu.desk.views.people import (
    close_account,
    end_post,
    end_sign_ins,
    new_account,
    new_post,
    people,
    person,
    posts,
    remove_factors,
    reopen_account,
    reset_password,
    unlock_account,
)
from liandu.desk.views.reminders import mail_settings, read_reminder, read_reminders, reminders
from liandu.desk.views.seals import export_seals, receipt, seals, verify_seals
from liandu.desk.views.search import search
from liandu.desk.views.sign_ins import end_other_sign_ins, end_own_sign_in, sign_ins
from liandu.desk.views.teams import (
    add_area,
    add_member,
    end_area,
    end_loan,
    end_member,
    end_team,
    extend_loan,
    extend_team,
    finish_task,
    form_team,
    give_task,
    lend,
    loans,
    team,
    team_load,
    team_work,
    teams,
)
from liandu.desk.views.unit import unit
from liandu.desk.views.visibility import my_reach, reach_of_person, readers

__all__ = [
    "act_as",
    "add_area",
    "add_member",
    "add_oversight",
    "administration",
    "calendar",
    "close_account",
    "end_area",
    "end_loan",
    "end_member",
    "end_other_sign_ins",
    "end_oversight",
    "end_own_sign_in",
    "end_post",
    "end_sign_ins",
    "end_team",
    "export_seals",
    "extend_loan",
    "extend_team",
    "finish_task",
    "form_team",
    "give_task",
    "home",
    "keep_look",
    "lend",
    "loans",
    "log",
    "mail_settings",
    "my_reach",
    "new_account",
    "new_post",
    "new_unit",
    "overview",
    "palette",
    "people",
    "person",
    "posts",
    "reach_of_person",
    "read_reminder",
    "read_reminders",
    "readers",
    "receipt",
    "reminders",
    "remove_factors",
    "reopen_account",
    "reset_password",
    "seals",
    "search",
    "sign_ins",
    "take_calendar",
    "team",
    "team_load",
    "team_work",
    "teams",
    "undo_look",
    "unit",
    "units",
    "unlock_account",
    "verify_seals",
]
