"""The page of one clue: its facts to who reaches it, its words once the reason was given, and every look journaled."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.clues import commands
from liandu.clues.beside import BESIDE_CLUES
from liandu.clues.commands import ClueTexts
from liandu.clues.forms import BeginSitting
from liandu.clues.models import Assignment, Clue
from liandu.clues.queries import knows_all_of, named_in, recusals_from
from liandu.clues.rules import CLOCKS, missing_in, reasons_against_correcting
from liandu.clues.sealing import unpacked_persons
from liandu.clues.states import OPEN_ASSIGNMENTS, AssignmentState, State
from liandu.clues.tables import due_cell, named_table, recused_table, state_cell
from liandu.clues.views.door import OF_CLUES, ask_why, behind_the_door, found_clue, sit_down, sitting_of
from liandu.journal.queries import history_of
from liandu.ui.dates import day, moment
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on, why_not


@dataclass(frozen=True, slots=True)
class Button:
    """An act that the page offers: where it is done, why not ("" when it can be), and whether it is the next step."""

    label: str
    url: str
    why: str
    next: bool = False


@behind_the_door(*OF_CLUES)
def clue(request: HttpRequest, key: str) -> HttpResponse:
    """Show one clue; without a sitting, ask for the reason first."""
    row = found_clue(request, key)
    sitting = sitting_of(request)
    if sitting is None:
        return ask_why(request, row.number)
    texts = commands.read_clue(clue=row, sitting=sitting, by=request.user)
    return page(request, "clues/clue.html", context_of(request.user, row, texts))


@behind_the_door(*OF_CLUES)
def print_clue(request: HttpRequest, key: str) -> HttpResponse:
    """Show one clue as paper, with the reader's name and the time on it; journaled as a print."""
    row = found_clue(request, key)
    sitting = sitting_of(request)
    if sitting is None:
        return ask_why(request, row.number)
    texts = commands.read_clue(clue=row, sitting=sitting, by=request.user)
    commands.note_printed(thing=row, by=request.user)
    context = context_of(request.user, row, texts)
    return page(request, "clues/clue_paper.html", {**context, "printed": moment(timezone.now())})


@behind_the_door(*OF_CLUES)
def readers(request: HttpRequest, key: str) -> HttpResponse:
    """Show who is named in a clue and as what; who only handles it is not told who else does. Reads nothing sealed."""
    row = found_clue(request, key)
    whole = knows_all_of(request.user, row)
    named = [one for one in named_in(row) if whole or one.assignment is None or one.person.pk == request.user.pk]
    recused = recusals_from(request.user, row)
    context = {
        "clue": row,
        "whole": whole,
        "table": named_table(named),
        "people": len({one.person.pk for one in named}),
        "recused": recused_table(recused) if recused else None,
    }
    return page(request, "clues/readers.html", context)


@behind_the_door(methods=("POST",))
def sit(request: HttpRequest) -> HttpResponse:
    """Take the reason, and go back to where one wanted."""
    form = BeginSitting(request.POST)
    if not form.is_valid():
        return page(request, "clues/why.html", {"form": form}, status=422)
    data = form.cleaned_data
    with refusals_on(form):
        sit_down(request, commands.begin_sitting(grounds=data["grounds"], note=data["note"], by=request.user))
        return redirect(_inside(data["next"]))
    return page(request, "clues/why.html", {"form": form}, status=422)


def _inside(path: str) -> str:
    """Return ``path`` when it is one of this register, else where the register begins."""
    home = reverse("clues:home")
    plain = path.startswith(home) and all(char.isalnum() or char in "/-_" for char in path)
    return path if plain and "//" not in path else home


def context_of(reader: Any, row: Clue, texts: ClueTexts) -> dict[str, Any]:
    """Return what the page of a clue shows."""
    assignments = [AssignmentLine(one, texts, reader) for one in row.assignments.all() if _is_told(one, texts, reader)]
    return {
        "clue": row,
        "texts": texts,
        "state": state_cell(row),
        "due": due_cell(row),
        "clock": CLOCKS["disposition"],
        "received_on": day(row.received_on),
        "concluded_on": day(row.concluded_on),
        "opened_at": moment(row.opened_at),
        "missing": [_(words) for words in missing_in(row)],
        "corrections": list(corrections_of(row, texts)),
        "corrected_on": [moment(one.at) for one in row.corrections.all()][-1:],
        "recused": [(one, day(one.since), day(one.until), texts.of[one.pk]["reason"]) for one in texts.beside.recusals],
        "sittings": [(one, moment(one.opened_at), texts.of[one.pk]["note"]) for one in texts.beside.sittings],
        "reviews": [(one, day(one.held_on), texts.of[one.pk]) for one in row.reviews.all() if texts.whole],
        "dispositions": [
            (one, moment(one.proposed_at), moment(one.decided_at), day(one.restart_on), texts.of.get(one.pk, {}))
            for one in row.dispositions.all()
            if texts.whole or one.state == "approved"
        ],
        "follow_ups": [(one, day(one.done_on), texts.of[one.pk]) for one in row.follow_ups.all() if texts.whole],
        "assignments": assignments,
        "buttons": list(buttons_of(reader, row)),
        "beside": BESIDE_CLUES.said(reader, row),
        "history": [(line, moment(line.at)) for line in history_of(row, most=60)] if texts.whole else [],
    }


