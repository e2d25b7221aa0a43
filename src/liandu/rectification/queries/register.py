"""The register of institutions (制度台账), page by page, through the reader's eyes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.orgs.models import Unit
from liandu.rectification.models import Institution, InstitutionReview, InstitutionWork, Item
from liandu.rectification.models.progress import IN_PLACE

PAGE = 50
LONGEST_KEY = 18  # digits
CARRIED_OUT = ("unseen", "yes", "no")


@dataclass(frozen=True, slots=True)
class RegisterView:
    """Which institutions the address asks for; ``before`` is the place of the last row of the page before."""

    work: str = ""
    unit: str = ""
    seen: str = ""
    q: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "RegisterView":
        """Return the view of an address; what it asks wrongly is left out."""
        unit, before = str(asked.get("unit", "")), str(asked.get("before", ""))
        work, seen = str(asked.get("work", "")), str(asked.get("seen", ""))
        return cls(
            work=work if work in InstitutionWork.values else "",
            unit=unit if _is_key(unit) else "",
            seen=seen if seen in CARRIED_OUT else "",
            q=str(asked.get("q", "")).replace("\x00", "").strip()[:100],
            before=before if _place(before) else "",
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of this view with ``changes``; a change leads back to the first page."""
        view = replace(self, **{"before": "", **changes})
        return urlencode({name: value for name, value in asdict(view).items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Return whether any filter is set."""
        return any((self.work, self.unit, self.seen, self.q))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY


def _place(token: str) -> tuple[date, int] | None:
    day, _dash, key = token.partition("_")
    try:
        return (date.fromisoformat(day), int(key)) if _is_key(key) else None
    except ValueError:
        return None


def institutions_for(reader: Any) -> QuerySet[Institution]:
    """Return the institutions of the units within the reader's reach, with their newest review."""
    newest = InstitutionReview.objects.filter(institution=OuterRef("pk"))
    rows = visible(Institution.objects.all(), reader, Act.ITEM_VIEW).select_related("unit", "item", "evidence")
    return rows.annotate(
        reviewed_on=Subquery(newest.values("on")[:1]), carried_out=Subquery(newest.values("carried_out")[:1])
    )


def institutions_in_place(reader: Any) -> QuerySet[Institution]:
    """Return the institutions within reach that count as made or revised: not struck, and not abolished ones."""
    return visible(Institution.objects.filter(struck_at=None, work__in=IN_PLACE), reader, Act.ITEM_VIEW)


def institutions_asked_for(reader: Any, view: RegisterView) -> QuerySet[Institution]:
    """Return the institutions that the view asks for, newest first; struck ones are not in the register."""
    rows = institutions_for(reader).filter(struck_at=None)
    if view.work:
        rows = rows.filter(work=view.work)
    if view.unit:
        rows = rows.filter(unit=int(view.unit))
    if view.seen:
        said = {"unseen": Q(carried_out=None), "yes": Q(carried_out=True), "no": Q(carried_out=False)}
        rows = rows.filter(said[view.seen])
    if view.q:
        rows = rows.filter(Q(title__icontains=view.q) | Q(number__icontains=view.q))
    return rows.order_by("-dated", "-pk")


def register_page(reader: Any, view: RegisterView) -> tuple[list[Institution], str]:
    """Return the page of the register that the view asks for, and the address of the next page: one query."""
    rows = institutions_asked_for(reader, view)
    place = _place(view.before)
    if place is not None:
        rows = rows.filter(Q(dated__lt=place[0]) | Q(dated=place[0], pk__lt=place[1]))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], view.address(before=f"{last.dated.isoformat()}_{last.pk}") if last else ""


def counts_of_register(reader: Any, view: RegisterView) -> dict[str, int]:
    """Return how many institutions of the view were made, revised and abolished: one query."""
    rows = institutions_asked_for(reader, replace(view, work="")).order_by().values_list("work")
    return dict(rows.annotate(n=Count("pk")))


def units_of_register(reader: Any) -> QuerySet[Unit]:
    """Return the units that have institutions in the reader's register, by code."""
    rows = visible(Institution.objects.filter(struck_at=None), reader, Act.ITEM_VIEW)
    return Unit.objects.filter(pk__in=rows.order_by().values("unit")).order_by("code")


def institutions_of(reader: Any, item: Item) -> list[Institution]:
    """Return the institutions that came of ``item``, struck ones too, newest first."""
    return list(institutions_for(reader).filter(item=item).order_by("-dated", "-pk"))
