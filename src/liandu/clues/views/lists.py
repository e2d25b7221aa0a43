"""Sealed lists: composing, sending, signing line by line, the receipt; and opening a clue from a line."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.clues import commands
from liandu.clues.forms import AddLine, DraftList, OpenClue, OpenOwnClue, ResendRefused, SignList
from liandu.clues.models import SealedList, Verdict
from liandu.clues.queries import lists_page, registers_of
from liandu.clues.sealing import unseal
from liandu.clues.states import ListState
from liandu.clues.tables import lists_table
from liandu.clues.views.door import OF_LISTS, behind_the_door, found_line, found_list
from liandu.ui.dates import moment
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on, why_not

FORM = ("GET", "POST")


@behind_the_door(*OF_LISTS)
def lists(request: HttpRequest) -> HttpResponse:
    """Show the sealed lists within reach."""
    rows = lists_page(request.user)
    context = {"table": lists_table(rows), "why_no_draft": why_not(request.user, Act.CLUE_SEND)}
    return page(request, "clues/lists.html", {**context, "sends": may(request.user, Act.CLUE_SEND)})


@behind_the_door(*OF_LISTS, methods=FORM)
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a sealed list."""
    require(request.user, Act.CLUE_SEND)
    form = DraftList(request.POST or None, reader=request.user)
    if form.is_valid():
        with refusals_on(form):
            row = commands.draft_list(**form.cleaned_data, by=request.user)
            return redirect("clues:list", row.pk)
    return _form_page(request, form, title=_("拟密封线索清单"), submit=_("开始拟定"))


def _form_page(request: HttpRequest, form: BaseForm, **context: Any) -> HttpResponse:
    context = {"form": form, "back": reverse("clues:lists"), **context}
    return page(request, "clues/form.html", context, status=422 if form.errors else 200)


@behind_the_door(*OF_LISTS)
def list_(request: HttpRequest, key: str) -> HttpResponse:
    """Show one sealed list as the document that it is; journaled."""
    return _show(request, found_list(request, key))


def _show(
    request: HttpRequest, row: SealedList, *, adding: AddLine | None = None, signing: SignList | None = None,
    again: ResendRefused | None = None,
) -> HttpResponse:  # fmt: skip
    texts = commands.read_list(sealed_list=row, by=request.user)
    lines = list(row.lines.all())
    own, signs = row.sender_id == request.user.pk, may(request.user, Act.CLUE_REGISTER)
    if signing is None and row.state == ListState.SENT and signs and not own:
        signing = SignList(lines=lines)
    refused = any(one.verdict == Verdict.REFUSED for one in lines)
    wrong = any(form is not None and form.errors for form in (adding, signing, again))
    context = {
        "list": row,
        "lines": [(one, texts[one.pk], signing.of_line(one) if signing else None) for one in lines],
        "drafted_at": moment(row.drafted_at),
        "sent_at": moment(row.sent_at),
        "signed_at": moment(row.signed_at),
        "signing": signing,
        "adding": adding or (AddLine(reader=request.user) if own and row.state == ListState.DRAFTING else None),
        "again": again or (ResendRefused() if own and refused else None),
        "may_open": signs and row.state == ListState.SIGNED,
        "signed": bool(row.signed_by_id),
    }
    return page(request, "clues/list.html", context, status=422 if wrong else 200)


@behind_the_door(*OF_LISTS, methods=("POST",))
def add_line(request: HttpRequest, key: str) -> HttpResponse:
    """Add a line to a list that is drafted."""
    row = found_list(request, key)
    form = AddLine(request.POST, reader=request.user)
    if form.is_valid():
        with refusals_on(form):
            commands.add_line(sealed_list=row, **form.cleaned_data, by=request.user)
            return redirect("clues:list", row.pk)
    return _show(request, row, adding=form)


@behind_the_door(*OF_LISTS, methods=("POST",))
def drop_line(request: HttpRequest, key: str) -> HttpResponse:
    """Take a line out of a list that is drafted."""
    line = found_line(request, key)
    commands.drop_line(line=line, by=request.user)
    return redirect("clues:list", line.sealed_list_id)


