"""Views of a ledger that somebody kept under a name, and which of them opens first."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.orgs.models import Unit

USER = settings.AUTH_USER_MODEL


class Ledger(models.TextChoices):
    """The ledgers."""

    ITEMS = "items", _("整改台账")
    FINDINGS = "findings", _("问题台账")


class SavedView(models.Model):
    """A view kept under a name (视图): its whole address. Shared with an office, its people find it too.

    What a view shows depends on who reads it: only the address is shared, never what stood there.
    """

    ledger = models.CharField("台账", max_length=10, choices=Ledger)
    owner = models.ForeignKey(USER, models.PROTECT, related_name="saved_views")
    name = models.CharField("名称", max_length=40)
    address = models.CharField(max_length=2000, blank=True)
    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="共享给"
    )  # None: nobody else's
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A name once among what a person keeps."""

        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "ledger", "name"], condition=models.Q(deleted_at=None), name="saved_view_named_once"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_name"),
        ]
        indexes = [models.Index(fields=["office", "ledger"], name="saved_view_office")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class FirstView(models.Model):
    """The view with which a ledger opens for a person (默认视图)."""

    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=10, choices=Ledger)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="first_for")

    class Meta:
        """One for a person and ledger."""

        constraints = [models.UniqueConstraint(fields=["person", "ledger"], name="first_view_once")]

    def __str__(self) -> str:
        """Return person and view."""
        return f"{self.person} · {self.view}"
