"""The life of a package that goes out, and of one that came."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.kernel.states import Machine, Move


class Packing(models.TextChoices):
    """States of a package that goes out."""

    WAITING = "waiting", _("等待打包")
    PACKING = "packing", _("正在打包")
    MADE = "made", _("已生成")
    FAILED = "failed", _("没有生成")
    ACKNOWLEDGED = "answered", _("已回执")
    PARTLY = "partly", _("已回执，部分未接收")


class PackingAct(models.TextChoices):
    """Acts on a package that goes out."""

    CLAIM = "claim", _("开始打包")
    FINISH = "finish", _("打包完成")
    FAIL = "fail", _("打包失败")
    ACKNOWLEDGE = "acknowledge", _("对方全部接收")
    ACKNOWLEDGE_PARTLY = "acknowledge_partly", _("对方部分接收")


PACKING = Machine(
    initial=Packing.WAITING,
    moves=[
        # From "packing" again when the lease of a worker that died has run out.
        Move(PackingAct.CLAIM, frozenset({Packing.WAITING, Packing.PACKING}), Packing.PACKING),
        Move(PackingAct.FINISH, frozenset({Packing.PACKING}), Packing.MADE),
        Move(PackingAct.FAIL, frozenset({Packing.PACKING}), Packing.FAILED),
        Move(PackingAct.ACKNOWLEDGE, frozenset({Packing.MADE}), Packing.ACKNOWLEDGED),
        Move(PackingAct.ACKNOWLEDGE_PARTLY, frozenset({Packing.MADE}), Packing.PARTLY),
    ],
)


class Arriving(models.TextChoices):
    """States of a package that came."""

    INSPECTED = "inspected", _("待导入")
    OPENING = "opening", _("正在导入")
    OPENED = "opened", _("已导入")
    DISCARDED = "discarded", _("未导入，已移除")


class ArrivingAct(models.TextChoices):
    """Acts on a package that came."""

    ASK = "ask", _("要求导入")
    OPEN = "open", _("导入")
    FAIL = "fail", _("没有导入成功")
    DISCARD = "discard", _("不导入")
    INSPECT_AGAIN = "inspect_again", _("重新上传")


class Sealed(models.TextChoices):
    """States of the sealed part of a package that was opened by somebody who may not know of it."""

    WAITING = "waiting", _("待拆封")
    OPENED = "opened", _("已拆封")
    DISCARDED = "discarded", _("未拆封，已移除")


class SealedAct(models.TextChoices):
    """Acts on a sealed part."""

    OPEN = "open", _("拆封")
    DISCARD = "discard", _("不拆封")


SEALED = Machine(
    initial=Sealed.WAITING,
    moves=[
        Move(SealedAct.OPEN, frozenset({Sealed.WAITING}), Sealed.OPENED),
        Move(SealedAct.DISCARD, frozenset({Sealed.WAITING}), Sealed.DISCARDED),
    ],
)


ARRIVING = Machine(
    initial=Arriving.INSPECTED,
    moves=[
        # A large one is opened by the worker; when that fails it waits as before.
        Move(ArrivingAct.ASK, frozenset({Arriving.INSPECTED}), Arriving.OPENING),
        Move(ArrivingAct.FAIL, frozenset({Arriving.OPENING}), Arriving.INSPECTED),
        Move(ArrivingAct.OPEN, frozenset({Arriving.INSPECTED, Arriving.OPENING}), Arriving.OPENED),
        Move(ArrivingAct.DISCARD, frozenset({Arriving.INSPECTED}), Arriving.DISCARDED),
        Move(ArrivingAct.INSPECT_AGAIN, frozenset({Arriving.DISCARDED}), Arriving.INSPECTED),
    ],
)
