"""Verification: the opinion of each office on a request to be written off, and what was seen on the spot."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from liandu.files.models import StoredFile
from liandu.inspections.models import Signer
from liandu.orgs.models import Unit
from liandu.rectification.models import Item, Request

USER = settings.AUTH_USER_MODEL


class Opinion(models.TextChoices):
    """What an office says of a request."""

    AGREE = "agree", pgettext_lazy("an opinion", "同意销号")
    RETURN = "return", pgettext_lazy("an opinion", "退回补充")
    DISSENT = "dissent", pgettext_lazy("an opinion", "不同意")


class Signature(models.Model):
    """The opinion of an office, in one capacity, on a request, given by a person (审核签字).

    Never changed: who changes their mind signs again, and the row before keeps its words. ``stands_until`` is 0 as long
    as the opinion stands, and the row's own key once another took its place; so the constraints below hold on every
    database, with or without conditional ones. ``required`` says whether the policy asked for this party.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="signatures", db_index=False)
    party = models.CharField("签字方", max_length=12, choices=Signer)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    opinion = models.CharField("意见", max_length=8, choices=Opinion)
    text = models.TextField("意见说明", blank=True)
    required = models.BooleanField(default=True)
    at = models.DateTimeField()
    stands_until = models.BigIntegerField(default=0)

    class Meta:
        """In the order of signing; a person and an office have one opinion that stands; words where they are needed."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "party", "office", "stands_until"], name="signature_of_office_once"
            ),
            models.UniqueConstraint(fields=["request", "person", "stands_until"], name="signature_of_person_once"),
            models.CheckConstraint(condition=models.Q(opinion="agree") | ~models.Q(text=""), name="signature_says_why"),
            # Who need not sign can only say that they see it otherwise.
            models.CheckConstraint(
                condition=models.Q(required=True) | models.Q(opinion="dissent"), name="signature_beside_dissents"
            ),
        ]

    def __str__(self) -> str:
        """Return office and opinion."""
        return f"{self.office} {self.get_opinion_display()}"

    @property
    def stands(self) -> bool:
        """Return whether this is the opinion that counts now."""
        return self.stands_until == 0


class SiteCheck(models.Model):
    """That people of an office looked on the spot (现场核查): who, when, where, what they found, and whether it fits.

    ``matches`` says whether what they found is what the unit states.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="site_checks", db_index=False)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    people = models.CharField("核查人", max_length=200)
    on = models.DateField("核查日期")
    place = models.CharField("地点", max_length=200)
    found = models.TextField("核查情况")
    matches = models.BooleanField("与单位所报相符")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="site_checks")
    filename = models.CharField("文件名", max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """Newest first; a file has its name."""

        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file=None, filename="") | (models.Q(file__isnull=False) & ~models.Q(filename="")),
                name="site_check_file_named",
            )
        ]
        indexes = [models.Index(fields=["item", "-on", "-id"], name="site_check_item")]

    def __str__(self) -> str:
        """Return item and day."""
        return f"{self.item} {self.on}"
