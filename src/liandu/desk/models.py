"""How far a person has looked at what changed: the only thing the desk keeps of its own."""

from django.conf import settings
from django.db import models


class Look(models.Model):
    """Until when a person has seen what changed within their reach; ``before`` is where it stood before (for undo)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    before = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Never backwards, except by undoing, which takes ``before`` away."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(before=None) | models.Q(before__lte=models.F("seen_at")), name="look_moves_on"
            )
        ]

    def __str__(self) -> str:
        """Return person and moment."""
        return f"{self.user} {self.seen_at}"
