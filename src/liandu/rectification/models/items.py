"""An item: one problem that one unit must put right; and its balance, how it stood from one time to another."""

from datetime import date

from django.conf import settings
from django.db import models

from liandu.findings.models import Finding
from liandu.handover.models import Line
from liandu.inspections.models import PolicyVersion, Round, Signer
from liandu.orgs.models import Unit
from liandu.rectification.states import Kind, Result, State

STANDING = 0  # the fork of balances that still stand: rectification.rules.past files the others
FAR = date(9999, 12, 31)  # the end of a balance that still stands
USER = settings.AUTH_USER_MODEL


class Item(models.Model):
    """A problem to be put right (整改事项): one for each leaf finding and unit that must put it right.

    ``number`` is the finding's (with "-2", "-3"… for further units). What changes over time and the ledger shows is
    kept here as it is now and, for any past day, in ``Balance``; only rectification.commands.posting writes either.
    ``line`` is the signed line of a handover that it was opened from. ``round``, ``category`` and ``theme`` are the
    finding's, here for the ledger's indexes. ``kept_at`` names the site that keeps the item, "" for this one: an item
    kept elsewhere is a mirror (rectification.models.mirrors), which only packages move.
    """

    number = models.CharField("编号", max_length=28, unique=True)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="items", db_index=False, verbose_name="责任单位")
    round = models.ForeignKey(Round, models.PROTECT, related_name="items", db_index=False)
    line = models.ForeignKey(Line, models.PROTECT, null=True, blank=True, related_name="items")
    category = models.CharField("类别", max_length=8, blank=True)
    theme = models.CharField("专题", max_length=20, blank=True)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, blank=True, related_name="+")

    state = models.CharField("状态", max_length=12, choices=State, default=State.REGISTERED)
    kind = models.CharField("整改类型", max_length=10, choices=Kind, default=Kind.BY_DATE)
    result = models.CharField("整改结果", max_length=16, choices=Result, default=Result.NOT_DONE)
    # What the policy's clocks gave, and what extensions made of it; None where nothing runs.
    due_on = models.DateField("完成时限", null=True, blank=True)
    # The day by which the next step is due, whosever it is: acknowledging, the plan, its review, the work, signing.
    step_due_on = models.DateField("本步时限", null=True, blank=True)
    extensions = models.PositiveSmallIntegerField("延期次数", default=0)
    reopenings = models.PositiveSmallIntegerField("重新立账次数", default=0)

    # The responsibilities; offices stand in ItemOffice.
    first_person = models.CharField("第一责任人", max_length=60, blank=True)
    leader = models.CharField("牵头领导", max_length=60, blank=True)
    department = models.CharField("责任部门", max_length=80, blank=True)
    person = models.CharField("责任人", max_length=60, blank=True)
    remark = models.CharField("备注", max_length=500, blank=True)

    kept_at = models.CharField("台账维护单位", max_length=60, blank=True)  # the name of the site, as Finding.source
    opened_at = models.DateTimeField("立账时间")
    acknowledged_at = models.DateTimeField("认领时间", null=True, blank=True)
    progress_on = models.DateField("最近进展", null=True, blank=True)
    closed_at = models.DateTimeField("销号时间", null=True, blank=True)
    changed_at = models.DateTimeField("最近变动")

    class Meta:
        """One item for a finding and unit; every order that the ledger offers has an index ending in the number."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "unit"], name="item_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=("written_off", "ended"), closed_at__isnull=False)
                | (~models.Q(state__in=("written_off", "ended")) & models.Q(closed_at=None)),
                name="item_closed_at_when_so",
            ),
            # Rate of completion = done / total: only a write-off makes done.
            models.CheckConstraint(
                condition=~models.Q(result="done") | models.Q(state="written_off"), name="item_done_when_written_off"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "number"], name="item_unit"),
            models.Index(fields=["round", "number"], name="item_round"),
            models.Index(fields=["category", "number"], name="item_category"),
            models.Index(fields=["state", "number"], name="item_state"),
            models.Index(fields=["unit", "state", "step_due_on", "kept_at"], name="item_unit_step"),
            models.Index(fields=["state", "step_due_on", "number"], name="item_step"),
            models.Index(fields=["due_on", "number"], name="item_due"),
            models.Index(fields=["changed_at", "number"], name="item_changed"),
            # What totals ask for, in one index: for a count the whole table is not read.
            models.Index(fields=["state", "result", "step_due_on", "unit", "category"], name="item_totals"),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class ItemOffice(models.Model):
    """An office that has a duty on an item; ``duty`` says in which capacity it signs (inspections.models.Signer)."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="offices")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    duty = models.CharField("职责", max_length=12, choices=Signer)

    class Meta:
        """Once in a capacity."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "office", "duty"], name="item_office_once")]
        indexes = [models.Index(fields=["office", "duty", "item"], name="item_office")]

    def __str__(self) -> str:
        """Return duty and office."""
        return f"{self.get_duty_display()} {self.office}"


class OwnerChange(models.Model):
    """That somebody else answers for an item from now on: what changed, and the note of the handover (整改责任交接)."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="owner_changes")
    before = models.JSONField("变更前")  # {"leader": …, "department": …, "person": …, "first_person": …}
    after = models.JSONField("变更后")
    note = models.TextField("交接说明")
    made_on = models.DateField("交接日期")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return item and day."""
        return f"{self.item} {self.made_on}"


class Balance(models.Model):
    """How an item stood from the end of day ``since`` to the end of the day before ``until`` (FAR: still).

    A view kept at hand, written in the transaction of the entry that changed it (``seq`` is that entry's number,
    ``act`` its act): of several changes on one day the last one counts, so a day has one balance. "As of day d" is
    ``since <= d < until``; ``fork`` files the days so that it is answered without reading the whole history
    (rectification.rules.past).
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="balances", db_index=False)
    number = models.CharField(max_length=28)  # the item's, so that an order is an index
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=8, blank=True)
    since = models.DateField()
    until = models.DateField(default=FAR)
    fork = models.PositiveIntegerField(default=STANDING)
    state = models.CharField(max_length=12, choices=State)
    kind = models.CharField(max_length=10, choices=Kind)
    result = models.CharField(max_length=16, choices=Result)
    due_on = models.DateField(null=True, blank=True)
    step_due_on = models.DateField(null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    reopenings = models.PositiveSmallIntegerField(default=0)
    first_person = models.CharField(max_length=60, blank=True)
    leader = models.CharField(max_length=60, blank=True)
    department = models.CharField(max_length=80, blank=True)
    person = models.CharField(max_length=60, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    progress_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    act = models.CharField(max_length=40)
    seq = models.BigIntegerField()

    class Meta:
        """A day has one balance."""

        constraints = [
            models.UniqueConstraint(fields=["item", "since"], name="balance_once_a_day"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="balance_days_in_order"),
            models.CheckConstraint(
                condition=models.Q(fork=STANDING, until=FAR) | (~models.Q(fork=STANDING) & ~models.Q(until=FAR)),
                name="balance_open_fork",
            ),
        ]
        # Rows are walked in the order of the page, past those of other days; totals are counted by fork. The columns
        # behind are what totals ask for: a count that must look at the rows themselves takes five times as long.
        indexes = [
            models.Index(fields=["number", "since", "until"], name="balance_number"),
            # How an item stood on another day, beside how it stands on this one.
            models.Index(fields=["item", "since", "until", "state", "extensions", "reopenings"], name="balance_item"),
            models.Index(fields=["unit", "number", "since", "until"], name="balance_unit"),
            models.Index(fields=["category", "number", "since", "until"], name="balance_category"),
            models.Index(fields=["state", "number", "since", "until"], name="balance_state"),
            models.Index(fields=["due_on", "number", "since", "until"], name="balance_due"),
            models.Index(
                fields=["fork", "until", "since", "state", "result", "step_due_on", "unit", "category"],
                name="balance_ended",
            ),
            models.Index(
                fields=["fork", "since", "state", "result", "step_due_on", "unit", "category"], name="balance_begun"
            ),
        ]

    def __str__(self) -> str:
        """Return item and days."""
        return f"{self.number} {self.since}–{self.until}"
