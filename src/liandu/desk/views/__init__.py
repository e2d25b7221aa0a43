"""Pages of the desk: the workbench, administration, the log."""

from liandu.desk.views.administration import (
    add_oversight,
    administration,
    close_account,
    end_oversight,
    end_post,
    new_account,
    new_post,
    new_unit,
)
from liandu.desk.views.home import act_as, home
from liandu.desk.views.log import log
from liandu.desk.views.seals import export_seals, receipt, seals, verify_seals

__all__ = [
    "act_as",
    "add_oversight",
    "administration",
    "close_account",
    "end_oversight",
    "end_post",
    "export_seals",
    "home",
    "log",
    "new_account",
    "new_post",
    "new_unit",
    "receipt",
    "seals",
    "verify_seals",
]
