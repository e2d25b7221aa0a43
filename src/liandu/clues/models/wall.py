"""What the wall itself keeps: series of numbers, recusals, sittings."""

from django.conf import settings
from django.db import models

from liandu.clues.models.choices import Grounds
from liandu.clues.models.keyed import Keyed
from liandu.orgs.models import Unit


class Series(models.Model):
    """The last serial that an office gave in a year: of its sealed lists, or of its register of clues.

    Raised in the transaction that uses the number, so without gaps.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    of = models.CharField(max_length=5, choices=[("list", "密封清单"), ("clue", "线索"), ("came", "来件")])
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One series an office, a kind and a year."""

        constraints = [models.UniqueConstraint(fields=["office", "of", "year"], name="clue_series_once")]

    def __str__(self) -> str:
        """Return which series it is."""
        return f"{self.of} {self.year}"


class Recusal(Keyed):
    """This person keeps away from a clue, or from every clue about a unit, from one day to another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    clue = models.ForeignKey("clues.Clue", models.PROTECT, null=True, blank=True, related_name="recusals")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.BinaryField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """From a clue or from a unit, never both; days in order."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(clue=None, unit__isnull=False) | models.Q(clue__isnull=False, unit=None),
                name="recusal_clue_or_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="recusal_days_in_order"
            ),
        ]
        indexes = [models.Index(fields=["person", "since"], name="recusal_person")]


class Sitting(Keyed):
    """A person opened the register for a reason; reads are journaled with it until the sitting ends."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grounds = models.CharField(max_length=10, choices=Grounds)
    note = models.BinaryField(default=bytes)
    opened_at = models.DateTimeField()
