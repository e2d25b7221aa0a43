"""The life of an item, and of what is asked and answered along it, each as a table of moves.

Three axes are independent: the state (below), the kind (``Kind``) and the result (``Result``). These tables are the
only place where a move is defined; pages, commands, docs and tests read them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.kernel.states import Machine, Move


class Kind(models.TextChoices):
    """How soon a problem can be put right."""

    AT_ONCE = "at_once", _("立行立改")
    BY_DATE = "by_date", _("限期整改")
    LONG_TERM = "long_term", _("长期坚持")


class Result(models.TextChoices):
    """What has come of it so far. Only "done" counts as done."""

    NOT_DONE = "not_done", _("未完成")
    UNDER_WAY = "under_way", _("正在整改")
    BASICALLY_DONE = "basically_done", _("基本完成并持续整改")
    DONE = "done", _("完成整改")


class State(models.TextChoices):
    """States of an item."""

    REGISTERED = "registered", _("待认领")
    DISPUTED = "disputed", _("有异议")
    ACKNOWLEDGED = "acknowledged", _("待报方案")
    PLAN_REVIEW = "plan_review", _("方案审核中")
    RECTIFYING = "rectifying", _("整改中")
    REQUESTED = "requested", _("销号审核中")
    PUBLICITY = "publicity", _("公示中")
    WRITTEN_OFF = "written_off", _("已销号")
    ENDED = "ended", _("未落实了结")
    CANCELLED = "cancelled", _("已撤账")


class Act(models.TextChoices):
    """Acts on an item."""

    ACKNOWLEDGE = "acknowledge", _("认领")
    DISPUTE = "dispute", _("提出异议")
    TAKE_BACK_DISPUTE = "take_back_dispute", _("收回异议")
    UPHOLD = "uphold", _("维持")
    SUSTAIN = "sustain", _("采纳异议")
    SUBMIT_PLAN = "submit_plan", _("报送方案")
    TAKE_BACK_PLAN = "take_back_plan", _("收回方案")
    RETURN_PLAN = "return_plan", _("退回方案")
    APPROVE_PLAN = "approve_plan", _("通过方案")
    REPORT = "report", _("填报进展")
    EXTEND = "extend", _("延期")
    TURN_LONG_TERM = "turn_long_term", _("转为长期坚持")
    COMPLETE_STAGE = "complete_stage", _("阶段性完成")
    REQUEST = "request", _("申请销号")
    TAKE_BACK_REQUEST = "take_back_request", _("收回申请")
    RETURN = "return", pgettext_lazy("an item", "退回补充")
    PUBLISH = "publish", _("转入公示")
    WRITE_OFF = "write_off", _("销号")
    REOPEN = "reopen", _("重新立账")
    END = "end", _("以未落实了结")
    CANCEL = "cancel", _("撤账")
    REINSTATE = "reinstate", _("恢复立账")


OPEN = (
    State.REGISTERED,
    State.DISPUTED,
    State.ACKNOWLEDGED,
    State.PLAN_REVIEW,
    State.RECTIFYING,
    State.REQUESTED,
    State.PUBLICITY,
)
CLOSED = (State.WRITTEN_OFF, State.ENDED)

ITEMS = Machine(
    initial=State.REGISTERED,
    moves=[
        Move(Act.ACKNOWLEDGE, frozenset({State.REGISTERED}), State.ACKNOWLEDGED),
        Move(Act.DISPUTE, frozenset({State.REGISTERED}), State.DISPUTED),
        Move(Act.TAKE_BACK_DISPUTE, frozenset({State.DISPUTED}), State.REGISTERED),
        # An objection that was not sustained: the problem stands and waits for the plan.
        Move(Act.UPHOLD, frozenset({State.DISPUTED}), State.ACKNOWLEDGED),
        Move(Act.SUSTAIN, frozenset({State.DISPUTED}), State.CANCELLED),
        Move(Act.SUBMIT_PLAN, frozenset({State.ACKNOWLEDGED}), State.PLAN_REVIEW),
        Move(Act.TAKE_BACK_PLAN, frozenset({State.PLAN_REVIEW}), State.ACKNOWLEDGED),
        Move(Act.RETURN_PLAN, frozenset({State.PLAN_REVIEW}), State.ACKNOWLEDGED),
        Move(Act.APPROVE_PLAN, frozenset({State.PLAN_REVIEW}), State.RECTIFYING),
        # What happens while it is worked on leaves the state as it is.
        Move(Act.REPORT, frozenset({State.RECTIFYING}), State.RECTIFYING),
        Move(Act.EXTEND, frozenset({State.RECTIFYING}), State.RECTIFYING),
        Move(Act.TURN_LONG_TERM, frozenset({State.RECTIFYING}), State.RECTIFYING),
        Move(Act.COMPLETE_STAGE, frozenset({State.RECTIFYING}), State.RECTIFYING),
        Move(Act.REQUEST, frozenset({State.RECTIFYING}), State.REQUESTED),
        Move(Act.TAKE_BACK_REQUEST, frozenset({State.REQUESTED}), State.RECTIFYING),
        Move(Act.RETURN, frozenset({State.REQUESTED, State.PUBLICITY}), State.RECTIFYING),
        # By the last signature: to publicity where the policy asks for it, else written off at once.
        Move(Act.PUBLISH, frozenset({State.REQUESTED}), State.PUBLICITY),
        Move(Act.WRITE_OFF, frozenset({State.REQUESTED, State.PUBLICITY}), State.WRITTEN_OFF),
        Move(Act.REOPEN, frozenset({State.WRITTEN_OFF, State.ENDED}), State.RECTIFYING),
        Move(Act.END, frozenset({State.RECTIFYING, State.REQUESTED}), State.ENDED),
        # The finding was withdrawn, or the item opened by mistake; and perhaps taken back.
        Move(
            Act.CANCEL,
            frozenset({State.REGISTERED, State.DISPUTED, State.ACKNOWLEDGED, State.PLAN_REVIEW, State.RECTIFYING}),
            State.CANCELLED,
        ),
        Move(Act.REINSTATE, frozenset({State.CANCELLED}), State.REGISTERED),
    ],
)


class PlanState(models.TextChoices):
    """States of a unit's plan for a round."""

    DRAFTING = "drafting", pgettext_lazy("a plan", "起草中")
    SUBMITTED = "submitted", pgettext_lazy("a plan", "待审核")
    REVIEWED = "reviewed", pgettext_lazy("a plan", "已审核")


