"""The life of a document being read, and of a proposal being judged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.kernel.states import Machine, Move


class Reading(models.TextChoices):
    """States of a document."""

    WAITING = "waiting", _("等待读取")
    READING = "reading", _("正在读取")
    READ = "read", _("已读取")
    FAILED = "failed", _("读取失败")


class ReadingAct(models.TextChoices):
    """Acts on a document."""

    CLAIM = "claim", _("开始读取")
    FINISH = "finish", _("读完")
    FAIL = "fail", _("读取失败")
    READ_AGAIN = "read_again", _("重新读取")


READING = Machine(
    initial=Reading.WAITING,
    moves=[
        # From "reading" again when the lease of a worker that died has run out.
        Move(ReadingAct.CLAIM, frozenset({Reading.WAITING, Reading.READING}), Reading.READING),
        Move(ReadingAct.FINISH, frozenset({Reading.READING}), Reading.READ),
        Move(ReadingAct.FAIL, frozenset({Reading.READING}), Reading.FAILED),
        Move(ReadingAct.READ_AGAIN, frozenset({Reading.FAILED}), Reading.WAITING),
    ],
)


class State(models.TextChoices):
    """States of a proposal."""

    OPEN = "open", _("待核对")
    ACCEPTED = "accepted", _("已确认")
    DISMISSED = "dismissed", _("已排除")
    KNOWN = "known", _("已在台账")
    REPLACED = "replaced", _("已被替换")


class Act(models.TextChoices):
    """Acts on a proposal."""

    ACCEPT = "accept", _("确认")
    DISMISS = "dismiss", _("排除")
    RESTORE = "restore", _("恢复")
    RECOGNISE = "recognise", _("认出已有")
    REPLACE = "replace", _("替换")
    RELEASE = "release", _("退回核对")


MACHINE = Machine(
    initial=State.OPEN,
    moves=[
        Move(Act.ACCEPT, frozenset({State.OPEN}), State.ACCEPTED),
        Move(Act.DISMISS, frozenset({State.OPEN}), State.DISMISSED),
        Move(Act.RESTORE, frozenset({State.DISMISSED, State.KNOWN}), State.OPEN),
        # The same problem stands in the ledger already: from an earlier version, or from another document.
        Move(Act.RECOGNISE, frozenset({State.OPEN}), State.KNOWN),
        # Split or merged: the parts stand in its place, it stays for the record.
        Move(Act.REPLACE, frozenset({State.OPEN}), State.REPLACED),
        # The finding was withdrawn: the proposal is judged anew.
        Move(Act.RELEASE, frozenset({State.ACCEPTED}), State.OPEN),
    ],
)

LIVE = frozenset({State.OPEN, State.ACCEPTED, State.KNOWN})
