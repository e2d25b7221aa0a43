"""Acts on ledgers in words."""

from typing import Any

from django.utils.translation import gettext as _

import liandu.ledgers.bulk  # noqa: F401 - the acts that the ledger itself offers on many items
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.ledgers.queries.saved_views import found_view
from liandu.rectification.bulk_acts import bulk_act

tell("items.compared", lambda e: _("导出整改台账对比 %(rows)s 行") % e.facts)
tell("items.exported", lambda e: _("导出整改台账 %(rows)s 行") % e.facts)


def _bulk(entry: Any) -> dict[str, Any]:
    act = bulk_act(entry.facts["act"])
    return {**entry.facts, "act": str(act.words) if act else entry.facts["act"]}


tell("items.acted_on", lambda e: _("对多个事项办理“%(act)s”：办成 %(count)s 项，没有办成 %(left)s 项") % _bulk(e))


def _view(entry: Any) -> dict[str, Any]:
    shared = entry.facts.get("office")
    return {**entry.facts, "with": _("，共享给%(office)s") % {"office": shared} if shared else ""}


tell("view.saved", lambda e: _("保存台账视图“%(name)s”%(with)s") % _view(e))
tell("view.changed", lambda e: _("修改台账视图“%(name)s”%(with)s") % _view(e))
tell("view.deleted", lambda e: _("删除台账视图“%(name)s”") % e.facts)
tell("view.restored", lambda e: _("恢复台账视图“%(name)s”") % e.facts)
tell("view.opens_first", lambda e: _("打开台账先看视图“%(name)s”") % e.facts)
tell("view.opens_no_more", lambda e: _("打开台账不再先看某个视图"))


@may_read("ledgers.savedview")
def _view_is_found(reader: Any, key: int) -> bool:
    return found_view(reader, key) is not None
