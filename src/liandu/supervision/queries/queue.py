"""What waits for the reader's office: open requests whose turn it is, in the order of their deadlines."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as CaseWhen
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Left, Length, Replace, StrIndex

from liandu.access.queries import visible
from liandu.access.roles import Act as Right
from liandu.inspections.models import Signer
from liandu.rectification.models import Evidence, ItemOffice, Progress, Request
from liandu.rectification.queries import readiness_by_item
from liandu.rectification.rules.closing import Check, lacking
from liandu.rectification.states import RequestState
from liandu.rectification.states import State as ItemState
from liandu.supervision.models import Opinion, Signature
from liandu.supervision.queries.reach import cases_of, signing_offices
from liandu.supervision.rules import Case

PAGE = 50
MINE, ALL = "mine", "all"


@dataclass(frozen=True, slots=True)
class QueueView:
    """What an address asks for: ``show`` mine (whose turn it is) or all that is open; ``after`` the line before."""

    show: str = MINE
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "QueueView":
        """Return the view that ``query`` spells; what is no view is left out."""
        show = query.get("show", MINE)
        after = query.get("after", "")
        return cls(show if show in {MINE, ALL} else MINE, after if _place(after) else "")

    def address(self, **more: str) -> str:
        """Return the query string of this view with ``more``."""
        return urlencode({name: value for name, value in asdict(replace(self, **more)).items() if value})


def _place(after: str) -> tuple[date, str] | None:
    """Return the deadline and the number that ``after`` spells ("2026-07-01_5-09-101-001")."""
    day, _, number = after.partition("_")
    try:
        place = date.fromisoformat(day)
    except ValueError:
        return None
    return (place, number) if number and len(number) <= 28 and "\x00" not in number else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request in the queue: its case, the checklist as it stands, and what came since the last return."""

    case: Case
    checklist: tuple[Check, ...]
    returned: int
    new_progress: int
    new_evidence: int

    @property
    def request(self) -> Request:
        """Return the request."""
        return self.case.request


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue, and the address of the next ("" on the last)."""

    rows: list[Waiting]
    later: str


def open_requests(reader: Any) -> QuerySet[Request]:
    """Return the requests about items within reach that are being looked at."""
    rows = visible(Request.objects.all(), reader, Right.ITEM_VIEW, unit="item__unit")
    return rows.filter(state=RequestState.OPEN, item__state=ItemState.REQUESTED)


def requests_waiting(reader: Any) -> QuerySet[Request]:
    """Return the open requests that wait for one of the reader's offices: its turn has come and it does not agree yet.

    The list of parties is data of the request, so its text is asked: ``"supervising"`` before ``"inspection"``.
    """
    offices = signing_offices(reader)
    if not offices:
        return Request.objects.none()
    rows = visible(open_requests(reader), reader, Right.CLOSURE_SIGN, unit="item__unit")
    rows = rows.alias(order=Cast("parties", TextField()))
    condition = Q(pk__in=[])
    for party in Signer.values:
        mine = Exists(ItemOffice.objects.filter(item=OuterRef("item"), duty=party, office__in=offices))
        unsigned = ~Exists(_opinions(party)) | Exists(_opinions(party, Opinion.DISSENT).filter(office__in=offices))
        condition |= Q(mine, unsigned, _not_before(party), order__contains=f'"{party}"')
    return rows.filter(condition).exclude(asked_by=reader)


def _opinions(party: str, *opinions: str) -> QuerySet[Signature]:
    """Return the opinions of a party that stand on a request of the outer query; of certain kinds where given."""
    rows = Signature.objects.filter(request=OuterRef("pk"), party=party, stands_until=0)
    return rows.filter(opinion__in=opinions) if opinions else rows


def _not_before(party: str) -> Q:
    """Return the condition that nobody who has to sign before ``party`` is still missing (rules.Case.before)."""
    condition = Q(pk__isnull=False)
    for other in Signer.values:
        if other == party:
            continue
        missing = ~Exists(_opinions(other, Opinion.AGREE)) | Exists(_opinions(other, Opinion.DISSENT))
        if party == Signer.INSPECTION:
            condition &= ~Q(missing, order__contains=f'"{other}"')
        else:
            condition &= ~Q(missing, in_order=True, order__regex=f'"{other}".*"{party}"')
    return condition


def turns_of(requests: QuerySet[Request]) -> QuerySet[ItemOffice]:
    """Return the seats whose turn it is to sign one of ``requests`` (open ones), each with its key ``asked``.

    The same rule as Case.waits_for() and Case.before(), told seat by seat in one condition: as many parties agree as
    stand before this one in the order of the request, and before the inspection office all others.
    """
    is_last = Q(duty=Signer.INSPECTION)
    seats = ItemOffice.objects.filter(
        item__in=requests.order_by().values("item"), item__requests__state=RequestState.OPEN
    ).annotate(
        asked=F("item__requests"),
        in_order=F("item__requests__in_order"),
        order=Cast("item__requests__parties", TextField()),
    )
    seats = seats.annotate(place=_place_of(F("order"), "duty")).filter(place__gt=0)
    seats = seats.annotate(
        bound=CaseWhen(When(is_last, then=Length("order") + 1), default=F("place")),
        ahead=CaseWhen(
            When(is_last, then=_commas(F("order"))),
            When(in_order=True, then=_commas(Left("order", Coalesce("place", 0)))),
            default=Value(0),
        ),
    )
    standing = Signature.objects.filter(request=OuterRef("asked"), stands_until=0)
    of_party = standing.filter(party=OuterRef("duty"))
    waits = Exists(of_party.filter(office=OuterRef("office"), opinion=Opinion.DISSENT)) | ~Exists(of_party)
    return seats.filter(waits, ahead__lte=Coalesce(_parties_agreed(standing), 0))


def _parties_agreed(standing: QuerySet[Signature]) -> Subquery:
    """Return how many other parties before the seat's ``bound`` agree: one of their offices does, none dissents."""
    dissent = Signature.objects.filter(
        request=OuterRef("request"), party=OuterRef("party"), stands_until=0, opinion=Opinion.DISSENT
    )
    agreed = standing.filter(~Exists(dissent), ~Q(party=OuterRef("duty")), opinion=Opinion.AGREE)
    agreed = agreed.alias(place=_place_of(OuterRef("order"), "party"))
    agreed = agreed.filter(place__gt=0, place__lt=OuterRef("bound")).order_by()
    return Subquery(agreed.values("request").annotate(n=Count("party", distinct=True)).values("n"))


