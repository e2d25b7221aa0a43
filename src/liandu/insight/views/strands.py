"""Strands of like findings: the list, one of them, what a person does with it, and the queue."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.insight import commands
from liandu.insight.forms.strands import MergeStrand, MoveFindings, NameStrand, SplitStrand
from liandu.insight.models import Strand
from liandu.insight.queries.figures import STRAND, money_of
from liandu.insight.queries.strands import (
    LIVING,
    StrandView,
    member_page,
    members_chosen,
    opened_strand,
    queue_chosen,
    queue_for,
    queue_page,
    reaches_everything,
    shown_strands,
    strand_page,
    strands_to_choose,
)
from liandu.insight.states import StrandState
from liandu.insight.tables.strands import (
    member_table,
    numbers_of,
    queue_table,
    rule_in_words,
    strand_line,
    strand_lines,
)
from liandu.inspections.taxonomies import taxonomy
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.journal.queries import history_of
from liandu.ui.dates import moment
from liandu.ui.htmx import is_partial, page
from liandu.ui.numbers import whole_number
from liandu.ui.reasons import refusals_on


@require_GET
def strands(request: HttpRequest) -> HttpResponse:
    """Show strands of one state, by class, each with what a person needs to judge it."""
    require(request.user, Act.INSIGHT_VIEW)
    view = StrandView.of(request.GET)
    tabs = [(StrandState.ACCEPTED, _("已采用"))]
    if reaches_everything(request.user):
        tabs = [(StrandState.PROPOSED, _("待采用")), *tabs, (StrandState.RETIRED, _("已停用"))]
    else:
        view = replace(view, state=str(StrandState.ACCEPTED))
    found = strand_page(request.user, view)
    context = {
        "view": view,
        "lines": strand_lines(found.rows),
        "later": found.later,
        "tabs": [
            (view.query(state=state), words, found.counts.get(state, 0), state == view.state) for state, words in tabs
        ],
        "waiting": found.waiting,
        "classes": [(code, class_in_words(code)) for code in taxonomy().leaves],
        "may_judge": may(request.user, Act.INSIGHT_JUDGE),
        "plain": view.query(category="", common=""),
    }
    return page(request, "insight/strands.html", context)


def load_strand(request: HttpRequest, pk: int) -> Strand:
    """Return the strand as the form that was sent has seen it; not found outside the reader's reach."""
    require(request.user, Act.INSIGHT_VIEW)
    found = opened_strand(request.user, pk)
    if found is None:
        raise Http404
    seen = whole_number(request.POST.get("version", ""))
    if seen is not None:
        found.version = seen
    return found


def _after(request: HttpRequest) -> str:
    """Return the number after which a page begins; what no database can hold is left out."""
    return request.GET.get("after", "")[:24].replace("\x00", "")


