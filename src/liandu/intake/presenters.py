"""Acts on documents and proposals in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell("document.listed", lambda e: _("列入读取"))
tell("document.claimed", lambda e: _("开始读取（第 %(attempt)s 次）") % e.facts)
tell("document.read", lambda e: _("读完，拟录 %(leaves)s 条") % e.facts)
tell("document.failed", lambda e: _("读取失败：%(code)s") % e.facts)
tell("proposal.edited", lambda e: _("修改表述：“%(before)s”改为“%(title)s”") % e.facts)
tell("proposal.unit_assigned", lambda e: _("归属单位定为 %(unit)s") % e.facts)
tell("proposal.dismissed", lambda e: _("排除拟录：“%(title)s”") % e.facts)
tell("proposal.restored", lambda e: _("恢复拟录：“%(title)s”") % e.facts)
tell("proposal.added", lambda e: _("标注新问题：“%(title)s”") % e.facts)
tell("proposal.accepted", lambda e: _("确认拟录：“%(title)s”") % e.facts)
tell("proposal.recognised", lambda e: _("认出已在台账：%(number)s") % e.facts)
tell("proposal.released", lambda e: _("退回核对：“%(title)s”") % e.facts)
tell("proposal.split", lambda e: _("拆分：“%(title)s”") % e.facts)
tell("proposal.merged", lambda e: _("合并为：“%(title)s”") % e.facts)
tell("proposal.moved", lambda e: _("移动位置"))
tell("proposal.promoted", lambda e: _("升一级"))
tell("proposal.demoted", lambda e: _("降一级"))
