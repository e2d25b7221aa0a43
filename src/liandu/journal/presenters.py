"""Acts on the journal itself in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell(
    "seals.verified",
    lambda e: (_("核验最近 %(seals)s 个封印，完好") if e.facts["intact"] else _("核验封印，发现问题")) % e.facts,
)
tell("seals.exported", lambda e: _("导出封印，到第 %(number)s 号") % e.facts)
tell("receipt.taken_out", lambda e: _("下载日志第 %(seq)s 条的凭据") % e.facts)
tell("access.probed", lambda e: _("十分钟内 %(times)s 次打开不存在或不在工作范围内的页面") % e.facts)
