"""What strands and common problems say in the journal, and on the page of a finding.

Their history counts everybody's findings, so it is for who reaches all of them.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.findings.beside import BESIDE_FINDINGS
from liandu.insight.queries.catalogues import catalogues_for
from liandu.insight.queries.common_problems import commons_for
from liandu.insight.queries.strands import reaches_everything, strand_of, strands_for
from liandu.insight.states import StrandState
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.ui.beside import Beside


def _n(entry: Any) -> str:
    n = entry.facts.get("findings", len(entry.facts.get("members", ())))
    return ngettext("%(n)s 条问题", "%(n)s 条问题", n) % {"n": n}


def _with(entry: Any) -> dict[str, Any]:
    return {**entry.facts, "count": _n(entry)}


tell(
    "strand.grouped",
    lambda e: _("归并同类问题：%(strands)s 组拟定，%(joined)s 条归入已采用的各组") % e.facts,
)
tell("strand.accepted", lambda e: _("采用“%(label)s”，%(count)s") % _with(e))
tell("strand.held", lambda e: _("有人改动，系统不再重拟，当时 %(count)s") % _with(e))
tell("strand.joined", lambda e: _("按多数相近归入 %(count)s") % _with(e))
tell("strand.left", lambda e: _("问题撤回，移出 %(count)s") % _with(e))
tell("strand.named", lambda e: _("由“%(before)s”改名为“%(label)s”") % e.facts)
tell("strand.merged", lambda e: _("并入“%(into_label)s”，%(count)s") % _with(e))
tell("strand.took_over", lambda e: _("并入“%(label)s”的 %(count)s") % _with(e))
tell("strand.unmerged", lambda e: _("拆回，%(count)s") % _with(e))
tell("strand.gave", lambda e: _("移出 %(count)s 到“%(label)s”") % _with(e))
tell("strand.split", lambda e: _("拆出“%(label)s”，%(count)s") % _with(e))
tell("strand.split_off", lambda e: _("由“%(label)s”拆出，%(count)s") % _with(e))
tell(
    "strand.moved",
    lambda e: (
        _("从“%(label)s”移入 %(count)s") % _with(e) if e.facts["label"] else _("从待归类移入 %(count)s") % _with(e)
    ),
)
tell("strand.pinned", lambda e: _("固定 %(count)s") % _with(e))
tell("strand.unpinned", lambda e: _("取消固定 %(count)s") % _with(e))
tell("strand.retired", lambda e: _("停用“%(label)s”，%(count)s 回到待归类") % _with(e))
tell("strand.restored", lambda e: _("恢复，%(count)s") % _with(e))
tell("strands.rebuilt", lambda e: _("按日志重建同类问题，改正 %(differences)s 处") % e.facts)
tell("common.drafted", lambda e: _("草拟共性问题“%(name)s”") % e.facts)
tell("common.amended", lambda e: _("修改共性问题“%(name)s”") % e.facts)
tell(
    "common.settled",
    lambda e: _("审定共性问题“%(name)s”：%(findings)s 条，%(units)s 个单位，%(sectors)s 个板块") % e.facts,
)
tell("common.sent_back", lambda e: _("共性问题“%(name)s”退回修改") % e.facts)
tell("common.retired", lambda e: _("停用共性问题“%(name)s”") % e.facts)
tell("catalogue.issued", lambda e: _("发布“%(name)s”，%(term)s第 %(version)s 版，%(lines)s 类") % e.facts)
tell("catalogue.taken", lambda e: _("下载“%(name)s”（%(form)s）") % e.facts)


@may_read("insight.strand")
def _strand_is_seen(reader: Any, key: int) -> bool:
    return reaches_everything(reader) and strands_for(reader).filter(pk=key).exists()


@may_read("insight.commonproblem")
def _common_is_seen(reader: Any, key: int) -> bool:
    return reaches_everything(reader) and commons_for(reader).filter(pk=key).exists()


@may_read("insight.catalogue")
def _catalogue_is_seen(reader: Any, key: int) -> bool:
    return catalogues_for(reader).filter(pk=key).exists()


@BESIDE_FINDINGS.add
def strand_beside(reader: Any, finding: Any) -> Beside | None:
    """Put beside a finding the strand that it stands in, and the common problem written from it."""
    if not may(reader, Act.INSIGHT_VIEW):
        return None
    strand = strand_of(reader, finding)
    if strand is None:
        return None
    label = strand.label
    if strand.state == StrandState.PROPOSED:
        label = _("%(label)s（拟定，待采用）") % {"label": label}
    entries = [(label, reverse("insight:strand", args=[strand.pk]))]
    if strand.common is not None:
        common = _("共性问题：%(name)s") % {"name": strand.common.name}
        entries.append((common, reverse("insight:common_problem", args=[strand.common_id])))
    return Beside(_("同类问题"), tuple(entries))
