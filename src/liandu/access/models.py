"""A post: this person holds this role at this unit or office, from one day to another."""

from django.conf import settings
from django.db import models

from liandu.access.roles import ROLE_CHOICES
from liandu.orgs.models import Unit


class Post(models.Model):
    """User x role x unit, with dates. ``sectors`` narrows it ([]: every sector)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    role = models.CharField("岗位", max_length=30, choices=ROLE_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    sectors = models.JSONField(default=list, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """Days in order."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="post_days_in_order"
            )
        ]
        indexes = [models.Index(fields=["user", "since"], name="post_user")]

    def __str__(self) -> str:
        """Return person, role and unit."""
        return f"{self.user} · {self.get_role_display()} · {self.unit}"
