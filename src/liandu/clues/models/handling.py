"""Who handles a clue: assignments, signed by giver and taker, their progress and result."""

from django.conf import settings
from django.db import models

from liandu.clues.models.choices import Outcome, Way
from liandu.clues.models.clue import Clue
from liandu.clues.models.keyed import Keyed
from liandu.clues.states import AssignmentState
from liandu.orgs.models import Unit


class Assignment(Keyed):
    """A clue handed to an office and a person by name, until a day; the giver signs by giving, the taker by taking."""

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="assignments")
    way = models.CharField("方式", max_length=10, choices=Way)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    task = models.BinaryField(default=bytes)  # what is asked
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.OFFERED)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)  # accepted or refused, by the handler
    refusal = models.BinaryField(default=bytes)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    result = models.BinaryField(default=bytes)
    reported_at = models.DateTimeField(null=True, blank=True)
    opinion = models.BinaryField(default=bytes)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What is reported has an outcome; who decided and when together; nobody decides on their own result."""

        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["reported", "concluded"], outcome=""), name="assignment_has_outcome"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="assignment_decided_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("handler")),
                name="assignment_by_another",
            ),
        ]
        indexes = [models.Index(fields=["handler", "state"], name="assignment_handler")]


class Progress(Keyed):
    """A note of progress, sealed."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="progress")
    note = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
