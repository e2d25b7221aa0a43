"""Bulletins (通报): what many units share, and typical cases, with figures that are fixed on issue."""

from django.conf import settings
from django.db import models

from liandu.findings.models import Finding
from liandu.insight.models.common_problems import CommonProblem
from liandu.insight.states import BULLETINS, BulletinState
from liandu.inspections.models import Round
from liandu.orgs.models import Unit


class Bulletin(models.Model):
    """A bulletin. ``frozen`` is what it said when it was issued (insight.queries.bulletins), {} before.

    While it is drafted its figures are asked anew each time; once issued, nothing of it changes any more.
    """

    title = models.CharField("标题", max_length=120)
    addressees = models.CharField("主送", max_length=300)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="轮次")
    intro = models.TextField("开头", blank=True)
    closing = models.TextField("要求", blank=True)
    commons = models.ManyToManyField(CommonProblem, related_name="+", blank=True, verbose_name="共性问题")
    units = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name="点名单位")
    state = models.CharField("状态", max_length=10, choices=BulletinState, default=BULLETINS.initial)
    version = models.PositiveIntegerField(default=1)  # raised by each change, so that of two people the first counts
    frozen = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Listed newest first; issued with a day, and with its figures."""

        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="bulletin_has_title"),
            models.CheckConstraint(
                condition=models.Q(state="issued", issued_at__isnull=False)
                | (~models.Q(state="issued") & models.Q(issued_at=None)),
                name="bulletin_issued_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="bulletin_state")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class BulletinCase(models.Model):
    """A typical case of a bulletin, in words without persons."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="cases")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField("序号")
    words = models.TextField("案例")

    class Meta:
        """Each finding once."""

        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "finding"], name="bulletin_case_once")]

    def __str__(self) -> str:
        """Return the words."""
        return self.words
