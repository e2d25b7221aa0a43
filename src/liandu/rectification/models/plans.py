"""A unit's plan for a round: an entry for each item, with its tasks (任务清单), measures and responsibilities."""

from django.conf import settings
from django.db import models

from liandu.inspections.models import Round
from liandu.orgs.models import Unit
from liandu.rectification.models.items import Item
from liandu.rectification.states import EntryOutcome, EntryState, Kind, PlanState

USER = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """The plan of a unit for a round (整改方案). It is submitted as a whole; opinions are given entry by entry."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    round = models.ForeignKey(Round, models.PROTECT, related_name="plans")
    state = models.CharField("状态", max_length=12, choices=PlanState, default=PlanState.DRAFTING)
    submissions = models.PositiveSmallIntegerField("报送次数", default=0)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    # Raised with every change: who saves over another's change is told.
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        """One of a unit in a round."""

        constraints = [models.UniqueConstraint(fields=["unit", "round"], name="plan_once")]

    def __str__(self) -> str:
        """Return unit and round."""
        return f"{self.unit} · {self.round}"


class PlanEntry(models.Model):
    """What a plan says about one item, and the opinion of the supervising office on it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="entries")
    item = models.OneToOneField(Item, models.PROTECT, related_name="entry")
    state = models.CharField("状态", max_length=12, choices=EntryState, default=EntryState.DRAFTING)
    goal = models.TextField("整改目标", blank=True)
    kind = models.CharField("整改类型", max_length=10, choices=Kind, blank=True)  # chosen by a person, never by default
    due_on = models.DateField("完成时限", null=True, blank=True)
    leader = models.CharField("牵头领导", max_length=60, blank=True)
    department = models.CharField("责任部门", max_length=80, blank=True)
    person = models.CharField("责任人", max_length=60, blank=True)
    opinion = models.TextField("审核意见", blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_for = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # Raised with every change of what the entry says: who saves over another's change is told, and shown both.
    edition = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """In the order of the items; an opinion has who gave it and for which office."""

        ordering = ["item__number"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=("approved", "returned"))
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False, reviewed_for__isnull=False),
                name="entry_reviewed_by_someone",
            )
        ]

    def __str__(self) -> str:
        """Return the item's number."""
        return str(self.item)


class EntryVersion(models.Model):
    """An entry as it was submitted (报送稿), and the opinion on it: neither is ever changed by what comes later.

    ``content`` is rectification.rules.plan_content.spelled(); ``outcome`` is "" while it waits.
    """

    entry = models.ForeignKey(PlanEntry, models.PROTECT, related_name="versions")
    submission = models.PositiveSmallIntegerField("第几次报送")
    content = models.JSONField("报送内容")
    submitted_at = models.DateTimeField("报送时间")
    submitted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    outcome = models.CharField("结果", max_length=10, choices=EntryOutcome, blank=True)
    opinion = models.TextField("审核意见", blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_for = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Newest first; once in a submission; nobody gives an opinion on what they submitted."""

        ordering = ["-submission", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "submission"], name="entry_version_once"),
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("submitted_by")),
                name="entry_version_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="returned") | ~models.Q(opinion=""), name="entry_version_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Return item and serial."""
        return f"{self.entry} #{self.submission}"


class Task(models.Model):
    """A task of an entry (整改任务), with its measures."""

    entry = models.ForeignKey(PlanEntry, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    what = models.TextField("整改任务")

    class Meta:
        """In their order."""

        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """Return what is to be done."""
        return self.what


class Measure(models.Model):
    """A measure (整改措施) of a task: what, by whom, from when to when, done when."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    what = models.TextField("整改措施")
    owner = models.CharField("责任人", max_length=60, blank=True)
    since = models.DateField("开始", null=True, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        """In their order. A draft may have its days out of order; no plan is submitted with them (rules.plans)."""

        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """Return what is to be done."""
        return self.what


class Milestone(models.Model):
    """A step of a long-term item (阶段目标): without any, nothing may be called long-term."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="milestones")
    what = models.CharField("阶段目标", max_length=300)
    due_on = models.DateField("时限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    note = models.CharField("完成情况", max_length=300, blank=True)

    class Meta:
        """By day."""

        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        """Return the step."""
        return self.what
