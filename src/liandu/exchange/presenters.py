"""Acts of exchange in words; and the kinds of record of earlier stages, registered."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.clues.beside import BESIDE_REGISTER
from liandu.exchange import travelling  # noqa: F401 - registers the kinds when the journal looks for sentences
from liandu.exchange.queries import arrivals_for, packages_for, sealed_parts_for
from liandu.exchange.states import Sealed
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.ui.beside import Beside

MOST = 20


@may_read("exchange.package")
def _package_is_seen(reader: Any, key: int) -> bool:
    return packages_for(reader).filter(pk=key).exists()


@may_read("exchange.arrival")
def _arrival_is_seen(reader: Any, key: int) -> bool:
    return arrivals_for(reader).filter(pk=key).exists()


@BESIDE_REGISTER.add
def sealed_parts_beside(reader: Any, _thing: Any) -> Beside | None:
    """Put the sealed parts of packages on the first page of the register, for who registers clues."""
    if Act.CLUE_REGISTER not in acts_of(reader):
        return None
    waiting = sealed_parts_for(reader).filter(state=Sealed.WAITING)[:MOST]
    entries = tuple((str(row.arrival), reverse("exchange:sealed_part", args=[row.pk])) for row in waiting)
    return Beside(_("待拆的密封件"), entries, reverse("exchange:sealed_parts"), _("全部密封件"))


def _codes(entry: Any) -> dict[str, Any]:
    return {**entry.facts, "file": entry.facts.get("file") or "—"}


tell("site.keyed", lambda e: _("生成交换密钥，本单位名称“%(name)s”，指纹 %(print)s") % e.facts)
tell("site.card_taken_out", lambda e: _("下载本单位名片"))
tell("peer.added", lambda e: _("添加往来单位“%(name)s”，指纹 %(print)s") % e.facts)
tell("peer.retired", lambda e: _("“%(name)s”的密钥自 %(until)s 后停用") % e.facts)
tell("exchange.asked", lambda e: _("要求为“%(name)s”打包") % e.facts)
tell("exchange.claimed", lambda e: _("开始打包"))
tell("exchange.packed", lambda e: _("生成给“%(name)s”的第 %(sequence)s 号交换包") % e.facts)
tell("exchange.pack_failed", lambda e: _("打包没有完成：%(code)s") % e.facts)
tell("exchange.taken_out", lambda e: _("下载给“%(name)s”的交换包") % e.facts)
tell("exchange.expired", lambda e: _("给“%(name)s”的交换包已过保留期，文件移除") % e.facts)
tell("exchange.inspected", lambda e: _("收到“%(name)s”的第 %(sequence)s 号交换包，核验通过") % e.facts)
tell("exchange.refused", lambda e: _("拒收交换包“%(file)s”：%(code)s") % _codes(e))
tell("exchange.opening_asked", lambda e: _("要求导入“%(name)s”的交换包") % e.facts)
tell("exchange.opening_claimed", lambda _e: _("开始导入"))
tell("exchange.opening_failed", lambda e: _("没有导入：%(code)s") % e.facts)
tell("exchange.opened", lambda e: _("导入“%(name)s”的第 %(sequence)s 号交换包") % e.facts)
tell("exchange.discarded", lambda e: _("不导入“%(name)s”的交换包，文件移除") % e.facts)
tell("exchange.unit_matched", lambda e: _("“%(name)s”编码 %(code)s 的单位对应本系统的 %(unit)s") % e.facts)
tell("exchange.receipt_taken_out", lambda e: _("下载给“%(name)s”的回执") % e.facts)
tell("sealed_part.kept", lambda _e: _("留存密封件，待拆封"))
tell("sealed_part.opened", lambda e: _("拆封：接收 %(accepted)s 份，未接收 %(refused)s 份") % e.facts)
tell("sealed_part.discarded", lambda _e: _("密封件不拆封，文件移除"))
tell("sealed_part.receipt_taken_out", lambda _e: _("下载密封件的回执"))
tell("sealed_part.answered", lambda _e: _("登记密封件的回执"))
tell("exchange.acknowledged", lambda e: _("登记“%(name)s”对第 %(sequence)s 号交换包的回执") % e.facts)
tell("exchange.receipt_refused", lambda e: _("拒收回执“%(file)s”：%(code)s") % _codes(e))
