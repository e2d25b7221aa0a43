"""Acts of this stage in words, and what it says of material and inspections on their pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.access.visibility import Kind, Sight, show_readers_of, sight_of
from liandu.clues.beside import BESIDE_CLUES
from liandu.findings.beside import BESIDE_FINDINGS
from liandu.handover import searched  # noqa: F401 - registers what is found
from liandu.handover.models import ClueFinding, Line, Meeting, Package, Result
from liandu.handover.queries import (
    foreign_lists_for,
    lines_for,
    links_for,
    meetings_for,
    packages_for,
    prepares,
    sees_every_package,
    sees_meetings_whole,
    told_since,
    witnesses_of_meeting,
    witnesses_of_packages,
)
from liandu.handover.rules import HANDED_OVER_KINDS
from liandu.handover.states import SENT, WAITING, LineState
from liandu.inspections.models import Inspection, Material
from liandu.inspections.remarks import Remark, remark_on_inspections, remark_on_material
from liandu.inspections.states import State as MaterialState
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.ui.beside import Beside


def _answered(entry: Any) -> dict[str, object]:
    result = entry.facts["result"]
    return {**entry.facts, "result": str(Result(result).label) if result in Result.values else result}


tell("meeting.called", lambda e: _("召集第 %(number)s 次联席会议“%(name)s”") % e.facts)
tell("meeting.changed", lambda e: _("修改会议“%(name)s”的安排") % e.facts)
tell("meeting.agenda_added", lambda e: _("增加议题“%(title)s”") % e.facts)
tell("meeting.agenda_moved", lambda e: _("调整议题“%(title)s”的次序") % e.facts)
tell("meeting.agenda_removed", lambda e: _("删去议题“%(title)s”") % e.facts)
tell("meeting.held", lambda e: _("登记会议召开，到会 %(attended)s 人") % e.facts)
tell("meeting.minutes_written", lambda e: _("修改会议“%(name)s”的记录") % e.facts)
tell("meeting.decided", lambda e: _("议定：%(text)s（%(owner)s）") % e.facts)
tell("decision.done", lambda e: _("议定事项完成：%(text)s") % e.facts)
tell("meeting.cancelled", lambda e: _("取消会议“%(name)s”") % e.facts)
tell("meeting.minuted", lambda e: _("纪要定稿，校验码 %(sha256).12s") % e.facts)
tell("meeting.minutes_taken", lambda e: _("下载会议“%(name)s”的纪要") % e.facts)
tell("package.drafted", lambda e: _("拟定移交“%(title)s”") % e.facts)
tell("package.changed", lambda e: _("修改移交“%(title)s”，接收单位 %(recipient)s") % e.facts)
tell("package.tied", lambda e: _("列入会议“%(meeting)s”的议题“%(agenda)s”") % e.facts)
tell("package.proposed", lambda e: _("按内容规则拟列 %(lines)s 项") % e.facts)
tell("package.lines_added", lambda e: _("清单增加 %(lines)s 项") % e.facts)
tell("package.line_removed", lambda e: _("清单删去第 %(position)s 项“%(title)s”") % e.facts)
tell("line.corrected", lambda e: _("更正清单所列“%(title)s”") % e.facts)
tell("package.handed_over", lambda e: _("发出 %(number)s，共 %(lines)s 项，校验码 %(digest).12s") % e.facts)
tell("package.brought_in", lambda e: _("收到“%(source)s”的清单 %(number)s，共 %(lines)s 项") % e.facts)
tell("package.withdrawn", lambda e: _("撤回移交“%(title)s”") % e.facts)
tell("package.rest_accepted", lambda e: _("签收其余 %(lines)s 项") % e.facts)
tell("line.accepted", lambda e: _("签收第 %(position)s 项“%(title)s”") % e.facts)
tell("line.refused", lambda e: _("拒收第 %(position)s 项“%(title)s”") % e.facts)
tell("line.discrepancy_noted", lambda e: _("登记第 %(position)s 项“%(title)s”不符") % e.facts)
tell("line.returned", lambda e: _("退回第 %(position)s 项“%(title)s”") % e.facts)
tell("line.signature_undone", lambda e: _("撤销对第 %(position)s 项“%(title)s”的签收") % e.facts)
tell("line.sent_again", lambda e: _("重新移交“%(title)s”") % e.facts)
tell("package.supplemented", lambda e: _("%(lines)s 项列入补充移交“%(title)s”") % e.facts)
tell("line.dropped", lambda e: _("不再移交第 %(position)s 项“%(title)s”") % e.facts)
tell("line.answered", lambda e: _("答复“%(title)s”：%(result)s") % _answered(e))
tell("package.answered", lambda e: _("答复 %(lines)s 项：%(result)s") % _answered(e))
tell("line.original_taken", lambda e: _("下载第 %(position)s 项原件《%(title)s》") % e.facts)
tell("answer.paper_refused", lambda e: _("没有接收答复文件“%(name)s”：%(code)s") % e.facts)
tell("answer.paper_looked_at", lambda e: _("查看答复文件“%(name)s”，没有不应留存的内容") % e.facts)
tell("answer.paper_unread", lambda e: _("答复文件“%(name)s”的文字读不出，没有查到密级标志") % e.facts)
tell("answer.paper_destroyed", lambda e: _("答复文件“%(name)s”高于密级上限，已销毁副本") % e.facts)
tell("answer.clue_list_destroyed", lambda _e: _("答复文件是问题线索清单，已销毁副本"))
tell("answer.paper_taken", lambda e: _("下载答复文件“%(name)s”") % e.facts)
tell(
    "package.paper_taken",
    lambda e: (_("下载签收单 %(number)s") if e.facts["paper"] == "receipt" else _("下载移交清单 %(number)s")) % e.facts,
)
tell("handover.counts_exported", lambda e: _("导出清点核对（%(scope)s）") % e.facts)


@remark_on_material
def of_material(reader: Any, rows: Sequence[Material]) -> Mapping[int, Remark]:
    """Say to whom material was handed over; "not yet" only to readers who see every package: 1 query."""
    kinds = [row.pk for row in rows if row.kind in HANDED_OVER_KINDS and row.state == MaterialState.KEPT]
    if not kinds:
        return {}
    gone: dict[int, list[Line]] = {}
    lines = lines_for(reader).filter(material__in=kinds, package__state__in=SENT)
    for line in lines.exclude(state__in=(LineState.REFUSED, LineState.RETURNED)).order_by("pk"):
        gone.setdefault(line.material_id or 0, []).append(line)
    remarks = {}
    for pk in kinds:
        if pk in gone:
            remarks[pk] = _handed_over(gone[pk])
        elif sees_every_package(reader):
            remarks[pk] = Remark(_("未移交"), shape="○")
    return remarks


def _handed_over(lines: list[Line]) -> Remark:
    names = _("、").join(dict.fromkeys(str(line.package.recipient) for line in lines))
    return Remark(
        _("已移交 %(names)s") % {"names": names},
        shape="●",
        tone="good" if all(line.state == LineState.ACCEPTED for line in lines) else "now",
        url=reverse("handover:package", args=[lines[-1].package_id]),
        action=_("看清单"),
    )


@remark_on_inspections
def of_inspections(reader: Any, rows: Sequence[Inspection]) -> Mapping[int, Remark]:
    """Say whether the unit has signed for its feedback: 1 query."""
    by_unit = {(row.round_id, row.unit_id): row.pk for row in rows}
    lines = lines_for(reader).select_related(None).filter(package__state__in=SENT, package__purpose="feedback")
    lines = lines.filter(unit__in=[row.unit_id for row in rows], package__round__in={row.round_id for row in rows})
    waiting: dict[int, int] = {}
    waits = Count("pk", filter=Q(state__in=WAITING))
    for round_, unit, n in lines.order_by().values_list("package__round", "unit").annotate(n=waits):
        pk = by_unit.get((round_, unit))
        if pk is not None:
            waiting[pk] = n
    return {
        pk: Remark(ngettext("反馈待签 %(n)s 项", "反馈待签 %(n)s 项", n) % {"n": n}, shape="◑", tone="now")
        if n
        else Remark(_("反馈已签收"), shape="●", tone="good")
        for pk, n in waiting.items()
    }


@may_read("handover.package")
def _package_is_told(reader: Any, key: int) -> bool | datetime:
    row = packages_for(reader).filter(pk=key).first()
    return row is not None and told_since(row, prepares=prepares(reader, row))


@may_read("handover.line")
def _line_is_told(reader: Any, key: int) -> bool | datetime:
    row = lines_for(reader).filter(pk=key).first()
    return row is not None and told_since(row.package, prepares=prepares(reader, row.package))


@may_read("handover.meeting")
def _meeting_is_told(reader: Any, key: int) -> bool:
    return sees_meetings_whole(reader) and meetings_for(reader).filter(pk=key).exists()


@may_read("handover.foreignlist")
def _foreign_list_is_told(reader: Any, key: int) -> bool:
    return foreign_lists_for(reader).filter(pk=key).exists()


tell("clue_finding.linked", lambda _e: _("关联问题线索和问题"))
tell("clue_finding.unlinked", lambda _e: _("取消问题线索和问题的关联"))


@BESIDE_FINDINGS.add
def clues_beside(reader: Any, finding: Any) -> Beside | None:
    """Put the clues tied to a finding on its page, for who sees both; nothing at all to everybody else."""
    found = [(link.clue.number, reverse("clues:clue", args=[link.clue_id])) for link in _links(reader, finding=finding)]
    return Beside(_("关联的问题线索"), tuple(found)) if found else None


@BESIDE_CLUES.add
def findings_beside(reader: Any, clue: Any) -> Beside | None:
    """Put the findings tied to a clue on its page, with the way to tie them, for who reads findings too."""
    if Act.FINDING_VIEW not in acts_of(reader):
        return None
    found = [
        (f"{link.finding.number} {link.finding.title}", reverse("findings:finding", args=[link.finding_id]))
        for link in _links(reader, clue=clue)
    ]
    return Beside(_("关联的问题"), tuple(found), reverse("handover:clue_links", args=[clue.pk]), _("关联问题"))


def _links(reader: Any, **about: Any) -> list[ClueFinding]:
    return list(links_for(reader).filter(**about).order_by("pk"))


def _meeting_to_ask_about(reader: Any, key: int) -> Meeting | None:
    """Return a meeting to who sees all of it: others learn neither who takes part nor whom else it concerns."""
    return meetings_for(reader).filter(pk=key).first() if sees_meetings_whole(reader) else None


def _who_sees_package(package: Package, day: date) -> list[Sight]:
    return [sight_of(one) for one in witnesses_of_packages([package], day)]


def _who_sees_meeting(meeting: Meeting, day: date) -> list[Sight]:
    by_office, members, by_package = witnesses_of_meeting(meeting, day)
    rows = [sight_of(one) for one in by_office]
    rows += [sight_of(one, _("因列为会议成员")) for one in members]
    rows += [sight_of(one, _("因能看到列入会议的移交")) for one in by_package]
    return sorted(rows, key=lambda row: row.person)


show_readers_of(
    Kind(
        "package",
        gettext_lazy("移交"),
        lambda reader, pk: packages_for(reader).filter(pk=pk).first(),
        lambda package: package.title,
        lambda package: reverse("handover:package", args=[package.pk]),
        _who_sees_package,
    )
)
show_readers_of(
    Kind(
        "meeting",
        gettext_lazy("联席会议"),
        _meeting_to_ask_about,
        str,
        lambda meeting: reverse("handover:meeting", args=[meeting.pk]),
        _who_sees_meeting,
    )
)
