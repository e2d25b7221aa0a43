"""What a unit asks for: that a problem is not theirs (objection), more time (extension), a write-off (request)."""

from django.conf import settings
from django.db import models

from liandu.rectification.models.items import Item
from liandu.rectification.states import AskedState, RequestState

USER = settings.AUTH_USER_MODEL


class Asked(models.Model):
    """Something asked for by one person and answered by another."""

    state = models.CharField("状态", max_length=12, choices=AskedState, default=AskedState.ASKED)
    reason = models.TextField("理由")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Newest first."""

        abstract = True
        ordering = ["-pk"]


ANSWERED_BY_ANOTHER = models.Q(answered_by=None) | ~models.Q(answered_by=models.F("asked_by"))
ANSWERED_WHEN_SETTLED = models.Q(state__in=("asked", "taken_back")) | models.Q(
    answered_at__isnull=False, answered_by__isnull=False
)


class Objection(Asked):
    """An objection of the unit: the problem is not as stated, or not theirs (异议). Granted: sustained."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="objections")

    class Meta(Asked.Meta):
        """Settled by another person than the one who asked."""

        abstract = False
        constraints = [
            models.CheckConstraint(condition=ANSWERED_BY_ANOTHER, name="objection_by_another"),
            models.CheckConstraint(condition=ANSWERED_WHEN_SETTLED, name="objection_answered"),
        ]

    def __str__(self) -> str:
        """Return item and state."""
        return f"{self.item} {self.get_state_display()}"


class Extension(Asked):
    """More time asked for (申请延期): until when, in the stead of which deadline."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="asked_extensions")
    due_before = models.DateField("原时限")
    until = models.DateField("延至")

    class Meta(Asked.Meta):
        """Later than before; decided by another person than the one who asked."""

        abstract = False
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("due_before")), name="extension_is_later"),
            models.CheckConstraint(condition=ANSWERED_BY_ANOTHER, name="extension_by_another"),
            models.CheckConstraint(condition=ANSWERED_WHEN_SETTLED, name="extension_answered"),
            models.UniqueConstraint(fields=["item"], condition=models.Q(state="asked"), name="extension_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["state", "item"], name="extension_state")]

    def __str__(self) -> str:
        """Return item and day."""
        return f"{self.item} → {self.until}"


class Request(models.Model):
    """A request to be written off (销号申请): what the unit states, and what the checklist said when it was made.

    ``parties`` are the keys of Signer that must sign, in order, as the policy said then; ``checklist`` what was asked
    for and found, as [{"code", "words", "met"}].
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="requests")
    serial = models.PositiveSmallIntegerField("第几次申请")
    state = models.CharField("状态", max_length=12, choices=RequestState, default=RequestState.OPEN)
    statement = models.TextField("整改完成情况")
    checklist = models.JSONField(default=list)
    parties = models.JSONField(default=list)
    in_order = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    publicity_until = models.DateField("公示至", null=True, blank=True)

    class Meta:
        """Newest first; a serial once."""

        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["item", "serial"], name="request_serial_once")]
        indexes = [models.Index(fields=["state", "asked_at"], name="request_state")]

    def __str__(self) -> str:
        """Return item and serial."""
        return f"{self.item} #{self.serial}"
