"""How opinions, requests and re-openings look: words made here, tone and shape by state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from liandu.inspections.models import Signer
from liandu.rectification.states import AskedState
from liandu.rectification.wording import amount_in_words
from liandu.supervision.models import Opinion, Reopening, Signature, SiteCheck
from liandu.supervision.queries import Dossier
from liandu.supervision.rules import Case
from liandu.ui.dates import day, moment

OPINION_LOOKS = {Opinion.AGREE: ("good", "●"), Opinion.RETURN: ("look", "↺"), Opinion.DISSENT: ("late", "×")}
ASKED_LOOKS = {
    AskedState.ASKED: ("now", "◑"),
    AskedState.GRANTED: ("good", "●"),
    AskedState.REFUSED: ("plain", "×"),
    AskedState.TAKEN_BACK: ("plain", "⊘"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table of signatures: for which party and office, the opinion, who gave it, whether it counts."""

    party: str
    office: str
    opinion: str
    tone: str
    shape: str
    signed: str
    text: str
    note: str


def lines_of(case: Case) -> list[Line]:
    """Return the table of signatures as it stands: every seat that must sign, signed or not, then others' dissents."""
    required = case.required()
    absent = [party for party in case.request.parties if party not in {seat.party for seat in required}]
    lines = [_seat_line(case, seat.party, seat.office, case.opinion_of(seat)) for seat in required]
    lines += [_seat_line(case, party, _("还没有确定单位"), None) for party in absent]
    beside = [one for one in case.signatures if one.party not in case.request.parties]
    return [*lines, *map(signed_line, beside)]


def _seat_line(case: Case, party: str, office: Any, signature: Signature | None) -> Line:
    if signature is not None:
        return signed_line(signature)
    unsigned = _("待签") if case.request.settled_at is None else _("没有签")
    waits = _("同一方已签") if case.agrees(party) else unsigned
    return Line(str(Signer(party).label), str(office), waits, "plain", "○", "", "", "")


def signed_line(signature: Signature) -> Line:
    """Return one opinion as a line; what no longer stands, and what was not asked for, says so."""
    tone, shape = OPINION_LOOKS[Opinion(signature.opinion)]
    notes = []
    if not signature.stands:
        notes.append(_("已改签"))
    if not signature.required:
        notes.append(_("政策口径没有要求其签字，记录在案，不影响销号"))
    return Line(
        party=str(Signer(signature.party).label),
        office=str(signature.office),
        opinion=signature.get_opinion_display(),
        tone=tone if signature.stands else "plain",
        shape=shape,
        signed=f"{signature.person} · {moment(signature.at)}",
        text=signature.text,
        note=_("；").join(notes),
    )


@dataclass(frozen=True, slots=True)
class ShownCheckOnSite:
    """A check on site for a page."""

    pk: int
    on: str
    office: str
    people: str
    place: str
    found: str
    words: str
    tone: str
    shape: str
    filename: str


def shown_site_checks(checks: Iterable[SiteCheck]) -> list[ShownCheckOnSite]:
    """Return checks on site for a page."""
    return [
        ShownCheckOnSite(
            pk=check.pk,
            on=day(check.on),
            office=str(check.office),
            people=check.people,
            place=check.place,
            found=check.found,
            words=_("与所报相符") if check.matches else _("与所报不符"),
            tone="good" if check.matches else "late",
            shape="●" if check.matches else "×",
            filename=check.filename,
        )
        for check in checks
    ]


def shown_reopenings(reopenings: Sequence[Reopening]) -> list[tuple[Reopening, str, str, str, str]]:
    """Return re-openings, each with tone and shape, when it was asked and when answered."""
    return [
        (row, *ASKED_LOOKS[AskedState(row.state)], moment(row.asked_at), moment(row.answered_at)) for row in reopenings
    ]


def outcomes_in_words(dossier: Dossier) -> list[str]:
    """Return what came of an item as a page says it: figures with what they count, institutions by name."""
    figures = [f"{row.get_kind_display()} {amount_in_words(row.kind, row.amount)}" for row in dossier.outcomes]
    return figures + [f"{row.get_work_display()}《{row.title}》" for row in dossier.institutions]
