"""What was done about an item: progress with structured outcomes, evidence with what it proves, institutions made."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.files.models import StoredFile
from liandu.inspections.models import GRADE_CHOICES
from liandu.inspections.policies import EvidenceKind
from liandu.kernel.secrecy import Grade
from liandu.orgs.models import Unit
from liandu.rectification.models.items import Item
from liandu.rectification.models.plans import Measure

USER = settings.AUTH_USER_MODEL


class Written(models.Model):
    """What somebody wrote about an item: here (``made_*``), or at the site that keeps it (``told_*``).

    Of what came from there, ``made_*`` is who brought it in, and when.
    """

    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    told_by = models.CharField("来源填报人", max_length=60, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def writer(self) -> str:
        """Return who wrote it, here or at the site that keeps the item."""
        return self.told_by or str(self.made_by)

    @property
    def written_at(self) -> datetime:
        """Return when it was written, here or there."""
        return self.told_at or self.made_at


class Progress(Written):
    """What a unit reports about an item on a day (整改进展). Never changed; a later report corrects an earlier one.

    A report that ``corrects`` another says everything anew: the outcomes of the corrected one no longer count.
    ``during_inspection`` marks what was done before the account was opened (边巡边改). ``source`` is the name of the
    file that the text was taken from, "" where somebody typed it.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="progress")
    on = models.DateField("日期")
    text = models.TextField("进展情况")
    share = models.PositiveSmallIntegerField("完成比例（%）", null=True, blank=True)
    during_inspection = models.BooleanField("边巡边改", default=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    source = models.CharField("来自文件", max_length=200, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="progress_has_text"),
            models.CheckConstraint(
                condition=models.Q(share=None) | models.Q(share__lte=100), name="progress_share_of_100"
            ),
        ]
        indexes = [models.Index(fields=["item", "-on", "-id"], name="progress_item")]

    def __str__(self) -> str:
        """Return item and day."""
        return f"{self.item} {self.on}"


class OutcomeKind(models.TextChoices):
    """What a figure of an outcome counts (DOMAIN: what public notices report).

    Institutions are none of these: they are counted from the register (Institution) alone, for a number beside a
    register would count twice, and a number without names is the one nobody can check.
    """

    RECOVERED = "recovered", _("追缴资金")
    RETURNED = "returned", _("清退资金")
    LOSS_AVOIDED = "loss_avoided", _("挽回损失")
    PARTY_SANCTION = "party_sanction", _("党纪处分")
    GOVERNMENT_SANCTION = "government_sanction", _("政务处分")
    ORGANIZATIONAL = "organizational", _("组织处理")
    ADMONITION = "admonition", _("诫勉")
    CRITICISM = "criticism", _("批评教育")
    INSPECTION_ORDERED = "inspection_ordered", _("责令检查")
    REMINDER = "reminder", _("提醒谈话")
    FILED = "filed", _("移交纪检监察机关")
    MEETING = "meeting", _("专题会议")
    LIFE_MEETING = "life_meeting", _("专题民主生活会")
    OTHER = "other", _("其他")


MONEY = (OutcomeKind.RECOVERED, OutcomeKind.RETURNED, OutcomeKind.LOSS_AVOIDED)
PEOPLE = (
    OutcomeKind.PARTY_SANCTION,
    OutcomeKind.GOVERNMENT_SANCTION,
    OutcomeKind.ORGANIZATIONAL,
    OutcomeKind.ADMONITION,
    OutcomeKind.CRITICISM,
    OutcomeKind.INSPECTION_ORDERED,
    OutcomeKind.REMINDER,
    OutcomeKind.FILED,
)
MEETINGS = (OutcomeKind.MEETING, OutcomeKind.LIFE_MEETING)


class Outcome(models.Model):
    """A figure of what came of an item: money in yuan, or a count of people or meetings."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="outcomes")
    progress = models.ForeignKey(Progress, models.PROTECT, related_name="outcomes")
    kind = models.CharField("成果", max_length=20, choices=OutcomeKind)
    amount = models.DecimalField("数量", max_digits=16, decimal_places=2)  # yuan, persons, pieces, times
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        """More than nothing."""

        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="outcome_is_something")]
        indexes = [models.Index(fields=["item", "kind"], name="outcome_item")]

    def __str__(self) -> str:
        """Return kind and amount."""
        return f"{self.get_kind_display()} {self.amount}"


class Evidence(Written):
    """A piece of evidence (佐证材料): what it is, from which day it holds, its file, and which measures it proves.

    ``during_inspection`` marks what was put right while the inspection still ran (边巡边改): only that may be older
    than the feedback without a word.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence")
    kind = models.CharField("类型", max_length=12, choices=EvidenceKind)
    title = models.CharField("名称", max_length=200)
    effective_on = models.DateField("形成日期")
    during_inspection = models.BooleanField("边巡边改", default=False)
    grade = models.CharField("密级", max_length=12, choices=GRADE_CHOICES, default=Grade.INTERNAL.value)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="evidence")
    filename = models.CharField("文件名", max_length=200)
    format = models.CharField(max_length=12, blank=True)
    measures = models.ManyToManyField(Measure, related_name="evidence", blank=True)
    told_measures = models.JSONField("来源写明的措施", default=list, blank=True)  # their words
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=200, blank=True)

    class Meta:
        """Newest first; a file once for an item."""

        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="evidence_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["item", "file"], condition=models.Q(withdrawn_at=None), name="evidence_once_for_an_item"
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class InstitutionWork(models.TextChoices):
    """What was done to an institution."""

    MADE = "made", pgettext_lazy("an institution", "新建")
    REVISED = "revised", pgettext_lazy("an institution", "修订")
    ABOLISHED = "abolished", pgettext_lazy("an institution", "废止")


# How each is called where it is counted, and what counts as made: what was abolished is none more.
INSTITUTIONS = {
    InstitutionWork.MADE: _("新建制度"),
    InstitutionWork.REVISED: _("修订制度"),
    InstitutionWork.ABOLISHED: _("废止制度"),
}
IN_PLACE = (InstitutionWork.MADE, InstitutionWork.REVISED)


class Institution(models.Model):
    """An institution (制度) that came of an item: its title, document number, day, and from when it is in force.

    The register is the only count of institutions (see OutcomeKind); what was entered wrongly is struck with a reason.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="institutions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="institutions")
    work = models.CharField("新建、修订或废止", max_length=10, choices=InstitutionWork)
    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=80, blank=True)
    dated = models.DateField("印发日期")
    in_force_on = models.DateField("施行日期", null=True, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="institutions")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField("注销理由", max_length=200, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-dated", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-dated"], name="institution_unit"),
            models.Index(fields=["-dated", "-id"], name="institution_dated"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(struck_at=None, struck_reason="")
                | (models.Q(struck_at__isnull=False) & ~models.Q(struck_reason="")),
                name="institution_struck_with_reason",
            )
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class InstitutionReview(models.Model):
    """That somebody looked whether an institution is carried out (制度执行检查): when, what was found."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="reviews")
    on = models.DateField("检查日期")
    carried_out = models.BooleanField("得到执行")
    found = models.TextField("检查情况")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        """Return institution and day."""
        return f"{self.institution} {self.on}"
