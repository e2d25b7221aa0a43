"""What the workbench shows: what is to be done, what happened, and the numbers within reach."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.models import Post
from liandu.access.queries import acts_of
from liandu.access.roles import ROLES, Act
from liandu.accounts.models import User
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.inspections.queries import inspections_for, material_for
from liandu.intake.queries import documents_for
from liandu.intake.states import Reading
from liandu.journal.queries import Line, lines_of_acts
from liandu.orgs.models import Oversight, Sector, Unit
from liandu.orgs.queries import on_day

MOST_TASKS = 12


@dataclass(frozen=True, slots=True)
class Task:
    """One decision that waits: what it is, about what, where it is made, and how urgent its tone is."""

    words: str
    about: str
    url: str
    button: str
    tone: str


def tasks_for(reader: Any) -> list[Task]:
    """Return what waits for this person, the most consequential first, at most MOST_TASKS."""
    if Act.PROPOSAL_EDIT not in acts_of(reader):
        return []
    documents = documents_for(reader).filter(material__state="kept").order_by("material__received_at")
    failed = documents.filter(state=Reading.FAILED)[:MOST_TASKS]
    waiting = documents.filter(Q(open_leaves__gt=0), state=Reading.READ)[:MOST_TASKS]
    tasks = [
        Task(_("读取失败，请处理"), d.material.title, reverse("intake:documents"), _("查看"), "look") for d in failed
    ]
    tasks += [_to_check(document) for document in waiting]
    return tasks[:MOST_TASKS]


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
    inspections = list(
        inspections_for(reader).order_by("-round__term__number", "-round__number", "unit__path")[: most + 1]
    )
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


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit or office in the tree, with its depth below the root."""

    unit: Unit
    depth: int
    offices: str
    people: str


def unit_tree() -> list[UnitRow]:
    """Return the whole tree in order, each with the offices that oversee it today and the people in post: 3 queries."""
    today = on_day(timezone.localdate())
    overseen_by = Oversight.objects.filter(today).select_related("office").order_by("office__name")
    units = list(Unit.objects.order_by("path").prefetch_related(Prefetch("overseen_by", overseen_by)))
    people: dict[int, list[str]] = {}
    for post in Post.objects.filter(today).select_related("user").order_by("pk"):
        role = ROLES.get(post.role)
        held = {"person": post.user, "post": role.name if role else post.role}
        people.setdefault(post.unit_id, []).append(_("%(person)s（%(post)s）") % held)
    return [
        UnitRow(
            unit,
            unit.path.count("/") - 2,
            _("、").join(str(row.office) for row in unit.overseen_by.all()),
            _("、").join(people.get(unit.pk, [])),
        )
        for unit in units
    ]


def accounts(*, text: str = "") -> list[User]:
    """Return the accounts by sign-in name, with the posts of today; ``text`` narrows by name."""
    posts = Post.objects.filter(on_day(timezone.localdate())).select_related("unit").order_by("pk")
    rows = User.objects.prefetch_related(Prefetch("posts", posts)).order_by("username")
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    return list(rows[:200])


# What the audit administrator may read: acts of the other two, and attempts; never business text.
LOG_PAGE = 50
ADMINISTRATIVE_ACTS = (
    "account.opened",
    "account.closed",
    "account.password_changed",
    "post.given",
    "post.ended",
    "unit.added",
    "oversight.assigned",
    "oversight.ended",
    "access.denied",
    "session.opened",
    "session.refused",
)


def administrative_log(*, before: int | None = None) -> list[Line]:
    """Return a page of the log of administrative acts, newest first."""
    return lines_of_acts(ADMINISTRATIVE_ACTS, before=before, most=LOG_PAGE)


def people_choices() -> Any:
    """Return the accounts a post can be given to."""
    return User.objects.filter(is_active=True).order_by("username")


def unit_choices() -> Any:
    """Return the units and offices a post or a unit can stand under, in tree order."""
    return Unit.objects.order_by("path")


def office_choices() -> Any:
    """Return the offices of the three parties, in tree order."""
    return Unit.objects.exclude(party="").order_by("path")


def open_oversight() -> Any:
    """Return the oversight that has no end yet, by office and unit."""
    return Oversight.objects.filter(until=None).select_related("office", "unit").order_by("office__path", "unit__path")


def open_posts() -> Any:
    """Return the posts that have no end yet, by person."""
    return Post.objects.filter(until=None).select_related("user", "unit").order_by("user__username", "pk")