class PlanAct(models.TextChoices):
    """Acts on a plan."""

    SUBMIT = "submit", _("报送")
    TAKE_BACK = "take_back", _("收回")
    REVIEW = "review", _("审核完毕")
    REVISE = "revise", _("再次修改")


PLANS = Machine(
    initial=PlanState.DRAFTING,
    moves=[
        Move(PlanAct.SUBMIT, frozenset({PlanState.DRAFTING}), PlanState.SUBMITTED),
        Move(PlanAct.TAKE_BACK, frozenset({PlanState.SUBMITTED}), PlanState.DRAFTING),
        # By the opinion on the last entry that waited.
        Move(PlanAct.REVIEW, frozenset({PlanState.SUBMITTED}), PlanState.REVIEWED),
        # Entries that were returned, and items that came later.
        Move(PlanAct.REVISE, frozenset({PlanState.REVIEWED}), PlanState.DRAFTING),
    ],
)


class EntryState(models.TextChoices):
    """States of a plan's entry for one item."""

    DRAFTING = "drafting", pgettext_lazy("an entry", "起草中")
    SUBMITTED = "submitted", pgettext_lazy("an entry", "待审核")
    APPROVED = "approved", pgettext_lazy("an entry", "已通过")
    RETURNED = "returned", pgettext_lazy("an entry", "已退回")


class EntryAct(models.TextChoices):
    """Acts on an entry of a plan."""

    SUBMIT = "submit", _("报送")
    TAKE_BACK = "take_back", _("收回")
    APPROVE = "approve", pgettext_lazy("an entry", "通过")
    RETURN = "return", pgettext_lazy("an entry", "退回")
    REVISE = "revise", pgettext_lazy("an entry", "重新编制")


class EntryOutcome(models.TextChoices):
    """What became of one submission of an entry."""

    TAKEN_BACK = "taken_back", pgettext_lazy("an entry", "已收回")
    APPROVED = "approved", pgettext_lazy("an entry", "通过")
    RETURNED = "returned", pgettext_lazy("an entry", "退回")


ENTRIES = Machine(
    initial=EntryState.DRAFTING,
    moves=[
        Move(EntryAct.SUBMIT, frozenset({EntryState.DRAFTING, EntryState.RETURNED}), EntryState.SUBMITTED),
        Move(EntryAct.TAKE_BACK, frozenset({EntryState.SUBMITTED}), EntryState.DRAFTING),
        Move(EntryAct.APPROVE, frozenset({EntryState.SUBMITTED}), EntryState.APPROVED),
        Move(EntryAct.RETURN, frozenset({EntryState.SUBMITTED}), EntryState.RETURNED),
        # The item was cancelled and reinstated, so that it waits for a plan again.
        Move(EntryAct.REVISE, frozenset({EntryState.SUBMITTED, EntryState.APPROVED}), EntryState.DRAFTING),
    ],
)


class AskedState(models.TextChoices):
    """States of something that was asked for: an extension, a re-opening, an objection."""

    ASKED = "asked", _("待答复")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")
    TAKEN_BACK = "taken_back", _("已收回")


class AskedAct(models.TextChoices):
    """Acts on something asked for."""

    GRANT = "grant", _("同意")
    REFUSE = "refuse", _("不同意")
    TAKE_BACK = "take_back", _("收回")


ASKED = Machine(
    initial=AskedState.ASKED,
    moves=[
        Move(AskedAct.GRANT, frozenset({AskedState.ASKED}), AskedState.GRANTED),
        Move(AskedAct.REFUSE, frozenset({AskedState.ASKED}), AskedState.REFUSED),
        Move(AskedAct.TAKE_BACK, frozenset({AskedState.ASKED}), AskedState.TAKEN_BACK),
    ],
)


class RequestState(models.TextChoices):
    """States of a request to be written off."""

    OPEN = "open", _("审核中")
    TAKEN_BACK = "taken_back", _("已收回")
    RETURNED = "returned", pgettext_lazy("a request", "退回补充")
    PUBLISHED = "published", _("公示中")
    GRANTED = "granted", pgettext_lazy("a request", "已销号")


class RequestAct(models.TextChoices):
    """Acts on a request."""

    TAKE_BACK = "take_back", _("收回")
    RETURN = "return", pgettext_lazy("a request", "退回补充")
    PUBLISH = "publish", _("转入公示")
    GRANT = "grant", pgettext_lazy("a request", "销号")


REQUESTS = Machine(
    initial=RequestState.OPEN,
    moves=[
        Move(RequestAct.TAKE_BACK, frozenset({RequestState.OPEN}), RequestState.TAKEN_BACK),
        Move(RequestAct.RETURN, frozenset({RequestState.OPEN, RequestState.PUBLISHED}), RequestState.RETURNED),
        Move(RequestAct.PUBLISH, frozenset({RequestState.OPEN}), RequestState.PUBLISHED),
        Move(RequestAct.GRANT, frozenset({RequestState.OPEN, RequestState.PUBLISHED}), RequestState.GRANTED),
    ],
)
