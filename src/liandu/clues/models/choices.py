"""The words that a clue is sorted by. They are codes in plain: reach, recusal and counts are asked of the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(models.TextChoices):
    """Where a clue comes from (four sources of the field)."""

    INSPECTION = "inspection", _("巡视巡察移交")
    PETITION = "petition", _("信访举报")
    OWN_WORK = "own_work", _("工作中发现")
    OTHER_ORGANS = "other_organs", _("审计等其他机关移送")


class Nature(models.TextChoices):
    """What sort of breach is reflected on: discipline_six of the taxonomy."""

    POLITICAL = "P1", _("政治纪律")
    ORGANIZATION = "P2", _("组织纪律")
    INTEGRITY = "P3", _("廉洁纪律")
    MASSES = "P4", _("群众纪律")
    WORK = "P5", _("工作纪律")
    LIFE = "P6", _("生活纪律")
    OFFENCE = "P7", _("涉嫌职务违法犯罪")


class Rank(models.TextChoices):
    """The rank of the person reflected on, which decides the least grade of secrecy."""

    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省部级")
    PREFECTURE = "prefecture", _("厅局级")
    COUNTY = "county", _("县处级")
    TOWNSHIP = "township", _("乡科级及以下")


class Verdict(models.TextChoices):
    """What the receiver says to a line of a sealed list."""

    OPEN = "", _("未签")
    ACCEPTED = "accepted", _("收下")
    DISCREPANCY = "discrepancy", _("收下，与清单不符")
    REFUSED = "refused", _("拒收")


class Kind(models.TextChoices):
    """Kinds of disposition: the four ways, closing in its three kinds, and filing a case."""

    TALK = "talk", _("谈话函询")
    VERIFY = "verify", _("初步核实")
    HOLD = "hold", _("暂存待查")
    CLOSE = "close", _("直接了结")
    CLOSE_TALK = "close_talk", _("函询了结")
    CLOSE_VERIFY = "close_verify", _("初核了结")
    FILE = "file", _("立案")


class Step(models.TextChoices):
    """What is owed to the person after 函询了结 and 初核了结."""

    FEEDBACK = "feedback", _("书面反馈本人")
    EXPLANATION = "explanation", _("民主生活会上说明")
    CLEARING = "clearing", _("澄清正名")


class Way(models.TextChoices):
    """Categorised assignment: how a clue is handed to those who handle it."""

    OWN = "own", _("自办")
    TRANSFER = "transfer", _("转办")
    ASSIGN = "assign", _("交办")
    SUPERVISE = "supervise", _("督办")
    ASSIST = "assist", _("协办")


class Outcome(models.TextChoices):
    """What handling a clue came to."""

    TALK_REMINDER = "talk_reminder", _("谈话提醒")
    CRITICISM = "criticism", _("批评教育")
    WRITTEN_CHECK = "written_check", _("责令检查")
    ADMONITION = "admonition", _("诫勉")
    ORGANIZATIONAL = "organizational", _("组织处理")
    PUNISHED = "punished", _("党纪政务处分")
    CASE = "case", _("建议立案")
    CLEARED = "cleared", _("了结澄清")
    SUPPORTED = "supported", _("督办、协办完成")


class Grounds(models.TextChoices):
    """Why somebody opens the register now: asked once a sitting, from a list, so that the journal holds no words."""

    REGISTER = "register", _("受理登记")
    REVIEW = "review", _("集体研判")
    PROPOSE = "propose", _("提出处置意见")
    DECIDE = "decide", _("审批")
    HANDLE = "handle", _("承办办理")
    URGE = "urge", _("督办催办")
    CHECK = "check", _("核对台账")
    ANSWER = "answer", _("答复上级询问")
    OTHER = "other", pgettext_lazy("a reason for reading", "其他（须写明）")
