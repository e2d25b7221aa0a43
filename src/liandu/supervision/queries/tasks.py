"""What waits for a person in this stage, for the workbench."""

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import acts_of, visible
from liandu.access.roles import Act as Right
from liandu.kernel.tasks import Task
from liandu.rectification.states import AskedState
from liandu.supervision.queries.queue import requests_waiting
from liandu.supervision.queries.requests import reopenings_for

MOST = 12  # of one kind


def tasks_for_supervision(reader: Any) -> list[Task]:
    """Return what waits for this person: requests to sign as one task, re-openings to confirm: three queries."""
    acts = acts_of(reader)
    tasks: list[Task] = []
    if Right.CLOSURE_SIGN in acts:
        tasks += _to_sign(reader)
    if Right.ITEM_REOPEN in acts:
        tasks += _to_confirm(reader)
    return sorted(tasks, key=lambda task: task.tone != "late")


def _to_sign(reader: Any) -> list[Task]:
    counted = requests_waiting(reader).order_by().aggregate(n=Count("pk"), due=Min("item__step_due_on"))
    if not counted["n"]:
        return []
    words = ngettext("%(n)s 件销号申请待审核签字", "%(n)s 件销号申请待审核签字", counted["n"]) % {"n": counted["n"]}
    late = counted["due"] is not None and counted["due"] < timezone.localdate()
    return [Task(words, _("最早到期的排在前面"), reverse("supervision:queue"), _("审核"), "late" if late else "now")]


def _to_confirm(reader: Any) -> list[Task]:
    rows = visible(reopenings_for(reader), reader, Right.ITEM_REOPEN, unit="item__unit")
    rows = rows.filter(state=AskedState.ASKED).exclude(asked_by=reader)
    return [
        Task(
            _("有人要求重新立账，待另一人确认"),
            f"{row.item.number} {row.item.finding.title}",
            reverse("supervision:reopening", args=[row.pk]),
            _("确认"),
            "now",
        )
        for row in rows.order_by("pk")[:MOST]
    ]
