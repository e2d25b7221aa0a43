"""The life of a finding: a fact that is confirmed, perhaps withdrawn. Work on it has states of its own, elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.kernel.states import Machine, Move


class State(models.TextChoices):
    """States of a finding."""

    CONFIRMED = "confirmed", _("已确认")
    WITHDRAWN = "withdrawn", _("已撤回")


class Act(models.TextChoices):
    """Acts on a finding."""

    WITHDRAW = "withdraw", _("撤回")
    REINSTATE = "reinstate", _("恢复")


MACHINE = Machine(
    initial=State.CONFIRMED,
    moves=[
        Move(Act.WITHDRAW, frozenset({State.CONFIRMED}), State.WITHDRAWN),
        Move(Act.REINSTATE, frozenset({State.WITHDRAWN}), State.CONFIRMED),
    ],
)
