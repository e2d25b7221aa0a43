"""What is found: one row for each text, or each part of a long one; and how far the journal was followed.

The terms of a row stand beside it as the database likes it best (``liandu.search.engines``).
"""

from django.db import models

from liandu.orgs.models import Unit


class Text(models.Model):
    """A text of a thing: ``kind`` and ``key`` name the thing, ``part`` counts the parts of a long text.

    The row's own key gives the order: what came later is newer; a text that is edited keeps its place. ``round`` is a
    key of what a later stage knows. ``unit`` is None for what belongs to no unit. Title and body come last: who walks
    many rows to see what they belong to does not read them.
    """

    kind = models.CharField(max_length=16)
    key = models.BigIntegerField()
    part = models.PositiveIntegerField(default=0)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    round = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        """A part once; the newest of a unit without reading the others."""

        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "key", "part"], name="search_text_once")]
        indexes = [models.Index(fields=["unit", "id"], name="search_text_unit")]

    def __str__(self) -> str:
        """Return what it belongs to."""
        return f"{self.kind}:{self.key}/{self.part}"


class Cursor(models.Model):
    """How far the journal was followed: up to which number, and which lower ones may still come.

    ``edition`` is raised with each step, so that of two workers who read the same entries one writes.
    """

    upper = models.BigIntegerField(default=0)
    awaited = models.JSONField(default=list)
    edition = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.upper)
