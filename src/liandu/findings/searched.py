"""Findings as they are found by their words; one that was withdrawn is no finding any more."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.queries import unit_keys_within
from liandu.access.roles import Act
from liandu.findings.beside import BESIDE_FINDINGS
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.search.kinds import Keys, Kind, Shown, Source, itself, let_find
from liandu.search.queries import similar_to
from liandu.ui.beside import Beside


def _texts(keys: Keys) -> Iterator[Source]:
    for row in Finding.objects.filter(pk__in=keys, state=State.CONFIRMED):
        told = (row.number, row.source_number, row.aspect, row.problem, row.quote, row.rectification)
        body = "\n".join(part for part in dict.fromkeys(told) if part and part != row.title)
        yield Source(row.pk, row.unit_id, row.round_id, row.confirmed_at, row.title, body)


def _shown(reader: Any, keys: Keys) -> Mapping[int, Shown]:
    return {
        row.pk: Shown(row.title, row.number, str(row.unit), reverse("findings:finding", args=[row.pk]))
        for row in findings_for(reader).filter(pk__in=keys).select_related("unit")
    }


FINDINGS = let_find(
    Kind(
        name="finding",
        words=gettext_lazy("问题"),
        concerns={"findings.finding": itself},
        texts=_texts,
        reach=lambda reader: unit_keys_within(reader, Act.FINDING_VIEW),
        shown=_shown,
    )
)


@BESIDE_FINDINGS.add
def similar_beside(reader: Any, finding: Any) -> Beside | None:
    """Put the findings that say nearly the same, within reach, on the page of a finding: three queries at most."""
    near = similar_to(reader, FINDINGS, finding.pk)
    entries = tuple((f"{one.number} {one.unit} {one.title}", one.url) for one in near)
    return Beside(_("相似的问题"), entries) if near else None
