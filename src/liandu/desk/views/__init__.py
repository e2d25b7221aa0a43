"""Pages of the desk: the workbench, administration, the log, where I am signed in."""

from liandu.desk.views.administration import add_oversight, administration, end_oversight, new_unit, units
from liandu.desk.views.home import act_as, home
from liandu.desk.views.log import log
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
from liandu.desk.views.seals import export_seals, receipt, seals, verify_seals
from liandu.desk.views.sign_ins import end_other_sign_ins, end_own_sign_in, sign_ins

__all__ = [
    "act_as",
    "add_oversight",
    "administration",
    "close_account",
    "end_other_sign_ins",
    "end_oversight",
    "end_own_sign_in",
    "end_post",
    "end_sign_ins",
    "export_seals",
    "home",
    "log",
    "new_account",
    "new_post",
    "new_unit",
    "people",
    "person",
    "posts",
    "receipt",
    "remove_factors",
    "reopen_account",
    "reset_password",
    "seals",
    "sign_ins",
    "units",
    "unlock_account",
    "verify_seals",
]
