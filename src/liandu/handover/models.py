"""Joint meetings, packages, the lines of their lists with the signatures, and answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.clues.models import Clue
from liandu.files.models import StoredFile
from liandu.findings.models import Finding
from liandu.handover.states import LineState, MeetingState, PackageState, PaperState
from liandu.inspections.models import GRADE_CHOICES, Material, Round, Term
from liandu.kernel.secrecy import Grade
from liandu.orgs.models import Party, Unit

USER = settings.AUTH_USER_MODEL


class Purpose(models.TextChoices):
    """What a package is for."""

    HANDOVER = "handover", _("移交")
    FEEDBACK = "feedback", _("反馈")
    CHANGE_OF_OWNER = "change_of_owner", _("变更承办")


class LineKind(models.TextChoices):
    """What a line of the list stands for."""

    MATERIAL = "material", _("材料")
    FINDING = "finding", pgettext_lazy("one", "问题")
    PAPER = "paper", _("其他材料")
    OVERSIGHT = "oversight", _("联系监督")


class Result(models.TextChoices):
    """What came of what was handed over."""

    DONE = "done", _("已办结")
    UNDER_WAY = "under_way", _("已采取措施，继续办理")
    UNFOUNDED = "unfounded", _("经核不成立")
    PASSED_ON = "passed_on", _("已转有关单位办理")


class Series(models.Model):
    """The last serial of one scope (meetings of a term, packages of a round), raised by whoever uses the number."""

    scope = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Return where the series stands."""
        return f"{self.scope}: {self.last}"


class Meeting(models.Model):
    """A joint meeting of the parties: called, held, minuted. ``number`` runs through a term without a gap.

    ``opening`` and ``closing`` are the parts of the minutes around those of the agenda items; once the minutes are
    settled, ``minutes`` is the stored paper, and its digest holds for ever.
    """

    term = models.ForeignKey(Term, models.PROTECT, related_name="meetings")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="meetings")
    number = models.PositiveIntegerField("次数")
    name = models.CharField("名称", max_length=120)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=120, blank=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.CALLED)
    opening = models.TextField("开头", blank=True)
    closing = models.TextField("结尾", blank=True)
    minutes = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    called_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    called_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A number once in a term; minutes that are settled have their paper, others have none."""

        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="meeting_once_in_term"),
            models.CheckConstraint(
                condition=models.Q(state="minuted", minutes__isnull=False)
                | (~models.Q(state="minuted") & models.Q(minutes=None)),
                name="meeting_minutes_when_minuted",
            ),
        ]
        indexes = [models.Index(fields=["held_on", "id"], name="meeting_day")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Member(models.Model):
    """Who takes part for which party: an account, or a name as written, with the office; and whether they came."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="members")
    party = models.CharField("归属", max_length=12, choices=Party)
    user = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=60)
    office = models.CharField("单位和职务", max_length=120, blank=True)
    attended = models.BooleanField("到会", default=True)

    class Meta:
        """In the order of writing; a member has a name."""

        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="member_has_name")]

    def __str__(self) -> str:
        """Return name and office."""
        return f"{self.name} {self.office}".strip()


class AgendaItem(models.Model):
    """One item of the agenda, and what was said of it for the minutes."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveIntegerField()
    title = models.CharField("议题", max_length=200)
    discussion = models.TextField("议定情况", blank=True)

    class Meta:
        """In the order of the agenda."""

        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="agenda_has_title")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Decision(models.Model):
    """What a meeting decided: which office does what by when, and when it was done."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    agenda = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions")
    text = models.TextField("议定事项")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_on = models.DateField("完成时限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    done_note = models.CharField("完成情况", max_length=300, blank=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """In the order of deciding; the day it was done and who said so go together."""

        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="decision_has_text"),
            models.CheckConstraint(
                condition=models.Q(done_on=None, done_by=None) | models.Q(done_on__isnull=False, done_by__isnull=False),
                name="decision_done_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="decision_owner")]

    def __str__(self) -> str:
        """Return its beginning."""
        return self.text[:40]


class Package(models.Model):
    """What one office hands over to one office or unit, with a list that is signed for line by line.

    ``number`` is given when it is handed over, so that the numbers of a round have no gap; ``digest`` is that of the
    list as it was sent, and ``lines_sent`` how long it was: the count check holds what there is against it.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="packages")
    number = models.CharField("编号", max_length=40, null=True, blank=True, unique=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="packages")
    agenda = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="packages")
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="packages_sent")
    recipient = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="packages_received")
    purpose = models.CharField("事由", max_length=16, choices=Purpose, default=Purpose.HANDOVER)
    title = models.CharField("名称", max_length=200)
    note = models.TextField("说明", blank=True)
    mentions_clues = models.BooleanField("注明问题线索另册移交", default=False)
    state = models.CharField(max_length=12, choices=PackageState, default=PackageState.DRAFTING)
    supplements = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supplemented_by")
    lines_sent = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    handed_over_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What was handed over has number, recipient, day and digest."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=("handed_over", "settled"))
                | models.Q(
                    number__isnull=False,
                    recipient__isnull=False,
                    handed_over_at__isnull=False,
                    lines_sent__isnull=False,
                ),
                name="package_sent_is_whole",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="package_has_title"),
        ]
        indexes = [
            models.Index(fields=["recipient", "state"], name="package_recipient"),
            models.Index(fields=["round", "state"], name="package_round"),
        ]

    def __str__(self) -> str:
        """Return the number, or the title of what has none yet."""
        return self.number or self.title


