"""What waits for a person: lists to sign, clues to review, to decide, to handle; numbers and counts, no words."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.clues.models import Assignment, Clue, Disposition
from liandu.clues.queries.reach import clues_for, lists_for
from liandu.clues.queries.register import BEFORE_DISPOSITION
from liandu.clues.states import AssignmentState, DispositionState, ListState, State
from liandu.kernel.tasks import Task

MOST = 12


def tasks_for_clues(reader: Any) -> list[Task]:
    """Return what waits for this person in the register of clues, the overdue first, at most MOST; [] for outsiders."""
    acts, today = acts_of(reader), timezone.localdate()
    tasks: list[Task] = []
    if Act.CLUE_APPROVE in acts:
        tasks += _to_decide(reader)
    if Act.CLUE_HANDLE in acts:
        tasks += _to_handle(reader, today)
    if Act.CLUE_REGISTER in acts:
        tasks += _to_register(reader) + _to_work_on(reader, today)
    if Act.CLUE_SEND in acts:
        tasks += _to_send(reader)
    return sorted(tasks, key=lambda task: task.tone != "late")[:MOST]


def _to_decide(reader: Any) -> list[Task]:
    within = clues_for(reader)
    waiting = Disposition.objects.filter(clue__in=within.values("pk"), approver=reader.pk)
    proposals = waiting.filter(state=DispositionState.PROPOSED).select_related("clue").order_by("proposed_at")[:MOST]
    results = Assignment.objects.filter(
        clue__in=within.filter(approver=reader.pk).values("pk"), state=AssignmentState.REPORTED
    ).exclude(handler=reader.pk)
    results = results.select_related("clue").order_by("reported_at")[:MOST]
    return [
        Task(_("处置意见待审批"), row.clue.number, reverse("clues:decide", args=[row.clue_id]), _("审批"), "now")
        for row in proposals
    ] + [
        Task(_("办理结果待审批"), row.clue.number, reverse("clues:conclude", args=[row.pk]), _("审批"), "now")
        for row in results
    ]


def _to_handle(reader: Any, today: date) -> list[Task]:
    rows = Assignment.objects.filter(clue__in=clues_for(reader).values("pk"), handler=reader.pk)
    rows = rows.filter(state__in=[AssignmentState.OFFERED, AssignmentState.ACCEPTED]).select_related("clue")
    tasks = []
    for row in rows.order_by("due_on", "key")[:MOST]:
        late = row.due_on < today
        url = reverse("clues:clue", args=[row.clue_id])
        if row.state == AssignmentState.OFFERED:
            take = reverse("clues:take", args=[row.pk])
            tasks.append(
                Task(_("交办待签收"), row.clue.number, take, pgettext("button", "签收"), "late" if late else "look")
            )
        else:
            words = _("办理已超期") if late else _("办理中")
            tasks.append(Task(words, row.clue.number, url, _("办理"), "late" if late else "now"))
    return tasks


def _to_register(reader: Any) -> list[Task]:
    rows = lists_for(reader).filter(state=ListState.SENT).order_by("sent_at")[:MOST]
    tasks = [
        Task(_("密封清单待签收"), row.number, reverse("clues:list", args=[row.pk]), pgettext("button", "签收"), "look")
        for row in rows
    ]
    signed = lists_for(reader).filter(state=ListState.SIGNED).order_by("signed_at")[:MOST]
    return tasks + [
        Task(_("收下的线索待登记"), row.number, reverse("clues:list", args=[row.pk]), _("登记"), "now")
        for row in signed
    ]


def _to_work_on(reader: Any, today: date) -> list[Task]:
    due = Q(state__in=BEFORE_DISPOSITION) | Q(state=State.HELD, restart_on__lte=today) | Q(state=State.FOLLOW_UP)
    unassigned = Q(state=State.IN_FORCE) & ~Q(assignments__state__in=["offered", "accepted", "reported"])
    rows = clues_for(reader).filter(due | unassigned).order_by("due_on", "key").distinct()[:MOST]
    return [_work_on(row, today) for row in rows]


def _work_on(clue: Clue, today: date) -> Task:
    words = {
        State.REGISTERED: _("待集体研判"),
        State.REVIEWED: _("待提处置意见"),
        State.HELD: _("暂存到期，待再次启动"),
        State.FOLLOW_UP: _("待反馈、说明、澄清"),
        State.IN_FORCE: _("待分类交办"),
    }[State(clue.state)]
    late = clue.state in BEFORE_DISPOSITION and clue.due_on < today
    late = late or (clue.state == State.HELD and clue.restart_on is not None and clue.restart_on < today)
    url = reverse("clues:clue", args=[clue.pk])
    return Task(words, clue.number, url, _("办理"), "late" if late else "now")


def _to_send(reader: Any) -> list[Task]:
    mine = lists_for(reader).filter(sender=reader.pk)
    drafts = [
        Task(_("密封清单没有送出"), row.number, reverse("clues:list", args=[row.pk]), _("继续"), "now")
        for row in mine.filter(state=ListState.DRAFTING).order_by("drafted_at")[:MOST]
    ]
    refused = mine.filter(lines__verdict="refused", lines__resent_as=None).distinct().count()
    if refused:
        words = ngettext("%(n)s 份清单有拒收的线索", "%(n)s 份清单有拒收的线索", refused) % {"n": refused}
        drafts.append(Task(words, "", reverse("clues:lists"), _("查看"), "look"))
    return drafts
