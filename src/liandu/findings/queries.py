"""Reading findings, always through the reader's eyes."""

from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.findings.models import Finding


def findings_for(reader: Any) -> QuerySet[Finding]:
    """Return the findings of the units within the reader's reach."""
    return visible(Finding.objects.all(), reader, Act.FINDING_VIEW)
