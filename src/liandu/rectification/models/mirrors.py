"""Items that another installation keeps (镜像): what its site says of them beside what an item shows itself."""

from django.db import models

from liandu.rectification.models.items import Item


class Mirror(models.Model):
    """What the site that keeps an item says of it: its number there, offices, plan, and the entry that said so last.

    ``offices`` is [{"office", "duty"}]: names, as none of them is an office of ours. ``plan`` is what was submitted
    ({} for nothing): {"state", "submission", "content", "done"}; content is rules.plan_content.spelled(), done are the
    days on which its measures were finished, in their order (None: not yet). ``entry`` is the number of the entry in
    the journal there, by which the item stood as it is told.
    """

    item = models.OneToOneField(Item, models.PROTECT, related_name="mirror")
    number = models.CharField("来源编号", max_length=40)
    offices = models.JSONField(default=list)
    plan = models.JSONField(default=dict, blank=True)
    entry = models.BigIntegerField()
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the number at its source."""
        return self.number


class SourceEntry(models.Model):
    """A line of the history of an item at the site that keeps it, in the words in which it stands there. Never changed.

    ``seq`` is its number in the journal there; ``office`` the office in whose name ``who`` acted.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="source_entries", db_index=False)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    who = models.CharField(max_length=60, blank=True)
    office = models.CharField(max_length=150, blank=True)
    words = models.TextField()
    reason = models.TextField(blank=True)

    class Meta:
        """Newest first; an entry once."""

        ordering = ["-seq"]
        constraints = [models.UniqueConstraint(fields=["item", "seq"], name="source_entry_once")]

    def __str__(self) -> str:
        """Return the words."""
        return self.words
