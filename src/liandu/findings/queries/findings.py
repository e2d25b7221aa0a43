"""Reading findings, always through the reader's eyes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.findings.models import Finding


def findings_for(reader: Any) -> QuerySet[Finding]:
    """Return the findings of the units within the reader's reach."""
    return visible(Finding.objects.all(), reader, Act.FINDING_VIEW)


def opened_finding(reader: Any, pk: int) -> Finding | None:
    """Return one finding with what its page shows, or None when it is outside the reader's reach."""
    rows = findings_for(reader).select_related(
        "unit", "round", "inspection", "document__material", "document__text", "proposal", "confirmed_by", "theme"
    )
    return rows.filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Clipping:
    """The passage of a finding like a cutting from its document: the words, and a little of what stands around them."""

    before: str
    quote: str
    after: str
    page: int | None


AROUND = 90  # characters kept on each side of the quote


def clipping_of(finding: Finding) -> Clipping | None:
    """Return the passage of ``finding`` with its surroundings; None when it was raised without a document.

    A finding from another installation has its quote alone until its document is read here, or when it reads otherwise.
    """
    if finding.document is None or finding.block is None:
        return Clipping("", finding.quote, "", None) if finding.source and finding.quote else None
    if finding.source and not _stands_there(finding):
        return Clipping("", finding.quote, "", None)
    block = finding.document.text.blocks[finding.block]
    text, start, end = block["text"], finding.start or 0, finding.end or 0
    lead = block.get("number", "") + text[max(0, start - AROUND) : start]
    return Clipping(
        before=("…" if start > AROUND else "") + lead,
        quote=text[start:end],
        after=text[end : end + AROUND] + ("…" if len(text) > end + AROUND else ""),
        page=block.get("page"),
    )


def _stands_there(finding: Finding) -> bool:
    """Return whether the document, as read here, holds the quote at the passage that came with it."""
    text = getattr(finding.document, "text", None)
    if text is None or finding.block is None or finding.block >= len(text.blocks):
        return False
    return bool(text.blocks[finding.block]["text"][finding.start : finding.end] == finding.quote)
