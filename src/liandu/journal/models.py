"""The trail: one row per act, in the order of writing; and the seals over it."""

import hashlib
from typing import Any

from django.db import models

from liandu.journal.appending import moment_text
from liandu.journal.fields import CanonicalJSON, canonical
from liandu.journal.offline import content_of


class Trail(models.QuerySet["Entry"]):
    """Entries to read; what would change or remove many of them at once is refused, as for a single one."""

    def update(self, **kwargs: Any) -> int:  # noqa: ARG002 - the signature is Django's
        """Refuse."""
        msg = "journal entries are never changed"
        raise TypeError(msg)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        msg = "journal entries are never deleted"
        raise TypeError(msg)


class Entry(models.Model):
    """One act. Never changed, never deleted: the database refuses it too (``liandu.journal.triggers``)."""

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=60, blank=True)  # as the person was called then
    office = models.CharField(max_length=150, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    facts: Any = CanonicalJSON(default=dict)
    digest = models.CharField(max_length=64)

    objects = Trail.as_manager()

    class Meta:
        """Read by subject (history of one thing) and by time."""

        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject", "seq"], name="entry_subject"),
            models.Index(fields=["actor", "seq"], name="entry_actor"),
        ]

    def __str__(self) -> str:
        """Return the entry as one line."""
        return f"{self.seq} {self.act} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - the signature is Django's
        """Refuse: entries are written by ``journal.commands.record``."""
        msg = "journal entries are never changed"
        raise TypeError(msg)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ARG002 - as Django has it
        """Refuse."""
        msg = "journal entries are never deleted"
        raise TypeError(msg)

    def content(self) -> dict[str, Any]:
        """Return what the digest is taken over: everything but the sequence number, which only order gives."""
        return {
            "at": moment_text(self.at),
            "act": self.act,
            "subject": self.subject,
            "actor": self.actor,
            "actor_name": self.actor_name,
            "office": self.office,
            "channel": self.channel,
            "request_id": self.request_id,
            "reason": self.reason,
            "facts": self.facts,
        }

    def texts(self) -> tuple[str, ...]:
        """Return the content as the ten texts that are digested."""
        return (
            moment_text(self.at), self.act, self.subject, self.actor, self.actor_name, self.office, self.channel,
            self.request_id, self.reason, canonical(self.facts),
        )  # fmt: skip

    def as_row(self) -> tuple[str, ...]:
        """Return the values of ``appending.COLUMNS``."""
        return (*self.texts(), self.digest)

    def compute_digest(self) -> str:
        """Return the SHA-256 of the content, as 64 hex digits."""
        return digest_of(self.texts())


def digest_of(texts: tuple[str, ...]) -> str:
    """Return the SHA-256 of the ten texts of a content."""
    return hashlib.sha256(content_of((0, *texts))).hexdigest()


class Seal(models.Model):
    """A closed batch of entries. ``header`` is the signed text; ``digests`` are those of the entries, one by one."""

    number = models.BigIntegerField(primary_key=True)
    header = models.TextField()
    signature = models.TextField()
    digests = models.TextField()

    class Meta:
        """In their order."""

        ordering = ["number"]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Span(models.Model):
    """Which seal holds the entries from ``low`` to ``high``: the ranges of the headers, to be asked by number."""

    low = models.BigIntegerField(primary_key=True)
    high = models.BigIntegerField()
    seal = models.BigIntegerField()

    class Meta:
        """Never overlapping."""

        constraints = [
            models.CheckConstraint(condition=models.Q(high__gte=models.F("low")), name="span_numbers_in_order")
        ]

    def __str__(self) -> str:
        """Return the numbers and the seal."""
        return f"{self.low}-{self.high}: {self.seal}"
