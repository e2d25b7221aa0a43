"""Reading what is looked at and signed, always through the reader's eyes."""

from liandu.supervision.queries.queue import (
    QueuePage,
    QueueView,
    Waiting,
    open_requests,
    queue_page,
    requests_waiting,
    told,
    turns_of,
)
from liandu.supervision.queries.reach import (
    case_of,
    cases_of,
    pen_of,
    seats_of,
    signing_offices,
    whose_turn,
)
from liandu.supervision.queries.requests import (
    Dossier,
    Round,
    dossier_of,
    endings_of,
    reopenings_for,
    reopenings_of,
    rounds_of,
    site_checks_for,
    site_checks_of,
)

__all__ = [
    "Dossier",
    "QueuePage",
    "QueueView",
    "Round",
    "Waiting",
    "case_of",
    "cases_of",
    "dossier_of",
    "endings_of",
    "open_requests",
    "pen_of",
    "queue_page",
    "reopenings_for",
    "reopenings_of",
    "requests_waiting",
    "rounds_of",
    "seats_of",
    "signing_offices",
    "site_checks_for",
    "site_checks_of",
    "told",
    "turns_of",
    "whose_turn",
]
