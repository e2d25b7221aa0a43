"""The life of material: kept, perhaps withdrawn (by mistake, or found to be above the ceiling)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.kernel.states import Machine, Move


class State(models.TextChoices):
    """States of material."""

    KEPT = "kept", _("已接收")
    WITHDRAWN = "withdrawn", _("已撤回")
    DESTROYED = "destroyed", _("已销毁")


class Act(models.TextChoices):
    """Acts on material."""

    WITHDRAW = "withdraw", _("撤回")
    RESTORE = "restore", _("恢复")
    DESTROY = "destroy", _("销毁")


MACHINE = Machine(
    initial=State.KEPT,
    moves=[
        Move(Act.WITHDRAW, frozenset({State.KEPT}), State.WITHDRAWN),
        Move(Act.RESTORE, frozenset({State.WITHDRAWN}), State.KEPT),
        # Only when reading finds a marking above the ceiling: the copy may not stay.
        Move(Act.DESTROY, frozenset({State.KEPT, State.WITHDRAWN}), State.DESTROYED),
    ],
)
