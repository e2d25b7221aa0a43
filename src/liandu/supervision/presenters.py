"""Acts of this stage in words, and what it adds to an item's page: signatures, checks on site, re-openings, the end."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.queries import may
from liandu.access.roles import Act as Right
from liandu.inspections.models import Signer
from liandu.journal.sentences import tell
from liandu.kernel.states import MoveNotAllowed
from liandu.rectification.bulk_acts import BulkAct, offer_in_bulk
from liandu.rectification.models import Item, Request
from liandu.rectification.page_parts import Context, Part, Step, offer_steps, show_part
from liandu.rectification.queries import knows_whose_turn
from liandu.rectification.states import CLOSED, ITEMS, Act, AskedState, RequestState, State
from liandu.rectification.travelling.decisions import tell_elsewhere
from liandu.supervision.commands import sign_items
from liandu.supervision.looks import lines_of, shown_reopenings, shown_site_checks
from liandu.supervision.models import Opinion, ReopeningKind
from liandu.supervision.queries import (
    case_of,
    endings_of,
    pen_of,
    reopenings_of,
    rounds_of,
    seats_of,
    site_checks_of,
    whose_turn,
)
from liandu.supervision.rules import CHECKABLE, SIGNABLE, against_signing, seat_for
from liandu.ui.dates import day
from liandu.ui.errors import in_words

knows_whose_turn(whose_turn)
offer_in_bulk(BulkAct("agree", gettext_lazy("同意销号"), Right.CLOSURE_SIGN, sign_items, reason_needed=True))


def _signed(entry: Any) -> dict[str, Any]:
    party = entry.facts["party"]
    return {**entry.facts, "party": str(Signer(party).label) if party in Signer.values else party}


def _kind(entry: Any) -> dict[str, Any]:
    kind = entry.facts["kind"]
    return {**entry.facts, "kind": str(ReopeningKind(kind).label) if kind in ReopeningKind.values else kind}


tell("closure.agreed", lambda e: _("%(office)s（%(party)s）同意销号") % _signed(e))
tell("closure.dissented", lambda e: _("%(office)s（%(party)s）不同意销号") % _signed(e))
tell("closure.form_taken", lambda e: _("下载第 %(serial)s 次申请的销号审核表") % e.facts)
tell(
    "site.checked",
    lambda e: (
        (_("%(office)s现场核查，与所报相符") if e.facts["matches"] else _("%(office)s现场核查，与所报不符")) % e.facts
    ),
)
tell("site.file_refused", lambda e: _("没有接收现场核查记录“%(name)s”：%(code)s") % e.facts)
tell("site.file_taken", lambda e: _("下载现场核查记录“%(name)s”") % e.facts)
tell("reopening.asked", lambda e: _("要求重新立账：%(kind)s") % _kind(e))
tell("reopening.declined", lambda _e: _("答复：不重新立账"))
tell("reopening.taken_back", lambda _e: _("收回重新立账的要求"))


tell_elsewhere("closure.agreed", "closure.dissented", "site.checked")
tell_elsewhere("reopening.asked", "reopening.declined", "reopening.taken_back")


def _last_request(item: Item) -> Request | None:
    """Return the newest request of the item; read once, kept on the item object."""
    if not hasattr(item, "last_request"):
        found = rounds_of(item)
        item.last_request = found[0].request if found else None  # type: ignore[attr-defined]
        if item.last_request is not None:  # type: ignore[attr-defined]
            item.last_request.item = item  # type: ignore[attr-defined]
    return item.last_request  # type: ignore[attr-defined]


def _signatures(reader: Any, item: Item) -> Context | None:  # noqa: ARG001 - who sees the item sees who signed
    last = _last_request(item)
    if last is None:
        return None
    return {"lines": lines_of(case_of(last)), "request_": last, "publicity_until": day(last.publicity_until)}


def _site_checks(reader: Any, item: Item) -> Context | None:  # noqa: ARG001 - as above
    checks = site_checks_of(item)
    return {"site_checks": shown_site_checks(checks)} if checks else None


def _after(reader: Any, item: Item) -> Context | None:  # noqa: ARG001 - as above
    if not (item.reopenings or item.state in CLOSED):
        return None
    reopenings, endings = reopenings_of(item), endings_of(item)
    if not reopenings and not endings:
        return None
    return {"reopenings": shown_reopenings(reopenings), "endings": [(row, day(row.decided_on)) for row in endings]}


show_part(Part("signatures", gettext_lazy("审核签字"), "supervision/_signatures.html", 72, _signatures))
show_part(Part("site-checks", gettext_lazy("现场核查"), "supervision/_site_checks.html", 74, _site_checks))
show_part(Part("after", gettext_lazy("销号以后"), "supervision/_after.html", 76, _after))


@offer_steps
def steps(reader: Any, item: Item) -> list[Step]:
    """Offer signing, a check on site, a re-opening, the end without rectification: to who may, with reasons against."""
    return [
        *_sign_step(reader, item),
        *_site_step(reader, item),
        *_reopen_step(reader, item),
        *_end_step(reader, item),
    ]


def _sign_step(reader: Any, item: Item) -> list[Step]:
    if item.state not in {State.REQUESTED, State.PUBLICITY} or not may(reader, Right.CLOSURE_SIGN, item.unit):
        return []
    last = _last_request(item)
    if last is None or last.state not in SIGNABLE:
        return []
    case = case_of(last)
    seats = seats_of(reader, case)
    seat, pen = seat_for(case, seats), pen_of(reader, case, seats)
    reasons = against_signing(case, seat=seat, pen=pen, opinion=Opinion.RETURN, text="—")
    url = reverse("supervision:review", args=[last.pk])
    if last.state == RequestState.PUBLISHED or (seat is not None and not case.waits_for(seat)):
        return [Step(_("看销号申请"), url)]
    return [Step(_("审核签字"), url, tuple(map(in_words, reasons)), primary=not reasons)]


def _site_step(reader: Any, item: Item) -> list[Step]:
    if item.state not in CHECKABLE or not may(reader, Right.SITE_CHECK, item.unit):
        return []
    return [Step(_("登记现场核查"), reverse("supervision:note_site_check", args=[item.pk]))]


def _reopen_step(reader: Any, item: Item) -> list[Step]:
    if item.state not in CLOSED or not may(reader, Right.ITEM_REOPEN, item.unit):
        return []
    asked = next((row for row in reopenings_of(item) if row.state == AskedState.ASKED), None)
    if asked is not None:
        url = reverse("supervision:reopening", args=[asked.pk])
        own = (_("自己要求的重新立账，要由另一个人确认。"),) if asked.asked_by_id == reader.pk else ()
        return [Step(_("确认重新立账"), url, own, primary=not own)]
    return [Step(_("要求重新立账"), reverse("supervision:ask_reopening", args=[item.pk]))]


def _end_step(reader: Any, item: Item) -> list[Step]:
    if not may(reader, Right.ITEM_END, item.unit):
        return []
    try:
        ITEMS.after(state=item.state, act=Act.END)
    except MoveNotAllowed:
        return []
    return [Step(_("以未落实了结"), reverse("supervision:end_item", args=[item.pk]))]
