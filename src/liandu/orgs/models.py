"""Units in a tree, offices among them, and who supervises whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """The four sectors of inspected units."""

    DISTRICT = "district", _("区县")
    DEPARTMENT = "department", _("部门")
    SOE = "soe", _("国企")
    UNIVERSITY = "university", _("高校")


class Party(models.TextChoices):
    """The parties of joint supervision that an office belongs to."""

    INSPECTION = "inspection", _("巡视机构")
    DISCIPLINE = "discipline", _("纪检监察机关")
    ORGANIZATION = "organization", _("组织部门")


class Unit(models.Model):
    """A node of the tree: the city at the root, units with a sector, offices with a party.

    ``path`` names all units from the root down to this one ("/1/7/"), so that "under" is a prefix. ``code`` is the
    number of the unit in the numbers of findings; it is given once and never changes.
    """

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, unique=True)
    code = models.CharField("编码", max_length=10, unique=True)
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=60)
    sector = models.CharField("板块", max_length=12, choices=Sector, blank=True)
    party = models.CharField("归属", max_length=12, choices=Party, blank=True)

    class Meta:
        """A node is an inspected unit or an office, never both."""

        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=models.Q(sector="") | models.Q(party=""), name="unit_sector_or_party"),
            models.CheckConstraint(condition=~models.Q(name=""), name="unit_has_name"),
        ]

    def __str__(self) -> str:
        """Return the short name, the one used in lists."""
        return self.short_name or self.name


class Oversight(models.Model):
    """This office supervises this unit from one day to another (open when ``until`` is empty; both days included)."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="oversees")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="overseen_by")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """Days in order; an office does not supervise itself."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="oversight_days_in_order"
            ),
            models.CheckConstraint(condition=~models.Q(office=models.F("unit")), name="oversight_of_another"),
        ]
        indexes = [models.Index(fields=["office", "since"], name="oversight_office")]

    def __str__(self) -> str:
        """Return who supervises whom."""
        return f"{self.office} → {self.unit}"
