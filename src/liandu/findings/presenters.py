"""Acts on findings in words; who can see a finding."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.roles import Act
from liandu.access.visibility import Kind, by_unit, show_readers_of
from liandu.findings import searched  # noqa: F401 - registers what is found
from liandu.findings.queries import class_counts, findings_for, opened_finding
from liandu.inspections.class_counts import count_by_class
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell

tell("finding.raised", lambda e: _("确认问题 %(number)s") % e.facts)
tell("finding.amended", lambda e: _("按更正文件修改表述：“%(before)s”改为“%(title)s”") % e.facts)
tell("finding.category_confirmed", lambda e: _("类别定为 %(category)s") % e.facts)
tell("finding.category_reopened", lambda e: _("收回确认的类别 %(before)s，重新待确认") % e.facts)
tell(
    "finding.class_retired",
    lambda e: _("问题分类第 %(number)s 版停用了类别 %(before)s，重新待确认") % e.facts,
)
tell("finding.classes_guessed", lambda e: _("拟定 %(findings)s 条问题的类别，依据已确认的 %(labels)s 条") % e.facts)
tell("finding.withdrawn", lambda e: _("撤回问题 %(number)s") % e.facts)
tell("finding.reinstated", lambda e: _("恢复问题 %(number)s") % e.facts)
tell("finding.brought_in", lambda e: _("由交换包带入，来自%(source)s，原编号 %(source_number)s") % e.facts)
tell("finding.amended_at_source", lambda e: _("来源单位更新了内容：%(title)s") % e.facts)
tell("ledger.exported", lambda e: _("导出台账 %(rows)s 行") % e.facts)
tell(
    "finding.theme_confirmed",
    lambda e: _("专题定为 %(theme)s") % e.facts if e.facts["theme"] else _("定为不属于专题"),
)
tell("theme.proposed", lambda e: _("按“%(theme)s”检查表对 %(findings)s 条问题拟定归类") % e.facts)
tell("theme.item_clear", lambda e: _("%(theme)s检查：%(item)s 未发现问题") % e.facts)
tell("theme.clear_taken_back", lambda e: _("%(theme)s检查：收回 %(item)s 未发现问题的说明") % e.facts)


count_by_class(class_counts)


@may_read("findings.finding")
def _finding_is_seen(reader: Any, key: int) -> bool:
    return findings_for(reader).filter(pk=key).exists()


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
