"""Administration: units and oversight, accounts and posts. Each act is one form; the table DOORS says all about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.commands import end_post as end
from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.access.queries import acts_of, holders_of, require
from liandu.access.roles import Act
from liandu.accounts import commands as accounts
from liandu.desk import queries
from liandu.desk.forms import AddUnit, AssignOversight, CloseAccount, EndOversight, EndPost, GivePost, OpenAccount
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs import commands as orgs
from liandu.ui.errors import in_words
from liandu.ui.htmx import page

ADMINISTRATION = frozenset({Act.ACCOUNT_MANAGE, Act.UNIT_MANAGE, Act.POST_MANAGE})


@dataclass(frozen=True, slots=True)
class Door:
    """One act of administration: where its form stands, who may, what it does, what is said when it is done."""

    key: str
    section: str
    url: str
    title: str | Promise
    button: str | Promise
    right: Act
    form: type[forms.Form]
    act: Callable[..., Any]
    done: str | Promise


DOORS = {
    door.key: door
    for door in (
        Door(
            "unit", "units", "desk:new_unit", _("增加机构"), _("增加"), Act.UNIT_MANAGE, AddUnit,
            orgs.add_unit, _("已增加机构。"),
        ),
        Door(
            "oversight", "units", "desk:add_oversight", _("设置联系室"), _("设置"), Act.UNIT_MANAGE,
            AssignOversight, orgs.assign_oversight, _("已设置联系室。"),
        ),
        Door(
            "over", "units", "desk:end_oversight", _("结束联系"), _("结束"), Act.UNIT_MANAGE,
            EndOversight, orgs.end_oversight, _("已登记结束日期。"),
        ),
        Door(
            "account", "people", "desk:new_account", _("开立账号"), _("开立"), Act.ACCOUNT_MANAGE,
            OpenAccount, accounts.open_account, _("已开立账号。请安全保密管理员为其设置岗位。"),
        ),
        Door(
            "close", "people", "desk:close_account", _("停用账号"), _("停用"), Act.ACCOUNT_MANAGE,
            CloseAccount, accounts.close_account, _("已停用账号，其办理记录全部保留。"),
        ),
        Door(
            "post", "people", "desk:new_post", _("设置岗位"), _("设置"), Act.POST_MANAGE, GivePost,
            give_post, _("已设置岗位。"),
        ),
        Door(
            "ended", "people", "desk:end_post", _("结束任职"), _("结束"), Act.POST_MANAGE, EndPost,
            end, _("已登记结束日期。"),
        ),
    )
}  # fmt: skip


@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    """Show units, accounts and posts to those who keep them."""
    if not acts_of(request.user) & ADMINISTRATION:
        raise Denied(
            "access.denied",
            gettext_noop("管理页面只对管理员开放：%(holders)s。"),
            act=str(Act.UNIT_MANAGE),
            holders=holders_of(Act.UNIT_MANAGE) + gettext("、") + holders_of(Act.POST_MANAGE),
        )
    return _show(request)


def _show(request: HttpRequest, *, wrong: tuple[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    acts = acts_of(request.user)
    given = dict([wrong]) if wrong else {}
    open_doors = [
        (door, given.get(door.key) or door.form(prefix=door.key)) for door in DOORS.values() if door.right in acts
    ]
    context = {
        "tree": queries.unit_tree(),
        "accounts": queries.accounts(text=request.GET.get("q", "")[:60].replace("\x00", "")),
        "sees_reach": Act.POST_MANAGE in acts,
        "forms": {door.key: form for door, form in open_doors},
        "unit_doors": [pair for pair in open_doors if pair[0].section == "units"],
        "people_doors": [pair for pair in open_doors if pair[0].section == "people"],
    }
    return page(request, "desk/administration.html", context, status=status)


def _through(request: HttpRequest, key: str) -> HttpResponse:
    """Do the act of one door with what its form holds, or show the page with what is wrong."""
    door = DOORS[key]
    require(request.user, door.right)
    form = door.form(request.POST, prefix=key)
    if not form.is_valid():
        return _show(request, wrong=(key, form), status=422)
    try:
        door.act(by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, in_words(refusal))
        return _show(request, wrong=(key, form), status=409)
    messages.success(request, str(door.done))
    return redirect("desk:administration")


@require_POST
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit to the tree."""
    return _through(request, "unit")


@require_POST
def add_oversight(request: HttpRequest) -> HttpResponse:
    """Let an office supervise a unit."""
    return _through(request, "oversight")


@require_POST
def end_oversight(request: HttpRequest) -> HttpResponse:
    """Let an office's supervision of a unit end."""
    return _through(request, "over")


@require_POST
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    return _through(request, "account")


@require_POST
def close_account(request: HttpRequest) -> HttpResponse:
    """Close an account."""
    return _through(request, "close")


@require_POST
def new_post(request: HttpRequest) -> HttpResponse:
    """Give a person a post."""
    return _through(request, "post")


@require_POST
def end_post(request: HttpRequest) -> HttpResponse:
    """Let a post end."""
    return _through(request, "ended")
