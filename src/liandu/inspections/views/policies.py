"""Pages of policy profiles: what this site has set up, one as a document, changing it, and the one of a round."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections import commands
from liandu.inspections.beside import BESIDE_ROUND_POLICY
from liandu.inspections.forms import ChooseRoundPolicy, PolicyForm
from liandu.inspections.policies import DEFAULT, Policy, presets, read
from liandu.inspections.policies.wording import differences, document
from liandu.inspections.queries import (
    policies_for,
    policies_to_choose,
    policy_of,
    policy_versions_for,
    policy_versions_of,
    rounds_for,
    rounds_under,
    theme_names_for,
)
from liandu.inspections.tables import classes_table, policies_table
from liandu.journal.queries import history_of
from liandu.ui.dates import moment
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on, why_not


@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """Show the policy profiles that this site has set up."""
    require(request.user, Act.INSPECTION_VIEW)
    context = {
        "table": policies_table(list(policies_for(request.user))),
        "why_not": why_not(request.user, Act.POLICY_SET),
    }
    return page(request, "inspections/policies.html", context)


@require_POST
def adopt_default_policies(request: HttpRequest) -> HttpResponse:
    """Set up the profiles that come along, as far as they are not there yet."""
    made = commands.adopt_default_policies(by=request.user)
    words = _("、").join(str(profile) for profile in made)
    messages.success(request, _("已设立：%(names)s。") % {"names": words} if made else _("随附的政策口径都已经有了。"))
    return redirect("inspections:policies")


@require_GET
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one profile as a document: the present version, or an earlier one, and what changed from the one before."""
    row = get_object_or_404(policies_for(request.user), pk=pk)
    versions = policy_versions_of(row)
    number = request.GET.get("version", "")
    shown = next((version for version in versions if str(version.number) == number), versions[0])
    before = next((version for version in versions if version.number == shown.number - 1), None)
    said, themes = read(shown.content), theme_names_for(request.user)
    context = {
        "profile": row,
        "version": shown,
        "policy": said,
        "document": document(said, themes),
        "is_newest": shown == versions[0],
        "changes": differences(read(before.content), said, themes) if before else [],
        "versions": [(version, moment(version.made_at)) for version in versions],
        "rounds": rounds_under(request.user, row),
        "history": [(line, moment(line.at)) for line in history_of(row)],
        "why_not": why_not(request.user, Act.POLICY_SET),
    }
    return page(request, "inspections/policy.html", context)


@require_http_methods(["GET", "POST"])
def open_policy(request: HttpRequest) -> HttpResponse:
    """Set up a profile of the site's own; the form begins with another version (?from=…) or with what comes along."""
    require(request.user, Act.POLICY_SET)
    themes = theme_names_for(request.user)
    form = (
        PolicyForm(request.POST, themes=themes)
        if request.method == "POST"
        else PolicyForm(None, themes=themes, policy=_begun_with(request))
    )
    goto = form.rearranged(request.POST.get("do", ""))
    if request.method == "POST" and not goto and form.is_valid():
        with refusals_on(form.once):
            version = commands.open_policy(policy=form.policy, note=form.once.cleaned_data["note"], by=request.user)
            messages.success(request, _("已设立“%(name)s”。") % {"name": version.profile.name})
            return redirect("inspections:policy", version.profile_id)
    return _form(
        request, form, goto=goto, title=_("设立政策口径"), submit=_("设立"), back=reverse("inspections:policies")
    )


def _begun_with(request: HttpRequest) -> Policy:
    """Return what a new profile begins with: the version asked for, else the first that comes along; without a name."""
    key = request.GET.get("from", "")
    asked = policy_versions_for(request.user).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    source = read(asked.content) if asked else presets().get(key, presets()[DEFAULT])
    return Policy(**{name: getattr(source, name) for name in source.__slots__} | {"name": ""})


@require_http_methods(["GET", "POST"])
def change_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a profile: first the changes in words, then, when they are what was meant, its next version."""
    row = get_object_or_404(policies_for(request.user), pk=pk)
    require(request.user, Act.POLICY_SET, subject=row)
    newest, themes = policy_versions_of(row)[0], theme_names_for(request.user)
    form = (
        PolicyForm(request.POST, themes=themes)
        if request.method == "POST"
        else PolicyForm(None, themes=themes, policy=read(newest.content))
    )
    changes = None
    goto = form.rearranged(request.POST.get("do", ""))
    if request.method == "POST" and not goto and form.is_valid():
        changes = differences(read(newest.content), form.policy, themes)
        if request.POST.get("do") == "save" and form.looked_at:
            with refusals_on(form.once):
                note = form.once.cleaned_data["note"]
                version = commands.change_policy(
                    profile=row, policy=form.policy, seen=form.seen, note=note, by=request.user
                )
                words = _("已成为第 %(number)s 版。已经用旧版的轮次不受影响，要换请在轮次里改。")
                messages.success(request, words % {"number": version.number})
                return redirect("inspections:policy", row.pk)
    context = {
        "title": _("修改“%(name)s”") % {"name": row.name},
        "back": reverse("inspections:policy", args=[row.pk]),
        "changing": row,
        "changes": changes,
        "newest": newest,
        "overtaken": request.method == "POST" and form.seen != newest.number,
        "next": newest.number + 1,
    }
    return _form(request, form, goto=goto, **context)


def _form(request: HttpRequest, form: PolicyForm, *, goto: str, **context: Any) -> HttpResponse:
    """Show the form; a row that was just added or moved (``goto``) has the focus."""
    faults = [] if goto or request.method == "GET" else form.faults
    context |= {"form": form, "faults": faults, "goto": goto, "classes": classes_table()}
    return page(
        request,
        "inspections/policy_form.html",
        context,
        part="inspections/_policy_form.html",
        status=422 if faults else 200,
    )


@require_http_methods(["GET", "POST"])
def round_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a round goes by; who may, gives it another profile or version, after seeing what that changes."""
    row = get_object_or_404(rounds_for(request.user).select_related("term", "policy__profile"), pk=pk)
    if request.method == "POST":
        require(request.user, Act.POLICY_SET, subject=row)
    themes, now = theme_names_for(request.user), policy_of(row)
    form = ChooseRoundPolicy(
        request.POST if request.method == "POST" else None, reader=request.user, initial={"policy": row.policy_id}
    )
    chosen = None
    if form.is_valid():
        chosen = form.cleaned_data["policy"]
        if request.POST.get("do") == "save":
            with refusals_on(form):
                commands.set_round_policy(round=row, version=chosen, by=request.user)
                messages.success(request, _("本轮的政策口径定为：%(policy)s。") % {"policy": chosen})
                return redirect("inspections:round_policy", row.pk)
    newest = policies_to_choose(request.user).filter(profile=row.policy.profile_id).first() if row.policy else None
    context = {
        "round": row,
        "policy": now,
        "document": document(now, themes),
        "newer": newest if newest and row.policy and newest.number > row.policy.number else None,
        "form": form,
        "chosen": chosen,
        "changes": differences(now, read(chosen.content), themes) if chosen else [],
        "why_not": why_not(request.user, Act.POLICY_SET),
        "beside": BESIDE_ROUND_POLICY.said(request.user, row),
    }
    return page(request, "inspections/round_policy.html", context, status=422 if form.errors else 200)
