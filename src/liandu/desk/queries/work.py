"""The workbench: what waits for a person, and the numbers within reach."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import acts_of
from liandu.access.queries.teams import tasks_for as team_tasks
from liandu.access.roles import Act
from liandu.clues.queries import tasks_for_clues
from liandu.exchange.queries import tasks_for_sealed_parts
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.handover.queries import tasks_for_handover
from liandu.inspections.queries import inspections_for, material_for
from liandu.intake.queries import documents_for
from liandu.intake.states import Reading
from liandu.kernel.tasks import Task
from liandu.orgs.models import Sector

MOST_TASKS = 20
NEAR = timedelta(days=21)
TONES = ("late", "look", "now", "plain")


def tasks_for(reader: Any) -> list[Task]:
    """Return what waits for this person, the most consequential first, at most MOST_TASKS."""
    tasks = [
        *tasks_for_handover(reader),
        *tasks_for_clues(reader),
        *tasks_for_sealed_parts(reader),
        *_of_teams(reader),
        *_to_read(reader),
    ]
    return sorted(tasks, key=lambda task: TONES.index(task.tone))[:MOST_TASKS]


def _of_teams(reader: Any) -> list[Task]:
    """Return what the reader has to do in joint teams, within three weeks or overdue."""
    today = timezone.localdate()
    rows = team_tasks(reader).filter(owner__user=reader.pk, done_on=None, due__lte=today + NEAR)
    return [
        Task(
            _until(task.due, today), f"{task.what} · {task.team}", reverse("desk:team", args=[task.team_id]), _("查看"),
            "late" if task.due < today else "now",
        )
        for task in rows[:MOST_TASKS]
    ]  # fmt: skip


def _until(due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return ngettext("事项逾期 %(n)s 天", "事项逾期 %(n)s 天", -days) % {"n": -days}
    return ngettext("事项还有 %(n)s 天到期", "事项还有 %(n)s 天到期", days) % {"n": days}


def _to_read(reader: Any) -> list[Task]:
    """Return the documents that could not be read, and those whose proposals wait to be checked."""
    if Act.PROPOSAL_EDIT not in acts_of(reader):
        return []
    documents = documents_for(reader).filter(material__state="kept").order_by("material__received_at")
    failed = documents.filter(state=Reading.FAILED)[:MOST_TASKS]
    waiting = documents.filter(Q(open_leaves__gt=0), state=Reading.READ)[:MOST_TASKS]
    tasks = [
        Task(_("读取失败，请处理"), d.material.title, reverse("intake:documents"), _("查看"), "look") for d in failed
    ]
    return tasks + [_to_check(document) for document in waiting]


def _to_check(document: Any) -> Task:
    """Return the task of checking a document; it comes from documents_for(), which counts its open leaves."""
    n = document.open_leaves
    return Task(
        ngettext("%(n)s 条拟录问题待核对", "%(n)s 条拟录问题待核对", n) % {"n": n},
        f"{document.material.title} · {document.material.unit}",
        reverse("findings:review", args=[document.pk]),
        _("核对"),
        "now",
    )


@dataclass(frozen=True, slots=True)
class SectorTotal:
    """Units and findings of one sector within reach."""

    name: str
    units: int
    findings: int
    url: str


def sector_totals_for(reader: Any) -> list[SectorTotal]:
    """Return, for each sector within reach, how many inspected units and confirmed findings it has: two queries."""
    units = dict(
        inspections_for(reader).order_by().values_list("unit__sector").annotate(n=Count("unit", distinct=True))
    )
    confirmed = findings_for(reader).filter(state=State.CONFIRMED)
    findings = dict(confirmed.order_by().values_list("unit__sector").annotate(n=Count("pk")))
    return [
        SectorTotal(str(label), units.get(key, 0), findings.get(key, 0), f"{reverse('ledgers:findings')}?sector={key}")
        for key, label in Sector.choices
        if key in units
    ]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One inspected unit within reach with its numbers."""

    name: str
    round: str
    findings: int
    material: int
    url: str


def units_for(reader: Any, *, most: int = 12) -> list[UnitLine]:
    """Return the reader's inspected units, newest round first; for people whose reach is a handful of units."""
    order = ("round__term__mark", "-round__term__number", "-round__number", "unit__path")
    inspections = list(inspections_for(reader).order_by(*order)[: most + 1])
    if not inspections or len(inspections) > most:
        return []
    keys = [inspection.pk for inspection in inspections]
    found = findings_for(reader).filter(inspection__in=keys, state=State.CONFIRMED)
    counted = dict(found.order_by().values_list("inspection").annotate(n=Count("pk")))
    kept = material_for(reader).filter(inspection__in=keys, state="kept")
    papers = dict(kept.order_by().values_list("inspection").annotate(n=Count("pk")))
    return [
        UnitLine(
            str(i.unit),
            i.round.name,
            counted.get(i.pk, 0),
            papers.get(i.pk, 0),
            f"{reverse('ledgers:findings')}?unit={i.unit_id}&round={i.round_id}",
        )
        for i in inspections
    ]
