"""Strands within the reader's reach: a page of them, one of them with its members, and the queue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from liandu.access.queries import may, unit_keys_within
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.insight.models import Membership, Strand
from liandu.insight.queries.figures import STRAND, Figures, figures_of, members_for, of_many
from liandu.insight.states import StrandState
from liandu.inspections.taxonomies import taxonomy

PAGE = 30  # strands: each is a decision
MEMBERS = 50
LIVING = (StrandState.ACCEPTED, StrandState.PROPOSED)


def reaches_everything(reader: Any) -> bool:
    """Return whether no finding is outside the reader's reach: only such a reader sees what counts everybody's."""
    return unit_keys_within(reader, Act.FINDING_VIEW) is None


def strands_for(reader: Any) -> QuerySet[Strand]:
    """Return all strands to who reaches everything, to others the accepted ones with a member within reach.

    The label and the words of a proposal are a machine's, from all its members: who does not reach them all sees a
    strand once a person has accepted it under its name.
    """
    if not may(reader, Act.INSIGHT_VIEW):
        return Strand.objects.none()
    if reaches_everything(reader):
        return Strand.objects.all()
    within = Exists(members_for(reader).filter(strand=OuterRef("pk")))
    return Strand.objects.filter(within, state=StrandState.ACCEPTED)


def opened_strand(reader: Any, pk: int) -> Strand | None:
    """Return one strand, or None when the reader reaches nothing of it."""
    rows = strands_for(reader).select_related("common", "merged_into", "judged_by")
    return rows.filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class StrandView:
    """What of the strands is asked for; ``after`` is the class and the key of the last one seen."""

    state: str = StrandState.PROPOSED
    category: str = ""
    common: str = ""
    after: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "StrandView":
        """Return what an address asks for; what makes no sense is left out."""
        shown = (*LIVING, StrandState.RETIRED)
        code, _dash, key = asked.get("after", "").rpartition("-")
        return cls(
            asked["state"] if asked.get("state") in shown else str(StrandState.PROPOSED),
            asked["category"] if asked.get("category") in taxonomy().leaves else "",
            "1" if asked.get("common") == "1" else "",
            f"{code}-{key}"
            if code.isalnum() and len(code) <= 8 and key.isascii() and key.isdigit() and len(key) < 19
            else "",
        )

    def query(self, **changes: Any) -> str:
        """Return the address's part after the question mark, with changes."""
        view = replace(self, **{"after": "", **changes})
        return urlencode({name: value for name in self.__slots__ if (value := getattr(view, name))})


@dataclass(frozen=True, slots=True)
class Shown:
    """A strand with its figures and its medoid, both within reach; the medoid is None outside it."""

    strand: Strand
    figures: Figures
    medoid: Finding | None


@dataclass(frozen=True, slots=True)
class StrandPage:
    """A page of strands, the query of the next ("" where there is none), how many of each state, how many wait."""

    rows: list[Shown]
    later: str
    counts: dict[str, int]
    waiting: int


def strand_page(reader: Any, view: StrandView) -> StrandPage:
    """Return the page of strands that the view asks for, by class."""
    rows = strands_for(reader)
    if view.category:
        rows = rows.filter(code=view.category)
    if view.common:
        rows = rows.filter(pk__in=of_many(members_for(reader)))
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    rows = rows.filter(state=view.state)
    if view.after:
        code, _dash, key = view.after.rpartition("-")
        rows = rows.filter(Q(code__gt=code) | Q(code=code, pk__gt=int(key)))
    found = list(rows.select_related("common").order_by("code", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    later = view.query(after=f"{last.code}-{last.pk}") if last else ""
    return StrandPage(shown_strands(reader, found[:PAGE]), later, counts, queue_for(reader).count())


def shown_strands(reader: Any, strands: list[Strand]) -> list[Shown]:
    """Return strands with their figures and medoids within reach: two queries."""
    keys = [strand.pk for strand in strands]
    figures = figures_of(members_for(reader), by=STRAND, keys=keys)
    wanted = {strand.medoid_id for strand in strands}
    seen = {row.pk: row for row in findings_for(reader).filter(pk__in=wanted).select_related("unit")}
    return [Shown(strand, figures[strand.pk], seen.get(strand.medoid_id)) for strand in strands]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A page of the members of a strand within reach, and the number after which the next one begins."""

    rows: list[Membership]
    later: str


def member_page(reader: Any, strand: Strand, *, after: str = "") -> MemberPage:
    """Return members of a strand in the order of their numbers, from ``after`` on."""
    rows = members_for(reader).filter(strand=strand)
    if after:
        rows = rows.filter(finding__number__gt=after)
    rows = rows.select_related("finding__unit", "finding__round", "before").order_by("finding__number")
    found = list(rows[: MEMBERS + 1])
    later = found[MEMBERS - 1].finding.number if len(found) > MEMBERS else ""
    return MemberPage(found[:MEMBERS], later)


def members_chosen(reader: Any, strand: Strand, keys: list[int]) -> list[Finding]:
    """Return those findings of ``keys`` that stand in the strand and within reach."""
    rows = findings_for(reader).filter(strand_membership__strand=strand, pk__in=keys)
    return list(rows.select_related("unit").order_by("number"))


def strands_to_choose(reader: Any, *, but: Strand | None = None) -> list[Strand]:
    """Return the accepted strands that something may be moved or merged into: those of the same class first."""
    rows = strands_for(reader).filter(state=StrandState.ACCEPTED)
    rows = rows.exclude(pk=but.pk) if but else rows
    own = but.code if but else ""
    return sorted(rows, key=lambda strand: (strand.code != own, strand.code, strand.pk))


def queue_for(reader: Any) -> QuerySet[Finding]:
    """Return the findings of the queue within reach: confirmed, and in no strand."""
    return findings_for(reader).filter(strand_membership=None, state=State.CONFIRMED)


def queue_page(reader: Any, *, after: str = "") -> tuple[list[Finding], str]:
    """Return findings of the queue in the order of their numbers, and the number after which the next page begins."""
    rows = queue_for(reader)
    if after:
        rows = rows.filter(number__gt=after)
    found = list(rows.select_related("unit", "round", "guess").order_by("number")[: MEMBERS + 1])
    return found[:MEMBERS], found[MEMBERS - 1].number if len(found) > MEMBERS else ""


def queue_chosen(reader: Any, keys: list[int]) -> list[Finding]:
    """Return those findings of ``keys`` that wait in the queue, within reach."""
    return list(queue_for(reader).filter(pk__in=keys).select_related("unit").order_by("number"))


def strand_of(reader: Any, finding: Finding) -> Strand | None:
    """Return the strand of a finding that the reader sees, None where it has none: one query."""
    rows = strands_for(reader).filter(memberships__finding=finding)
    return rows.select_related("common").first()
