"""The lives of meetings, packages and their lines, each as a table of moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.kernel.states import Machine, Move


class MeetingState(models.TextChoices):
    """States of a joint meeting."""

    CALLED = "called", _("已召集")
    HELD = "held", _("已召开")
    MINUTED = "minuted", _("纪要已定")
    CANCELLED = "cancelled", _("已取消")


class MeetingAct(models.TextChoices):
    """Acts on a joint meeting."""

    HOLD = "hold", _("登记召开")
    MINUTE = "minute", _("定稿纪要")
    CANCEL = "cancel", _("取消会议")


MEETINGS = Machine(
    initial=MeetingState.CALLED,
    moves=[
        Move(MeetingAct.HOLD, frozenset({MeetingState.CALLED}), MeetingState.HELD),
        Move(MeetingAct.MINUTE, frozenset({MeetingState.HELD}), MeetingState.MINUTED),
        Move(MeetingAct.CANCEL, frozenset({MeetingState.CALLED}), MeetingState.CANCELLED),
    ],
)


class PaperState(models.TextChoices):
    """How far the paper of an answer was looked at for a marking: scans and old Office files take the worker."""

    WAITING = "waiting", _("正在查看密级标志")
    LOOKED = "looked", _("已查看")
    UNREAD = "unread", _("文字读不出，没有查到密级标志")
    DESTROYED = "destroyed", _("不应留存，副本已销毁")


class PaperAct(models.TextChoices):
    """What becomes of the paper of an answer."""

    CLEAR = "clear", _("查看完毕")
    GIVE_UP = "give_up", _("读不出")
    DESTROY = "destroy", _("销毁副本")


PAPERS = Machine(
    initial=PaperState.WAITING,
    moves=[
        Move(PaperAct.CLEAR, frozenset({PaperState.WAITING}), PaperState.LOOKED),
        Move(PaperAct.GIVE_UP, frozenset({PaperState.WAITING}), PaperState.UNREAD),
        Move(PaperAct.DESTROY, frozenset({PaperState.WAITING}), PaperState.DESTROYED),
    ],
)


class PackageState(models.TextChoices):
    """States of a package."""

    DRAFTING = "drafting", _("拟定中")
    HANDED_OVER = "handed_over", _("待签收")
    SETTLED = "settled", _("签收完毕")
    WITHDRAWN = "withdrawn", _("已撤回")


class PackageAct(models.TextChoices):
    """Acts on a package."""

    HAND_OVER = "hand_over", _("发出")
    SETTLE = "settle", _("签收完毕")
    REOPEN = "reopen", _("重新待签")
    WITHDRAW = "withdraw", _("撤回")


PACKAGES = Machine(
    initial=PackageState.DRAFTING,
    moves=[
        Move(PackageAct.HAND_OVER, frozenset({PackageState.DRAFTING}), PackageState.HANDED_OVER),
        # By the signature on the last line that waited; taken back when that signature is.
        Move(PackageAct.SETTLE, frozenset({PackageState.HANDED_OVER}), PackageState.SETTLED),
        Move(PackageAct.REOPEN, frozenset({PackageState.SETTLED}), PackageState.HANDED_OVER),
        # Of what was handed over, only while no line is signed.
        Move(
            PackageAct.WITHDRAW,
            frozenset({PackageState.DRAFTING, PackageState.HANDED_OVER}),
            PackageState.WITHDRAWN,
        ),
    ],
)
SENT = (PackageState.HANDED_OVER, PackageState.SETTLED)


class LineState(models.TextChoices):
    """States of a line of the list."""

    OPEN = "open", _("待签")
    ACCEPTED = "accepted", pgettext_lazy("a line", "已签收")
    REFUSED = "refused", _("已拒收")
    DISCREPANCY = "discrepancy", _("不符待定")
    RETURNED = "returned", _("已退回")


class LineAct(models.TextChoices):
    """Acts on a line of the list."""

    ACCEPT = "accept", _("签收")
    REFUSE = "refuse", pgettext_lazy("a line", "拒收")
    DIFFER = "differ", _("登记不符")
    RETURN = "return", pgettext_lazy("a line", "退回")
    UNDO = "undo", _("撤销签收")


LINES = Machine(
    initial=LineState.OPEN,
    moves=[
        Move(LineAct.ACCEPT, frozenset({LineState.OPEN, LineState.DISCREPANCY}), LineState.ACCEPTED),
        Move(LineAct.REFUSE, frozenset({LineState.OPEN, LineState.DISCREPANCY}), LineState.REFUSED),
        Move(LineAct.DIFFER, frozenset({LineState.OPEN}), LineState.DISCREPANCY),
        Move(LineAct.RETURN, frozenset({LineState.ACCEPTED}), LineState.RETURNED),
        # By the one who signed, within ten minutes.
        Move(
            LineAct.UNDO,
            frozenset({LineState.ACCEPTED, LineState.REFUSED, LineState.DISCREPANCY}),
            LineState.OPEN,
        ),
    ],
)
WAITING = (LineState.OPEN, LineState.DISCREPANCY)
SIGNED = (LineState.ACCEPTED, LineState.REFUSED, LineState.RETURNED)
