"""Forms of assignments: giving, taking, progress, result, approval, taking back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.clues import commands
from liandu.clues.forms import AssignClue, Decide, NoteProgress, ReportResult, TakeAssignment
from liandu.clues.rules import CLOCKS
from liandu.clues.sealing import unseal
from liandu.clues.views.clue import done
from liandu.clues.views.decisions import FORM, form_page
from liandu.clues.views.door import (
    OF_CLUES,
    ask_why,
    behind_the_door,
    found_assignment,
    found_clue,
    sitting_of,
)
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


@behind_the_door(*OF_CLUES, methods=FORM)
def assign(request: HttpRequest, key: str) -> HttpResponse:
    """Hand the clue to an office and a person."""
    row = found_clue(request, key)
    require(request.user, Act.CLUE_KEEP, subject=row)
    form = AssignClue(request.POST or None, reader=request.user, clue=row)
    if form.is_valid():
        with refusals_on(form):
            commands.assign_clue(clue=row, **form.assignment(), by=request.user)
            return done(request, _("已交办，等承办人签收。"), row)
    note = _("默认期限的依据：%(basis)s。") % {"basis": _(CLOCKS["answer"].basis)}
    return form_page(request, form, row, title=_("分类交办"), submit=_("签字交办"), note=note)


@behind_the_door(*OF_CLUES, methods=FORM)
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Sign for an assignment, or give it back."""
    row = found_assignment(request, key)
    require(request.user, Act.CLUE_HANDLE, subject=row.clue)
    form = TakeAssignment(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            if form.cleaned_data["verdict"] == "accept":
                commands.accept_assignment(assignment=row, by=request.user)
                return done(request, _("已签收，从现在起由您承办。"), row.clue)
            commands.refuse_assignment(assignment=row, reason=form.cleaned_data["reason"], by=request.user)
            return page(request, "clues/gone.html", {})
    verdicts = [("accept", _("签收承办")), ("refuse", _("退回"))]
    return form_page(request, form, row.clue, title=_("签收交办"), verdicts=verdicts, assignment=row)


@behind_the_door(*OF_CLUES, methods=FORM)
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """Note how the handling goes on."""
    row = found_assignment(request, key)
    require(request.user, Act.CLUE_HANDLE, subject=row.clue)
    form = NoteProgress(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            commands.note_progress(assignment=row, **form.cleaned_data, by=request.user)
            return done(request, _("进展已记下。"), row.clue)
    return form_page(request, form, row.clue, title=_("办理进展"), submit=_("记下"), assignment=row)


@behind_the_door(*OF_CLUES, methods=FORM)
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Report what the handling came to."""
    row = found_assignment(request, key)
    require(request.user, Act.CLUE_HANDLE, subject=row.clue)
    form = ReportResult(request.POST or None, assignment=row)
    if form.is_valid():
        with refusals_on(form):
            commands.report_result(assignment=row, **form.cleaned_data, by=request.user)
            return done(request, _("结果已报审批。"), row.clue)
    return form_page(request, form, row.clue, title=_("办理结果"), submit=_("报审批"), assignment=row)


@behind_the_door(*OF_CLUES, methods=FORM)
def conclude(request: HttpRequest, key: str) -> HttpResponse:
    """Approve or return a result; its text is shown, so the reader says why they look."""
    row = found_assignment(request, key)
    require(request.user, Act.CLUE_APPROVE, subject=row.clue)
    form = Decide(request.POST or None)
    if form.is_valid():
        opinion = form.cleaned_data["opinion"]
        with refusals_on(form):
            if form.cleaned_data["verdict"] == "approve":
                clue = commands.conclude_assignment(assignment=row, opinion=opinion, by=request.user)
                return done(request, _("结果已批准。"), clue)
            commands.return_result(assignment=row, opinion=opinion, by=request.user)
            return done(request, _("已退回承办人。"), row.clue)
    sitting = sitting_of(request)
    if sitting is None and request.method == "GET":
        return ask_why(request, row.clue.number)
    result = ""
    if sitting:
        commands.read_clue(clue=row.clue, sitting=sitting, by=request.user)
        result = unseal(row, "result")
    verdicts = [("approve", _("批准")), ("return", _("退回"))]
    return form_page(request, form, row.clue, title=_("审批办理结果"), verdicts=verdicts, assignment=row, result=result)


@behind_the_door(*OF_CLUES, methods=("POST",))
def recall(request: HttpRequest, key: str) -> HttpResponse:
    """Take an assignment back."""
    row = found_assignment(request, key)
    commands.recall_assignment(assignment=row, by=request.user)
    return done(request, _("已收回。"), row.clue)