def corrections_of(row: Clue, texts: ClueTexts) -> Iterator[tuple[Any, str, list[dict[str, str]], dict[str, str]]]:
    """Yield each correction, newest first, with its moment and what stood before; to who reads the whole clue."""
    for one in reversed(list(row.corrections.all()) if texts.whole else []):
        text = dict(texts.of[one.pk])
        yield one, moment(one.at), unpacked_persons(text["persons"]), text


def _is_told(row: Assignment, texts: ClueTexts, reader: Any) -> bool:
    return texts.whole or row.handler_id == reader.pk


class AssignmentLine:
    """An assignment with its signatures, its words and what its reader can do."""

    def __init__(self, row: Assignment, texts: ClueTexts, reader: Any) -> None:
        self.row = row
        self.given_at, self.taken_at, self.due_on = moment(row.given_at), moment(row.taken_at), day(row.due_on)
        self.reported_at, self.decided_at = moment(row.reported_at), moment(row.decided_at)
        self.late = row.state in {"offered", "accepted"} and row.due_on < timezone.localdate()
        self.texts = texts.of.get(row.pk, {})
        self.notes = [(note, moment(note.at), texts.of[note.pk]["note"]) for note in row.progress.all()]
        self.buttons = list(_buttons_of_assignment(reader, row))
        back = row.state in {"offered", "accepted"} and may(reader, Act.CLUE_KEEP)
        self.recall = reverse("clues:recall", args=[row.pk]) if back else ""


def _buttons_of_assignment(reader: Any, row: Assignment) -> Iterator[Button]:
    state = AssignmentState(row.state)
    if row.handler_id == reader.pk and may(reader, Act.CLUE_HANDLE):
        if state == AssignmentState.OFFERED:
            yield Button(_("签收或者退回"), reverse("clues:take", args=[row.pk]), "", next=True)
        if state == AssignmentState.ACCEPTED:
            yield Button(_("报告结果"), reverse("clues:report", args=[row.pk]), "", next=True)
            yield Button(_("记进展"), reverse("clues:progress", args=[row.pk]), "")
    if state == AssignmentState.REPORTED and may(reader, Act.CLUE_APPROVE) and row.clue.approver_id == reader.pk:
        yield Button(_("审批结果"), reverse("clues:conclude", args=[row.pk]), "", next=True)


# The next step in each state: its label, its address, the act it needs.
STEPS = {
    State.REGISTERED: ("review", Act.CLUE_REGISTER),
    State.REVIEWED: ("propose", Act.CLUE_KEEP),
    State.PROPOSED: ("decide", Act.CLUE_APPROVE),
    State.IN_FORCE: ("assign", Act.CLUE_KEEP),
    State.HELD: ("restart", Act.CLUE_KEEP),
    State.FOLLOW_UP: ("follow_up", Act.CLUE_REGISTER),
}


def buttons_of(reader: Any, row: Clue) -> Iterator[Button]:
    """Yield the next step of a clue, grey with the reason where the reader may not take it, and what else is theirs."""
    labels = {
        "review": _("记集体研判"), "propose": _("提处置意见"), "decide": _("审批处置意见"), "assign": _("分类交办"),
        "restart": _("再次启动"), "follow_up": _("记反馈澄清"),
    }  # fmt: skip
    handled = any(one.state in OPEN_ASSIGNMENTS for one in row.assignments.all())
    if State(row.state) in STEPS:
        name, act = STEPS[State(row.state)]
        why = why_not(reader, act)
        if not why and name == "decide" and row.approver_id != reader.pk:
            why = _("由%(name)s审批。") % {"name": row.approver}
        if not (handled and why):  # while somebody handles it, giving it to more people is no step of others
            yield Button(labels[name], reverse(f"clues:{name}", args=[row.pk]), why, next=not handled)
    again = row.state == State.REVIEWED or (row.state == State.IN_FORCE and not handled)
    if again and may(reader, Act.CLUE_REGISTER):
        yield Button(_("重新研判"), reverse("clues:review", args=[row.pk]), "")
    if reader.pk in {row.registrar_id, row.keeper_id} and may(reader, Act.CLUE_REGISTER):
        against = reasons_against_correcting(row)
        why = in_words(against[0]) if against else ""
        yield Button(_("更正文字"), reverse("clues:correct", args=[row.pk]), why)
    if may(reader, Act.CLUE_KEEP) and row.state != State.CONCLUDED:
        yield Button(_("变更保管人、审批人"), reverse("clues:people", args=[row.pk]), "")


def done(request: HttpRequest, sentence: str, row: Clue) -> HttpResponse:
    """Say what was done and go back to the clue."""
    messages.success(request, sentence)
    return redirect("clues:clue", row.pk)
