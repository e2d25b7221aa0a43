"""A finding: one problem that must be put right, as a document states it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.findings.states import State
from liandu.inspections.models import Inspection, Round, Theme
from liandu.intake.models import Document, Proposal
from liandu.orgs.models import Unit


class Series(models.Model):
    """The last serial given to a unit in a round. Raised in the transaction that uses the number, so without gaps."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One series for a unit in a round."""

        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="series_once")]

    def __str__(self) -> str:
        """Return where the series stands."""
        return f"{self.round} {self.unit}: {self.last}"


class Finding(models.Model):
    """A leaf of the tree of problems, confirmed by a person.

    ``number`` is 届-轮-单位-序号 ("5-09-017-003"): its order as text is the order of the ledger. ``aspect`` and
    ``problem`` are the titles it stood under in its document. The passage (``document``, ``block``, ``start``,
    ``end``) and its words (``quote``) are kept for ever, whatever is edited later. What another installation confirmed
    has a number of ours all the same, and says where it came from.
    """

    number = models.CharField("编号", max_length=24, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="findings")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="findings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings")
    aspect = models.CharField("方面", max_length=300, blank=True)
    problem = models.CharField("问题", max_length=500, blank=True)
    title = models.TextField("具体表现")
    category = models.CharField("类别", max_length=8, blank=True)
    category_confirmed = models.BooleanField(default=False)
    # The composite indexes below begin with the theme; one of its own would only cost.
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="专题"
    )
    item = models.PositiveSmallIntegerField("检查项", default=0)  # its number in the theme's checklist, 0 for none
    theme_confirmed = models.BooleanField(default=False)
    stated = models.JSONField("文件所载", default=dict, blank=True)
    rectification = models.TextField("整改情况", blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="findings")
    proposal = models.ForeignKey(Proposal, models.SET_NULL, null=True, blank=True, related_name="findings")
    block = models.PositiveIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    feedback_on = models.DateField("反馈日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.CONFIRMED)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # A finding that another installation confirmed: whose it is, and its number there. Both empty for our own.
    source = models.CharField("来自", max_length=80, blank=True)
    source_number = models.CharField("原编号", max_length=40, blank=True)

    class Meta:
        """Every order that the ledger offers has an index that ends in the number, so that a page is a range."""

        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="finding_has_title"),
            models.CheckConstraint(condition=models.Q(item=0) | ~models.Q(theme=None), name="finding_item_of_theme"),
        ]
        indexes = [
            models.Index(fields=["unit", "number"], name="finding_unit"),
            models.Index(fields=["unit", "state"], name="finding_unit_state"),  # counted by it alone
            # What pictures count by, in one index: the long rows themselves are not read.
            models.Index(fields=["state", "round", "unit", "category"], name="finding_totals"),
            models.Index(fields=["aspect", "number"], name="finding_aspect"),
            models.Index(fields=["category", "number"], name="finding_category"),
            models.Index(fields=["theme", "number"], name="finding_theme"),
            models.Index(fields=["theme", "item", "number"], name="finding_theme_item"),
            models.Index(fields=["feedback_on", "number"], name="finding_feedback"),
            models.Index(fields=["confirmed_at", "number"], name="finding_confirmed"),
            # Both are counted from the index alone, so they hold what their conditions ask.
            models.Index(
                fields=["number", "state", "category_confirmed"],
                condition=models.Q(category_confirmed=False, state=State.CONFIRMED),
                name="finding_unclassified",
            ),
            models.Index(
                fields=["id", "state", "category_confirmed"],
                condition=models.Q(category_confirmed=True, state=State.CONFIRMED),
                name="finding_classified",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class Sureness(models.TextChoices):
    """How sure a guess is, in words: shares are no probabilities until people have confirmed enough."""

    HIGH = "high", _("高")
    MIDDLE = "middle", _("中")
    LOW = "low", _("低")


class Guess(models.Model):
    """The classes that the words of a finding suggest, best first.

    Made by the worker. When a person has said the class it stays as it was last, so that guesses can be held against
    what people said. ``why`` is {"keywords": [words], "nearest": [[key of a finding, likeness]]}.
    """

    finding = models.OneToOneField(Finding, models.CASCADE, primary_key=True, related_name="guess")
    first = models.CharField(max_length=8)
    codes = models.JSONField(default=list)  # up to three, the first one too
    shares = models.JSONField(default=list)  # of 1, one for each code
    sureness = models.CharField(max_length=6, choices=Sureness)
    calibrated = models.BooleanField(default=False)  # shares may be read as probabilities
    why = models.JSONField(default=dict)
    labels = models.PositiveIntegerField(default=0)  # how many classes people had confirmed when it was made
    taxonomy = models.PositiveIntegerField(default=1)  # the version of the taxonomy whose classes were to choose from
    made_at = models.DateTimeField()

    class Meta:
        """Looked for by how old the knowledge is that they come from."""

        indexes = [models.Index(fields=["labels"], name="guess_labels")]

    def __str__(self) -> str:
        """Return the classes, best first."""
        return " ".join(self.codes)


class ClearItem(models.Model):
    """That somebody checked an item of a theme's checklist and found no problem: a blank is no such statement."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="clear_items")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    item = models.PositiveSmallIntegerField("检查项")
    note = models.CharField("说明", max_length=200, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """Stated once."""

        constraints = [models.UniqueConstraint(fields=["inspection", "theme", "item"], name="clear_item_once")]

    def __str__(self) -> str:
        """Return theme and item."""
        return f"{self.theme} {self.item}"
