"""Every write on accounts: the account itself, second factors, where somebody is signed in."""

from liandu.accounts.commands.accounts import (
    change_password,
    close_account,
    open_account,
    reopen_account,
    reset_password,
    set_mail,
    unlock_account,
)
from liandu.accounts.commands.factors import (
    add_one_time_codes,
    note_codes_seen,
    note_factors_changed,
    note_wrong_code,
    remove_factors,
    take_code,
)
from liandu.accounts.commands.sign_ins import (
    end_other_sign_ins,
    end_sign_in,
    end_sign_ins,
    keep_sign_in,
    note_refused_sign_in,
    note_sign_in,
)

__all__ = [
    "add_one_time_codes",
    "change_password",
    "close_account",
    "end_other_sign_ins",
    "end_sign_in",
    "end_sign_ins",
    "keep_sign_in",
    "note_codes_seen",
    "note_factors_changed",
    "note_refused_sign_in",
    "note_sign_in",
    "note_wrong_code",
    "open_account",
    "remove_factors",
    "reopen_account",
    "reset_password",
    "set_mail",
    "take_code",
    "unlock_account",
]
