"""Forms of the way of a clue: review, proposal, decision, second start, what is owed after closing, people."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.clues import commands
from liandu.clues.commands.permission import require_author
from liandu.clues.forms import (
    ChangePeople,
    CorrectClue,
    Decide,
    HoldReview,
    ProposeDisposition,
    RecordFollowUp,
    RestartClue,
)
from liandu.clues.forms.fields import persons_as_typed
from liandu.clues.models import Clue
from liandu.clues.rules import CLOCKS
from liandu.clues.states import State
from liandu.clues.views.clue import context_of, done
from liandu.clues.views.door import OF_CLUES, ask_why, behind_the_door, found_clue, sitting_of
from liandu.ui.dates import day
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on

FORM = ("GET", "POST")


def form_page(request: HttpRequest, form: BaseForm, row: Clue, **context: Any) -> HttpResponse:
    """Show one form about a clue: its number and state above, what will be journaled below."""
    back = reverse("clues:clue", args=[row.pk])
    status = 422 if form.errors else 200
    return page(request, "clues/form.html", {"form": form, "clue": row, "back": back, **context}, status=status)


@behind_the_door(*OF_CLUES, methods=FORM)
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Note a collective review."""
    row = found_clue(request, key)
    require(request.user, Act.CLUE_REGISTER, subject=row)
    form = HoldReview(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            commands.hold_review(clue=row, **form.cleaned_data, by=request.user)
            return done(request, _("研判已记下，下一步提处置意见。"), row)
    return form_page(request, form, row, title=_("集体研判"), submit=_("记下研判"))


@behind_the_door(*OF_CLUES, methods=FORM)
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """Put the words of a clue right; they stand in the form, so the reader says why they look."""
    row = found_clue(request, key)
    require_author(request.user, row)
    form = CorrectClue(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            commands.correct_clue(clue=row, **form.cleaned_data, by=request.user)
            return done(request, _("已更正，原文密封留存。"), row)
    if not form.is_bound:
        sitting = sitting_of(request)
        if sitting is None:
            return ask_why(request, row.number)
        texts = commands.read_clue(clue=row, sitting=sitting, by=request.user)
        form.initial = {
            "persons": persons_as_typed(texts.persons),
            "narrative": texts.narrative,
            "after": len(row.corrections.all()),
        }
    note = _("更正以后，原文和更正理由密封留存，只有能看全部内容的人看得到。")
    return form_page(request, form, row, title=_("更正文字"), submit=_("更正"), note=note)


@behind_the_door(*OF_CLUES, methods=FORM)
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Propose a disposition, and put it before an approver."""
    row = found_clue(request, key)
    require(request.user, Act.CLUE_KEEP, subject=row)
    form = ProposeDisposition(request.POST or None, reader=request.user, clue=row)
    if form.is_valid():
        with refusals_on(form):
            commands.propose_disposition(clue=row, **form.cleaned_data, by=request.user)
            return done(request, _("处置意见已报审批。"), row)
    basis = _(CLOCKS["disposition"].basis)
    note = _("应于%(day)s前提出。依据：%(basis)s。") % {"day": day(row.due_on), "basis": basis}
    return form_page(request, form, row, title=_("处置意见"), submit=_("报审批"), note=note)


@behind_the_door(*OF_CLUES, methods=FORM)
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Approve or return the disposition that waits; its reason is shown, so the reader says why they look."""
    row = found_clue(request, key)
    require(request.user, Act.CLUE_APPROVE, subject=row)
    waiting = next((one for one in row.dispositions.all() if one.state == "proposed"), None)
    if waiting is None:
        raise Http404
    waiting.clue = row
    form = Decide(request.POST or None)
    if form.is_valid():
        opinion = form.cleaned_data["opinion"]
        with refusals_on(form):
            if form.cleaned_data["verdict"] == "approve":
                commands.approve_disposition(disposition=waiting, opinion=opinion, by=request.user)
                return done(request, _("已批准。"), row)
            commands.return_disposition(disposition=waiting, opinion=opinion, by=request.user)
            return done(request, _("已退回。"), row)
    sitting = sitting_of(request)
    if sitting is None and request.method == "GET":
        return ask_why(request, row.number)
    texts = commands.read_clue(clue=row, sitting=sitting, by=request.user) if sitting else None
    context = context_of(request.user, row, texts) if texts else {}
    proposal = {"proposal": waiting, "reason": texts.of.get(waiting.pk, {}).get("reason", "") if texts else ""}
    return form_page(
        request, form, row, **{**context, **proposal}, title=_("审批处置意见"), verdicts=_decisions(),
        restart_on=day(waiting.restart_on),
    )  # fmt: skip


def _decisions() -> list[tuple[str, str]]:
    return [("approve", _("批准")), ("return", _("退回"))]


@behind_the_door(*OF_CLUES, methods=FORM)
def restart(request: HttpRequest, key: str) -> HttpResponse:
    """Start a clue again that was held."""
    row = found_clue(request, key)
    require(request.user, Act.CLUE_KEEP, subject=row)
    form = RestartClue(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            commands.restart_clue(clue=row, **form.cleaned_data, by=request.user)
            return done(request, _("已再次启动，下一步提处置意见。"), row)
    return form_page(request, form, row, title=_("再次启动"), submit=_("再次启动"))


@behind_the_door(*OF_CLUES, methods=FORM)
def follow_up(request: HttpRequest, key: str) -> HttpResponse:
    """Note feedback, explanation or clearing after closing."""
    row = found_clue(request, key)
    require(request.user, Act.CLUE_REGISTER, subject=row)
    form = RecordFollowUp(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            commands.record_follow_up(clue=row, **form.cleaned_data, by=request.user)
            sentence = _("已记下。") if row.state == State.FOLLOW_UP else _("三项都已记下，线索办结。")
            return done(request, sentence, row)
    return form_page(request, form, row, title=_("反馈、说明、澄清"), submit=_("记下"))


@behind_the_door(*OF_CLUES, methods=FORM)
def people(request: HttpRequest, key: str) -> HttpResponse:
    """Name another keeper, or put the clue before another approver."""
    row = found_clue(request, key)
    require(request.user, Act.CLUE_KEEP, subject=row)
    form = ChangePeople(request.POST or None, reader=request.user, clue=row)
    if form.is_valid():
        with refusals_on(form):
            commands.change_people(clue=row, **form.people(), by=request.user)
            return done(request, _("已变更。"), row)
    return form_page(request, form, row, title=_("变更保管人、审批人"), submit=_("变更"))
