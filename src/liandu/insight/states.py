"""The states of what is proposed and judged in insight. Suggestions come from machines; only people move them on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liandu.kernel.states import Machine, Move


class RecurrenceState(models.TextChoices):
    """Whether a problem came back: suggested, or said by a person."""

    PROPOSED = "proposed", _("待研判")
    CONFIRMED = "confirmed", _("已认定")
    DISMISSED = "dismissed", _("不认定")


class RecurrenceAct(models.TextChoices):
    """What a person does with a suggested recurrence."""

    CONFIRM = "confirm", _("认定")
    DISMISS = "dismiss", pgettext_lazy("act", "不认定")
    RECONSIDER = "reconsider", _("重新研判")


RECURRENCES = Machine(
    initial=RecurrenceState.PROPOSED,
    moves=[
        Move(RecurrenceAct.CONFIRM, frozenset({RecurrenceState.PROPOSED}), RecurrenceState.CONFIRMED),
        Move(RecurrenceAct.DISMISS, frozenset({RecurrenceState.PROPOSED}), RecurrenceState.DISMISSED),
        Move(
            RecurrenceAct.RECONSIDER,
            frozenset({RecurrenceState.CONFIRMED, RecurrenceState.DISMISSED}),
            RecurrenceState.PROPOSED,
        ),
    ],
)


class StrandState(models.TextChoices):
    """Whether like findings stand together: suggested, or accepted by a person and frozen from then on."""

    PROPOSED = "proposed", _("待采用")
    ACCEPTED = "accepted", _("已采用")
    MERGED = "merged", _("已并入")
    RETIRED = "retired", _("已停用")


class StrandAct(models.TextChoices):
    """What a person does with a strand."""

    ACCEPT = "accept", _("采用")
    MERGE = "merge", _("并入")
    RETIRE = "retire", _("停用这一组")
    UNMERGE = "unmerge", _("拆回")
    RESTORE = "restore", _("恢复")


STRANDS = Machine(
    initial=StrandState.PROPOSED,
    moves=[
        Move(StrandAct.ACCEPT, frozenset({StrandState.PROPOSED}), StrandState.ACCEPTED),
        Move(StrandAct.MERGE, frozenset({StrandState.PROPOSED, StrandState.ACCEPTED}), StrandState.MERGED),
        Move(StrandAct.RETIRE, frozenset({StrandState.PROPOSED, StrandState.ACCEPTED}), StrandState.RETIRED),
        Move(StrandAct.UNMERGE, frozenset({StrandState.MERGED}), StrandState.ACCEPTED),
        # A proposal again, which no machine remakes: a person has touched it.
        Move(StrandAct.RESTORE, frozenset({StrandState.RETIRED}), StrandState.PROPOSED),
    ],
)


class CommonState(models.TextChoices):
    """A common problem: drafted, named, or no longer one."""

    DRAFT = "draft", _("草拟")
    NAMED = "named", _("已审定")
    RETIRED = "retired", _("已停用")


class CommonAct(models.TextChoices):
    """What a person does with a common problem."""

    NAME = "name", _("审定")
    REVISE = "revise", _("退回修改")
    RETIRE = "retire", _("停用这个共性问题")


COMMON = Machine(
    initial=CommonState.DRAFT,
    moves=[
        Move(CommonAct.NAME, frozenset({CommonState.DRAFT}), CommonState.NAMED),
        Move(CommonAct.REVISE, frozenset({CommonState.NAMED}), CommonState.DRAFT),
        Move(CommonAct.RETIRE, frozenset({CommonState.DRAFT, CommonState.NAMED}), CommonState.RETIRED),
    ],
)


class BulletinState(models.TextChoices):
    """A bulletin: drafted, issued (and fixed from then on), or given up."""

    DRAFTED = "drafted", pgettext_lazy("a bulletin", "草拟")
    ISSUED = "issued", pgettext_lazy("a bulletin", "已印发")
    DROPPED = "dropped", pgettext_lazy("a bulletin", "不再印发")


class BulletinAct(models.TextChoices):
    """What a person does with a bulletin."""

    EDIT = "edit", pgettext_lazy("a bulletin", "修改")
    ISSUE = "issue", pgettext_lazy("a bulletin", "印发")
    DROP = "drop", pgettext_lazy("a bulletin", "不再印发")


BULLETINS = Machine(
    initial=BulletinState.DRAFTED,
    moves=[
        Move(BulletinAct.EDIT, frozenset({BulletinState.DRAFTED}), BulletinState.DRAFTED),
        Move(BulletinAct.ISSUE, frozenset({BulletinState.DRAFTED}), BulletinState.ISSUED),
        Move(BulletinAct.DROP, frozenset({BulletinState.DRAFTED}), BulletinState.DROPPED),
    ],
)
