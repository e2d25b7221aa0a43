"""Issued catalogues: all of them, one with its lines, two of a kind compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.insight.models import Catalogue, CatalogueLine, CommonProblem
from liandu.insight.states import CommonState


def catalogues_for(reader: Any) -> QuerySet[Catalogue]:
    """Return the catalogues, newest first: issued papers, whole for everybody who may see insight at all."""
    rows = Catalogue.objects.select_related("term", "issued_by").order_by("-pk")
    return rows if may(reader, Act.INSIGHT_VIEW) else rows.none()


def catalogue_list(reader: Any) -> list[Catalogue]:
    """Return the catalogues, each with the number of its lines as ``n``."""
    return list(catalogues_for(reader).annotate(n=Count("lines")))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a catalogue as it was issued, with those of its typical cases that the reader reaches."""

    line: CatalogueLine
    cases: tuple[Finding, ...]


def catalogue_lines(reader: Any, catalogue: Catalogue) -> list[Line]:
    """Return the lines in their order: two queries. Cases name units, so each reader sees those within reach."""
    lines = list(catalogue.lines.order_by("place"))
    wanted = {key for line in lines for key in line.frozen.get("cases", [])}
    rows = findings_for(reader).filter(pk__in=wanted).select_related("unit") if wanted else ()
    seen = {row.pk: row for row in rows}
    return [Line(one, tuple(seen[key] for key in one.frozen.get("cases", []) if key in seen)) for one in lines]


def settled_commons() -> list[CommonProblem]:
    """Return what a catalogue may hold: every settled common problem, by class. Who issues it has the right to all."""
    return list(CommonProblem.objects.filter(state=CommonState.NAMED).order_by("code", "pk"))


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two catalogues; ``renamed`` are (line before, line after)."""

    added: list[CatalogueLine]
    gone: list[CatalogueLine]
    renamed: list[tuple[CatalogueLine, CatalogueLine]]
    changed: list[tuple[CatalogueLine, CatalogueLine]]  # the same name with other words or other numbers
    same: int


def compared(before: Catalogue, after: Catalogue) -> Compared:
    """Return what was added to, gone from and renamed in the later one. A line is known again by its common problem."""
    old, new = _by_common(before.lines.all()), _by_common(after.lines.all())
    both = [(old[key], line) for key, line in new.items() if key in old]
    renamed = [(one, other) for one, other in both if one.frozen["name"] != other.frozen["name"]]
    same_name = [(one, other) for one, other in both if one.frozen["name"] == other.frozen["name"]]
    changed = [(one, other) for one, other in same_name if one.frozen != other.frozen]
    return Compared(
        [line for key, line in new.items() if key not in old],
        [line for key, line in old.items() if key not in new],
        renamed,
        changed,
        len(same_name) - len(changed),
    )


def _by_common(lines: QuerySet[CatalogueLine] | Sequence[CatalogueLine]) -> dict[int, CatalogueLine]:
    return {line.common_id: line for line in lines}
