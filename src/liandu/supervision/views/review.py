"""The queue of the review, a request with all that is looked at before signing, signing, the form to take out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act as Right
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.closing_page import REQUEST_LOOKS
from liandu.rectification.closing_words import checked_now, shown, usual_proof
from liandu.rectification.models import Request
from liandu.rectification.states import RequestState
from liandu.rectification.views.closing import load_request
from liandu.rectification.views.item import last_act
from liandu.supervision import commands
from liandu.supervision.forms import SignRequest, SignRequests
from liandu.supervision.looks import lines_of, outcomes_in_words, shown_site_checks, signed_line
from liandu.supervision.models import Opinion
from liandu.supervision.queries import (
    QueueView,
    case_of,
    dossier_of,
    open_requests,
    pen_of,
    queue_page,
    requests_waiting,
    seats_of,
)
from liandu.supervision.rules import PRINTABLE, SIGNABLE, Case, against_signing, blocking, seat_for
from liandu.supervision.tables import queue_table
from liandu.supervision.writings import NAME, form_of
from liandu.ui.dates import day, moment
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader's office, the nearest deadline first."""
    require(request.user, Right.CLOSURE_SIGN)
    return _queue(request, SignRequests())


def _queue(
    request: HttpRequest, form: SignRequests, *, status: int = 200, ticked: Any = (), **more: Any
) -> HttpResponse:
    view = QueueView.of(request.GET)
    found = queue_page(request.user, view)
    mine = view.show == "mine"
    context = {
        "view": view,
        "table": queue_table(found.rows, choosing=mine, ticked=ticked),
        "later": found.later,
        "mine": mine,
        "waiting": requests_waiting(request.user).count(),
        "open": open_requests(request.user).count(),
        "form": form,
        **more,
    }
    return page(request, "supervision/queue.html", context, status=status)


@require_POST
def sign_many(request: HttpRequest) -> HttpResponse:
    """Agree to all that were ticked, in one act, and show what could not be signed and why."""
    require(request.user, Right.CLOSURE_SIGN)
    form = SignRequests(request.POST)
    if form.is_valid():
        keys = [key for key in request.POST.getlist("request") if key.isascii() and key.isdigit() and len(key) < 19]
        chosen = open_requests(request.user).filter(pk__in=keys).select_related("item__unit", "item__finding")
        with refusals_on(form):
            signed, refused = commands.sign_requests(requests=chosen, **form.cleaned_data, by=request.user)
            n = len(signed)
            if n:
                messages.success(request, ngettext("已同意 %(n)s 件。", "已同意 %(n)s 件。", n) % {"n": n})
            if not refused:
                return redirect("supervision:queue")
            told = [(row, in_words(refusal)) for row, refusal in refused]
            return _queue(request, SignRequests(), refused=told)
    ticked = set(request.POST.getlist("request"))
    return _queue(request, form, status=422, ticked=ticked)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request: checklist, plan, progress, evidence beside, earlier rounds, checks on site, signatures."""
    return _review(request, load_request(request, pk), SignRequest())


def _review(request: HttpRequest, found: Request, form: SignRequest, *, status: int = 200) -> HttpResponse:
    item = found.item
    case, dossier = case_of(found), dossier_of(item)
    now, _parties = checked_now(item)
    open_ = found.state in SIGNABLE
    tone, shape = REQUEST_LOOKS[RequestState(found.state)]
    context = {
        "request_": found,
        "tone": tone,
        "shape": shape,
        "item": item,
        "dossier": dossier,
        "checks": [shown(check.spelled()) for check in now] if open_ else [shown(row) for row in found.checklist],
        "usual": usual_proof(item),
        "changed": _changed(found, now) if open_ else [],
        "outcomes": outcomes_in_words(dossier),
        "lines": lines_of(case),
        "rounds": _rounds(dossier, found),
        "site_checks": shown_site_checks(dossier.site_checks),
        "asked_at": moment(found.asked_at),
        "due_on": day(item.step_due_on) if open_ else "",
        "publicity_until": day(found.publicity_until),
        "printable": found.state in PRINTABLE,
        "may_check": may(request.user, Right.SITE_CHECK, item.unit),
        "form": form,
        **last_act(item, form),
        **_signing(request, case, now),
    }
    return page(request, "supervision/review.html", context, status=status)


def _changed(found: Request, now: Any) -> list[str]:
    """Return what of the checklist is no longer as it was when the unit asked, in words."""
    before = {row["code"]: row["met"] for row in found.checklist}
    return [shown(check.spelled()).words for check in now if before.get(check.code, check.met) != check.met]


def _rounds(dossier: Any, found: Request) -> list[Any]:
    """Return the requests with every opinion that was ever given on them, this one first."""
    ordered = sorted(dossier.rounds, key=lambda one: (one.request.pk != found.pk, -one.request.serial))
    return [
        (one.request, moment(one.request.asked_at), [signed_line(row) for row in one.signatures]) for one in ordered
    ]


def _signing(request: HttpRequest, case: Case, checklist: Any) -> dict[str, Any]:
    """Return what this reader may sign now, and why not: for the seat whose turn it is."""
    if case.request.state not in SIGNABLE or not may(request.user, Right.CLOSURE_SIGN, case.request.item.unit):
        return {"signs": False}
    seats = seats_of(request.user, case)
    wanted = request.POST.get("seat", "") or request.GET.get("seat", "")
    seat = seat_for(case, seats, wanted) or seat_for(case, seats)
    pen = pen_of(request.user, case, seats)
    against = {
        opinion: [
            in_words(reason)
            for reason in against_signing(
                case, seat=seat, pen=pen, opinion=opinion, text="—", unmet=blocking(checklist)
            )
        ]
        for opinion in Opinion.values
    }
    common = set.intersection(*map(set, against.values()))
    return {
        "signs": True,
        "seat": seat,
        "seats": seats,
        "against": against,
        "against_all": [reason for reason in against[Opinion.DISSENT] if reason in common],
        "agree_reasons": [reason for reason in against[Opinion.AGREE] if reason not in common],
    }


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the opinion of one's office; then the next request that waits comes up."""
    found = load_request(request, pk)
    require(request.user, Right.CLOSURE_SIGN, unit=found.item.unit, subject=found.item)
    form = SignRequest(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.sign_request(request=found, **form.cleaned_data, by=request.user)
            messages.success(request, _("%(number)s 的意见已签。") % {"number": found.item.number})
            following = requests_waiting(request.user).order_by("item__step_due_on", "item__number").first()
            return redirect("supervision:review", following.pk) if following else redirect("supervision:review", pk)
    return _review(request, load_request(request, pk), form, status=422)


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Write off what was in publicity for its days."""
    found = load_request(request, pk)
    commands.finish_publicity(request=found, by=request.user)
    messages.success(request, _("公示期满，已销号。"))
    return redirect("supervision:review", pk)


@require_GET
def form_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the write-off form as Word or PDF (?form=pdf); journaled. Not for what was returned or taken back."""
    found = load_request(request, pk)
    kind = request.GET.get("form", "docx")
    if kind not in TYPES:
        raise Http404
    if found.state not in PRINTABLE:
        raise Refusal("closure.no_form", gettext_noop("这次申请已退回或者收回，没有销号审核表。"))
    content = form_of(case_of(found), dossier_of(found.item), form=kind)
    commands.note_form_taken(request=found, by=request.user)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    response = HttpResponse(content, content_type=TYPES[kind], headers=headers)
    name = f"{NAME}-{found.item.number}-{found.serial}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
