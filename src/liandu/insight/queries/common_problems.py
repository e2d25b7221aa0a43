"""Common problems within the reader's reach: the list, one with its strands and cases, what could become one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.insight.models import CommonProblem, Strand, TypicalCase
from liandu.insight.queries.figures import COMMON, Figures, figures_of, members_for, money_of, of_many
from liandu.insight.queries.strands import Shown, reaches_everything, shown_strands, strands_for
from liandu.insight.states import CommonState, StrandState
from liandu.orgs.models import Unit

CANDIDATES = 12
CASES = 200  # members offered as typical cases


def commons_for(reader: Any) -> QuerySet[CommonProblem]:
    """Return the common problems with a finding within reach; to who reaches everything all of them."""
    if not may(reader, Act.INSIGHT_VIEW):
        return CommonProblem.objects.none()
    if reaches_everything(reader):
        return CommonProblem.objects.all()
    return CommonProblem.objects.filter(Exists(members_for(reader).filter(strand__common=OuterRef("pk"))))


def opened_common(reader: Any, pk: int) -> CommonProblem | None:
    """Return one common problem, or None when the reader reaches nothing of it."""
    return commons_for(reader).select_related("competent", "made_by").filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Counted:
    """A common problem with what stands behind it within reach."""

    common: CommonProblem
    figures: Figures
    money: Decimal


@dataclass(frozen=True, slots=True)
class CommonList:
    """The common problems by state, what could become one, and how many proposed strands wait to be judged."""

    settled: list[Counted]
    drafts: list[Counted]
    candidates: list[Shown]
    proposals: int


def common_list(reader: Any) -> CommonList:
    """Return what the page of common problems shows. People write these, so there are some dozens."""
    living = [CommonState.NAMED, CommonState.DRAFT]
    rows = list(commons_for(reader).filter(state__in=living).select_related("competent").order_by("code", "pk"))
    told = counted(reader, rows)
    free = candidates_for(reader).order_by("code", "pk")[:CANDIDATES]
    return CommonList(
        [row for row in told if row.common.state == CommonState.NAMED],
        [row for row in told if row.common.state == CommonState.DRAFT],
        shown_strands(reader, list(free)),
        strands_for(reader).filter(state=StrandState.PROPOSED).count(),
    )


def retired_commons(reader: Any) -> list[CommonProblem]:
    """Return the common problems that were retired, newest first, at most a hundred."""
    return list(commons_for(reader).filter(state=CommonState.RETIRED).order_by("-pk")[:100])


def counted(reader: Any, rows: Sequence[CommonProblem]) -> list[Counted]:
    """Return common problems with their figures and money within reach: two queries."""
    keys = [row.pk for row in rows]
    figures = figures_of(members_for(reader), by=COMMON, keys=keys)
    money = money_of(reader, by=COMMON, keys=keys)
    return [Counted(row, figures[row.pk], money.get(row.pk, Decimal(0))) for row in rows]


def candidates_for(reader: Any) -> QuerySet[Strand]:
    """Return the accepted strands that are common by the rule, as far as the reader sees, and of no common problem."""
    rows = strands_for(reader).filter(state=StrandState.ACCEPTED, common=None)
    return rows.filter(pk__in=of_many(members_for(reader)))


def strands_of_common(reader: Any, common: CommonProblem) -> list[Shown]:
    """Return the strands behind a common problem of which the reader reaches something."""
    rows = strands_for(reader).filter(common=common).select_related("common").order_by("pk")
    return shown_strands(reader, list(rows))


def cases_of(reader: Any, common: CommonProblem) -> list[Finding]:
    """Return the typical cases within reach; one that was withdrawn is none."""
    chosen = TypicalCase.objects.filter(common=common).values("finding")
    rows = findings_for(reader).filter(pk__in=chosen, state=State.CONFIRMED)
    return list(rows.select_related("unit", "round").order_by("number"))


def free_strands(reader: Any, *, common: CommonProblem | None = None) -> QuerySet[Strand]:
    """Return the accepted strands that may stand behind a common problem: free ones, and those that do already."""
    rows = strands_for(reader).filter(state=StrandState.ACCEPTED)
    own = rows.filter(common=common) if common else rows.none()
    return (rows.filter(common=None) | own).order_by("code", "pk")


def possible_cases(reader: Any, common: CommonProblem) -> QuerySet[Finding]:
    """Return the members that may be chosen as typical cases, within reach."""
    rows = findings_for(reader).filter(strand_membership__strand__common=common, state=State.CONFIRMED)
    return rows.select_related("unit").order_by("number")


def competent_departments() -> QuerySet[Unit]:
    """Return the units that may be the competent department: all with a sector or a party."""
    return Unit.objects.exclude(sector="", party="").order_by("path")
