"""Reading units and oversight."""

from datetime import date

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from liandu.orgs.models import JointTeam, Oversight, TeamArea, Unit


def on_day(day: date, way: str = "") -> Q:
    """Return the condition that a row with ``since`` and ``until`` holds on ``day``; ``way`` leads to the row."""
    begun = Q(**{f"{way}since__lte": day})
    return begun & (Q(**{f"{way}until": None}) | Q(**{f"{way}until__gte": day}))


def overseen_units(office: Unit, *, day: date) -> QuerySet[Oversight]:
    """Return the oversight rows of ``office`` and the offices below it that hold on ``day``."""
    return Oversight.objects.filter(on_day(day), office__path__startswith=office.path)


def units_overseen(office: Unit, *, day: date) -> QuerySet[Unit]:
    """Return the units that ``office`` and the offices below it supervise on ``day``, with everything below them."""
    above = overseen_units(office, day=day)
    inner = ExpressionWrapper(OuterRef("path"), CharField())
    return Unit.objects.filter(Exists(above.annotate(inner=inner).filter(inner__startswith=F("unit__path"))))


def units_of_team(team: int, *, day: date) -> QuerySet[Unit]:
    """Return the units in the area of the team with this key on ``day``, with everything below them."""
    parts = TeamArea.objects.filter(on_day(day), team=team).filter(Q(sector="") | Q(sector=OuterRef("sector")))
    inner = ExpressionWrapper(OuterRef("path"), CharField())
    return Unit.objects.filter(Exists(parts.annotate(inner=inner).filter(inner__startswith=F("unit__path"))))


def above(unit: Unit) -> list[int]:
    """Return the keys of ``unit`` and of everything above it."""
    return [int(step) for step in unit.path.strip("/").split("/")]


def running_teams(*, day: date) -> QuerySet[JointTeam]:
    """Return the joint teams that run on ``day``."""
    return JointTeam.objects.filter(on_day(day))


def supervising_offices(unit: Unit, *, day: date) -> list[Unit]:
    """Return the offices that supervise ``unit`` on ``day``, by name."""
    rows = Oversight.objects.filter(on_day(day), unit=unit).select_related("office").order_by("office__name")
    return [row.office for row in rows]


def root_unit() -> Unit:
    """Return the unit at the top of the tree."""
    return Unit.objects.get(parent=None)