def _place_of(order: Any, party: str) -> StrIndex:
    """Return where a party stands in the text of a request's parties, 0 where it does not."""
    return StrIndex(order, Concat(Value('"'), party, Value('"'), output_field=TextField()))


def _commas(text: Any) -> Any:
    """Return how many parties a text of parties has passed over: their keys hold no comma."""
    return Length(text) - Length(Replace(text, Value(","), Value("")))


def queue_page(reader: Any, view: QueueView) -> QueuePage:
    """Return a page of the queue by deadline, then number: the same number of queries however many rows."""
    rows = requests_waiting(reader) if view.show == MINE else open_requests(reader)
    place = _place(view.after)
    if place:
        day, number = place
        rows = rows.filter(Q(item__step_due_on__gt=day) | Q(item__step_due_on=day, item__number__gt=number))
    rows = rows.select_related("item__unit", "item__finding", "asked_by")
    found = list(rows.order_by(F("item__step_due_on").asc(nulls_last=True), "item__number")[: PAGE + 1])
    last = found[PAGE - 1].item if len(found) > PAGE else None
    later = view.address(after=f"{last.step_due_on}_{last.number}") if last and last.step_due_on else ""
    return QueuePage(told(found[:PAGE]), later)


def told(requests: list[Request]) -> list[Waiting]:
    """Return the requests with their cases, what is missing, and what came since the last return."""
    items = [request.item for request in requests]
    cases, readiness = cases_of(requests), readiness_by_item(items)
    since = _last_returns(requests)
    progress, evidence = _added(Progress, since), _added(Evidence, since)
    return [
        Waiting(
            case=cases[request.pk],
            checklist=lacking(request.item, readiness[request.item_id]),
            returned=since[request.item_id][0] if request.item_id in since else 0,
            new_progress=progress.get(request.item_id, 0),
            new_evidence=evidence.get(request.item_id, 0),
        )
        for request in requests
    ]


def _last_returns(requests: list[Request]) -> dict[int, tuple[int, Any]]:
    """Return how often the item was returned and when last, by the item's key, of those that were."""
    rows = Request.objects.filter(item__in=[row.item_id for row in requests], state=RequestState.RETURNED)
    found: dict[int, tuple[int, Any]] = {}
    for item, at in rows.order_by("settled_at").values_list("item", "settled_at"):
        found[item] = (found.get(item, (0, at))[0] + 1, at)
    return found


def _added(kind: Any, since: dict[int, tuple[int, Any]]) -> dict[int, int]:
    """Return how many rows of ``kind`` came after the last return, by the item's key."""
    found: dict[int, int] = {}
    earliest = min((at for _times, at in since.values()), default=None)
    rows = kind.objects.filter(item__in=since, **({"made_at__gt": earliest} if earliest else {}))
    for item, at in rows.order_by().values_list("item", "made_at"):
        found[item] = found.get(item, 0) + (at > since[item][1])
    return found
