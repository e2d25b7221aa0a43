"""Strands: findings of one class that say the same thing. Frozen once a person has accepted them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.findings.models import Finding
from liandu.insight.states import STRANDS, StrandState


class Strand(models.Model):
    """Like findings that stand together. Its key is never used again, and its members stay when more come.

    ``label`` is what a person calls it, at first the name of its class with its ``words``; ``medoid`` is the member
    nearest to all others, shown below the label, since words alone cannot be read. A proposal is remade whenever
    findings come in, until a person has touched it (``frozen``). ``was`` keeps the members of one that was retired, so
    that it is not proposed again and can be restored. ``version`` is raised by each act, so that of two people the
    first counts.
    """

    code = models.CharField("类别", max_length=8)
    label = models.CharField("名称", max_length=120)
    words = models.JSONField(default=list)
    medoid = models.ForeignKey(Finding, models.PROTECT, related_name="+")
    common = models.ForeignKey(
        "CommonProblem", models.PROTECT, null=True, blank=True, related_name="strands", verbose_name="共性问题"
    )
    state = models.CharField("状态", max_length=10, choices=StrandState, default=STRANDS.initial)
    frozen = models.BooleanField("已由人定", default=False)
    was = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    made_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Listed by state and class; what was accepted is frozen."""

        constraints = [
            models.CheckConstraint(condition=~models.Q(state="accepted", frozen=False), name="strand_accepted_frozen"),
            models.CheckConstraint(condition=~models.Q(label=""), name="strand_has_label"),
        ]
        indexes = [models.Index(fields=["state", "code", "id"], name="strand_state")]

    def __str__(self) -> str:
        """Return its name."""
        return self.label


class Why(models.TextChoices):
    """How a finding came to its strand."""

    GROUPED = "grouped", _("拟定时归入")
    JOINED = "joined", _("与其中多数相近")
    MOVED = "moved", _("人工移入")


class Membership(models.Model):
    """A finding stands in one strand at most.

    What is ``pinned`` leaves its strand by no choice of many; ``before`` is where it stood before a person moved it.
    """

    finding = models.OneToOneField(Finding, models.PROTECT, primary_key=True, related_name="strand_membership")
    # The index below begins with the strand.
    strand = models.ForeignKey(Strand, models.PROTECT, related_name="memberships", db_index=False)
    why = models.CharField("缘由", max_length=10, choices=Why)
    pinned = models.BooleanField("固定", default=False)
    before = models.ForeignKey(Strand, models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        """The members of a strand are read in the order of their keys."""

        indexes = [models.Index(fields=["strand", "finding"], name="membership_strand")]

    def __str__(self) -> str:
        """Return the strand and the finding."""
        return f"{self.strand_id}: {self.finding_id}"


class Grouped(models.Model):
    """From what the machine grouped last, as a digest of it: the same is not grouped twice. One row."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the digest."""
        return self.digest
