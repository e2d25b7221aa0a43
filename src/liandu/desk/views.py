"""The workbench, the choice of office, administration, the log."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.access.queries import acts_of, holders_of, posts_of, require
from liandu.access.roles import Act
from liandu.accounts.commands import open_account
from liandu.desk import queries
from liandu.desk.forms import AddUnit, GivePost, OpenAccount
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.commands import add_unit
from liandu.ui.circumstances import SESSION_POST
from liandu.ui.dates import moment
from liandu.ui.errors import in_words
from liandu.ui.htmx import page

LONGEST_NUMBER = 19  # digits; beyond lie no sequence numbers
ADMINISTRATION = frozenset({Act.ACCOUNT_MANAGE, Act.UNIT_MANAGE, Act.POST_MANAGE})


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what this person has to do, and the numbers within their reach."""
    acts = acts_of(request.user)
    context = {
        "tasks": queries.tasks_for(request.user),
        "sectors": queries.sector_totals_for(request.user) if Act.FINDING_VIEW in acts else [],
        "units": queries.units_for(request.user) if Act.FINDING_VIEW in acts else [],
        "may_receive": Act.MATERIAL_RECEIVE in acts,
        "reads_findings": Act.FINDING_VIEW in acts,
        "keeps_house": bool(acts & (ADMINISTRATION | {Act.LOG_VIEW})),
        "has_post": bool(posts_of(request.user)),
    }
    return page(request, "desk/home.html", context)


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the post to act in, for the rest of the session."""
    chosen = request.POST.get("post", "")
    if chosen in {str(post.pk) for post in posts_of(request.user)}:
        request.session[SESSION_POST] = int(chosen)
    return redirect("desk:home")


def _require_any(request: HttpRequest) -> None:
    if not acts_of(request.user) & ADMINISTRATION:
        raise Denied(
            "access.denied",
            gettext_noop("管理页面只对管理员开放：%(holders)s。"),
            act=str(Act.UNIT_MANAGE),
            holders=holders_of(Act.UNIT_MANAGE) + _("、") + holders_of(Act.POST_MANAGE),
        )


@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    """Show units, accounts and posts to those who keep them."""
    _require_any(request)
    return _administration(request)


def _administration(request: HttpRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    acts = acts_of(request.user)
    people, units = queries.people_choices(), queries.unit_choices()
    context = {
        "tree": queries.unit_tree(),
        "accounts": queries.accounts(text=request.GET.get("q", "")[:60].replace("\x00", "")),
        "account_form": forms.get("account") or OpenAccount(prefix="account"),
        "post_form": forms.get("post")
        or GivePost(prefix="post", people=people, units=units, initial={"since": timezone.localdate()}),
        "unit_form": forms.get("unit") or AddUnit(prefix="unit", units=units),
        "may_accounts": Act.ACCOUNT_MANAGE in acts,
        "may_posts": Act.POST_MANAGE in acts,
        "may_units": Act.UNIT_MANAGE in acts,
    }
    return page(request, "desk/administration.html", context, status=status)


@require_POST
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    require(request.user, Act.ACCOUNT_MANAGE)
    form = OpenAccount(request.POST, prefix="account")
    if not form.is_valid():
        return _administration(request, account=form, status=422)
    user = open_account(by=request.user, **form.cleaned_data)
    messages.success(request, _("已开立账号 %(name)s。请安全保密管理员为其设置岗位。") % {"name": user.username})
    return redirect("desk:administration")


@require_POST
def new_post(request: HttpRequest) -> HttpResponse:
    """Give a person a post."""
    require(request.user, Act.POST_MANAGE)
    people, units = queries.people_choices(), queries.unit_choices()
    form = GivePost(request.POST, prefix="post", people=people, units=units)
    if not form.is_valid():
        return _administration(request, post=form, status=422)
    try:
        give_post(by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, in_words(refusal))
        return _administration(request, post=form, status=409)
    messages.success(request, _("已设置岗位。"))
    return redirect("desk:administration")


@require_POST
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit to the tree."""
    require(request.user, Act.UNIT_MANAGE)
    form = AddUnit(request.POST, prefix="unit", units=queries.unit_choices())
    if not form.is_valid():
        return _administration(request, unit=form, status=422)
    add_unit(by=request.user, **form.cleaned_data)
    messages.success(request, _("已增加机构。"))
    return redirect("desk:administration")


@require_http_methods(["GET"])
def log(request: HttpRequest) -> HttpResponse:
    """Show the log of administrative acts to the audit administrator."""
    require(request.user, Act.LOG_VIEW)
    before = request.GET.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < LONGEST_NUMBER
    lines = queries.administrative_log(before=int(before) if is_number else None)
    context = {
        "lines": [(line, moment(line.at)) for line in lines],
        "older": lines[-1].seq if len(lines) == queries.LOG_PAGE else None,
    }
    return page(request, "desk/log.html", context)
