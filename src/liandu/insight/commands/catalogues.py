"""Issuing a catalogue, which is never changed afterwards, and taking it out."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding
from liandu.findings.states import State
from liandu.insight.models import Catalogue, CatalogueLine, CommonProblem, Membership, TypicalCase
from liandu.insight.queries.figures import COMMON, Figures, figures_of
from liandu.insight.rules.common_problems import refuse_lines
from liandu.insight.rules.strands import refuse_no_label
from liandu.inspections.models import Term
from liandu.journal.commands import record

LONGEST = 120


@transaction.atomic
def issue_catalogue(*, term: Term, name: str, commons: Sequence[CommonProblem], by: Any) -> Catalogue:
    """Issue the next version of a term's catalogue, its lines in the order of ``commons``, and return it.

    A line keeps words and numbers of this moment; the numbers count the findings of the rounds of the term.
    """
    require(by, Right.INSIGHT_SETTLE)
    refuse_no_label(name)
    keys = list(dict.fromkeys(common.pk for common in commons))
    now = {row.pk: row for row in CommonProblem.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    refuse_lines(list(now.values()), keys)
    last = Catalogue.objects.filter(term=term).aggregate(last=Max("version"))["last"] or 0
    catalogue = Catalogue.objects.create(
        term=term, version=last + 1, name=name.strip()[:LONGEST], issued_at=timezone.now(), issued_by=by
    )
    figures = figures_of(Membership.objects.filter(finding__round__term=term), by=COMMON, keys=keys)
    cases = _cases(keys)
    CatalogueLine.objects.bulk_create(
        [
            CatalogueLine(
                catalogue=catalogue, place=place, common=now[key], frozen=_frozen(now[key], figures[key], cases)
            )
            for place, key in enumerate(keys, 1)
        ]
    )
    facts = {"name": catalogue.name, "term": term.name, "version": catalogue.version, "lines": len(keys)}
    record(act="catalogue.issued", subject=catalogue, by=by, facts=facts | {"commons": keys})
    return catalogue


@transaction.atomic
def note_catalogue_taken(*, catalogue: Catalogue, form: str, by: Any) -> None:
    """Append that the catalogue was taken out as a file ("docx" or "xlsx")."""
    require(by, Right.INSIGHT_VIEW, subject=catalogue)
    record(act="catalogue.taken", subject=catalogue, by=by, facts={"name": catalogue.name, "form": form})


def _cases(keys: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    confirmed = Finding.objects.filter(state=State.CONFIRMED).values("pk")
    rows = TypicalCase.objects.filter(common__in=keys, finding__in=confirmed).order_by("finding__number")
    for common, finding in rows.values_list("common", "finding"):
        found.setdefault(common, []).append(finding)
    return found


def _frozen(common: CommonProblem, figures: Figures, cases: dict[int, list[int]]) -> dict[str, Any]:
    return {
        "name": common.name,
        "code": common.code,
        "definition": common.definition,
        "scope": common.scope,
        "severity": common.severity,
        "causes": common.causes,
        "suggestions": common.suggestions,
        "competent": common.competent.name if common.competent else "",
        "because": common.settled_because,
        "cases": cases.get(common.pk, []),
        "findings": figures.findings,
        "units": figures.units,
        "sectors": len(figures.sectors),
        "trend": [[one.name, one.count] for one in figures.trend],
    }
