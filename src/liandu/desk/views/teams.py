"""Joint teams and loans: lists, one team, work over all teams, workload. Each act is one form; DOORS says all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access import commands
from liandu.access.queries import may, require
from liandu.access.queries.teams import heads, loans_for, tasks_for, teams_for
from liandu.access.roles import Act
from liandu.desk.forms import teams as entries
from liandu.desk.queries.teams import team_page, teams_listed, work_of, workload
from liandu.desk.tables import (
    areas_table,
    days,
    load_table,
    loans_table,
    members_table,
    tasks_table,
    teams_table,
)
from liandu.desk.views.doors import OpenDoor
from liandu.journal.queries import history_of
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import JointTeam
from liandu.ui.dates import moment
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on, why_not


@dataclass(frozen=True, slots=True)
class Door:
    """One act: its address, what its form says, what it does, and what is said when it is done."""

    key: str
    url: str
    title: str | Promise
    button: str | Promise
    form: Callable[..., forms.Form]
    act: Callable[..., Any]
    done: str | Promise


TEAM_DOORS = {
    door.key: door
    for door in (
        Door("task", "give_task", _("交办事项"), _("交办"), entries.GiveTask, commands.give_task, _("已交办。")),
        Door("member", "add_member", _("增加成员"), _("增加"), entries.AddMember, commands.add_member,
             _("已增加成员。")),
        Door("leaver", "end_member", _("成员退出"), _("登记"), entries.EndMember, commands.end_member,
             _("已登记结束日期。")),
        Door("area", "add_area", _("增加区域"), _("增加"), entries.AddArea, commands.add_area, _("已增加区域。")),
        Door("part", "end_area", _("减少区域"), _("登记"), entries.EndArea, commands.end_area, _("已登记结束日期。")),
        Door("more", "extend_team", _("延长"), _("延长"), entries.ExtendTeam, commands.extend_team, _("已延长。")),
        Door("end", "end_team", _("结束联合监督组"), _("结束"), entries.EndTeam, commands.end_team,
             _("已登记结束日期；成员的范围到那一天为止。")),
    )
}  # fmt: skip
OF_A_ROW = frozenset({"leaver", "part"})  # their forms name a row of the team; the others are about the team itself
LOAN_DOORS = {
    door.key: door
    for door in (
        Door("lend", "lend", _("登记借调"), _("登记"), entries.LendPerson, commands.lend_person, _("已登记借调。")),
        Door("longer", "extend_loan", _("延长借调"), _("延长"), entries.MoveLoan, commands.extend_loan, _("已延长。")),
        Door("back", "end_loan", _("提前结束借调"), _("结束"), entries.MoveLoan, commands.end_loan,
             _("已登记结束日期。")),
    )
}  # fmt: skip


@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    """Show the joint teams that the reader may see."""
    require(request.user, Act.TEAM_VIEW)
    context = {
        "table": teams_table(list(teams_listed(request.user))),
        "why_not": why_not(request.user, Act.TEAM_MANAGE),
    }
    return page(request, "desk/teams.html", context)


@require_http_methods(["GET", "POST"])
def form_team(request: HttpRequest) -> HttpResponse:
    """Form a joint team, then go on to its page for members and area."""
    require(request.user, Act.TEAM_MANAGE)
    form = entries.FormTeam(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            made = commands.form_team(**form.cleaned_data, by=request.user)
            messages.success(request, gettext("已组建。接着增加成员和区域。"))
            return redirect("desk:team", made.pk)
    context = {
        "form": form,
        "title": gettext("组建联合监督组"),
        "submit": gettext("组建"),
        "back": reverse("desk:teams"),
    }
    return page(request, "desk/team_form.html", context, status=422 if form.errors else 200)


@require_GET
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one team: what it has to do, who is in it, what it covers, its history."""
    return _show_team(request, get_object_or_404(teams_for(request.user), pk=pk))


