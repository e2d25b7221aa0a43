"""A digest: what one person is told on one day; and the days whose digests are all made."""

from django.conf import settings
from django.db import models

from liandu.notices.states import MailState


class DigestDay(models.Model):
    """A day on which digests are made: what fell on the days from ``since`` on is told in them.

    ``since`` is fixed when the work begins, so that a second worker, or the same after a crash, tells the same.
    """

    day = models.DateField(unique=True)
    since = models.DateField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-day"]

    def __str__(self) -> str:
        """Return the day."""
        return str(self.day)


class Digest(models.Model):
    """What one person is told on one day, all in one. ``lines`` are as notices.due.line_of() makes them.

    ``mail_until``: while claimed, the end of the lease; while waiting, not before then.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests")
    day = models.DateField()
    lines = models.JSONField()
    left_out = models.PositiveIntegerField(default=0)  # lines beyond what a person can read
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=8, choices=MailState, default=MailState.NONE)
    mail_worker = models.CharField(max_length=60, blank=True)
    mail_until = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_fault = models.CharField(max_length=200, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One for a person and day: whoever makes it twice is refused by the database."""

        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(mail="sent", mailed_at__isnull=False)
                | (~models.Q(mail="sent") & models.Q(mailed_at=None)),
                name="digest_mailed_at_when_sent",
            ),
        ]
        indexes = [models.Index(fields=["mail", "mail_until"], name="digest_mail")]

    def __str__(self) -> str:
        """Return person and day."""
        return f"{self.person} {self.day}"
