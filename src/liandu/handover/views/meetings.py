"""Pages of joint meetings: the list, one meeting with its agenda, and the acts on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.handover import commands
from liandu.handover.forms import (
    AddAgendaItem,
    CallMeeting,
    ChangeMeeting,
    CloseDecision,
    Decide,
    GiveReason,
    HoldMeeting,
    WriteMinutes,
)
from liandu.handover.models import AgendaItem, Meeting
from liandu.handover.queries import (
    MeetingsView,
    decisions_for,
    may_close,
    meeting_page,
    meeting_view,
    meetings_for,
    sees_meetings_whole,
    terms_to_meet_in,
)
from liandu.handover.states import MEETINGS, MeetingAct, MeetingState
from liandu.handover.tables import MEETING_LOOKS, decisions_table, due, meetings_table
from liandu.handover.views.signing import send_file
from liandu.journal.queries import history_of
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page
from liandu.ui.numbers import whole_number
from liandu.ui.reasons import refusals_on, why_not


@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the joint meetings within reach, newest first."""
    require(request.user, Act.MEETING_VIEW)
    view = MeetingsView.of(request.GET)
    found = meeting_page(request.user, view)
    context = {
        "table": meetings_table(found.rows),
        "older": found.older,
        "narrowed": bool(view.term or view.round),
        "convenes": may(request.user, Act.MEETING_HOLD),
    }
    return page(request, "handover/meetings.html", context)


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """Show what the meetings decided: what is not done first, the earliest due on top."""
    require(request.user, Act.MEETING_VIEW)
    rows = decisions_for(request.user)
    before = whole_number(request.GET.get("before", ""))
    done = rows.exclude(done_on=None).order_by("-pk")
    if before is not None:
        done = done.filter(pk__lt=before)
    shown = list(done[:51])
    context = {
        "open": decisions_table(list(rows.filter(done_on=None).order_by("due_on", "pk")[:200])),
        "done": decisions_table(shown[:50]),
        "older": f"before={shown[49].pk}" if len(shown) > 50 else "",
    }
    return page(request, "handover/decisions.html", context)


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Call a joint meeting."""
    require(request.user, Act.MEETING_HOLD)
    initial = {"term": terms_to_meet_in(request.user).first()}
    form = CallMeeting(request.POST if request.method == "POST" else None, reader=request.user, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            row = commands.call_meeting(**_asked(form, "agenda", "term"), by=request.user)
            return redirect("handover:meeting", row.pk)
    context = {
        "form": form,
        "title": _("召集联席会议"),
        "submit": _("召集"),
        "back": reverse("handover:meetings"),
        "of_meetings": True,
    }
    return page(request, "handover/form.html", context, status=422 if form.errors else 200)


def _asked(form: CallMeeting, *more: str) -> dict[str, Any]:
    """Return what the form gives a command."""
    names = ("round", "name", "held_on", "place", "chair", *more)
    return {name: form.cleaned_data[name] for name in names} | {"members": form.members()}


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one meeting: agenda with what is tied to it, who takes part, decisions, minutes."""
    return _show(request, get_object_or_404(meetings_for(request.user), pk=pk))


def _show(request: HttpRequest, row: Meeting, *, status: int = 200, **forms: Any) -> HttpResponse:
    convenes = may(request.user, Act.MEETING_HOLD)
    acts = MEETINGS.acts_from(row.state)
    changes = row.state in {MeetingState.CALLED, MeetingState.HELD}
    view = meeting_view(request.user, row)
    tone, shape = MEETING_LOOKS[MeetingState(row.state)]
    points = [
        (
            point,
            [
                (one, due(one.due_on, done=one.done_on is not None), day(one.done_on), may_close(request.user, one))
                for one in point.decisions
            ],
        )
        for point in view.points
    ]
    context = {
        "meeting": row,
        "view": view,
        "points": points,
        "tone": tone,
        "shape": shape,
        "held_on": day(row.held_on),
        "convenes": convenes and changes,
        "why_not": why_not(request.user, Act.MEETING_HOLD),
        "can_hold": convenes and MeetingAct.HOLD in acts,
        "can_minute": convenes and MeetingAct.MINUTE in acts,
        "can_cancel": convenes and MeetingAct.CANCEL in acts,
        "hold_form": HoldMeeting(meeting=row),
        "minutes_form": WriteMinutes(meeting=row),
        "agenda_form": AddAgendaItem(),
        "decide_form": Decide(reader=request.user, meeting=row),
        "close_form": CloseDecision(),
        "cancel_form": GiveReason(prefix="cancel"),
        "history": [(line, moment(line.at)) for line in history_of(row, most=30)] if view.whole else [],
        **forms,
    }
    return page(request, "handover/meeting.html", context, status=status)


