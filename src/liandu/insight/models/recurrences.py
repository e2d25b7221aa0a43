"""That a problem came back: suggested by its words, said by a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.findings.models import Finding
from liandu.insight.states import RECURRENCES, RecurrenceState
from liandu.orgs.models import Unit


class RecurrenceKind(models.TextChoices):
    """In which way a finding is like an earlier one."""

    AGAIN = "again", _("屡改屡犯")  # the same unit, once more
    ELSEWHERE = "elsewhere", _("别处同类")  # the same kind in another unit
    COPIED = "copied", _("文字雷同")  # words taken from another finding, of any unit


class Recurrence(models.Model):
    """``finding`` is like ``earlier``, which was fed back before it, or confirmed before it on the same day.

    ``unit`` and ``earlier_unit`` are those of both sides, here so that the reach of a reader is a condition on the row
    itself: joined, a database may go through all pairs of two units' findings. ``score`` is the likeness that it was
    suggested for, 0 to 1. The words in common are asked of both titles when they are shown: a title may be amended.
    """

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="recurrences")
    earlier = models.ForeignKey(Finding, models.PROTECT, related_name="came_back_as")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    earlier_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("类型", max_length=10, choices=RecurrenceKind)
    score = models.FloatField()
    state = models.CharField("状态", max_length=10, choices=RecurrenceState, default=RECURRENCES.initial)
    proposed_at = models.DateTimeField()
    note = models.CharField("说明", max_length=300, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """A pair is suggested once. A page of the list is a range of an index."""

        constraints = [
            models.UniqueConstraint(fields=["finding", "earlier"], name="recurrence_once"),
            models.CheckConstraint(condition=~models.Q(finding=models.F("earlier")), name="recurrence_of_another"),
        ]
        indexes = [
            models.Index(fields=["state", "-score", "-id"], name="recurrence_state"),
            models.Index(fields=["state", "kind", "-score", "-id"], name="recurrence_state_kind"),
        ]

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.earlier} → {self.finding}"


class Compared(models.Model):
    """That a finding was held against all earlier ones, so that it is not done twice."""

    finding = models.OneToOneField(Finding, models.CASCADE, primary_key=True, related_name="compared")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the number of the finding."""
        return str(self.finding_id)
