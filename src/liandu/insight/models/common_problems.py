"""Common problems named from strands, and the lists of them that were issued."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.findings.models import Finding
from liandu.insight.states import COMMON, CommonState
from liandu.inspections.models import Term
from liandu.orgs.models import Unit


class Severity(models.TextChoices):
    """How grave a common problem is, as people judge it."""

    GENERAL = "general", _("一般")
    MARKED = "marked", _("突出")
    GRAVE = "grave", _("严重")


class CommonProblem(models.Model):
    """A problem that many units share. Its numbers are asked from its strands, never written down here."""

    name = models.CharField("名称", max_length=120)
    code = models.CharField("类别", max_length=8)
    definition = models.TextField("定义", blank=True)
    scope = models.TextField("范围", blank=True)
    severity = models.CharField("程度", max_length=10, choices=Severity, default=Severity.GENERAL)
    causes = models.TextField("原因", blank=True)
    suggestions = models.TextField("建议", blank=True)
    competent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主管部门"
    )
    state = models.CharField("状态", max_length=10, choices=CommonState, default=COMMON.initial)
    version = models.PositiveIntegerField(default=1)  # raised by each change, so that of two people the first counts
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_because = models.CharField("审定理由", max_length=300, blank=True)  # where the rule is not fulfilled

    class Meta:
        """Listed by state and class."""

        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="common_problem_has_name")]
        indexes = [models.Index(fields=["state", "code", "id"], name="common_problem_state")]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class TypicalCase(models.Model):
    """A finding that shows well what a common problem is, chosen by a person."""

    common = models.ForeignKey(CommonProblem, models.CASCADE, related_name="cases")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+")

    class Meta:
        """Chosen once."""

        constraints = [models.UniqueConstraint(fields=["common", "finding"], name="typical_case_once")]

    def __str__(self) -> str:
        """Return the finding's number."""
        return str(self.finding)


class Catalogue(models.Model):
    """A list of common problems as it was issued ("22 classes of the fifth term"). Never changed afterwards."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版次")
    name = models.CharField("名称", max_length=120)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """Each term counts its own versions."""

        constraints = [models.UniqueConstraint(fields=["term", "version"], name="catalogue_version_once")]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class CatalogueLine(models.Model):
    """A line of an issued list: the common problem as it stood then. ``frozen`` holds its words and its numbers."""

    catalogue = models.ForeignKey(Catalogue, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField("序号")
    common = models.ForeignKey(CommonProblem, models.PROTECT, related_name="+")
    frozen = models.JSONField(default=dict)

    class Meta:
        """Each place once."""

        constraints = [models.UniqueConstraint(fields=["catalogue", "place"], name="catalogue_place_once")]
        ordering = ["place"]

    def __str__(self) -> str:
        """Return the place and the name at that time."""
        return f"{self.place}. {self.frozen.get('name', '')}"
