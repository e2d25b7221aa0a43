"""The life of a sealed list, of a clue, of a disposition proposed for it, and of an assignment to handle it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.kernel.states import Machine, Move


class ListState(models.TextChoices):
    """States of a sealed list of clues."""

    DRAFTING = "drafting", _("拟定中")
    SENT = "sent", _("已送出，待签收")
    SIGNED = "signed", _("已签收")
    SETTLED = "settled", _("已办结手续")


class ListAct(models.TextChoices):
    """Acts on a sealed list of clues."""

    SEND = "send", _("密封送出")
    SIGN = "sign", _("逐条签收")
    SETTLE = "settle", _("收下的都已登记")


LISTS = Machine(
    initial=ListState.DRAFTING,
    moves=[
        Move(ListAct.SEND, frozenset({ListState.DRAFTING}), ListState.SENT),
        Move(ListAct.SIGN, frozenset({ListState.SENT}), ListState.SIGNED),
        # By itself, when every line that was taken has become a clue.
        Move(ListAct.SETTLE, frozenset({ListState.SIGNED}), ListState.SETTLED),
    ],
)


class State(models.TextChoices):
    """States of a clue."""

    REGISTERED = "registered", _("已登记，待研判")
    REVIEWED = "reviewed", _("已研判，待提处置意见")
    PROPOSED = "proposed", _("处置意见待审批")
    IN_FORCE = "in_force", _("处置中")
    HELD = "held", _("暂存待查")
    FOLLOW_UP = "follow_up", _("了结待反馈澄清")
    CONCLUDED = "concluded", _("已办结")


class Act(models.TextChoices):
    """Acts on a clue."""

    REVIEW = "review", _("集体研判")
    PROPOSE = "propose", _("提出处置意见")
    RETURN = "return", _("退回处置意见")
    APPROVE = "approve", _("批准处置")
    HOLD = "hold", _("批准暂存待查")
    CLOSE = "close", _("批准直接了结")
    CLOSE_LATER = "close_later", _("批准函询了结、初核了结")
    RESTART = "restart", _("再次启动")
    RECONSIDER = "reconsider", _("重新研判")
    FOLLOW_UP = "follow_up", _("完成反馈、说明、澄清")
    CONCLUDE = "conclude", _("批准办结")


CLUES = Machine(
    initial=State.REGISTERED,
    moves=[
        Move(Act.REVIEW, frozenset({State.REGISTERED, State.REVIEWED}), State.REVIEWED),
        Move(Act.PROPOSE, frozenset({State.REVIEWED}), State.PROPOSED),
        Move(Act.RETURN, frozenset({State.PROPOSED}), State.REVIEWED),
        Move(Act.APPROVE, frozenset({State.PROPOSED}), State.IN_FORCE),
        Move(Act.HOLD, frozenset({State.PROPOSED}), State.HELD),
        Move(Act.CLOSE, frozenset({State.PROPOSED}), State.CONCLUDED),
        Move(Act.CLOSE_LATER, frozenset({State.PROPOSED}), State.FOLLOW_UP),
        Move(Act.RESTART, frozenset({State.HELD}), State.REVIEWED),
        # A talk chosen wrongly goes back to a check; a check that ends in filing or in closing needs a new disposition.
        Move(Act.RECONSIDER, frozenset({State.IN_FORCE}), State.REVIEWED),
        Move(Act.FOLLOW_UP, frozenset({State.FOLLOW_UP}), State.CONCLUDED),
        Move(Act.CONCLUDE, frozenset({State.IN_FORCE}), State.CONCLUDED),
    ],
)


class DispositionState(models.TextChoices):
    """States of a disposition proposed for a clue."""

    PROPOSED = "proposed", _("待审批")
    APPROVED = "approved", _("已批准")
    RETURNED = "returned", _("已退回")


class DispositionAct(models.TextChoices):
    """Acts on a disposition proposed for a clue."""

    APPROVE = "approve", _("批准")
    RETURN = "return", _("退回")


DISPOSITIONS = Machine(
    initial=DispositionState.PROPOSED,
    moves=[
        Move(DispositionAct.APPROVE, frozenset({DispositionState.PROPOSED}), DispositionState.APPROVED),
        Move(DispositionAct.RETURN, frozenset({DispositionState.PROPOSED}), DispositionState.RETURNED),
    ],
)


class AssignmentState(models.TextChoices):
    """States of an assignment to handle a clue."""

    OFFERED = "offered", _("待签收")
    ACCEPTED = "accepted", _("办理中")
    REFUSED = "refused", _("已退回，未签收")
    REPORTED = "reported", _("结果待审批")
    CONCLUDED = "concluded", pgettext_lazy("of an assignment", "已办结")
    RECALLED = "recalled", _("已收回")


class AssignmentAct(models.TextChoices):
    """Acts on an assignment to handle a clue."""

    ACCEPT = "accept", _("签收承办")
    REFUSE = "refuse", _("不签收，退回")
    REPORT = "report", _("报告结果")
    RETURN = "return", _("退回结果")
    CONCLUDE = "conclude", _("批准结果")
    RECALL = "recall", _("收回")


ASSIGNMENTS = Machine(
    initial=AssignmentState.OFFERED,
    moves=[
        Move(AssignmentAct.ACCEPT, frozenset({AssignmentState.OFFERED}), AssignmentState.ACCEPTED),
        Move(AssignmentAct.REFUSE, frozenset({AssignmentState.OFFERED}), AssignmentState.REFUSED),
        Move(AssignmentAct.REPORT, frozenset({AssignmentState.ACCEPTED}), AssignmentState.REPORTED),
        Move(AssignmentAct.RETURN, frozenset({AssignmentState.REPORTED}), AssignmentState.ACCEPTED),
        Move(AssignmentAct.CONCLUDE, frozenset({AssignmentState.REPORTED}), AssignmentState.CONCLUDED),
        Move(
            AssignmentAct.RECALL,
            frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED}),
            AssignmentState.RECALLED,
        ),
    ],
)
OPEN_ASSIGNMENTS = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED, AssignmentState.REPORTED})
