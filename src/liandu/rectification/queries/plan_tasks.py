"""What waits for a person about plans, for the workbench."""

from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import acts_of, reach
from liandu.access.roles import Act
from liandu.kernel.tasks import Task
from liandu.rectification.queries.items import items_for
from liandu.rectification.queries.plans import plans_for, plans_to_review
from liandu.rectification.states import EntryState, State

MOST = 12  # of one kind; the lists have all
NEAR_DAYS = 7


def tasks_for_plans(reader: Any) -> list[Task]:
    """Return plans to review and plans to write, the overdue first: at most 3 queries, by what the reader may do."""
    acts = acts_of(reader)
    tasks = _to_review(reader) if Act.PLAN_REVIEW in acts else []
    if Act.PLAN_FILE in acts:
        tasks += _to_write(reader)
    return sorted(tasks, key=lambda task: task.tone != "late")


def _tone(due: Any, *, otherwise: str = "now") -> str:
    if due is None:
        return otherwise
    left = (due - timezone.localdate()).days
    return "late" if left < 0 else "look" if left <= NEAR_DAYS else otherwise


def _to_review(reader: Any) -> list[Task]:
    return [
        Task(
            ngettext("%(n)s 项方案待审", "%(n)s 项方案待审", row.waiting) % {"n": row.waiting},
            f"{row.unit} · {row.round.name}",
            reverse("rectification:plan", args=[row.pk]),
            _("审核"),
            _tone(row.due),
        )
        for row in plans_to_review(reader)[:MOST]
    ]


def _to_write(reader: Any) -> list[Task]:
    rows = items_for(reader).filter(reach(reader, Act.PLAN_FILE), state=State.ACKNOWLEDGED).order_by()
    counted = rows.values("unit", "unit__name", "round", "round__name").annotate(
        n=Count("pk"), returned=Count("pk", filter=Q(entry__state=EntryState.RETURNED)), due=Min("step_due_on")
    )
    found = list(counted.order_by("due", "unit", "round")[:MOST])
    plans = {(row.unit_id, row.round_id): row.pk for row in plans_for(reader)} if found else {}
    return [
        Task(
            _returned(row["returned"]) if row["returned"] else _unwritten(row["n"]),
            f"{row['unit__name']} · {row['round__name']}",
            _address(plans.get((row["unit"], row["round"]))),
            _("编制"),
            "look" if row["returned"] and _tone(row["due"]) == "now" else _tone(row["due"]),
        )
        for row in found
    ]


def _returned(n: int) -> str:
    return ngettext("%(n)s 项方案被退回", "%(n)s 项方案被退回", n) % {"n": n}


def _unwritten(n: int) -> str:
    return ngettext("%(n)s 项要报整改方案", "%(n)s 项要报整改方案", n) % {"n": n}


def _address(plan: int | None) -> str:
    return reverse("rectification:plan", args=[plan]) if plan else reverse("rectification:plans")
