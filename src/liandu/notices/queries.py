"""A person's own digests, and the mail that waits."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from liandu.notices.models import Digest, DigestDay
from liandu.notices.states import MailState


def digests_for(reader: Any) -> QuerySet[Digest]:
    """Return the reader's own digests, newest first."""
    return Digest.objects.filter(person=reader.pk).order_by("-day")


def last_day_told(before: date) -> date | None:
    """Return the last day before ``before`` whose digests were all made, None when there was none."""
    rows = DigestDay.objects.filter(day__lt=before, finished_at__isnull=False)
    return rows.aggregate(last=Max("day"))["last"]


def is_told(day: date) -> bool:
    """Return whether the digests of a day are all made."""
    return DigestDay.objects.filter(day=day, finished_at__isnull=False).exists()


def mail_to_send(now: datetime) -> QuerySet[Digest]:
    """Return the digests whose mail may be sent now: waiting, or claimed by somebody whose lease is over."""
    waiting = Q(mail=MailState.WAITING) & (Q(mail_until=None) | Q(mail_until__lte=now))
    left = Q(mail=MailState.CLAIMED, mail_until__lte=now)
    return Digest.objects.filter(waiting | left).order_by("day", "pk")


def mail_waits() -> bool:
    """Return whether some mail may be sent now."""
    return mail_to_send(timezone.now()).exists()


def mail_workers() -> set[str]:
    """Return the workers that hold mail now."""
    return set(Digest.objects.filter(mail=MailState.CLAIMED).values_list("mail_worker", flat=True))