@require_GET
def strand(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a strand with its numbers and its members within reach."""
    return _show(request, load_strand(request, pk))


def _show(request: HttpRequest, found: Strand, *, status: int = 200, **forms: Any) -> HttpResponse:
    judges = may(request.user, Act.INSIGHT_JUDGE)
    living = found.state in LIVING
    shown = shown_strands(request.user, [found])[0]
    members = member_page(request.user, found, after=_after(request))
    money = money_of(request.user, by=STRAND, keys=[found.pk])
    others = strands_to_choose(request.user, but=found) if judges and living else []
    everything = reaches_everything(request.user)
    context = {
        "strand": found,
        "line": strand_line(shown),
        "numbers": numbers_of(shown.figures, "strand", found.pk, money=money.get(found.pk, Decimal(0))),
        "rule": rule_in_words(shown.figures),
        "table": member_table(members.rows, choosing=judges and living),
        "later": members.later,
        "living": living,
        "judges": judges,
        "everything": everything,
        "judged_at": moment(found.judged_at),
        "others": others,
        "name_form": NameStrand(initial={"label": found.label}),
        "merge_form": MergeStrand(strands=others, prefix="merge"),
        "move_form": MoveFindings(strands=others, prefix="move"),
        "split_form": SplitStrand(prefix="split"),
        "history": [(row, moment(row.at)) for row in history_of(found)] if everything else [],
        **forms,
    }
    return page(request, "insight/strand.html", context, status=status)


@require_POST
def accept_strand(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a proposal as it was seen."""
    commands.accept_strand(strand=load_strand(request, pk), by=request.user)
    return _answer(request, pk, _("已采用。以后来的同类问题会归到这一组，已有的不再变动。"))


@require_POST
def retire_strand(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire a strand."""
    commands.retire_strand(strand=load_strand(request, pk), by=request.user)
    return _answer(request, pk, _("已停用，这些问题回到待归类。"))


@require_POST
def restore_strand(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a strand was retired."""
    commands.restore_strand(strand=load_strand(request, pk), by=request.user)
    return _answer(request, pk, _("已恢复，等待采用。"))


@require_POST
def unmerge_strand(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a merged strand stand on its own again."""
    commands.unmerge_strand(strand=load_strand(request, pk), by=request.user)
    return _answer(request, pk, _("已拆回，重新成为单独的一组。"))


def _answer(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    """Answer with the line anew where the list asked, else with the page of the strand."""
    if not is_partial(request):
        messages.success(request, words)
        return redirect("insight:strand", pk)
    shown = shown_strands(request.user, [load_strand(request, pk)])
    shown[0].strand.refresh_from_db(fields=["version"])
    return render(request, "insight/_strand_line.html", {"line": strand_line(shown[0]), "may_judge": True})


@require_POST
def name_strand(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a strand another name."""
    found = load_strand(request, pk)
    require(request.user, Act.INSIGHT_JUDGE, subject=found)
    form = NameStrand(request.POST)
    if form.is_valid():
        with refusals_on(form):
            commands.name_strand(strand=found, label=form.cleaned_data["label"], by=request.user)
            return redirect("insight:strand", pk)
    return _show(request, found, status=422, name_form=form)


@require_POST
def merge_strand(request: HttpRequest, pk: int) -> HttpResponse:
    """Take all members over into another strand."""
    found = load_strand(request, pk)
    require(request.user, Act.INSIGHT_JUDGE, subject=found)
    form = MergeStrand(request.POST, strands=strands_to_choose(request.user, but=found), prefix="merge")
    if form.is_valid():
        with refusals_on(form):
            into = commands.merge_strands(strand=found, into=form.cleaned_data["into"], by=request.user)
            messages.success(request, _("已并入这一组；需要时可以从原来那一组拆回。"))
            return redirect("insight:strand", into.pk)
    return _show(request, found, status=422, merge_form=form)


def _keys(request: HttpRequest) -> list[int]:
    numbers = (whole_number(value) for value in request.POST.getlist("finding"))
    return list(dict.fromkeys(number for number in numbers if number is not None))


@require_POST
def choose_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Split off, move, pin or let go the members that were ticked; the button that was pressed says which."""
    found = load_strand(request, pk)
    require(request.user, Act.INSIGHT_JUDGE, subject=found)
    chosen = members_chosen(request.user, found, _keys(request))
    act = request.POST.get("act", "")
    if act in {"pin", "unpin"}:
        commands.pin_findings(strand=found, findings=chosen, pinned=act == "pin", by=request.user)
        return redirect("insight:strand", pk)
    if act == "move":
        move = MoveFindings(request.POST, strands=strands_to_choose(request.user, but=found), prefix="move")
        if move.is_valid():
            with refusals_on(move):
                into = move.cleaned_data["into"]
                commands.move_findings(findings=chosen, into=into, out_of=found, by=request.user)
                messages.success(request, _moved(len(chosen), into.label))
                return redirect("insight:strand", into.pk)
        return _show(request, found, status=422, move_form=move)
    split = SplitStrand(request.POST, prefix="split")
    if split.is_valid():
        with refusals_on(split):
            new = commands.split_strand(
                strand=found, findings=chosen, label=split.cleaned_data["label"], by=request.user
            )
            messages.success(request, _("已拆出单独的一组。"))
            return redirect("insight:strand", new.pk)
    return _show(request, found, status=422, split_form=split)


def _moved(n: int, label: str) -> str:
    return ngettext("已把 %(n)s 条移入“%(label)s”。", "已把 %(n)s 条移入“%(label)s”。", n) % {"n": n, "label": label}


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the queue: findings that stand in no strand."""
    require(request.user, Act.INSIGHT_VIEW)
    return _waiting(request)


def _waiting(request: HttpRequest, *, form: MoveFindings | None = None, status: int = 200) -> HttpResponse:
    rows, later = queue_page(request.user, after=_after(request))
    judges = may(request.user, Act.INSIGHT_JUDGE)
    others = strands_to_choose(request.user) if judges else []
    context = {
        "table": queue_table(rows, choosing=judges and bool(others)),
        "total": queue_for(request.user).count(),
        "later": later,
        "others": others,
        "move_form": form or MoveFindings(strands=others, prefix="move"),
    }
    return page(request, "insight/waiting.html", context, status=status)


@require_POST
def move_waiting(request: HttpRequest) -> HttpResponse:
    """Move findings of the queue into a strand."""
    require(request.user, Act.INSIGHT_JUDGE)
    form = MoveFindings(request.POST, strands=strands_to_choose(request.user), prefix="move")
    chosen = queue_chosen(request.user, _keys(request))
    if form.is_valid():
        with refusals_on(form):
            into = form.cleaned_data["into"]
            commands.move_findings(findings=chosen, into=into, out_of=None, by=request.user)
            messages.success(request, _moved(len(chosen), into.label))
            return redirect("insight:waiting")
    return _waiting(request, form=form, status=422)
