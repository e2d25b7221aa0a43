"""Acts on rounds, inspections and material in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell("term.opened", lambda e: _("设立届次 %(name)s") % e.facts)
tell("round.opened", lambda e: _("设立轮次 %(name)s") % e.facts)
tell("inspection.opened", lambda e: _("登记对 %(unit)s 的巡视") % e.facts)
tell("inspection.feedback_given", lambda e: _("登记反馈日期 %(feedback_on)s") % e.facts)
tell("material.received", lambda e: _("接收材料《%(title)s》") % e.facts)
tell("material.refused", lambda e: _("拒收材料“%(name)s”：%(code)s") % e.facts)
tell("material.withdrawn", lambda e: _("撤回材料《%(title)s》") % e.facts)
tell("material.restored", lambda e: _("恢复材料《%(title)s》") % e.facts)
tell("material.destroyed", lambda e: _("材料《%(title)s》高于密级上限，已销毁副本") % e.facts)
tell("material.clue_list_destroyed", lambda _e: _("材料是问题线索清单，已销毁副本"))
tell("material.taken_out", lambda e: _("下载原件《%(title)s》") % e.facts)
