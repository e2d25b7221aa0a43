"""The log of administrative acts, and the receipt of one entry of the journal."""

from typing import Any

from django.db.models import Q

from liandu.accounts.models import User
from liandu.journal.exporting import receipt_of
from liandu.journal.queries import Line, lines_of_acts, subject_of_entry
from liandu.journal.readers import may_read_history
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

# What the audit administrator may read: acts of the other two, and attempts; never business text.
LOG_PAGE = 50
ADMINISTRATIVE_ACTS = (
    "account.opened",
    "account.closed",
    "account.reopened",
    "account.locked",
    "account.unlocked",
    "account.password_changed",
    "account.password_reset",
    "second_factor.added",
    "second_factor.removed",
    "second_factor.reset",
    "second_factor.failed",
    "second_factor.codes_renewed",
    "second_factor.codes_seen",
    "post.given",
    "post.ended",
    "unit.added",
    "oversight.assigned",
    "oversight.ended",
    "access.denied",
    "access.probed",
    "session.opened",
    "session.refused",
    "seals.verified",
    "seals.exported",
    "session.ended",
    "session.elsewhere",
)
# What was done to an account by others, for the page of a person; how they sign in is for the audit administrator.
USER_SUBJECT = "accounts.user:"
GRANTING_ACTS = tuple(
    act for act in ADMINISTRATIVE_ACTS if act.startswith(("account.", "post.")) or act == "second_factor.reset"
)


def kinds_of_acts() -> list[str]:
    """Return what the acts of the log are about, each once: account, second_factor, post and so on."""
    return list(dict.fromkeys(act.partition(".")[0] for act in ADMINISTRATIVE_ACTS))


def people_of(lines: list[Line]) -> dict[str, str]:
    """Return the names of the people whom ``lines`` are about, by subject: one query."""
    keys = [line.subject.partition(":")[2] for line in lines if line.subject.startswith(USER_SUBJECT)]
    users = User.objects.filter(pk__in=[key for key in keys if key])
    return {subject_of(user): str(user) for user in users}


def administrative_log(*, before: int | None = None, who: str = "", kind: str = "") -> list[Line]:
    """Return a page of the log of administrative acts, newest first.

    ``who`` narrows to what a person did or what was done to them (sign-in name or name); ``kind`` is one of
    kinds_of_acts().
    """
    acts = [act for act in ADMINISTRATIVE_ACTS if not kind or act.startswith(f"{kind}.")]
    if not who:
        return lines_of_acts(acts, before=before, most=LOG_PAGE)
    people = User.objects.filter(Q(username__iexact=who) | Q(display_name=who))[:LOG_PAGE]
    return lines_of_acts(
        acts,
        before=before,
        most=LOG_PAGE,
        actors=[person.username for person in people],
        subjects=[subject_of(person) for person in people],
    )


def receipt_for(reader: Any, seq: int) -> dict[str, Any] | None:
    """Return the receipt of a journal entry to who may see the history it stands in; None to anybody else.

    Raises Refusal when the reader may see it and it is not sealed yet.
    """
    about = subject_of_entry(seq)
    if about is None or not may_read_history(reader, *about):
        return None
    proof = receipt_of(seq)
    if proof is None:
        raise Refusal("receipt.not_sealed", gettext_noop("这一条还没有封印。封印每隔几秒进行一次，请稍后再下载。"))
    return proof
