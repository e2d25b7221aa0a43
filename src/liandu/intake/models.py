"""Documents that are read, their text as blocks, and what they propose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.inspections.models import Material
from liandu.intake.states import Reading, State
from liandu.orgs.models import Unit


class Kind(models.TextChoices):
    """What sort of document reading found it to be."""

    FEEDBACK = "feedback", _("反馈意见")
    PROGRESS = "progress", _("整改进展通报")
    AUDIT = "audit", _("审计报告")
    LEDGER = "ledger", _("台账")
    NEWS = "news", _("消息报道")
    OTHER = "other", _("其他")


class Level(models.TextChoices):
    """The three levels of the tree of problems."""

    ASPECT = "aspect", _("方面")
    PROBLEM = "problem", _("问题")
    ITEM = "item", _("子项")


class Document(models.Model):
    """Material on its way through reading. ``worker`` holds a lease on it while it is being read."""

    material = models.OneToOneField(Material, models.PROTECT, related_name="document")
    state = models.CharField(max_length=10, choices=Reading, default=Reading.WAITING)
    worker = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    found = models.JSONField(default=dict, blank=True)  # figures, cautions, recommendations, clue mentions, units
    failure = models.JSONField(default=dict, blank=True)  # code, sentence, facts of the refusal
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Being read means somebody holds the lease."""

        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="reading") | (~models.Q(worker="") & ~models.Q(lease_until=None)),
                name="document_reading_is_leased",
            )
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="document_due")]

    def __str__(self) -> str:
        """Return the title of the material."""
        return self.material.title


class DocumentText(models.Model):
    """The blocks of a document as reading left them; kept apart because it is long. Never changed."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="text")
    blocks = models.JSONField()  # [{"kind", "text", "number", "page"?, "boxes"?, …}] in order, see intake.texts
    tables = models.JSONField(default=list)

    def __str__(self) -> str:
        """Return which document it is."""
        return f"{self.document_id}"


class Proposal(models.Model):
    """A node of the tree of problems that a document proposes, with its passage and what a person made of it.

    ``version`` counts the changes: an edit names the version it was made from, so that two people never overwrite one
    another. ``same_as`` names the proposal of an earlier version of the document that says the same or nearly so.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="proposals")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    path = models.JSONField(default=list)
    level = models.CharField(max_length=8, choices=Level)
    is_leaf = models.BooleanField()
    title = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    unit_text = models.CharField(max_length=120, blank=True)
    block = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rectification = models.TextField(blank=True)
    rectification_passage = models.JSONField(null=True, blank=True)  # [block, start, end]
    labels = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    why = models.CharField("理由", max_length=300, blank=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """In document order; a title is never empty, a passage never backwards, a dismissal never without reason."""

        ordering = ["document_id", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="proposal_has_title"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="proposal_passage_forward"),
            models.CheckConstraint(condition=~models.Q(state="dismissed", why=""), name="proposal_dismissed_with_why"),
        ]
        indexes = [models.Index(fields=["document", "state"], name="proposal_state")]

    def __str__(self) -> str:
        """Return the beginning of the title."""
        return self.title[:40]
