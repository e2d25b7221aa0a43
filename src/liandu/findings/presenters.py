"""Acts on findings in words."""

from typing import Any

from django.utils.translation import gettext as _

from liandu.findings.queries import findings_for
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell

tell("finding.raised", lambda e: _("确认问题 %(number)s") % e.facts)
tell("finding.amended", lambda e: _("按更正文件修改表述：“%(before)s”改为“%(title)s”") % e.facts)
tell("finding.category_confirmed", lambda e: _("类别定为 %(category)s") % e.facts)
tell("finding.withdrawn", lambda e: _("撤回问题 %(number)s") % e.facts)
tell("finding.reinstated", lambda e: _("恢复问题 %(number)s") % e.facts)
tell("ledger.exported", lambda e: _("导出台账 %(rows)s 行") % e.facts)


@may_read("findings.finding")
def _finding_is_seen(reader: Any, key: int) -> bool:
    return findings_for(reader).filter(pk=key).exists()
