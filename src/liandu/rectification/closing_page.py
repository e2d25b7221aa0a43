"""The write-off on an item's page: what it still lacks, the requests so far, and the way to ask."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.queries import may
from liandu.access.roles import Act as Right
from liandu.rectification.closing_words import checked_now, named_parties, shown, usual_proof
from liandu.rectification.models import Item
from liandu.rectification.page_parts import Context, Part, Step, offer_steps, show_part
from liandu.rectification.queries import requests_of
from liandu.rectification.rules.closing import reasons_against
from liandu.rectification.states import RequestState, State
from liandu.ui.dates import moment

PLACE = 60
REQUEST_LOOKS = {
    RequestState.OPEN: ("now", "◑"),
    RequestState.TAKEN_BACK: ("plain", "⊘"),
    RequestState.RETURNED: ("look", "↺"),
    RequestState.PUBLISHED: ("now", "◕"),
    RequestState.GRANTED: ("good", "●"),
}


def _fill(reader: Any, item: Item) -> Context | None:  # noqa: ARG001 - within reach is all that is asked here
    working = item.state == State.RECTIFYING
    requests = requests_of(item)
    if not working and not requests:
        return None
    checks, parties = checked_now(item) if working else ((), ())
    return {
        "checks": [shown(check.spelled()) for check in checks],
        "stopped": len(reasons_against(checks)),
        "usual": usual_proof(item),
        "parties": named_parties(parties),
        "requests": [(row, *REQUEST_LOOKS[RequestState(row.state)], moment(row.asked_at)) for row in requests],
        "item": item,
    }


def steps(reader: Any, item: Item) -> list[Step]:
    """Offer asking to who answers for the unit, with what is missing; taking back while it is open."""
    if not may(reader, Right.CLOSURE_REQUEST, item.unit):
        return []
    if item.state == State.RECTIFYING:
        against = tuple(shown(check.spelled()).words for check in reasons_against(checked_now(item)[0]))
        url = reverse("rectification:request_closure", args=[item.pk])
        return [Step(_("申请销号"), url, against, primary=not against)]
    if item.state == State.REQUESTED:
        found = next((row for row in requests_of(item) if row.state == RequestState.OPEN), None)
        if found is not None:
            return [Step(_("收回销号申请"), reverse("rectification:take_back_request", args=[found.pk]))]
    return []


def register() -> None:
    """Put the part and its steps on the item's page."""
    show_part(Part("closing", gettext_lazy("销号"), "rectification/_closing.html", PLACE, _fill))
    offer_steps(steps)