def _show_team(
    request: HttpRequest, row: JointTeam, *, wrong: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    shown = team_page(request.user, row)
    manages = may(request.user, Act.TEAM_MANAGE, row.office)
    given = dict([wrong]) if wrong else {}

    def doors(*keys: str) -> list[OpenDoor]:
        return [
            _opened(door, given.get(door.key) or door.form(prefix=door.key, team=row), row.pk)
            for door in map(TEAM_DOORS.__getitem__, keys)
        ]

    context = {
        "team": row,
        "days": days(row.since, row.until),
        "shown": shown,
        "members": members_table(shown.members),
        "areas": areas_table(shown.areas),
        "tasks": tasks_table(shown.tasks),
        "history": [(line, moment(line.at)) for line in history_of(row)],
        "task_doors": doors("task") if shown.leads else [],
        "doors": doors("member", "leaver", "area", "part", "more", "end") if manages else [],
    }
    return page(request, "desk/team.html", context, status=status)


def _opened(door: Door, form: forms.Form, *arguments: int) -> OpenDoor:
    """Return what the page shows of a door."""
    return OpenDoor(door.key, door.title, door.button, form, reverse(f"desk:{door.url}", args=arguments))


def _through(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Do the act of one door of a team with what its form holds, or show the page with what is wrong."""
    row, door = get_object_or_404(teams_for(request.user), pk=pk), TEAM_DOORS[key]
    if not (key == "task" and heads(request.user, row)):
        require(request.user, Act.TEAM_MANAGE, unit=row.office, subject=row)
    form = door.form(request.POST, prefix=key, team=row)
    if not form.is_valid():
        return _show_team(request, row, wrong=(key, form), status=422)
    about = {} if key in OF_A_ROW else {"team": row}
    try:
        door.act(**about, **form.cleaned_data, by=request.user)
    except Refusal as refusal:
        form.add_error(None, in_words(refusal))
        return _show_team(request, row, wrong=(key, form), status=409)
    messages.success(request, str(door.done))
    return redirect("desk:team", pk)


@require_POST
def give_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member something to do."""
    return _through(request, pk, "task")


@require_POST
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person into the team."""
    return _through(request, pk, "member")


@require_POST
def end_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a membership end."""
    return _through(request, pk, "leaver")


@require_POST
def add_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the team a part of the city."""
    return _through(request, pk, "area")


@require_POST
def end_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a part of the area end."""
    return _through(request, pk, "part")


@require_POST
def extend_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the team go on."""
    return _through(request, pk, "more")


@require_POST
def end_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the team end."""
    return _through(request, pk, "end")


@require_POST
def finish_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a task is done, with its result."""
    task = get_object_or_404(tasks_for(request.user), pk=pk)
    commands.note_task_done(task=task, result=request.POST.get("result", "")[:300].replace("\x00", ""), by=request.user)
    messages.success(request, gettext("已办结。"))
    return redirect("desk:team", task.team_id)


@require_GET
def team_work(request: HttpRequest) -> HttpResponse:
    """Show what is still to be done, over all teams."""
    require(request.user, Act.TEAM_VIEW)
    return page(request, "desk/team_work.html", {"table": tasks_table(work_of(request.user), with_team=True)})


@require_GET
def team_load(request: HttpRequest) -> HttpResponse:
    """Show who carries how much, by person and by office."""
    require(request.user, Act.TEAM_VIEW)
    people, offices = workload(request.user)
    context = {
        "people": load_table(people, caption=gettext("按人员"), first=_("人员")),
        "offices": load_table(offices, caption=gettext("按机构"), first=_("机构")),
    }
    return page(request, "desk/workload.html", context)


@require_GET
def loans(request: HttpRequest) -> HttpResponse:
    """Show the loans that the reader may see."""
    require(request.user, Act.TEAM_VIEW)
    return _show_loans(request)


def _show_loans(
    request: HttpRequest, *, wrong: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    given = dict([wrong]) if wrong else {}
    manages = may(request.user, Act.TEAM_MANAGE)
    context = {
        "table": loans_table(list(loans_for(request.user))),
        "doors": [
            _opened(door, given.get(door.key) or door.form(prefix=door.key, reader=request.user))
            for door in LOAN_DOORS.values()
            if manages
        ],
    }
    return page(request, "desk/loans.html", context, status=status)


def _through_loan(request: HttpRequest, key: str) -> HttpResponse:
    """Do one act on loans with what its form holds, or show the page with what is wrong."""
    require(request.user, Act.TEAM_MANAGE)
    door = LOAN_DOORS[key]
    form = door.form(request.POST, prefix=key, reader=request.user)
    if not form.is_valid():
        return _show_loans(request, wrong=(key, form), status=422)
    try:
        door.act(**form.cleaned_data, by=request.user)
    except Refusal as refusal:
        form.add_error(None, in_words(refusal))
        return _show_loans(request, wrong=(key, form), status=409)
    messages.success(request, str(door.done))
    return redirect("desk:loans")


@require_POST
def lend(request: HttpRequest) -> HttpResponse:
    """Lend a person to another office."""
    return _through_loan(request, "lend")


@require_POST
def extend_loan(request: HttpRequest) -> HttpResponse:
    """Let a loan go on."""
    return _through_loan(request, "longer")


@require_POST
def end_loan(request: HttpRequest) -> HttpResponse:
    """Let a loan end early."""
    return _through_loan(request, "back")
