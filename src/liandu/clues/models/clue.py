"""A clue, its collective reviews, and what was decided about it."""

from django.conf import settings
from django.db import models

from liandu.clues.models.choices import Kind, Nature, Outcome, Rank, Source, Step
from liandu.clues.models.keyed import Keyed
from liandu.clues.models.lists import ListLine
from liandu.clues.states import DispositionState, State
from liandu.inspections.models import GRADE_CHOICES, Round
from liandu.orgs.models import Unit


class Clue(Keyed):
    """A problem clue of the register of a case-management office.

    ``number`` is the central number (案管〔2026〕0012); only who reaches the clue ever sees it. ``persons`` (names and
    posts) and ``narrative`` are sealed. Who is named here, or in an assignment or before whom a disposition was put,
    reaches the clue; nobody else but who keeps the whole register.
    """

    register = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField("编号", max_length=40)
    line = models.OneToOneField(ListLine, models.PROTECT, null=True, blank=True, related_name="clue")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=12, choices=Source)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    nature = models.CharField(max_length=2, choices=Nature)
    rank = models.CharField(max_length=10, choices=Rank)
    grade = models.CharField("密级", max_length=12, choices=GRADE_CHOICES)
    persons = models.BinaryField()
    narrative = models.BinaryField()
    received_on = models.DateField()
    due_on = models.DateField("处置意见时限")
    opened_at = models.DateTimeField()
    registrar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.REGISTERED)
    kind = models.CharField("处置方式", max_length=12, choices=Kind, blank=True)  # of the disposition in force
    restart_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    concluded_on = models.DateField(null=True, blank=True)

    class Meta:
        """A number once in a register; who is concluded has the day; who is held has the day to start again."""

        constraints = [
            models.UniqueConstraint(fields=["register", "year", "serial"], name="clue_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="concluded", concluded_on__isnull=False)
                | (~models.Q(state="concluded") & models.Q(concluded_on=None)),
                name="clue_concluded_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="held", restart_on=None), name="clue_held_has_second_start"
            ),
        ]
        indexes = [
            models.Index(fields=["year", "serial"], name="clue_number"),
            models.Index(fields=["state", "received_on"], name="clue_state"),
            models.Index(fields=["keeper", "state"], name="clue_keeper"),
            models.Index(fields=["registrar", "state"], name="clue_registrar"),
            models.Index(fields=["approver", "state"], name="clue_approver"),
        ]


class NameToken(models.Model):
    """A keyed digest of one person's name in a clue: finds exactly this name, and only for who holds the key."""

    clue = models.ForeignKey(Clue, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64)
    index_key = models.CharField(max_length=16)  # which key made the digest, so that a change of keys can go on

    class Meta:
        """A digest once in a clue."""

        constraints = [models.UniqueConstraint(fields=["digest", "clue"], name="name_token_once")]

    def __str__(self) -> str:
        """Return the clue's key."""
        return self.clue_id


class Correction(Keyed):
    """The words of a clue as they stood before they were put right, and why (all sealed); ``place`` counts them."""

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="corrections")
    place = models.PositiveSmallIntegerField()
    persons = models.BinaryField()
    narrative = models.BinaryField()
    reason = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """A place once in a clue, so that two people who correct at once are told."""

        constraints = [models.UniqueConstraint(fields=["clue", "place"], name="clue_correction_place_once")]


class Review(Keyed):
    """A collective review (集体研判): when, who took part, what was held (both sealed)."""

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    participants = models.BinaryField()
    note = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Disposition(Keyed):
    """A way of disposing of a clue: proposed by the case office with its reason, decided by another."""

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="dispositions")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.BinaryField()
    restart_on = models.DateField("再次启动日期", null=True, blank=True)
    state = models.CharField(max_length=10, choices=DispositionState, default=DispositionState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opinion = models.BinaryField(default=bytes)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Nobody decides what they proposed; what is held has its second start; decided has its time."""

        constraints = [
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("approver")), name="disposition_by_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="hold", restart_on=None), name="disposition_hold_has_start"
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_at=None)
                | (~models.Q(state="proposed") & models.Q(decided_at__isnull=False)),
                name="disposition_decided_has_time",
            ),
        ]
        indexes = [models.Index(fields=["approver", "state"], name="disposition_approver")]


class FollowUp(Keyed):
    """One of the three things owed after 函询了结 or 初核了结: done on a day, or why it is not needed."""

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="follow_ups")
    step = models.CharField(max_length=12, choices=Step)
    done_on = models.DateField(null=True, blank=True)
    note = models.BinaryField(default=bytes)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """A step once in a clue."""

        constraints = [models.UniqueConstraint(fields=["clue", "step"], name="follow_up_once")]
