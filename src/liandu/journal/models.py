"""The trail: one row per act, in the order of writing."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


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
    """One act. Never changed, never deleted."""

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
    facts = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; refuse to change one."""
        if not self._state.adding:
            msg = "journal entries are never changed"
            raise TypeError(msg)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ARG002 - as Django has it
        """Refuse."""
        msg = "journal entries are never deleted"
        raise TypeError(msg)

    def content(self) -> dict[str, Any]:
        """Return what the digest is taken over: everything but the sequence number, which only order gives."""
        return {
            "at": self.at.isoformat(),
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

    def compute_digest(self) -> str:
        """Return the SHA-256 of the content in canonical JSON, as 64 hex digits."""
        text = json.dumps(
            self.content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder
        )
        return hashlib.sha256(text.encode()).hexdigest()
