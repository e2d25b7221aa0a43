"""Acts on findings in words; who can see a finding."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.roles import Act
from liandu.access.visibility import Kind, by_unit, show_readers_of
from liandu.findings.queries import opened_finding
from liandu.journal.sentences import tell

tell("finding.raised", lambda e: _("确认问题 %(number)s") % e.facts)
tell("finding.amended", lambda e: _("按更正文件修改表述：“%(before)s”改为“%(title)s”") % e.facts)
tell("finding.category_confirmed", lambda e: _("类别定为 %(category)s") % e.facts)
tell("finding.withdrawn", lambda e: _("撤回问题 %(number)s") % e.facts)
tell("finding.reinstated", lambda e: _("恢复问题 %(number)s") % e.facts)
tell("ledger.exported", lambda e: _("导出台账 %(rows)s 行") % e.facts)

show_readers_of(
    Kind(
        "finding",
        gettext_lazy("问题"),
        opened_finding,
        str,
        lambda finding: reverse("findings:finding", args=[finding.pk]),
        by_unit(Act.FINDING_VIEW),
    )
)