class Answer(models.Model):
    """What the recipient reports back about lines it accepted; it ends their clock."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="answers")
    answered_on = models.DateField("答复日期")
    result = models.CharField("办理结果", max_length=12, choices=Result)
    text = models.TextField("办理情况")
    paper = models.CharField("答复文件", max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    paper_state = models.CharField(max_length=10, choices=PaperState, default=PaperState.LOOKED)
    worker = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest last."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Return day and result."""
        return f"{self.answered_on} {self.get_result_display()}"


class Line(models.Model):
    """One line of a package's list, and its signing.

    What it says (number, title, pages, copies, grade, digest) is kept as sent; what it points to is one of material,
    a finding, an oversight (``unit`` from ``office_from`` to ``office_to``), or nothing (a paper named by hand).
    """

    package = models.ForeignKey(Package, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField("序号")
    kind = models.CharField("种类", max_length=10, choices=LineKind)
    number = models.CharField("文号或编号", max_length=60, blank=True)
    title = models.CharField("名称", max_length=500)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    copies = models.PositiveIntegerField("份数", default=1)
    grade = models.CharField("密级", max_length=12, choices=GRADE_CHOICES, default=Grade.INTERNAL.value)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    material = models.ForeignKey(Material, models.PROTECT, null=True, blank=True, related_name="handed_over")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="handed_over")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    office_from = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    office_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("说明", blank=True)
    rule = models.CharField(max_length=20, blank=True)
    resends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="sent_again_as")
    state = models.CharField(max_length=12, choices=LineState, default=LineState.OPEN)
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    came_title = models.CharField("收到的名称", max_length=500, blank=True)
    came_pages = models.PositiveIntegerField("收到的页数", null=True, blank=True)
    came_copies = models.PositiveIntegerField("收到的份数", null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    answer_due_on = models.DateField("答复时限", null=True, blank=True)
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="lines")
    dropped_reason = models.CharField("不再移交的理由", max_length=300, blank=True)

    class Meta:
        """An open line has no signature, every other has one; each kind points to its own thing."""

        ordering = ["package", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", signed_by=None, signed_at=None)
                | (~models.Q(state="open") & models.Q(signed_by__isnull=False, signed_at__isnull=False)),
                name="line_signed_unless_open",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="material", material__isnull=False, finding=None)
                | models.Q(kind="finding", finding__isnull=False, material=None)
                | models.Q(kind="paper", finding=None, material=None)
                | models.Q(
                    kind="oversight",
                    unit__isnull=False,
                    office_from__isnull=False,
                    office_to__isnull=False,
                    finding=None,
                    material=None,
                ),
                name="line_points_to_its_kind",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="line_has_title"),
            models.CheckConstraint(
                condition=models.Q(accepted_on=None) | models.Q(state__in=("accepted", "returned")),
                name="line_accepted_on_when_so",
            ),
        ]
        indexes = [
            models.Index(fields=["package", "position", "id"], name="line_place"),
            models.Index(fields=["package", "state"], name="line_state"),
            models.Index(fields=["answer_due_on"], name="line_due"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class ClueFinding(models.Model):
    """That a clue and a finding belong together. Told only to who may see both; neither side knows the other by name.

    No reverse accessors: from a finding, nothing leads here.
    """

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Once."""

        constraints = [models.UniqueConstraint(fields=["clue", "finding"], name="clue_finding_once")]

    def __str__(self) -> str:
        """Return nothing of either side."""
        return f"{self.pk}"


class ForeignList(models.Model):
    """The list of a package that was handed over and signed for at another installation, as that one says it stands.

    A copy to read: it has the number of its source, is signed and changed only there, and is no part of our counts.
    ``lines`` are the lines of the list in their order, each {"position", "kind", "title", "state", "signed_by", …}.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="foreign_lists")
    source = models.CharField("来源", max_length=60)
    number = models.CharField("编号", max_length=40)
    title = models.CharField("名称", max_length=200)
    note = models.TextField("说明", blank=True)
    purpose = models.CharField("事由", max_length=16, choices=Purpose)
    state = models.CharField(max_length=12, choices=PackageState)
    sender = models.CharField("移交单位", max_length=120)
    recipient = models.CharField("接收单位", max_length=120)
    supplements = models.CharField("补充", max_length=40, blank=True)
    handed_over_on = models.DateField("发出日期")
    settled_on = models.DateField("签收完毕日期", null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    lines = models.JSONField(default=list, blank=True)
    brought_in_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    brought_in_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A copy says where it comes from; nobody drafts at another site for us to see."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=""), name="foreign_list_has_source"),
            models.CheckConstraint(condition=~models.Q(state="drafting"), name="foreign_list_is_sent"),
        ]

    def __str__(self) -> str:
        """Return number and source."""
        return f"{self.number} {self.source}"
