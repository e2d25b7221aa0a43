"""What follows a write-off that did not hold; and the end of what was not put right."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.rectification.models import Item
from liandu.rectification.models.asking import ANSWERED_BY_ANOTHER, ANSWERED_WHEN_SETTLED, Asked

USER = settings.AUTH_USER_MODEL


class ReopeningKind(models.TextChoices):
    """Why a closed item is opened again."""

    RELAPSE = "relapse", _("问题反弹")
    FAILED_CHECK = "failed_check", _("抽查不实")
    REPORT = "report", _("举报反映")
    OTHER = "other", _("其他")


class Reopening(Asked):
    """That an item be opened again (重新立账): asked by one person, confirmed (``answered_by``) by another."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="asked_reopenings")
    kind = models.CharField("原因", max_length=12, choices=ReopeningKind)
    due_on = models.DateField("新的完成时限", null=True, blank=True)

    class Meta(Asked.Meta):
        """Answered by another person than the one who asked."""

        abstract = False
        constraints = [
            models.CheckConstraint(condition=ANSWERED_BY_ANOTHER, name="reopening_by_another"),
            models.CheckConstraint(condition=ANSWERED_WHEN_SETTLED, name="reopening_answered"),
        ]
        indexes = [models.Index(fields=["state", "item"], name="reopening_state")]

    def __str__(self) -> str:
        """Return item and state."""
        return f"{self.item} {self.get_state_display()}"


class Ending(models.Model):
    """That an item was ended without having been put right (以未落实了结): who decided so, by which paper, and why.

    ``authority`` is the body that took the responsibility, ``number`` the number of its document.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="endings")
    authority = models.CharField("决定机关", max_length=120)
    number = models.CharField("文号", max_length=80)
    decided_on = models.DateField("决定日期")
    reason = models.TextField("理由")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """Newest first; nothing of it is empty."""

        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(authority="") & ~models.Q(number="") & ~models.Q(reason=""),
                name="ending_by_authority",
            )
        ]

    def __str__(self) -> str:
        """Return item and authority."""
        return f"{self.item} {self.authority}"
