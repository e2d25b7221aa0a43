"""Units in a tree, offices among them, who supervises whom; joint teams, and people lent to another office."""

from django.conf import settings
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


DAYS_IN_ORDER = models.Q(until=None) | models.Q(until__gte=models.F("since"))


class TeamKind(models.TextChoices):
    """The kinds of joint teams: offices with stationed groups and a university, or with a region."""

    CAMPUS = "campus", _("室组校")
    REGION = "region", _("室组地")
    OTHER = "other", _("其他联合监督")


class Duty(models.TextChoices):
    """What a member is in a joint team."""

    HEAD = "head", _("组长")
    MEMBER = "member", _("组员")
    LIAISON = "liaison", _("联络员")


class JointTeam(models.Model):
    """People of several offices who supervise an area together, for a time (《纪律检查委员会工作条例》第四十五条).

    ``until`` may be planned from the start; ``ended_because`` is there when it was ended before.
    """

    name = models.CharField("名称", max_length=80, unique=True)
    kind = models.CharField("形式", max_length=10, choices=TeamKind)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="teams_led")
    purpose = models.CharField("任务", max_length=300)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_because = models.CharField("结束理由", max_length=300, blank=True)

    class Meta:
        """Newest first; a reason only of what has an end."""

        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=DAYS_IN_ORDER, name="team_days_in_order"),
            models.CheckConstraint(
                condition=models.Q(ended_because="") | models.Q(until__isnull=False), name="team_reason_with_end"
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class TeamMember(models.Model):
    """This person, of this office, is in the team from one day to another. Counts only while the team runs too."""

    team = models.ForeignKey(JointTeam, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="sent_members")
    duty = models.CharField("职责", max_length=10, choices=Duty, default=Duty.MEMBER)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """Days in order."""

        constraints = [models.CheckConstraint(condition=DAYS_IN_ORDER, name="member_days_in_order")]
        indexes = [
            models.Index(fields=["user", "since"], name="member_user"),
            models.Index(fields=["team", "since"], name="member_team"),
        ]

    def __str__(self) -> str:
        """Return team and person."""
        return f"{self.team} · {self.user}"


class TeamArea(models.Model):
    """A part of the team's area: the unit and everything below it; with ``sector``, only that sector of it."""

    team = models.ForeignKey(JointTeam, models.PROTECT, related_name="areas")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="in_areas")
    sector = models.CharField("板块", max_length=12, choices=Sector, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """Days in order."""

        constraints = [models.CheckConstraint(condition=DAYS_IN_ORDER, name="area_days_in_order")]
        indexes = [models.Index(fields=["team", "since"], name="area_team")]

    def __str__(self) -> str:
        """Return what is covered."""
        return f"{self.unit} · {self.get_sector_display()}" if self.sector else str(self.unit)


class TeamTask(models.Model):
    """Something a team has to do, perhaps at one unit, by one member, by a day."""

    team = models.ForeignKey(JointTeam, models.PROTECT, related_name="tasks")
    what = models.CharField("事项", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(TeamMember, models.PROTECT, related_name="tasks")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField("结果", max_length=300, blank=True)

    class Meta:
        """By the day they are due; a result only of what is done."""

        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result="") | models.Q(done_on__isnull=False), name="team_task_result_when_done"
            )
        ]
        indexes = [models.Index(fields=["team", "due"], name="team_task_due")]

    def __str__(self) -> str:
        """Return what is to be done."""
        return self.what


class Loan(models.Model):
    """A person lent by one office to another for a time: there they carry the role they have at their own office."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="loans")
    from_office = models.ForeignKey(Unit, models.PROTECT, related_name="lent")
    to_office = models.ForeignKey(Unit, models.PROTECT, related_name="borrowed")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField("事由", max_length=300)

    class Meta:
        """Newest first; days in order, between two offices."""

        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="loan_days_in_order"),
            models.CheckConstraint(condition=~models.Q(from_office=models.F("to_office")), name="loan_between_offices"),
        ]
        indexes = [models.Index(fields=["user", "since"], name="loan_user")]

    def __str__(self) -> str:
        """Return who goes where."""
        return f"{self.user}: {self.from_office} → {self.to_office}"
