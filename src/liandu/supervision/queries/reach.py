"""Whose opinion this person may give: the seats of their offices on an item, and what else is known of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from liandu.access.queries import own_offices
from liandu.access.roles import Act as Right
from liandu.rectification.models import ItemOffice, Request
from liandu.supervision.models import Signature
from liandu.supervision.rules import Case, Pen, Seat


def signing_offices(reader: Any) -> frozenset[int]:
    """Return the keys of the offices in whose name the reader may sign; read once, kept on the user object."""
    if not hasattr(reader, "signing_offices"):
        reader.signing_offices = frozenset(own_offices(reader, Right.CLOSURE_SIGN).values_list("pk", flat=True))
    return reader.signing_offices


def cases_of(requests: Sequence[Request]) -> dict[int, Case]:
    """Return each request with its seats and the opinions that stand, by its key: two queries."""
    seats: dict[int, list[Seat]] = {request.item_id: [] for request in requests}
    for row in ItemOffice.objects.filter(item__in=seats).select_related("office").order_by("pk"):
        seats[row.item_id].append(Seat(row.duty, row.office))
    signatures: dict[int, list[Signature]] = {request.pk: [] for request in requests}
    rows = Signature.objects.filter(request__in=signatures, stands_until=0).select_related("office", "person")
    for signature in rows.order_by("pk"):
        signatures[signature.request_id].append(signature)
    return {
        request.pk: Case(request, tuple(seats[request.item_id]), tuple(signatures[request.pk])) for request in requests
    }


def whose_turn(requests: Sequence[Request]) -> set[tuple[int, int]]:
    """Return whose signature these requests wait for now, as pairs of an item's and an office's key: two queries.

    Who has not agreed yet, and waits for nobody before them; for the reminders, which ask for all items at once.
    """
    return {
        (case.request.item_id, seat.office.pk) for case in cases_of(requests).values() for seat in case.seats_to_sign()
    }


def case_of(request: Request) -> Case:
    """Return one request with its seats and the opinions that stand. The caller has found it through the reader."""
    return cases_of([request])[request.pk]


def seats_of(reader: Any, case: Case) -> list[Seat]:
    """Return the seats that the reader may sign for: of their own offices, in the order of signing."""
    offices = signing_offices(reader)
    order = [*case.request.parties, *(seat.party for seat in case.seats)]
    mine = [seat for seat in case.seats if seat.office.pk in offices]
    return sorted(mine, key=lambda seat: order.index(seat.party))


def pen_of(reader: Any, case: Case, seats: Iterable[Seat]) -> Pen:
    """Return what the rules ask about the reader: one query, and one for each colleague who signed for a seat."""
    unit = case.request.item.unit
    own = own_offices(reader, Right.PROGRESS_REPORT).filter(pk=unit.pk).exists()
    signed = [opinion for seat in seats if (opinion := case.opinion_of(seat)) is not None]
    gone = {
        opinion.pk
        for opinion in signed
        if opinion.person_id != reader.pk and opinion.office_id not in signing_offices(opinion.person)
    }
    return Pen(reader.pk, of_the_unit=own, gone=frozenset(gone))