def _load(request: HttpRequest, pk: int) -> Meeting:
    """Return a meeting within reach that the person may keep; raise Denied when they may only look."""
    row = get_object_or_404(meetings_for(request.user), pk=pk)
    require(request.user, Act.MEETING_HOLD, subject=row)
    return row


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change day, place and members of a meeting."""
    row = _load(request, pk)
    form = ChangeMeeting(request.POST if request.method == "POST" else None, reader=request.user, meeting=row)
    if form.is_valid():
        with refusals_on(form):
            commands.change_meeting(meeting=row, **_asked(form), by=request.user)
            return redirect("handover:meeting", pk)
    context = {
        "form": form,
        "title": _("修改会议安排"),
        "submit": _("修改"),
        "back": reverse("handover:meeting", args=[pk]),
        "of_meetings": True,
    }
    return page(request, "handover/form.html", context, status=422 if form.errors else 200)


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the meeting was held, and who came."""
    row = _load(request, pk)
    form = HoldMeeting(request.POST, meeting=row)
    if form.is_valid():
        with refusals_on(form):
            commands.hold_meeting(meeting=row, attended=form.keys(), by=request.user)
            messages.success(request, _("已登记召开，请写会议记录。"))
            return redirect("handover:meeting", pk)
    row.refresh_from_db()
    return _show(request, row, hold_form=form, status=422)


@require_POST
def write_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the text parts of the minutes."""
    row = _load(request, pk)
    form = WriteMinutes(request.POST, meeting=row)
    if form.is_valid():
        with refusals_on(form):
            data = form.cleaned_data
            commands.write_minutes(
                meeting=row,
                opening=data["opening"],
                closing=data["closing"],
                discussions=form.discussions(),
                by=request.user,
            )
            messages.success(request, _("会议记录已保存。"))
            return redirect("handover:meeting", pk)
    return _show(request, row, minutes_form=form, status=422)


@require_POST
def minute(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle the minutes."""
    row = _load(request, pk)
    commands.minute_meeting(meeting=row, by=request.user)
    messages.success(request, _("纪要已定稿，不能再改。"))
    return redirect("handover:meeting", pk)


@require_GET
def minutes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the settled minutes, to who sees the meeting as a whole; journaled."""
    row = get_object_or_404(meetings_for(request.user), pk=pk)
    if row.minutes is None or not sees_meetings_whole(request.user):
        raise Http404
    answer = send_file(row.minutes.path, name=_("%(name)s纪要.docx") % {"name": row.name})
    commands.note_minutes_taken(meeting=row, by=request.user)
    return answer


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a meeting, for a reason."""
    row = _load(request, pk)
    form = GiveReason(request.POST, prefix="cancel")
    if form.is_valid():
        with refusals_on(form):
            commands.cancel_meeting(meeting=row, **form.cleaned_data, by=request.user)
            return redirect("handover:meeting", pk)
    row.refresh_from_db()
    return _show(request, row, cancel_form=form, status=422)


@require_POST
def add_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an item on the agenda."""
    row = _load(request, pk)
    form = AddAgendaItem(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.add_agenda_item(meeting=row, **form.cleaned_data, by=request.user)
            return redirect("handover:meeting", pk)
    return _show(request, row, agenda_form=form, status=422)


def _item(request: HttpRequest, row: Meeting) -> AgendaItem:
    asked = whole_number(request.POST.get("item", ""))
    found = next((item for item in row.agenda.all() if item.pk == asked), None)
    if found is None:
        raise Http404
    return found


@require_POST
def raise_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an item of the agenda up."""
    row = _load(request, pk)
    commands.raise_agenda_item(item=_item(request, row), by=request.user)
    return redirect("handover:meeting", pk)


@require_POST
def remove_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    row = _load(request, pk)
    commands.remove_agenda_item(item=_item(request, row), by=request.user)
    return redirect("handover:meeting", pk)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decision."""
    row = _load(request, pk)
    form = Decide(request.POST, reader=request.user, meeting=row)
    if form.is_valid():
        with refusals_on(form):
            commands.decide(meeting=row, **form.cleaned_data, by=request.user)
            return redirect("handover:meeting", pk)
    return _show(request, row, decide_form=form, status=422)


@require_POST
def close_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a decision was carried out."""
    row = get_object_or_404(decisions_for(request.user), pk=pk)
    form = CloseDecision(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.close_decision(decision=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("已登记完成。"))
            return redirect(f"{reverse('handover:meeting', args=[row.meeting_id])}#decision-{row.pk}")
    return _show(request, get_object_or_404(meetings_for(request.user), pk=row.meeting_id), close_form=form, status=422)
