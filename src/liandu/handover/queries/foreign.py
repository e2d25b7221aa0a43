"""Lists that came from other installations: copies to read, beside our packages and never among them."""

from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import acts_of, units_within
from liandu.access.roles import Act
from liandu.handover.models import ForeignList
from liandu.handover.queries.packages import PAGE, Slice, digits
from liandu.inspections.queries import rounds_for

BESIDE = 10  # shown under our own packages; the rest have a page of their own


def foreign_lists_for(reader: Any) -> QuerySet[ForeignList]:
    """Return the lists from elsewhere, newest first: to who sees every package of the city, in the rounds they see.

    Offices and units here are no party to a package of another committee, so none of them is the reader's own.
    """
    rows = ForeignList.objects.select_related("round").order_by("-pk")
    if Act.PACKAGE_VIEW not in acts_of(reader) or units_within(reader, Act.PACKAGE_VIEW) is not None:
        return rows.none()
    return rows.filter(round__in=rounds_for(reader).order_by().values("pk"))


def foreign_page(reader: Any, *, round: str = "", before: str = "", most: int = PAGE) -> Slice:  # noqa: A002 - the field's term
    """Return a page of those lists, of one round when ``round`` names its key, and the address of the older ones."""
    rows = foreign_lists_for(reader)
    if digits(round):
        rows = rows.filter(round=int(round))
    if digits(before):
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.defer("lines")[: most + 1])
    of_round = f"&round={digits(round)}" if digits(round) else ""
    return Slice(found[:most], f"before={found[most - 1].pk}{of_round}" if len(found) > most else "")