@behind_the_door(*OF_LISTS, methods=("POST",))
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Send a list."""
    row = found_list(request, key)
    commands.send_list(sealed_list=row, by=request.user)
    messages.success(request, _("已密封送出，等对方逐条签收。"))
    return redirect("clues:list", row.pk)


@behind_the_door(*OF_LISTS, methods=("POST",))
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign for every line of a list."""
    row = found_list(request, key)
    require(request.user, Act.CLUE_REGISTER, subject=row)
    form = SignList(request.POST, lines=list(row.lines.all()))
    if form.is_valid():
        with refusals_on(form):
            commands.sign_list(sealed_list=row, verdicts=form.verdicts(), by=request.user)
            messages.success(request, _("已签收。收下的请逐条登记。"))
            return redirect("clues:list", row.pk)
    return _show(request, row, signing=form)


@behind_the_door(*OF_LISTS)
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """Show the receipt slip of a signed list for printing: numbers and verdicts, no titles; journaled as a print."""
    row = found_list(request, key)
    commands.note_printed(thing=row, by=request.user)
    lines = list(row.lines.all())
    context = {
        "list": row,
        "lines": lines,
        "taken": sum(one.verdict in {Verdict.ACCEPTED, Verdict.DISCREPANCY} for one in lines),
        "refused": sum(one.verdict == Verdict.REFUSED for one in lines),
        "sent_at": moment(row.sent_at),
        "signed_at": moment(row.signed_at),
        "printed": moment(timezone.now()),
    }
    return page(request, "clues/receipt.html", context)


@behind_the_door(*OF_LISTS, methods=("POST",))
def resend(request: HttpRequest, key: str) -> HttpResponse:
    """Draft a list with the lines that were refused."""
    row = found_list(request, key)
    form = ResendRefused(request.POST)
    if form.is_valid():
        with refusals_on(form):
            again = commands.resend_refused(sealed_list=row, **form.cleaned_data, by=request.user)
            messages.success(request, _("拒收的线索已列入新清单，核对后送出。"))
            return redirect("clues:list", again.pk)
    return _show(request, row, again=form)


@behind_the_door(*OF_LISTS, methods=FORM)
def open_clue(request: HttpRequest, key: str) -> HttpResponse:
    """Register a clue from a line that was taken."""
    line = found_line(request, key)
    require(request.user, Act.CLUE_REGISTER, subject=line.sealed_list)
    form = OpenClue(request.POST or None, reader=request.user, initial={"unit": line.unit_id, "grade": line.grade})
    if form.is_valid():
        with refusals_on(form):
            made = commands.open_clue(
                register=line.sealed_list.recipient, line=line, **form.cleaned_data, by=request.user
            )
            return _opened(request, made)
    back = reverse("clues:list", args=[line.sealed_list_id])
    title = unseal(line, "title") if request.method == "GET" else ""
    return _form_page(
        request, form, title=_("登记线索"), submit=_("登记并编号"), back=back, line=line, line_title=title
    )


@behind_the_door(Act.CLUE_REGISTER, methods=FORM)
def open_own(request: HttpRequest) -> HttpResponse:
    """Register a clue that came without a sealed list."""
    require(request.user, Act.CLUE_REGISTER)
    form = OpenOwnClue(request.POST or None, reader=request.user)
    if form.is_valid():
        with refusals_on(form):
            made = commands.open_clue(
                register=registers_of(request.user)[0], line=None, **form.cleaned_data, by=request.user
            )
            return _opened(request, made)
    return _form_page(
        request, form, title=_("登记其他来源的线索"), submit=_("登记并编号"), back=reverse("clues:register")
    )


def _opened(request: HttpRequest, made: Any) -> HttpResponse:
    messages.success(request, _("已登记，编号 %(number)s。") % {"number": made.number})
    return redirect("clues:clue", made.pk)
