"""Which rows of the ledgers stand in a strand or behind a common problem."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from liandu.insight.models import Membership
from liandu.insight.queries.strands import strands_for


def alike(rows: QuerySet[Any], reader: Any, *, at: str = "pk", strand: str, common: str) -> QuerySet[Any]:
    """Return those of ``rows`` whose finding (the lookup ``at``) is a member of a strand, or of those of a common one.

    Of a strand that the reader does not see there is nothing.
    """
    for name, key in (("pk", strand), ("common", common)):
        if key:
            seen = strands_for(reader).filter(**{name: key}).values("pk")
            rows = rows.filter(Exists(Membership.objects.filter(strand__in=seen, finding=OuterRef(at))))
    return rows
