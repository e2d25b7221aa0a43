"""Sealed lists: how clues come in, signed for line by line."""

from django.conf import settings
from django.db import models

from liandu.clues.models.choices import Source, Verdict
from liandu.clues.models.keyed import Keyed
from liandu.clues.states import ListState
from liandu.inspections.models import GRADE_CHOICES, Round
from liandu.orgs.models import Unit


class SealedList(Keyed):
    """A sealed list (密封线索清单) from an office to a case-management office, in an envelope with a number.

    One that came from another installation has no office and no sender here: ``source`` is that
    installation, ``came_as`` says which list it is there, so that it comes in once.
    """

    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    recipient = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField("编号", max_length=40)  # in the sender's own series: 密送〔2026〕003
    envelope = models.CharField("信封号", max_length=40)
    state = models.CharField(max_length=10, choices=ListState, default=ListState.DRAFTING)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField("来源", max_length=60, blank=True)
    came_as = models.CharField(max_length=64, null=True, blank=True, unique=True)
    brought_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """A number once; who signed and when together."""

        constraints = [
            models.UniqueConstraint(fields=["office", "year", "serial"], name="sealed_list_number_once"),
            models.CheckConstraint(
                condition=models.Q(signed_at=None, signed_by=None)
                | models.Q(signed_at__isnull=False, signed_by__isnull=False),
                name="sealed_list_signature_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(came_as=None, office__isnull=False, sender__isnull=False, brought_in_by=None)
                | models.Q(came_as__isnull=False, office=None, sender=None, brought_in_by__isnull=False),
                name="sealed_list_ours_or_came",
            ),
        ]
        indexes = [models.Index(fields=["recipient", "state"], name="sealed_list_recipient")]

    @property
    def sent_from(self) -> str:
        """Return the office that sent it, or the installation it came from."""
        return str(self.office) if self.office else self.source

    @property
    def sent_by(self) -> str:
        """Return who sent it; "" for what came from elsewhere, where only the installation answers for it."""
        return str(self.sender) if self.sender else ""


class ListLine(Keyed):
    """One line: what was listed (title sealed), what came, and what the receiver said to it.

    ``unit`` is the unit concerned, when the sender may say it: who is recused from it does not see the list.
    """

    sealed_list = models.ForeignKey(SealedList, models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField()
    title = models.BinaryField()
    source = models.CharField(max_length=12, choices=Source)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    pages = models.PositiveSmallIntegerField("页数")
    copies = models.PositiveSmallIntegerField("份数", default=1)
    grade = models.CharField("密级", max_length=12, choices=GRADE_CHOICES)
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.OPEN, blank=True)
    found_pages = models.PositiveSmallIntegerField(null=True, blank=True)
    found_copies = models.PositiveSmallIntegerField(null=True, blank=True)
    remark = models.BinaryField(default=bytes)  # why it was refused, or what came instead
    resends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="resent_as")

    class Meta:
        """A place once in a list."""

        constraints = [models.UniqueConstraint(fields=["sealed_list", "place"], name="list_line_place_once")]
