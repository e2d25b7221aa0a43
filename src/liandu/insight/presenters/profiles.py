"""What profiles and bulletins say in the journal."""

from typing import Any

from django.utils.translation import gettext as _

from liandu.insight.queries.bulletins import opened_bulletin
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell

tell("profile.exported", lambda e: _("导出画像的表格 %(rows)s 行") % e.facts)
tell("ecology_note.taken", lambda e: _("下载%(unit)s政治生态分析材料") % e.facts)
tell("bulletin.drafted", lambda e: _("起草通报“%(title)s”") % e.facts)
tell("bulletin.edited", lambda e: _("修改通报“%(title)s”") % e.facts)
tell("bulletin.issued", lambda e: _("印发通报“%(title)s”，主送%(to)s") % e.facts)
tell("bulletin.dropped", lambda e: _("不再印发通报“%(title)s”") % e.facts)
tell("bulletin.taken", lambda e: _("下载通报“%(title)s”") % e.facts)


@may_read("insight.bulletin")
def _bulletin_is_seen(reader: Any, key: int) -> bool:
    return opened_bulletin(reader, key) is not None
