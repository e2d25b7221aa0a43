"""Terms, rounds, inspections, material."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liandu.files.models import StoredFile
from liandu.inspections.states import State
from liandu.kernel.secrecy import GRADE_WORDS, Grade
from liandu.orgs.models import Unit
from liandu.texts.themes import ChecklistItem

GRADE_CHOICES = [(grade.value, _(GRADE_WORDS[grade])) for grade in Grade]


class RoundKind(models.TextChoices):
    """What sort of round it is."""

    REGULAR = "regular", _("常规巡视")
    SPECIAL = "special", _("专项巡视")
    MOBILE = "mobile", _("机动巡视")
    LOOK_BACK = "look_back", _("巡视“回头看”")


class MaterialKind(models.TextChoices):
    """What sort of material it is."""

    INSPECTION_REPORT = "inspection_report", _("巡视报告")
    SPECIAL_REPORT = "special_report", _("专题报告")
    FEEDBACK_OPINION = "feedback_opinion", _("反馈意见")
    CLUE_LIST = "clue_list", _("问题线索清单")
    PROGRESS_REPORT = "progress_report", _("整改进展报告")
    LEDGER = "ledger", _("台账")
    OTHER = "other", _("其他")


class Signer(models.TextChoices):
    """Who signs for a theme."""

    ORGANIZATION = "organization", _("组织部门")
    SUPERVISING = "supervising", _("联系监督的室")
    INSPECTION = "inspection", _("巡视办")
    PUBLICITY = "publicity", _("宣传部门")
    COMPETENT = "competent", _("主管部门")
    UNIT = "unit", _("被巡视党组织")


class Theme(models.Model):
    """A special theme (专题): personnel selection, ideology, grain … ``letter`` stands before the number of an item."""

    code = models.CharField("代号", max_length=20, unique=True)
    letter = models.CharField("检查项字母", max_length=2)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=60, blank=True)

    class Meta:
        """In the order in which they were set up."""

        ordering = ["pk"]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return self.name if (get_language() or "").startswith("zh") else self.name_en or self.name

    def item_code(self, number: int) -> str:
        """Return the code of an item, as "S4"; "" for none."""
        return f"{self.letter}{number}" if number else ""


class ThemeVersion(models.Model):
    """The checklist and the signers of a theme at one time. A change makes a new version; none is ever changed."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    items = models.JSONField("检查项")
    signers = models.JSONField("会签方", default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """A number once in a theme."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["theme", "number"], name="theme_version_once")]

    def __str__(self) -> str:
        """Return theme and number."""
        return f"{self.theme} {self.number}"

    @property
    def checklist(self) -> tuple[ChecklistItem, ...]:
        """Return the items in their order."""
        return tuple(
            ChecklistItem(row["number"], row["name"], row["name_en"], tuple(row["keywords"])) for row in self.items
        )

    @property
    def signer_names(self) -> list[str]:
        """Return who signs, in words."""
        return [str(Signer(key).label) for key in self.signers]


class Term(models.Model):
    """A term of the Party committee (届).

    ``mark`` is empty for our own terms; for those of another installation it stands before their number in the numbers
    of findings ("X1-"), so that a county's fifth term and ours never meet.
    """

    number = models.PositiveSmallIntegerField("届次")
    mark = models.CharField(max_length=8, blank=True)
    name = models.CharField("名称", max_length=60)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """Newest first; a number once for each committee."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["mark", "number"], name="term_number_once")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class PolicyProfile(models.Model):
    """A policy profile (政策口径) of the place: six months, three months, audit follow-up, or one of its own."""

    code = models.CharField("代号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)

    class Meta:
        """In the order in which they were set up."""

        ordering = ["pk"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class PolicyVersion(models.Model):
    """What a profile says at one time (inspections.policies). A change makes a new version; none is ever changed."""

    profile = models.ForeignKey(PolicyProfile, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    content = models.JSONField("内容")
    note = models.CharField("修改说明", max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """A number once in a profile."""

        ordering = ["profile", "number"]
        constraints = [models.UniqueConstraint(fields=["profile", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        """Return profile and number."""
        return _("%(name)s 第 %(n)s 版") % {"name": self.profile.name, "n": self.number}


class TaxonomyVersion(models.Model):
    """The taxonomy of findings as it was published (inspections.taxonomies). A row is never changed.

    Version 1 is the one that comes along; its row is made when the first change is published. Nobody published it.
    """

    number = models.PositiveIntegerField("版本", unique=True)
    content = models.TextField("内容")  # texts.taxonomy_files.kept
    note = models.CharField("修改说明", max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ["number"]

    def __str__(self) -> str:
        """Return its number."""
        return _("问题分类第 %(n)s 版") % {"n": self.number}


class TaxonomyDraft(models.Model):
    """What a person is making of the taxonomy, until it is published or thrown away; one draft a person.

    ``based_on`` is the version it was begun from: once another version is in force the draft cannot be published.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    based_on = models.PositiveIntegerField("依据的版本")
    content = models.TextField("内容")  # texts.taxonomy_files.kept
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.owner)


class Round(models.Model):
    """A round of inspections (轮次) of a term; ``above`` is the round of the level above that it is linked to."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField("轮次")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("方式", max_length=12, choices=RoundKind, default=RoundKind.REGULAR)
    theme = models.CharField("专题", max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    above = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    # Bodies answer what was handed over to them within three months (the 2015/2017 regulations on inspection, art. 29).
    answer_months = models.PositiveSmallIntegerField("答复时限（月）", default=3)
    # None: the first of the profiles that come along (inspections.queries.policy_of).
    policy = models.ForeignKey(
        PolicyVersion, models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name="政策口径"
    )

    class Meta:
        """A number once in a term; a special round names its theme."""

        ordering = ["-term__number", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="round_once_in_term"),
            models.CheckConstraint(condition=~models.Q(kind="special", theme=""), name="round_special_has_theme"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Inspection(models.Model):
    """One unit inspected in one round, by which team, when, and when the feedback was given."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="inspections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections")
    team = models.CharField("巡视组", max_length=60)
    team_head = models.CharField("组长", max_length=30, blank=True)
    members = models.JSONField("成员", default=list, blank=True)
    stationed_from = models.DateField("进驻", null=True, blank=True)
    stationed_until = models.DateField("撤点", null=True, blank=True)
    feedback_on = models.DateField("反馈日期", null=True, blank=True)

    class Meta:
        """A unit once in a round."""

        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="inspection_once_in_round")]

    def __str__(self) -> str:
        """Return unit and round."""
        return f"{self.unit} · {self.round}"


class RoundTheme(models.Model):
    """A theme that a round carries: what is registered in the round later gets it too, in this version."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    version = models.ForeignKey(ThemeVersion, models.PROTECT, related_name="+")

    class Meta:
        """A theme once."""

        ordering = ["theme_id"]
        constraints = [models.UniqueConstraint(fields=["round", "theme"], name="round_theme_once")]

    def __str__(self) -> str:
        """Return the theme."""
        return str(self.theme)


class InspectionTheme(models.Model):
    """A theme that an inspection carries, in the version of its checklist that holds for it."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    version = models.ForeignKey(ThemeVersion, models.PROTECT, related_name="+")

    class Meta:
        """A theme once."""

        ordering = ["theme_id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "theme"], name="inspection_theme_once")]

    def __str__(self) -> str:
        """Return inspection and theme."""
        return f"{self.inspection} · {self.theme}"


class Material(models.Model):
    """A file that came in for a round: for one inspection, or for the whole round (``inspection`` empty).

    ``unit`` decides who may reach it: the inspected unit, or the root for material of the whole round. ``corrects`` is
    the earlier version that this one takes the place of.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="material")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="material")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="material")
    kind = models.CharField("类别", max_length=20, choices=MaterialKind)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专题")
    title = models.CharField("标题", max_length=200)
    grade = models.CharField("密级", max_length=12, choices=GRADE_CHOICES, default=Grade.INTERNAL.value)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="material")
    filename = models.CharField("文件名", max_length=200)
    format = models.CharField(max_length=12, blank=True)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """What is kept has its file; what was destroyed has none."""

        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="destroyed", file=None)
                | (~models.Q(state="destroyed") & ~models.Q(file=None)),
                name="material_file_unless_destroyed",
            )
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title
