"""The way of a digest out as mail, as a table of moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.kernel.states import Machine, Move


class MailState(models.TextChoices):
    """States of the mail of a digest."""

    NONE = "none", _("不发邮件")
    WAITING = "waiting", pgettext_lazy("mail", "待发")
    CLAIMED = "claimed", pgettext_lazy("mail", "正在发")
    SENT = "sent", pgettext_lazy("mail", "已发")
    FAILED = "failed", pgettext_lazy("mail", "没有发出")


class MailAct(models.TextChoices):
    """Acts on the mail of a digest."""

    CLAIM = "claim", _("领取")
    SEND = "send", pgettext_lazy("mail", "发出")
    PUT_BACK = "put_back", pgettext_lazy("mail", "放回")
    GIVE_UP = "give_up", pgettext_lazy("mail", "放弃")
    DROP = "drop", pgettext_lazy("mail", "不发了")


MAIL = Machine(
    initial=MailState.WAITING,
    moves=[
        Move(MailAct.CLAIM, frozenset({MailState.WAITING}), MailState.CLAIMED),
        Move(MailAct.SEND, frozenset({MailState.CLAIMED}), MailState.SENT),
        # By the end of the lease, or because the mail server did not take it: the same message goes out again.
        Move(MailAct.PUT_BACK, frozenset({MailState.CLAIMED}), MailState.WAITING),
        Move(MailAct.GIVE_UP, frozenset({MailState.CLAIMED}), MailState.FAILED),
        # The person wants no mail any more, has no address, or is gone.
        Move(MailAct.DROP, frozenset({MailState.CLAIMED}), MailState.NONE),
    ],
)
