"""Pages of the register of clues. Each stands behind the same door."""

from liandu.clues.views.assignments import assign, conclude, progress, recall, report, take
from liandu.clues.views.clue import clue, print_clue, readers, sit
from liandu.clues.views.decisions import correct, decide, follow_up, people, propose, restart, review
from liandu.clues.views.lists import (
    add_line,
    draft,
    drop_line,
    list_,
    lists,
    open_clue,
    open_own,
    receipt,
    resend,
    send,
    sign,
)
from liandu.clues.views.register import end_recusal, home, names, recusals, register, statistics

__all__ = [
    "add_line", "assign", "clue", "conclude", "correct", "decide", "draft", "drop_line", "end_recusal", "follow_up",
    "home", "list_", "lists", "names", "open_clue", "open_own", "people", "print_clue", "progress", "propose",
    "readers", "recall", "receipt", "recusals", "register", "report", "resend", "restart", "review", "send", "sign",
    "sit", "statistics", "take",
]  # fmt: skip
