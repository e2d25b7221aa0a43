"""Making digests, sending them, and noting that they were read."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from liandu.accounts.models import User
from liandu.journal.commands import record
from liandu.notices.due import Due, due_on, line_of
from liandu.notices.models import Digest, DigestDay
from liandu.notices.queries import last_day_told, mail_to_send
from liandu.notices.rules import (
    LEASE,
    MOST_LINES,
    MOST_TRIES,
    days_between,
    first_day_of,
    in_order,
    next_try,
    takes_mail,
)
from liandu.notices.states import MAIL, MailAct, MailState


def make_digests(*, day: date, by: Any = None) -> int:
    """Make the digests of ``day`` that are not there yet, one for each person who has something due; return how many.

    Each is a transaction of its own: after a crash the next call makes the missing ones, and of two workers at once the
    database lets one make each. When all are there the day is finished, and its digests are never made again.
    """
    with transaction.atomic():
        row, _new = DigestDay.objects.get_or_create(day=day, defaults={"since": first_day_of(day, last_day_told(day))})
    if row.finished_at:
        return 0
    due: dict[int, list[Due]] = defaultdict(list)
    for one in due_on(day, days_between(row.since, day)):
        due[one.user_id].append(one)
    there = set(Digest.objects.filter(day=day).values_list("person_id", flat=True))
    people = User.objects.filter(pk__in=set(due) - there, is_active=True).order_by("pk")
    made = sum(_make_digest(person, day, due[person.pk], by) for person in people)
    with transaction.atomic():
        DigestDay.objects.filter(pk=row.pk, finished_at=None).update(finished_at=timezone.now())
    return made


def _make_digest(person: User, day: date, due: list[Due], by: Any) -> bool:
    """Make one person's digest; return False when somebody else has just made it."""
    lines = in_order(due)
    try:
        with transaction.atomic():
            digest = Digest.objects.create(
                person=person,
                day=day,
                lines=[line_of(line) for line in lines[:MOST_LINES]],
                left_out=max(len(lines) - MOST_LINES, 0),
                made_at=timezone.now(),
                mail=MailState.WAITING if takes_mail(person) else MailState.NONE,
            )
            _count_unread(User.objects.filter(pk=person.pk))
            record(act="digest.made", subject=digest, by=by, facts={"day": day, "lines": len(lines)})
    except IntegrityError:
        return False
    return True


def _count_unread(people: QuerySet[User]) -> None:
    """Keep with the person how many digests they have not read: the frame shows it on every page without a query."""
    unread = Digest.objects.filter(person=OuterRef("pk"), read_at=None).order_by().values("person")
    people.update(reminders_unread=Coalesce(Subquery(unread.annotate(n=Count("pk")).values("n")), 0))


@transaction.atomic
def read_digests(*, by: Any, digest: Digest | None = None) -> int:
    """Note that the person has read one of their digests, or all of them; return how many were new."""
    rows = Digest.objects.filter(person=by.pk, read_at=None)
    if digest is not None:
        rows = rows.filter(pk=digest.pk)
    read = rows.update(read_at=timezone.now())
    _count_unread(User.objects.filter(pk=by.pk))
    return read


@transaction.atomic
def claim_mail(*, worker: str, most: int) -> list[Digest]:
    """Claim mail that may be sent now for LEASE and return it, with the persons; another worker's is left alone."""
    now, claimed = timezone.now(), []
    state = MAIL.after(state=MailState.WAITING, act=MailAct.CLAIM)  # what somebody held too long waits again
    for digest in mail_to_send(now).select_related("person")[:most]:
        found = Digest.objects.filter(pk=digest.pk, mail=digest.mail, mail_until=digest.mail_until)
        changes = {
            "mail": state,
            "mail_worker": worker,
            "mail_until": now + LEASE,
            "mail_tries": F("mail_tries") + 1,
        }
        if found.update(**changes):
            digest.mail_tries += 1
            claimed.append(digest)
    return claimed


@transaction.atomic
def note_mail_sent(*, digest: Digest, worker: str, message_id: str, by: Any = None) -> bool:
    """Note that the mail server took a digest, and return whether it was this worker's to send."""
    state = MAIL.after(state=MailState.CLAIMED, act=MailAct.SEND)
    if not _settle(digest, worker, mail=state, mailed_at=timezone.now(), mail_fault=""):
        return False
    record(act="digest.mailed", subject=digest, by=by, facts={"message_id": message_id})
    return True


@transaction.atomic
def put_mail_back(*, digest: Digest, worker: str, fault: str, by: Any = None) -> bool:
    """Let a digest that the mail server did not take wait for another try; after MOST_TRIES it is given up."""
    if digest.mail_tries < MOST_TRIES:
        state = MAIL.after(state=MailState.CLAIMED, act=MailAct.PUT_BACK)
        later = timezone.now() + next_try(digest.mail_tries)
        return _settle(digest, worker, mail=state, mail_until=later, mail_fault=fault[:200])
    state = MAIL.after(state=MailState.CLAIMED, act=MailAct.GIVE_UP)
    if not _settle(digest, worker, mail=state, mail_fault=fault[:200]):
        return False
    record(act="digest.mail_failed", subject=digest, by=by, facts={"tries": digest.mail_tries})
    return True


@transaction.atomic
def drop_mail(*, digest: Digest, worker: str) -> bool:
    """Send no mail of a digest: its person wants none any more, has no address, or is gone."""
    return _settle(digest, worker, mail=MAIL.after(state=MailState.CLAIMED, act=MailAct.DROP))


def _settle(digest: Digest, worker: str, **changes: Any) -> bool:
    mine = Digest.objects.filter(pk=digest.pk, mail=MailState.CLAIMED, mail_worker=worker)
    return bool(mine.update(**{"mail_worker": "", "mail_until": None, **changes}))


@transaction.atomic
def end_mail_leases(*, workers: set[str], by: Any = None) -> int:  # noqa: ARG001 - the shape of a command
    """Let the mail that dead workers held wait again at once; return how many."""
    state = MAIL.after(state=MailState.CLAIMED, act=MailAct.PUT_BACK)
    held = Digest.objects.filter(mail=MailState.CLAIMED, mail_worker__in=workers)
    return held.update(mail=state, mail_worker="", mail_until=None)
